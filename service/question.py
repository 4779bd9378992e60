"""What a question asks for: its type, the names in it, its times and its language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from service.focus import focus_of
from service.names import MEANT, Entity, EntityKind, NameBook
from service.one_project import side_of_one
from service.words import FUNCTION_WORDS_DA, FUNCTION_WORDS_EN, Word, words

QuestionKind = Literal[
    "number", "when", "who", "where", "list", "why", "how", "what", "yesno", "compare", "summary", "next", "keyword"
]
Language = Literal["da", "en"]
Blocked = Literal["", "injection", "personal", "task", "greeting", "thanks"]
GoesOn = Literal["", "more", "others", "example", "deeper", "same"]
"""What a follow-up asks for beyond what has been told: more of it, others of a kind, an example, why or how that is, or
the same of something else."""

_PATTERNS: tuple[tuple[QuestionKind, str], ...] = (
    (
        "compare",
        r"sammenlign|\bforskel|\bforskellig|\bcompare\b|\bdifference|\bmodsat\b|\bi forhold til hinanden|"
        r"flest .*\beller\b|\bflere\b.*\bend\b|\bversus\b|\bvs\b",
    ),
    (
        "summary",
        r"opsumm?er|\bresum|sammenfat|\bkort (status|fortalt|sagt|beskriv)|kort fortælle?|hovedpunkt|"
        r"overblik over|\bsummar|går ud på|handle(r|de) .*\bom\b|\bfortæl\b.*\bom\b|i korte træk",
    ),
    (
        "number",
        r"hvor (mange|stor[et]?\b|meget|lang|ofte|hurtig|gam(mel|le)|dyb|bred|tung|tæt|varm)|\bantal|\bprocent|\bandel|"
        r"how many|"
        r"how much|how large|what share|\bhvad (kost|betaler|tjener)|\bpris|hvor høj|hvor tit|"
        r"hvilke[nt]? (beløb|sum|\w+sum|mængde|andel|pris|temperatur|kapacitet|størrelse)\b",
    ),
    (
        "when",
        r"hvornår|hvilke[tn]? (år|dato|måned|tidspunkt)|\bårstal|\bdato\b|\bfrist|\bwhen\b|what year|"
        r"hvad (dato|år)|hvor længe|\bdeadline",
    ),
    (
        "why",
        r"\bhvorfor|\bårsag|\bgrund(en)? til|\bbegrundelse|\bwhy\b|hvad skyld",
    ),
    (
        "next",
        r"næste skridt|\bfremover|\bfremadrettet|videre (med|forløb|arbejde)|\bfremtid|next step|"
        r"\bhvad sker der nu|\bfortsætte?[sr]?\b|\bafvente",
    ),
    (
        "list",
        r"\bhvilke\b|\bnævn\b|\bliste\b|\blist\b|hvad hedder de\b|\bhele listen|\bwhich .*s\b|\boplist|"
        r"\bhvad er de\b|hvem (deltager|deltog|(er|var) (ellers )?med\b|har været med\b)|\bdeltager(e|ne)?\b",
    ),
    (
        "who",
        r"\bhvem\b|hvilken? (\w+ )?(person|kommune|organisation|firma|virksomhed|by\b|"
        r"\w*(embedsmand|planlægger|konsulent|leder|direktør|koordinator|ansat|medarbejder))|\bwho\b|"
        r"\bhvis (navn|ansvar)",
    ),
    (
        "where",
        r"\bhvor\b(?! (mange|meget|stor|lang|længe|ofte|god|vigtig|svær|høj|tit|langt|vidt|hurtig|tidlig|sikker|let))|"
        r"\bwhere\b|hvilket sted",
    ),
    (
        "how",
        r"\bhvordan|\bhow\b|på hvilken måde|hvad (kan|skal|bør) (man|vi|kommunerne|en)\b|"
        r"\bhvad (skal|kræves) der",
    ),
    (
        "yesno",
        r"^(er|har|kan|må|skal|vil|bliver|blev|findes|var|havde|gælder|kunne|får|fik|ligger|sidder|tror|is|are|can|does|did|has|was)\b",
    ),
    (
        "what",
        r"\bhvad\b|\bhvilken\b|\bhvilket\b|\bwhat\b|\bwhich\b",
    ),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_ENGLISH_WORDS = """the of is are what which who why how when where did does do in on for from to and with
    about has have was were many much can will act project projects municipalities
    municipality report their they this that only part took"""
FEW = 5
"""In a question of so many words one English function word tells the language."""
_ENGLISH_ALONE = (FUNCTION_WORDS_EN | frozenset(["anything", "else", "another", "others"])) - FUNCTION_WORDS_DA
_ENGLISH = (frozenset(_ENGLISH_WORDS.split()) | _ENGLISH_ALONE) - FUNCTION_WORDS_DA
_DANISH_WORDS = "hvad hvem hvor hvilke hvilken hvorfor hvordan hvornår og er det de der en et på af til med som"
_DANISH = frozenset(_DANISH_WORDS.split()) | FUNCTION_WORDS_DA
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(
    r"\b(januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    r"january|february|march|may|june|july|october)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood.

    text: standalone (a follow-up already condensed). own: the words that the user typed last.
    focus: stem of the noun that is counted, named or listed, "" when there is none.
    """

    text: str
    kind: QuestionKind
    entities: tuple[Entity, ...] = ()
    language: Language = "da"
    years: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    focus: str = ""
    own: str = ""
    topic: str = ""
    """What a follow-up leans on: words of earlier turns, weighed less than its own."""
    told: str = ""
    """What was answered last."""
    goes_on: GoesOn = ""
    said: str = ""
    """Everything that has been answered so far, where the question is a follow-up."""

    def asked(self) -> Question:
        """The question with the names alone that it and those before it hold, not those that were told of."""
        end = len(self.own) + 1 + len(self.topic) - len(self.told) if self.told else len(f"{self.text} {self.topic}")
        return replace(self, entities=tuple(e for e in self.entities if e.end <= end))

    def values(self, kind: EntityKind) -> tuple[str, ...]:
        """The canonical names of that kind, each once, in order."""
        return tuple(dict.fromkeys(e.value for e in self.entities if e.kind == kind))

    def projects(self, at_least: float = MEANT) -> tuple[str, ...]:
        """Ids of the projects named with at least that certainty."""
        return tuple(dict.fromkeys(e.value for e in self.entities if e.kind == "project" and e.sure >= at_least))

    def named(self, at_least: float = MEANT) -> tuple[str, ...]:
        """Ids of the projects that the question's own words name, so surely: not those that were told of before."""
        return self._own().projects(at_least)

    def _own(self) -> Question:
        return replace(self, entities=tuple(e for e in self.entities if e.end <= len(self.own)))

    def places(self) -> tuple[str, ...]:
        """The municipalities, then the regions, that its own words name, else those that it leans on."""
        return self.own_places() or self._places()

    def own_places(self) -> tuple[str, ...]:
        """Those that its own words name."""
        return self._own()._places()

    def _places(self) -> tuple[str, ...]:
        return (*self.values("municipality"), *self.values("region"))


