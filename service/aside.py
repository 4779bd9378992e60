"""What is said to the service itself rather than asked of the material: "hvem er du?", "gemmer du det, jeg skriver?".

A message counts as such only where it is addressed to the service and no word of it names anything else.
"""

from __future__ import annotations

import re

from service.aside_sorts import ADDRESSED, WHOLE, Aside
from service.asked_contents import asks_for_contents
from service.courtesy import without_courtesy
from service.words import is_content

LONGEST = 120
"""A longer message (in characters) tells more than an aside."""

_WORD = re.compile(r"\w+(?:['-]\w+)*")
_THIS = re.compile(
    r"\b(?:denne|den her|dette|det her|this) (?:\w{0,12}bot|\w{0,12}assistent|assistant|søgemaskine|søgetjeneste|"
    r"search engine)\b"
)
_YOU_ALL = re.compile(r"\b(\w+r|kan|vil|ved|skal|må) I\b")
"""The plural "I" behind its verb; the preposition is written small."""
_YOURS = {"jer": "dig", "jeres": "dine"}
_TO_IT = re.compile(
    r"\b(?:du|dig|din|dit|dine|you|your|yours|yourself|svaret|svarene|the answers?)\b|"
    r"\b(?:mine? (?:spørgsmål|samtaler?|data|oplysninger)|(?:vores|denne) samtale)\b|"
    r"\bmy (?:questions?|data|conversations?)\b|"
    r"\b(?:det|hvad|what) (?:jeg|vi|i|we) (?:har )?(?:skriver|skrev|skrevet|write|wrote|ask)\b|"
    r"\b(?:det|hvad) (?:jeg|vi) (?:har )?sp(?:ørger|urgte|urgt) om\b|"
    r"\b(?:jeg|vi) (?:skrive|spørge)\b|\b(?:taler|snakker|chatter|skriver) jeg\b|\bam i (?:talk|speak|chatt)ing\b|"
    r"^(?:svar|skriv|answer|write) (?!om\b|about\b)|^(?:er|is) (?:dette|det her|this)\b"
)
_TALK = re.compile(
    r"nej|ja|ok|okay|hej|tak|egentlig|virkelig|faktisk|helt|ret|hele|tiden|nogensinde|nogle|gange?|sidst|senest|venligst|noget|"
    r"please|really|always|ever|last|not|am|have|has|been|any|don't|so|these|if|"
    r"svar(?:e|er|ede|ene|et)?|spørgsmål(?:et|ene)?|spørge?r?|spurgte?|skrive?r?|skrev|skrevet|sige?r?|sagde?|sagt|"
    r"tale?r?|snakke?r?|chatte?r?|samtalen?|samtaler|teksten?|vise?r?|finde?r?|fundet|bruge?[rs]?|give?r?|forklare?r?|"
    r"fortælle?r?|læse?r?|læst|søge?r?|hente?r?|lave|adgang|ting|hjælpe?r?|dine|"
    r"viden|information(?:er)?|oplysninger(?:ne)?|data|materialet?|kilden?|kilder(?:ne)?|dokumenter(?:ne)?|"
    r"answer(?:s|ed|ing)?|questions?|ask(?:ed)?|say|said|write|wrote|written|tell|talking|speaking|chatting|use|using|show|"
    r"find|get|information|material|documents?|conversations?"
)
"""Words of talk, which name nothing that the material could be asked about."""


def aside_of(text: str, *, name: str = "") -> Aside:
    """What the message says or asks of the service itself, "" for a question to the material. name: the service's."""
    if len(text) > LONGEST:
        return ""
    asked = without_courtesy(text)
    said = _plain(asked, name)
    for about, whole in WHOLE:
        if whole.fullmatch(said):
            return about
    if not _TO_IT.search(said) or asks_for_contents(asked):
        return ""
    named = [word for word in said.split() if is_content(word) and not _TALK.fullmatch(word)]
    fitting = (sort for sort in ADDRESSED if sort.sign.search(said))
    return next((sort.about for sort in fitting if all(map(sort.named.fullmatch, named))), "")


def _plain(text: str, name: str) -> str:
    """Its words, lower case, one blank between them; "du" for every name of the service."""
    spoken = _YOU_ALL.sub(r"\1 du", text.replace("’", "'"))
    said = " ".join(_YOURS.get(word, word) for word in _WORD.findall(spoken.lower()))
    own = " ".join(_WORD.findall(name.lower()))
    return _THIS.sub("du", re.sub(rf"\b{re.escape(own)}\b", "du", said) if own else said)
