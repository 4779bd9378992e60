"""What a question asks of stored mentions: who takes part, who leads, which projects, how many, who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from service.asked_places import asked_places
from service.names import Entity
from service.question import Question, QuestionKind
from service.score_words import stems_of
from service.words import alike, words

TAKES_PART = re.compile(
    r"\bdelt(ag|og)\w*|\bmedvirke\w*|\btak(e|es|ing) part|\btook part|\bparticipa\w*|\binvolveret\b|"
    r"\b(er|var|været|være)\b[^?.]{0,60}(?<!sammen )\bmed(?= i\b| på\b| om\b|\s*[?.,]|\s*$)",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"\btovholder\w*|\bko+rdin(?:ator|er)\w*|\bstår? i spidsen|\bstod i spidsen|\bansvarlig\w*(?: for\b|\s*[?.!]*$)|"
    r"\bcoordinat\w+|\bst(?:år|od) bag(?=\s*[?.!]*$| det\b| projektet\b)|"
    r"\bst(?:år|od) for(?=(?: det| projektet)?\s*[?.!]*$)|"
    r"\b(?:hvem|kommuner?) (?:st(?:år|od) (?:for|bag)|led(?:er|te|ede)|kør(?:er|te)|dr(?:iver|ev)|styre(?:r|de)) "
    r"\w*projekt",
    re.I,
)
_COORDINATOR = re.compile(r"\b(tovholder|ko+rdinator|coordinator)\w*", re.IGNORECASE)
_WORK = re.compile(r"(arbejd\w*|indsats\w*|samarbejd\w*|område\w*|tema\w*|emne\w*|work|effort|area)$", re.IGNORECASE)
EVERY_COORDINATOR = re.compile(r"\b(tovholder(e|ne)|koordinatorer(ne)?|coordinators)\b", re.IGNORECASE)
OF_EACH = re.compile(
    r"\b(?:hvert|hver|each)\b[^?]{0,30}\b(?:projekt|indsats|project)|\b(?:alle|all) (?:de |the )?(?:\w+ )?"
    r"(?:projekter|indsatser|projects)",
    re.IGNORECASE,
)
"""What is asked of every project."""
ASKS_WHOM = re.compile(
    r"\bhvem (kan|skal|bør|må) (jeg|man|vi|en)\b.{0,30}\b(kontakte|spørge|tale med|snakke med|ringe (til|op)|"
    r"skrive til|henvende (mig|sig|os)|gå til|få (hjælp|råd))\b|"
    r"\b(hvem|hvor) (henvender|spørger|kontakter) (jeg|man|vi)\b|"
    r"\bwho (can|should|do|may) (i|we|one) (contact|ask|talk to|call|write to)\b",
    re.IGNORECASE,
)
"""Whom one turns to: those who coordinate, for no address or number is told."""
BOTH = re.compile(r"\bbåde\b|\bbegge\b|\bboth\b", re.IGNORECASE)
WHICH_PROJECTS = re.compile(
    r"\bhvilke (\w+ ){0,2}(projekt|indsats)\w*|\bwhich projects?\b|\bhvad (deltager|er) \w+ med i\b|"
    r"\bi (andre|flere|nogle|nogen|noget) (af )?(\w+ )?(projekt|indsats)\w*",
    re.IGNORECASE,
)
HOW_MANY = re.compile(r"\bhvor mange\b|\bantal\b|\bhow many\b", re.IGNORECASE)
WHO_IS = re.compile(r"^\s*(hvem er|hvem var|who is|hvad laver|hvad er titlen)\b", re.IGNORECASE)
ASKS_MORE = re.compile(r"\b(?:og|and) (?:hv(?:ad|em|or\w*|ilke\w*)|what|who|where|when|why|how)\b", re.IGNORECASE)
"""A second question behind the first."""
_WHO_IS_NAMED = re.compile(
    r"^\W*(?:[Hh]vem (?:er|var)|[Ww]ho (?:is|was)) ((?:[A-ZÆØÅ][\w.'-]*\s+){1,3}[A-ZÆØÅ][\w'-]*)\W*$"
)
DENIES = re.compile(r"\b(ikke|hverken|not|neither)\b|n't\b", re.IGNORECASE)
GENERIC = re.compile(
    r"(delt\w*|deltager\w*|kommune\w*|projekt\w*|tovholder\w*|koordinator\w*|medvirke\w*)$", re.IGNORECASE
)
_COUNTS_THEM = re.compile(
    r"\b(?:hvor mange|how many) (?:er|var|har|havde|deltag\w*|deltog|medvirke\w*|are|were|take|took)\b", re.IGNORECASE
)
"""No noun is counted: what comes next is what they take part in."""
SLIPPED = 0.6
"""So much alike is a word with a slip of the pen."""
_PARTICIPANTS = "kommuner kommune deltagere deltager projekter organisationer regioner municipalities participants"
"""What a list of participants lists; a question for schools or persons is another question."""


_OF_THEIRS = re.compile(
    r"\bhvad\b(?! (?:er|hedder) )[^?]*\bdeltager(?:ne|e)\b|\b(?:procent|andel\w*)\b|%", re.IGNORECASE
)
"""What those who take part did or learnt, and which share of all they are, is told in sentences."""
_WITHIN = re.compile(r"\b[Hh]vem (?:i|hos|fra|ved) [A-ZÆØÅ]")
_EVENT = re.compile(
    r"\b\w*(arrangement|webinar|kampagne|møde|workshop|rundspørge|undersøgelse|konference|temadag|besøg)\w*",
    re.IGNORECASE,
)
"""Who took part in such a thing is told where that is, not by the project's list."""
_OF_NO_PROJECT = re.compile(
    r"^\W*(hvad|what) (er|var|betyder|gør|laver|is|does)\b|\bi alt\b|\btilsammen\b|\balt i alt\b|\bin (all|total)\b",
    re.IGNORECASE,
)


