"""A turn of the conversation as the templates draw it: from the answer's body, live or saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.errors import NotFound
from corpus.store import Store
from service.trace import CANDIDATE, PART, READ
from service.web.links import place_path
from service.web.places import PageLabels
from service.web.render import Chip, render_blocks
from service.web.templating import at_page
from service.web.wire import Json

MODES = {"extractive": "Ordret fra kilderne", "generated": "Formuleret af sprogmodel"}
VERDICTS = {
    "answered": ("success", "Dækket af kilder"),
    "not_found": ("error", "Ingen kilde"),
    "clarify": ("help", "Kræver præcisering"),
    "failed": ("warning", "Svaret blev ikke færdigt"),
}
PARTLY = ("warning", "Delvist dækket af kilder")


@dataclass(frozen=True, slots=True)
class Why:
    """How an answer came about. read: how the question was understood; weighed: (score, sentence, whether the answer
    quotes it); decided: what was decided in the end."""

    read: tuple[dict[str, str], ...]
    weighed: tuple[tuple[str, str, bool], ...]
    decided: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """body: the answer on the wire. blocks: its text as HTML. cited: its citations; other: what else was found."""

    answer_id: str
    conversation_id: str
    created: str
    body: dict[str, Any]
    blocks: tuple[str, ...]
    cited: tuple[dict[str, Any], ...]
    other: tuple[dict[str, Any], ...]

    @property
    def mode(self) -> str:
        """How the answer was made, in Danish; "" for one that cites nothing, such as a refusal."""
        return MODES.get(str(self.body["mode"]), "") if self.cited else ""

    @property
    def verdict(self) -> tuple[str, str]:
        """(icon, word) for how far the sources carry the answer."""
        if any(v["verdict"] != "supported" for v in self.body.get("verdicts", ())):
            return PARTLY
        return VERDICTS.get(str(self.body["status"]), ("help", ""))

    @property
    def why(self) -> Why:
        """The steps of the trace, sorted for reading."""
        steps: list[dict[str, str]] = list(self.body.get("trace", ()))
        quoted = [" ".join(str(c["quote"]).split()) for c in self.cited]
        weighed = [s["decision"].partition("  ")[::2] for s in steps if s["step"] == CANDIDATE]
        return Why(
            read=tuple(s for s in steps if s["step"] in (PART, *READ)),
            weighed=tuple((score, text, any(text in quote for quote in quoted)) for score, text in weighed),
            decided=tuple(s for s in steps if s["step"] not in (PART, *READ, CANDIDATE)),
        )

    @property
    def seconds(self) -> float:
        """How long the answer took."""
        return float(self.body.get("timings_ms", {}).get("total", 0.0)) / 1000


def make_turn(body: Json, store: Store) -> Turn:
    """The turn of an answer's body, with ids when it was kept."""
    fields: dict[str, Any] = dict(body)
    cited = tuple(standing(c, store) for c in fields.get("citations", ()))
    used = {c["passage_id"] for c in cited}
    labels = PageLabels(store)
    fields["sources"] = [
        {**s, "page_label": labels.of(s["document_id"], s["page"] or 0)} for s in fields.get("sources", ())
    ]
    other = tuple(s for s in fields["sources"] if s["passage_id"] not in used)
    return Turn(
        answer_id=str(fields.get("answer_id", "")),
        conversation_id=str(fields.get("conversation_id", "")),
        created=str(fields.get("created", "")),
        body=fields,
        blocks=tuple(
            render_blocks(str(fields["answer"]), chips_of(cited), worded(fields), sentences=fields.get("verdicts", ()))
        ),
        cited=cited,
        other=other,
    )


def worded(body: Json) -> list[dict[str, Any]]:
    """The verdicts on what a language model wrote; a quote needs none, and an older answer has none."""
    verdicts: Any = body.get("verdicts", ()) if body["mode"] == "generated" else ()
    return list(verdicts)


def standing(citation: dict[str, Any], store: Store) -> dict[str, Any]:
    """The citation with the address where its words stand now, after the document may have been read anew.

    url is "" when the document is gone; when only the words are, it leads to the page without a box. gone: in Danish.
    """
    document, quote, start = citation["document_id"], citation["quote"], citation["char_start"]
    try:
        text = store.text(document)
    except NotFound:
        return {**citation, "url": "", "gone": "Dokumentet er slettet. Citatet er, som det stod."}
    if text[start : start + len(quote)] == quote:
        return citation
    found = text.find(quote)
    if found < 0:
        url = place_path(document, citation["page"] or 0, "-")
        return {**citation, "url": url, "gone": "Teksten er ændret siden svaret. Citatet er, som det stod."}
    end = found + len(quote)
    boxes = store.boxes(document, found, end)
    page = boxes[0].page if boxes else citation["page"] or 0
    return {**citation, "url": place_path(document, page, f"{found}-{end}")}


def chips_of(citations: tuple[dict[str, Any], ...]) -> dict[int, Chip]:
    """A chip for each citation, by its marker."""
    return {c["marker"]: Chip(c["marker"], c["url"], f"Kilde {c['marker']}: {place_name(c)}") for c in citations}


def place_name(place: dict[str, Any]) -> str:
    """ "Title, s. 8", with the page number as printed."""
    label = at_page(place.get("page_label") or place.get("page") or "")
    return f"{place['document_title']}, {label}" if place.get("page") else str(place["document_title"])
