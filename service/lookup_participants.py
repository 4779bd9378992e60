"""Who takes part in projects: stored lists of participants, several beside each other, and whether places are there."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import Mention
from service.asked_places import is_among
from service.asked_sets import set_text
from service.chosen import Chosen
from service.filters import danish_key
from service.listing import counted, listed, yes_and_no
from service.lookup_question import DENIES, HOW_MANY
from service.lookup_types import Lookup, Row
from service.names import NameBook
from service.question import Question
from service.span_names import fewest_spans
from service.unlisted import under_participants


class Participants:
    """The lists of participants that a question may be answered from."""

    def __init__(self, chosen: Chosen, names: NameBook) -> None:
        self._chosen = chosen
        self._names = names

    def _on_list(self, project: str) -> list[Mention]:
        return self._chosen.mentions("participant", project=project)

    def of_each(self, projects: Sequence[str]) -> Lookup | None:
        lists = {f"»{self._names.title(p)}«": self._on_list(p) for p in projects}
        told = [(title, found) for title, found in lists.items() if found and self._chosen.tells_all(found)]
        rows = [Row(f"**{title[1:-1]}:**", fewest_spans(self._chosen, found), quoted=True) for title, found in told]
        missing = [title for title, found in lists.items() if not found]
        unknown = f"Deltagerne i {listed(missing)} er ikke nævnt i {self._chosen.name}." if missing else ""
        return Lookup(unknown or f"Deltagere ifølge {self._chosen.name}:", tuple(rows), "deltagere") if rows else None

    def of_one(self, question: Question, project: str, places: Sequence[str]) -> Lookup | None:
        found = self._on_list(project)
        if not found:
            return self._unlisted(question, project, places)
        title, values = self._names.title(project), {m.value for m in found}
        scopes = {m.scope for m in found} - {""}
        if DENIES.search(set_text(question)) and not places:
            return self._absent(project, found, counting=HOW_MANY.search(question.own) is not None)
        absent = [p for p in places if p not in values and not is_among(p, scopes)]
        if not self._chosen.tells_all(found):
            if absent or not places:
                return None
            found = [m for m in found if m.value in places or m.scope]
        found = [m for m in found if m.scope or m.value in places or not is_among(m.value, scopes)]
        intro = f"Deltagere i »{title}«:"
        if places:
            present, denied = [p for p in places if p not in absent], DENIES.search(question.own) is not None
            intro = yes_and_no(present, absent, title, denied=denied)
        elif HOW_MANY.search(question.own) and not scopes:
            intro = f"Deltagerlisten for »{title}« nævner {counted(values)}:"
        leads = [m for m in self._chosen.mentions("coordinator", project=project) if m.value in absent]
        named = listed(list(dict.fromkeys(m.value for m in leads))) if leads else ""
        led = (Row(f"**Tovholder:** {named}", fewest_spans(self._chosen, leads)),) if leads else ()
        return Lookup(intro, (Row("", fewest_spans(self._chosen, found), quoted=True), *led), "deltagere")

    def _absent(self, project: str, found: Sequence[Mention], *, counting: bool) -> Lookup:
        """The municipalities that are named, but not in the project: no row where the list may be seen in part only."""
        title = self._names.title(project)
        if not self._chosen.tells_all(found):
            return Lookup("", (), "deltagere")
        on_list = Row("", fewest_spans(self._chosen, found), quoted=True)
        scope = {m.scope for m in found} - {""}
        if scope:
            return Lookup(
                f"»{title}« gælder alle kommuner i {listed(sorted(scope, key=danish_key))}:", (on_list,), "deltagere"
            )
        values = {m.value for m in found} | {m.value for m in self._chosen.mentions("coordinator", project=project)}
        others = [m for m in self._chosen.mentions("municipality") if m.value not in values]
        if not others:
            intro = f"I {self._chosen.name} nævnes ingen andre kommuner end dem, der er med i »{title}«:"
            return Lookup(intro, (on_list,), "deltagere")
        left = sorted({m.value for m in others}, key=danish_key)
        named = Row(listed(left), fewest_spans(self._chosen, others))
        number = f" er {len(left)} {'kommune' if len(left) == 1 else 'kommuner'}" if counting else ""
        neither = f"Nævnt i {self._chosen.name}, men ikke som deltager i eller tovholder for »{title}«,{number}"
        intro = f"{neither.rstrip(',')}. Deltagerlisten er citeret til sidst."
        return Lookup(intro, (named, on_list), "ikke deltagere")

    def _unlisted(self, question: Question, project: str, places: Sequence[str]) -> Lookup | None:
        if DENIES.search(question.own) and not places:
            return Lookup("", (), "deltagere")
        said = under_participants(self._chosen, project)
        if said:
            return Lookup("", (Row("", said, quoted=True),), "om deltagere")
        asked = question.kind == "yesno" if places else question.kind in ("list", "who")
        return Lookup("", (), "deltagere") if said == () and asked else None