def asked_whom_about(text: str) -> str:
    """What is left of a question for whom one turns to without that: what it is about; "" for another question."""
    return ASKS_WHOM.sub(" ", text) if ASKS_WHOM.search(text) else ""


def who_is_named(text: str) -> str:
    """The full name of the one that a question asks who is, as typed; "" for another question."""
    found = _WHO_IS_NAMED.search(text)
    return found[1] if found else ""


def who_is_asked(question: Question) -> str:
    """The canonical name of the person that a question asks who is; "" for one who is only named in it."""
    asked = WHO_IS.search(question.own)
    people = (e for e in question.entities if e.kind == "person") if asked else ()
    between = ((e, question.own[asked.end() : e.start] if asked else "") for e in people)
    return next((e.value for e, text in between if not any(word.content for word in words(text))), "")


def asks_who_leads(question: Question) -> bool:
    """True when who coordinates, or how many, is asked: why, how or since when somebody does is told in sentences.

    Who within a municipality does is another question.
    """
    if _WITHIN.search(question.own):
        return False
    of_them = question.kind != "number" or question.focus.startswith(("tovhold", "koordinat", "coordinat"))
    return of_them and bool(LEADS.search(question.own)) and question.kind not in ("why", "how", "when")


def leads_what(question: Question) -> tuple[str, ...]:
    """What of a project is asked who answers for, beside what its names say: () for "tovholder", who has all of it."""
    if _COORDINATOR.search(question.own):
        return ()
    named = [(e.start, e.end) for e in question.entities]
    rest = LEADS.sub(lambda found: " " * len(found[0]), question.own)
    other = (w for w in words(rest) if w.content and not any(start <= w.start < end for start, end in named))
    return tuple(w.surface for w in other if not (says_who(w.surface) or _WORK.match(w.surface)))


def counts_those_told(question: Question) -> bool:
    """True for "hvor mange er det?" after a question for who takes part."""
    alone = all(GENERIC.match(w.surface) or HOW_MANY.search(w.surface) for w in words(question.own) if w.content)
    return alone and bool(HOW_MANY.search(question.own) and TAKES_PART.search(question.topic))


def says_who(word: str) -> bool:
    """True for a word of a question for who takes part or leads that says nothing of in what."""
    return bool(GENERIC.match(word) or TAKES_PART.search(word) or LEADS.search(word))


def beside_places(text: str, entities: Iterable[Entity]) -> list[str]:
    """The content words of the text that are no part of the name of a municipality or a region."""
    named = [(e.start, e.end) for e in entities if e.kind in ("municipality", "region")]
    found = [word for word in words(text) if word.content]
    return [w.surface for w in found if not any(start <= w.start < end for start, end in named)]


def says_whom_about(text: str) -> bool:
    """True when a question for whom one turns to says what it is about; one that does not is about what was told."""
    return any(word.content for word in words(asked_whom_about(text)))


def asks_who_alone(text: str) -> bool:
    """True when who takes part or leads is asked, and nothing says in what.

    What a coordinator is, and how many there are in all, is another question.
    """
    if not (TAKES_PART.search(text) or LEADS.search(text)) or _OF_NO_PROJECT.search(text):
        return False
    return all(GENERIC.match(w.surface) for w in words(text) if w.content)


def asks_for_list(question: Question, said: Iterable[str] = ()) -> bool:
    """True when nothing is asked about the participants but who they are, how many, or whether a place is one.

    said: words of the question that stand for a project: "Hvem er med i tanghaver?".
    """
    if _OF_THEIRS.search(re.sub(r"\d+ ?%", "", question.own)):
        return False
    titles = [e.surface for e in question.entities if e.kind == "project"]
    if any(not any(found[0] in title for title in titles) for found in _EVENT.finditer(question.own)):
        return False
    places = asked_places(question)
    named = {w.stem for name in (*(e.surface for e in question.entities), *places) for w in words(name)}
    about = stems_of(_PARTICIPANTS) | named | stems_of(" ".join(said))
    other = [w for w in words(question.own) if w.content and w.stem not in named and not TAKES_PART.search(w.surface)]
    of_them: dict[QuestionKind, bool] = {
        "list": True, "who": True, "keyword": True, "what": bool(question.focus),
        "number": bool(HOW_MANY.search(question.own)),
        "yesno": bool(places) or all(w.stem in about for w in other),
    }  # fmt: skip
    of_those = (
        not question.focus
        or _COUNTS_THEM.search(question.own)
        or any(_is_spelt_like(question.focus, stem) for stem in about)
    )
    return of_them.get(question.kind, False) and len(other) <= 4 and bool(of_those)


def _is_spelt_like(stem: str, other: str) -> bool:
    """True for the same word, or one with a slip: one that holds the other is another ("kommunaldirektør")."""
    short, long = sorted((stem, other), key=len)
    return stem == other or (not long.startswith(short) and not long.endswith(short) and alike(stem, other) >= SLIPPED)
