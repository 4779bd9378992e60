"""Who stands behind a document and from when it is, as is stored of it: "Hvem har udgivet rapporten?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from service.candidates import spans_of
from service.chosen import Chosen
from service.lookup_types import Lookup, Row
from service.question import Question
from service.words import words

_NOUN = (
    r"(?:(rapport|publikation|guide|vejledning|skabelon|analyse)en|(dokument|hæfte|notat|resum[eé])e?t|"
    r"(rapport|dokument)(?=\W*$| udgive))"
)
"""The last is what is left of "the report" in an English question that is put into Danish."""
_MADE = (
    r"(?:udgivet?|udgav|skrevet|skrev|udarbejde(?:t|de)|forfatte(?:t|de)|lave(?:t|de)|offentliggj(?:ort|orde)|trykt)"
)
_WHO = re.compile(
    rf"\bhvem (?:(?:har )?{_MADE}|st(?:år|od) bag|er (?:afsender|forfatter|udgiver|author)\w* (?:af|på|til))"
    rf"(?: [\w-]+){{0,2}}? {_NOUN}\b(?![^?]*\btil\W*$)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"\b(?:hvornår|hvilket år) (?:(?:er|blev|var|stammer) {_NOUN}\b[^?]{{0,60}}\b(?:{_MADE}|fra)\W*$|"
    rf"(?:udkom|kom) {_NOUN}\b)|\b(?:hvor|hvordan) gammel er {_NOUN}\W*$",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    rf"(?:{_NOUN}|rapport|dokument|{_MADE}|bag|fra|udkom|afsender\w*|forfatter\w*|udgiver\w*|author|gammel|år)$",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(rf"\b{_NOUN}\b", re.IGNORECASE)
_BOOKLET = "hæfte"
"""What renders a report is called so, and no report is."""
_KINDS = {
    "rapport": "rapport", "guide": "guide", "vejledning": "guide", "skabelon": "skabelon",
    "resumé": "resumé", "resume": "resumé",
}  # fmt: skip
"""Words for one kind of document; the others are said of any."""


@dataclass(frozen=True, slots=True)
class _Edition:
    """A document, or what another one renders. held_in: ids of the stored documents that tell of it."""

    title: str
    kind: str
    publisher: str
    published: str
    held_in: tuple[str, ...]


def edition(question: Question, chosen: Chosen, catalogue: Catalogue) -> Lookup | None:
    """Who made the one document that is asked about, or when, as is stored with it, and the words that say so.

    None for another question or a follow-up, and where it is not clear which document is meant or nothing is stored.
    """
    asked = next(((who, m) for who, rule in ((True, _WHO), (False, _WHEN)) if (m := rule.search(question.own))), None)
    if asked is None or question.topic:
        return None
    who, noun = asked[0], next(filter(None, asked[1].groups())).lower()
    about = {w.stem for w in words(question.own) if w.content and not _SAYS_NOTHING.match(w.surface)}
    kind = _KINDS.get(noun, "")
    editions = _editions(chosen, catalogue, themselves=noun == _BOOKLET)
    meant = [e for e in editions if about <= {w.stem for w in words(e.title)}]
    of_kind = [e for e in meant if kind and e.kind == kind] or [e for e in meant if not (kind and e.kind)]
    told = [e for e in of_kind if (e.publisher if who else e.published)]
    if not told or len({e.publisher if who else e.published[:4] for e in told}) > 1:
        return None
    return _told(told[0], chosen, who=who, english=question.language == "en")


def _editions(chosen: Chosen, catalogue: Catalogue, *, themselves: bool) -> Iterator[_Edition]:
    """What stored documents render, then those that render nothing: a sheet on a guide is not the guide.

    themselves: the stored ones, whatever they render.
    """
    documents = chosen.documents()
    for original in () if themselves else catalogue.documents:
        digests = tuple(d.document_id for d in documents if d.digest_of == original.id)
        if digests:
            yield _Edition(original.title, original.kind, original.publisher, original.published, digests)
    for d in (d for d in documents if themselves or not d.digest_of):
        yield _Edition(d.title, d.kind, d.publisher, d.published, (d.document_id,))


def _told(meant: _Edition, chosen: Chosen, *, who: bool, english: bool) -> Lookup | None:
    spans = [c for document in meant.held_in for source in chosen.of_document(document) for c in spans_of(source)]
    if not spans:
        return None
    wanted = meant.publisher if who else meant.published[:4]
    best = max(spans, key=lambda c: _says(c.text, wanted, meant))
    if english:
        said, stored = f"»{meant.title}« is {'by' if who else 'of'} {wanted}", "as is stored with the document"
    else:
        said = f"Bag »{meant.title}« står {wanted}" if who else f"»{meant.title}« er fra {wanted}"
        stored = "efter oplysningerne om dokumentet"
    if any(_says(best.text, wanted, meant)):
        return Lookup(f"{said}:", (Row("", (best,), quoted=True),), "udgivelse")
    return Lookup("", (Row(f"{said}, {stored}.", (spans[0],)),), "udgivelse")


def _says(text: str, wanted: str, meant: _Edition) -> tuple[bool, bool, bool]:
    """Whether the text says it of the document by name, says that it was made so, or is little else than that."""
    holds = wanted in text
    made = holds and re.search(rf"\b{_MADE}\b", text, re.IGNORECASE) is not None and bool(_OF_ITSELF.search(text))
    return holds and meant.title in text, made, holds and len(text) <= 2 * len(wanted)
