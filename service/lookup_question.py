"""What a question asks of stored mentions: who takes part, who leads, which projects, how many, who somebody is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from service.asked_places import asked_places
from service.names import Entity
from service.question import Question, QuestionKind, kind_of
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
EVERY_COORDINATOR = re.compile(r"\b(tovholder(e|ne)|koordinatorer(ne)?|coordinators)\b", re.IGNORECASE)
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
DENIES = re.compile(r"\b(ikke|not)\b|n't\b", re.IGNORECASE)
_OTHERS = re.compile(r"(andre|flere|øvrige|ellers|yderligere|others?|more)$", re.IGNORECASE)
_PROJECTS = re.compile(r"(projekter(ne)?|projects)$", re.IGNORECASE)
_WHICH = re.compile(r"\b(hvilke|which|er der|findes|nævn|list\w*|hvad hedder|hvad er navnene på)\b", re.IGNORECASE)
_PLACE_OF_THEM = re.compile(
    r"(\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|alle|samtlige|hedder|navne(ne)?|række\w*|"
    r"findes|fandtes|nævn\w*|omtal\w*|fortæl\w*|materialet|are|named?)$",
    re.IGNORECASE,
)
"""Where projects are asked for, such words say nothing of which."""
GENERIC = re.compile(
    r"(delt\w*|deltager\w*|kommune\w*|projekt\w*|tovholder\w*|koordinator\w*|medvirke\w*)$", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(kilde(n|r|rne)?s?|\w*(rapport|dokument|materiale|bibliotek|samling|hæfte|notat)(e?[nt]s?|e?r(ne)?s?|s)?|reports?|"
    r"documents?|materials?|sources?|library)$",
    re.IGNORECASE,
)
"""Words for all that there is, or for one document of it."""
_TOLD = re.compile(
    r"(handle\w*|dreje\w*|stå\w*|indhold\w*|indeholde\w*|omhandle\w*|rumme\w*|findes|ligge\w*|består?|fortæl\w*|går|giv\w*|lav|"
    r"\d+|to|tre|fire|fem|ti|linjer|sætninger|punkter|ord|skriv|vis|overblik\w*|resum\w*|opsummer\w*|oversigt\w*|"
    r"sammenfat\w*|kort|korte|træk|beskriv\w*|hele|hovedpunkt\w*|"
    r"summar\w+|overview|tell|contents?|contain\w*)$",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"^\W*hvad (kan (jeg|man|vi) (bruge dig til|(spørge|få svar på|få at vide|søge)\b[^?]{0,20})|"
    r"kan du( \w+){0,2} (svare|hjælpe|fortælle)\b[^?]{0,20}|kan du|ved du( noget)?( om)?)\s*\?*\s*$|"
    r"^\W*what (can (i|you) (ask|do|answer|help)\b[^?]{0,20}|do you know( about)?)\s*\?*\s*$",
    re.IGNORECASE,
)
_WHAT_THEY_ARE = re.compile(
    r"^\W*(hvad|what) (er|var|are|were)\b|\bgår .{0,40}\bud på|\bhandle(r|de)\b.*\bom\b|\bdreje(r|de)\b.*\bom\b|"
    r"\b(opsumm|resum|sammenfat|overblik|summar|overview)\w*|\bfortæl\b.*\bom\b|\btell\b.*\babout\b|\bkort fortalt\b",
    re.IGNORECASE,
)
_WHOLE_KINDS: tuple[QuestionKind, ...] = ("what", "summary", "list", "keyword", "yesno")
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


def is_projects(word: str) -> bool:
    """True for a word for several projects, alone or as the end of a compound."""
    return bool(_PROJECTS.search(word))


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


def names_the_whole(word: str) -> bool:
    """True for a word for all of the material, or for one document of it."""
    return _WHOLE.match(word) is not None


def asks_for_contents(text: str) -> bool:
    """True when it is asked what there is to ask about, or what all of the material is about, and nothing more."""
    if _HELP.match(text):
        return True
    named = [w.surface for w in words(text) if w.content]
    whole = any(_WHOLE.match(w) for w in named) and all(_WHOLE.match(w) or _TOLD.match(w) for w in named)
    return whole and kind_of(text) in _WHOLE_KINDS and not DENIES.search(text)


def asks_who_alone(text: str) -> bool:
    """True when who takes part or leads is asked, and nothing says in what.

    What a coordinator is, and how many there are in all, is another question.
    """
    if not (TAKES_PART.search(text) or LEADS.search(text)) or _OF_NO_PROJECT.search(text):
        return False
    return all(GENERIC.match(w.surface) for w in words(text) if w.content)


def asks_for_projects(text: str, together: Collection[str]) -> bool:
    """True when it is asked which projects there are, or which others, and nothing says of what kind.

    together: stems of what all of them are called.
    """
    named = [w for w in words(text) if w.content]
    about = [w for w in named if not (_OTHERS.match(w.surface) or _PLACE_OF_THEM.match(w.surface))]
    which = bool(_WHICH.search(text))
    known = all(_PROJECTS.match(w.surface) or (which and w.stem in together) for w in about)
    return bool(about) and known and not (TAKES_PART.search(text) or LEADS.search(text))


def asks_what_projects_are(text: str, together: Collection[str]) -> bool:
    """True when it is asked what all the projects together are or are about, and nothing more of them.

    together: stems of what all of them are called.
    """
    named = [w for w in words(text) if w.content and not _TOLD.match(w.surface)]
    of_all = [w for w in named if _PROJECTS.search(w.surface)]
    known = all(w in of_all or w.stem in together for w in named)
    return bool(of_all) and known and bool(_WHAT_THEY_ARE.search(text)) and not DENIES.search(text)


def asks_for_other_projects(text: str) -> bool:
    """True when other projects are asked for than what was spoken of."""
    found = words(text)
    return any(_OTHERS.match(w.surface) for w in found) and any(_PROJECTS.match(w.surface) for w in found)


def asks_for_list(question: Question) -> bool:
    """True when nothing is asked about the participants but who they are, how many, or whether a place is one."""
    if _OF_THEIRS.search(re.sub(r"\d+ ?%", "", question.own)):
        return False
    titles = [e.surface for e in question.entities if e.kind == "project"]
    if any(not any(found[0] in title for title in titles) for found in _EVENT.finditer(question.own)):
        return False
    places = asked_places(question)
    named = {w.stem for name in (*(e.surface for e in question.entities), *places) for w in words(name)}
    about = stems_of(_PARTICIPANTS) | named
    other = [w for w in words(question.own) if w.content and w.stem not in named and not TAKES_PART.search(w.surface)]
    of_them: dict[QuestionKind, bool] = {
        "list": True, "who": True, "keyword": True, "what": bool(question.focus),
        "number": bool(HOW_MANY.search(question.own)),
        "yesno": bool(places) or all(w.stem in about for w in other),
    }  # fmt: skip
    of_those = not question.focus or any(_is_spelt_like(question.focus, stem) for stem in about)
    return of_them.get(question.kind, False) and len(other) <= 4 and of_those


def _is_spelt_like(stem: str, other: str) -> bool:
    """True for the same word, or one with a slip: one that holds the other is another ("kommunaldirektør")."""
    short, long = sorted((stem, other), key=len)
    return stem == other or (not long.startswith(short) and not long.endswith(short) and alike(stem, other) >= SLIPPED)
