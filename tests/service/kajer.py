"""A made-up library of five quay projects: three lists of participants, one of a whole region, one project without."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.answers import Answer, Message
from corpus.catalogue import Catalogue, Project
from corpus.types import DocumentContent, Filters
from service.answer import Answerer
from service.events import NO_FILTERS, Answered
from tests.service.fakes import HashEmbedder, MemoryStore, Noted, OverlapRetriever, Part, make_content

CATALOGUE = Catalogue(
    projects=(
        Project("tang", "Tanghaver ved kajen", 1, short="Tanghaver"),
        Project("broer", "Flydende broer", 2, short="Broer"),
        Project("sejl", "Fælles sejlhold", 3, short="Sejlhold"),
        Project("kort", "Kortlægning af moler", 4, short="Molekort"),
        Project("skilte", "Lysende skilte", 5, short="Skilte"),
    ),
)
LISTS = {
    "tang": ("Morsø", "Thisted", "Rebild", "Region Nordjylland"),
    "broer": ("Thisted", "Rebild", "Jammerbugt", "Region Nordjylland"),
    "sejl": ("Rebild", "Læsø"),
}
LEADS = {"tang": "Jammerbugt", "broer": "Region Nordjylland", "sejl": "Læsø", "skilte": "Region Nordjylland"}


def content(*, whole_region: bool) -> DocumentContent:
    """whole_region: the fourth project says that all municipalities of the region take part."""
    parts: list[Part] = [(("Kajerne",), "", "text", ("Her er kajernes forsøg.",))]
    mentions: list[Noted] = []
    for project in CATALOGUE.projects:
        path = (project.title, "Deltagere")
        who, leads = LISTS.get(project.id, ()), LEADS.get(project.id, "")
        if who:
            parts.append((path, project.id, "text", (f"{', '.join(who)} deltog.",)))
            mentions += [("participant", name, name, (("project", project.id),)) for name in who]
            mentions += [("municipality", name, name, ()) for name in who if not name.startswith("Region ")]
        if leads:
            parts.append(((project.title, "Ledelse"), project.id, "text", (f"{leads} styrede det.",)))
            mentions.append(("coordinator", leads, leads, (("project", project.id),)))
    for n in range(5):
        parts.append((("Flydende broer", f"Noter {n}"), "broer", "text", (f"Der kom {n} kajakker på prøve.",)))
    if whole_region:
        parts.append((("Kortlægning af moler", "Deltagere"), "kort", "text", ("Alle kommuner i Nordjylland deltog.",)))
        scope = (("project", "kort"), ("scope", "Region Nordjylland"))
        mentions.append(("participant", "Alle kommuner i Region Nordjylland", "Alle kommuner i Nordjylland", scope))
    return make_content("kajer", "Kajerne", parts, mentions=mentions)


def answerer(*, whole_region: bool = False) -> Answerer:
    """An answerer over the library that refuses nothing that is found."""
    store = MemoryStore(content(whole_region=whole_region))
    return Answerer(store, OverlapRetriever(store), HashEmbedder(), CATALOGUE, threshold=0.0)


def ask(made: Answerer, question: str, *before: str, filters: Filters = NO_FILTERS) -> Answer:
    """What is answered after the questions before it."""
    history: Sequence[Message] = ()
    for earlier in before:
        told = ask_with(made, earlier, history, filters)
        history = (*history, Message("user", earlier), Message("assistant", told.text))
    return ask_with(made, question, history, filters)


def ask_with(made: Answerer, question: str, history: Sequence[Message], filters: Filters) -> Answer:
    """What is answered at the end of the stream."""
    last = list(made.stream(question, history=history, filters=filters))[-1]
    assert isinstance(last, Answered)
    return last.answer
