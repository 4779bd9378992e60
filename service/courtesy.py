"""A question without the courtesies around it: greetings, "tak!", "kan du fortælle mig, hvad", and signatures."""

from __future__ import annotations

import re
from typing import Literal

_GREETING = re.compile(
    r"^\s*(?:hej(?:sa)?|hallo|davs|goddag|god\s*(?:dag|morgen|formiddag|eftermiddag|aften)|hi|hello)\b"
    r"(?:\s+(?:med\s+(?:dig|jer)|alle|igen))?\s*[,.!:–-]*\s*",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"^\s*(?:(?:mange|tusind)\s+)?(?:tak|super|fint|perfekt|godt|ok|okay|thanks)\b"
    r"(?:\s+(?:for\s+(?:det|svaret|hjælpen)|skal\s+du\s+have))?\s*[,.!:–-]+\s*(?=\w)",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"^\s*(?:jeg|vi|we|i(?:'d|'m)?(?= (?:vil|skal|har|want|would|need|am|just|have|trying|like)\b))\b[^?:]{0,120}?"
    r"\b(?:vide|spørge(?:\s+om)?|høre|finde\s+ud\s+af|know|ask)\b[^?:\w]{0,3}[:,]\s*",
    re.IGNORECASE,
)
_TELL_ME = re.compile(
    r"^\s*(?:(?:kan|kunne|vil|ville) (?:du|i|man)|(?:can|could|would) you)\s+(?:\w+\s+){0,2}?"
    r"(?:fortælle?(?:\s+(?:mig|os|en|et|min|mine|vores)(?:\s+\w+){0,2}?)?|(?:forklare?|sige?|oplyse?)(?:\s+(?:mig|os))?|"
    r"svare?\s+på|(?:tell|explain to)(?:\s+(?:me|us))?)(?:\s+(?:lidt|noget))?(?:\s+om)?\s*[,:]?\s+"
    r"(?=(?:hv(?:ad|em|or\w*|ilke\w*|is)|what|who|how|which|why|when|where)\b)",
    re.IGNORECASE,
)
_HELP_ME = re.compile(
    r"^\s*(?:(?:kan|kunne|vil|ville|gider) (?:du|i)|(?:can|could|would) you)\s+(?:\w+\s+){0,2}?"
    r"(?P<help>hjælpe?|help)\s+(?:mig|os|me|us)\s+(?:(?:lidt|please)\s+)?(?:med|with)\s+(?:at\s+(?:finde\s+ud\s+af|forstå)[,:]?\s+|"
    r"(?:noget|lidt|viden|oplysninger|information|something)\s+(?:om|about)\s+)?"
    r"(?!(?:at|to|det|den|dem|dette|it|this|that|noget|something)\b|\w+\s+(?:spørgsmål|question)\b)(?=\w)",
    re.IGNORECASE,
)
"""What help is asked with stands behind it; a verb there is what is to be done."""
_ASKS = re.compile(r"(?:hv(?:ad|em|or\w*|ilke\w*)|what|who|how|which|why|when|where)\b", re.IGNORECASE)
_START = r"(?:^|(?<=[.?!,\n])|(?<=[.?!,] ))\s*"
_THANKS = re.compile(
    rf"{_START}(?:(?:på\s+forhånd|mange|tusind)\s+)*tak\b[^.?!\n]{{0,40}}[.!]*\s*$"
    rf"|{_START}(?:(?:med\s+)?(?:venlig|bedste|kærlig)\w*\s+hilsen|mvh|vh|kind\s+regards|thanks|thank\s+you)\b[^?]{{0,60}}$",
    re.IGNORECASE,
)

_SENTENCE_END = re.compile(
    r"(?<=[.!?])\s+(?=[A-ZÆØÅ])|"
    r"\s+[–—-]\s+(?i:(?=(?:hv(?:ad|em|or\w*|ilke\w*)|what|who|how|which|why|when|where)\b))"
)
_ONLY_THANKS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|super|fint|fedt|perfekt|godt|mange|tusind|tak|thank you|thanks|very much|skal du have|"
    r"for (?:svaret|hjælpen|det|nu|i dag)|det var (?:alt|det)|farvel|hav en god dag)\b\W*)+$",
    re.IGNORECASE,
)


def courtesy_alone(text: str) -> Literal["", "greeting", "thanks"]:
    """What kind of courtesy the text is where it asks nothing; "" where it does."""
    if not any(character.isalnum() for character in _GREETING.sub("", text)):
        return "greeting" if _GREETING.search(text) else ""
    return "thanks" if _ONLY_THANKS.match(text) else ""


def without_courtesy(text: str) -> str:
    """What is asked, with nothing of its subject lost; the text itself when there is nothing but courtesy."""
    asked = _without_help(_TELL_ME.sub("", _WISH.sub("", _GREETING.sub("", _RECEIVED.sub("", text)))))
    while (shorter := _THANKS.sub("", asked)) != asked:
        asked = shorter
    return asked.strip() if any(character.isalnum() for character in asked) else text


def _without_help(text: str) -> str:
    """The question that help is asked with, or the question what there is about a subject that it is asked with.

    The subject alone would be looked for as a keyword, which is refused less often where nothing is said of it.
    """
    found = _HELP_ME.match(text)
    if not found:
        return text
    wanted = text[found.end() :]
    lead = "What is there about" if found["help"].lower() == "help" else "Hvad står der om"
    return wanted if _ASKS.match(wanted) else f"{lead} {wanted}"


def last_question(text: str) -> str:
    """The question that the text ends with, without the statements before it; "" where there are none.

    "Min chef vil vide noget om plast. Hvor meget brændes?" – whoever asks must see whether it says enough alone.
    """
    *before, last = _SENTENCE_END.split(text.strip())
    return last if before and last.endswith("?") and not any(s.endswith("?") for s in before) else ""
