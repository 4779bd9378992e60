"""Whether a question can be understood alone, or leans on what was said before it."""

from __future__ import annotations

import re

from service.go_on import goes_on
from service.lookup_question import (
    TAKES_PART,
    WHICH_PROJECTS,
    asks_who_alone,
    beside_places,
    says_who,
    says_whom_about,
)
from service.lookup_short import abbreviation_in
from service.names import MEANT, NameBook
from service.question import kind_of
from service.words import Word, level, words

COMMON = 16
"""Words as common as this (256 times in 40 million) say too little to be the subject of a question of their own."""
SHORTEST_SUBJECT = 5

_BACK = re.compile(
    r"\b(dem|dens|deres|han|hun|ham|hende|hans|hendes|denne|dette|disse|samme|også|begge|resten|"
    r"(?-i:it|It)(?!-)|they|that|this|those|he|she|them|his)\b|\b(den|det|de|der|her)(?=\s*(?:[?.,]|$))|"
    r"\b(?:den|det|de) (?:første|anden|andet|tredje|fjerde|sidste)(?=\s*(?:[?.,]|$))|"
    r"\b(?:har|havde|fik|får|er|var) de \w{2,}t\b|"
    r",\s+(?:som )?de (?:\w+(?:te|ede)|er|var|har|havde|vil|ville|kan|kunne|gik|tog|fik|kom|stod|gav|lod|gør|går)\b",
    re.IGNORECASE,
)
_PERHAPS_BACK = re.compile(r"\b(den|det|de|der|her|så|andre|stedet|stadig)\b", re.IGNORECASE)
"""Words that point back, or only fill a place: "hvor mange træer er der?"."""
_THEY = re.compile(
    r"\b(?:er|var|har|havde|vil|ville|kan|kunne|skal|skulle|må|måtte|blev|bliver|gør|gjorde|gik|går|fik|får|kom|at) "
    r"de (?:ikke|også|så|bare|selv|nu|da|i|på|til|med|fra|om|for|af)\b",
    re.IGNORECASE,
)
"""Between a verb and such a word, "de" means those spoken of; it fills no place, as "det" and "der" do."""
_GOES_ON = re.compile(
    r"^\s*(og|men|så|eller|hvorfor ikke|også|fortæl mere|uddyb|and|but|tell me more)\b", re.IGNORECASE
)

_OF_IT = re.compile(r"\b(?:noget|nogen|nogle|lidt|mere|meget|alt|intet|ingen|flere|resten) af (?:det|den|dem)\b", re.I)
_WHAT_IS = re.compile(r"^\W*(?:[Hh]vad er|[Ww]hat is)(?: [A-ZÆØÅ][\w-]*)+\W*$")


def points_back(question: str) -> bool:
    """True when a word of the question points at what was said before, for certain, or none of them has a subject."""
    they = bool(_THEY.search(question)) and not has_subject(question)
    return they or bool(_GOES_ON.search(question) or _BACK.search(question)) or _only_goes_on(question)


def takes_of_it(question: str) -> bool:
    """True when it is asked for a part of what was said before: "Er noget af det overtaget?"."""
    return bool(_OF_IT.search(question))


def _only_goes_on(question: str) -> bool:
    return goes_on(question) not in ("", "others")


def leans_on_history(question: str, names: NameBook) -> bool:
    """True for a question that cannot be understood alone: it goes on, points back, or says too little.

    A question with a subject of its own ("Hvem vandt fodboldkampen?") says enough, however short.
    """
    if _GOES_ON.search(question):
        return not _is_whole(_GOES_ON.sub("", question), names)
    if asks_who_alone(question) and not names.find(question):
        return True
    if asks_of_places_alone(question, names):
        return True
    if says_whom_about(question) and not _BACK.search(question):
        return False
    if any(e.sure >= 0.75 and e.kind != "region" for e in names.find(question)):
        return False
    if _BACK.search(question) or _only_goes_on(question):
        return True
    content = [w for w in words(question) if w.content]
    short = len(content) <= 3 and not has_own_name(question)
    return (short or bool(_PERHAPS_BACK.search(question))) and not any(map(_is_subject, content))


def asks_something(question: str) -> bool:
    """True for a question with more than words like "hvor mange er det?"."""
    return any(word.content for word in words(question)) or bool(TAKES_PART.search(question))


def asks_of_places_alone(question: str, names: NameBook) -> bool:
    """True when it is asked whether places take part, and in what is not said: "Er Rødvig med?"."""
    found = names.find_more(question)
    none_else = bool(found) and all(e.kind in ("municipality", "region") for e in found)
    asked = none_else and all(map(says_who, beside_places(question, found)))
    return asked and bool(TAKES_PART.search(question)) and not WHICH_PROJECTS.search(question)


def takes_up(question: str, before: str) -> bool:
    """True when a word of the question is the end of a longer one before it: "guiden" of "samkørselsguiden"."""
    held = [w.surface.lower() for w in words(before) if w.content]
    ends = [w.surface.lower() for w in words(question) if w.content and len(w.surface) >= SHORTEST_SUBJECT]
    return any(long.endswith(end) and len(long) > len(end) + 2 for end in ends for long in held)


def _is_whole(rest: str, names: NameBook) -> bool:
    """True for what follows "og" when it asks by itself about a project that it names, or what an abbreviation or that
    which bears a name is.
    """
    short = bool(abbreviation_in(rest) or _WHAT_IS.match(rest))
    named = short or any(e.kind == "project" and e.sure >= MEANT for e in names.find(rest))
    return named and kind_of(rest) != "keyword" and not (_BACK.search(rest) or _PERHAPS_BACK.search(rest))


def _is_subject(word: Word) -> bool:
    """True for a word so rare that it names what is asked about; a verb in the past tense does not."""
    surface = word.surface.lower()
    long = len(surface) >= SHORTEST_SUBJECT and surface.replace("-", "").isalpha()
    return long and not surface.endswith(("ede", "te")) and level(word) < COMMON


def has_subject(question: str) -> bool:
    """True when a word of the question is so rare that it names what is asked about."""
    return any(_is_subject(w) for w in words(question) if w.content)


def has_own_name(question: str) -> bool:
    """True when a word inside the question is written as a name: it brings a subject of its own, known or not."""
    inner = [w.surface for w in words(question)[1:] if w.content]
    return not question.isupper() and any(surface[:1].isupper() for surface in inner)
