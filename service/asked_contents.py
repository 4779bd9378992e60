"""What a question asks of the material as a whole: what it holds, which projects there are, what they are about."""

from __future__ import annotations

import re
from collections.abc import Collection

from service.lookup_question import DENIES, LEADS, TAKES_PART
from service.question import QuestionKind, kind_of
from service.words import words

_OTHERS = re.compile(r"(andre|flere|øvrige|ellers|yderligere|others?|more)$", re.IGNORECASE)
_PROJECTS = re.compile(r"(projekter(ne)?|projects)$", re.IGNORECASE)
_WHICH = re.compile(r"\b(hvilke|which|er der|findes|nævn|list\w*|hvad hedder|hvad er navnene på)\b", re.IGNORECASE)
_PLACE_OF_THEM = re.compile(
    r"(\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|alle|samtlige|hedder|navne(ne)?|række\w*|"
    r"findes|fandtes|nævn\w*|omtal\w*|fortæl\w*|materialet|are|named?)$",
    re.IGNORECASE,
)
"""Where projects are asked for, such words say nothing of which."""
_WHOLE = re.compile(
    r"(kilde(n|r|rne)?s?|\w*(rapport|dokument|materiale|bibliotek|samling|hæfte|notat)(e?[nt]s?|e?r(ne)?s?|s)?|reports?|"
    r"documents?|materials?|sources?|library)$",
    re.IGNORECASE,
)
"""Words for all that there is, or for one document of it."""
_TOLD = re.compile(
    r"(handle\w*|dreje\w*|stå\w*|indhold\w*|indeholde\w*|omhandle\w*|rumme\w*|findes|ligge\w*|består?|fortæl\w*|går|giv\w*|lav|"
    r"\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|linjer|sætninger|punkter|ord|skriv|vis|overblik\w*|resum\w*|opsummer\w*|oversigt\w*|"
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


def is_projects(word: str) -> bool:
    """True for a word for several projects, alone or as the end of a compound."""
    return bool(_PROJECTS.search(word))


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
