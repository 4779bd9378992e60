"""A made-up library about two harbour projects, small enough to know by heart."""

from __future__ import annotations

from corpus.answers import Answer
from corpus.catalogue import Catalogue, Network, Project
from corpus.types import DocumentContent, Filters
from service.answer import Answerer
from service.events import NO_FILTERS, Answered
from service.learnt import Learnt
from tests.service.fakes import HashEmbedder, MemoryStore, Noted, OverlapRetriever, make_content

CATALOGUE = Catalogue(
    networks=(Network("kyst", "Kyst"),),
    projects=(
        Project("tang", "Tanghaver ved kajen", 1, short="Tanghaver", network="kyst"),
        Project("broer", "Flydende broer", 2, short="Broer"),
    ),
)
TITLE = "Havnens to forsøg"
ABOUT, LESSONS, NEXT, WHO = "Hvad handlede forsøget om?", "Erfaringer", "Næste skridt", "Deltagere"


def content() -> DocumentContent:
    """One document, nine parts, one page each with printed labels from 5."""
    tang, broer = "Tanghaver ved kajen", "Flydende broer"
    parts = (
        ((TITLE,), "", "text", ("I 2028 satte havnerådet to forsøg i søen.", "De varede begge tre år.")),
        ((tang, ABOUT), "tang", "text", (
            "Dykkere plantede blæretang på 14 gamle bundgarnspæle.",
            "Det gav læ til ålekvabber og tangnåle.",
            "Forsøget kostede 250.000 kroner.",
        )),
        ((tang, LESSONS), "tang", "list", (
            "Forsøget i Skagen viste, at:", "tangen tåler vinterstorme", "sæler æder ikke tang", "vandet blev klarere",
        )),
        ((tang, NEXT), "tang", "text", ("Havnerådet vil plante ålegræs fra foråret 2032.",)),
        ((tang, WHO), "tang", "text", ("Skagen, Hundested, Rødvig og Marstal.",)),
        ((broer, ABOUT), "broer", "text", (
            "Flydende broer lader kajakker lægge til uden trapper.",
            "To broer blev afprøvet, fordi de gamle trapper var glatte.",
        )),
        ((broer, LESSONS), "broer", "quote", (
            "Broerne gynger, men ingen er faldet i vandet.", "Asta Mølgård, havnefoged, Rødvig Havn",
        )),
        ((broer, "I tal"), "broer", "figure", ("61% af kajakroerne vil hellere bruge broen.", "Kilde: Havnetællingen")),
        ((broer, WHO), "broer", "text", ("Rødvig, Marstal og Thyborøn.",)),
    )  # fmt: skip
    places = {"tang": ("Skagen", "Hundested", "Rødvig", "Marstal"), "broer": ("Rødvig", "Marstal", "Thyborøn")}
    mentions: list[Noted] = [
        ("participant", place, place, (("project", project),)) for project, here in places.items() for place in here
    ]
    mentions += [("municipality", p, p, ()) for p in ("Skagen", "Hundested", "Marstal", "Thyborøn")]
    mentions += [
        ("municipality", "Rødvig", "Rødvig", ()),
        ("person", "Asta Mølgård", "Asta Mølgård", (("organisation", "Rødvig Havn"), ("title", "havnefoged"))),
        ("coordinator", "Hundested", "Hundested", (("project", "tang"),)),
    ]
    return make_content("havne", TITLE, parts, mentions=mentions)  # type: ignore[arg-type]


def store() -> MemoryStore:
    return MemoryStore(content())


def answerer(*, threshold: float = 0.0, learnt: Learnt | None = None) -> Answerer:
    """An answerer over the library; at threshold 0 only empty findings and barred questions are refused."""
    made = store()
    return Answerer(made, OverlapRetriever(made), HashEmbedder(), CATALOGUE, threshold=threshold, learnt=learnt)


def ask(made: Answerer, question: str, filters: Filters = NO_FILTERS) -> Answer:
    """What is answered at the end of the stream."""
    last = list(made.stream(question, filters=filters))[-1]
    assert isinstance(last, Answered)
    return last.answer