def understand(
    text: str, *, names: NameBook, own: str = "", topic: str = "", kind: QuestionKind | None = None, told: str = "",
    goes_on: GoesOn = "", said: str = "",
) -> Question:  # fmt: skip
    """The question read by its own words; nothing is looked up in the material but names."""
    own = own or text
    tokens = words(own)
    return Question(
        text=text,
        kind=kind or kind_of(own),
        entities=_named(own, topic, told, names) if topic else _named_alone(text, names),
        language=language_of(tokens),
        years=tuple(dict.fromkeys(_YEAR.findall(own))),
        months=tuple(dict.fromkeys(m.lower() for m in _MONTH.findall(own))),
        focus=focus_of(own),
        own=own,
        topic=topic,
        told=told,
        goes_on=goes_on,
        said=said,
    )


def _named_alone(text: str, names: NameBook) -> tuple[Entity, ...]:
    """The names of a question that leans on nothing; a word of one project's is its name where a side is asked for."""
    found, one = names.find(text), side_of_one(text, names)
    if one is None or any(e.kind == "project" and e.sure >= MEANT for e in found):
        return found
    return (*(e for e in found if e.end <= one.start or one.end <= e.start), one)


def _named(own: str, topic: str, told: str, names: NameBook) -> tuple[Entity, ...]:
    """The names of all three. told: the end of the topic, "" when nothing was.

    A project that the question itself names leaves out those that only its topic does, and one that the questions
    before it name those that were only told of.
    """
    found = names.find(f"{own} {topic}")
    meant = [e for e in found if e.kind == "project" and e.sure >= MEANT]
    for end in (len(own), len(own) + 1 + len(topic) - len(told)):
        values = {e.value for e in meant if e.end <= end}
        if values:
            return tuple(e for e in found if e.kind != "project" or e.value in values or e.end <= end)
    return found


def kind_of(text: str) -> QuestionKind:
    """The first type whose pattern fits; "keyword" when none does."""
    stripped = text.strip().strip("¿\"'»«")
    for kind, pattern in _KINDS:
        if pattern.search(stripped):
            return kind
    return "keyword"


def language_in(text: str) -> Language:
    """The language of the words of a text, but for those that a code is made of: the "AN" of "AN_STOR" is none."""
    return language_of(words(" ".join(word for word in text.split() if "_" not in word)))


def language_of(tokens: Sequence[Word]) -> Language:
    """English when its function words are the more frequent; one is enough in a question of a few words."""
    lower = [t.surface.lower() for t in tokens]
    english, danish = sum(t in _ENGLISH for t in lower), sum(t in _DANISH for t in lower)
    enough = english >= 2 or (len(lower) <= FEW and any(t in _ENGLISH_ALONE for t in lower))
    return "en" if english > danish and enough else "da"
