"""The sorts of asides, and how each is recognized. Patterns are for lower-case words with one blank between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Aside = Literal[
    "", "identity", "model", "person", "trust", "sources", "works", "kept", "current", "languages", "shape", "opinion",
    "help", "lost", "wrong", "praise", "next",
]  # fmt: skip
"""What an aside is about, "" for what is none."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Asides about one thing. sign: stands in all of them. named: the words that they may name."""

    about: Aside
    sign: re.Pattern[str]
    named: re.Pattern[str]


def _sort(about: Aside, sign: str, named: str = "") -> Sort:
    return Sort(about, re.compile(sign), re.compile(named))


_TONGUE = r"(?:\w{2,8}sk|english|danish|german|swedish|norwegian|french|spanish)"
_MODELS = r"(?:chat|gpt|chatgpt|openai|copilot|gemini|claude|llama|mistral)(?:-?\d\w*)?"
_BEING = (
    r"(?:menneske|person|robot|\w{0,8}bot|maskine|computer|computerprogram|program|søgemaskine|assistent|human|machine|"
    r"assistant)"
)
_TRUE = (
    r"(?:sikker\w{0,2}|pålidelig\w{0,2}|troværdig\w{0,2}|rigtige?|rigtigt|korrekte?|sande?|sandt|fejl|sure|reliable|"
    r"correct|accurate|true|mistakes?)"
)
_KEPT = (
    r"(?:gem(?:mer?|t|mes)?|opbevare[rs]?|huske?[rs]?|logge[rst]?|registrere[rs]?|overvåge[rst]?|slette?[rst]?|dele[rs]?|"
    r"fortrolig\w{0,2}|hemmelig\w{0,2}|anonym\w{0,2}|persondata|personoplysninger|gdpr|save[ds]?|store[ds]?|keep|kept|"
    r"remember|delete[ds]?|confidential|anonymous|private?|share[ds]?)"
)
_MADE = (
    r"(?:lavet|bygget|udviklet|programmeret|skabt|ejer|driver|betaler|bag|made|built|created|developed|owns|runs|"
    r"behind)"
)
_PLAINER = r"(?:kortere|enklere|simplere|lettere|tydeligere|shorter|simpler|clearer)"
_TOO = r"(?:lang|langt|lange|kort|korte|svær|svært|svære|indviklet|kompliceret|long|short|difficult|complicated)"
_NOT_OF_ANOTHER = r"(?!.*\b(?:den|det|dem|it|them)\b)"
_DOES = r"(?:virker|fungerer|svarer|søger|finder|arbejder|tænker|vælger)"

ADDRESSED: tuple[Sort, ...] = (
    _sort(
        "languages",
        rf"\b(?:sprog|languages?)\b|\b(?:på|in) {_TONGUE}\b|"
        rf"\b(?:tale[rs]?|forstår?|kan|læser?|speak|understand) (?:du |you )?(?:også )?{_TONGUE}\b",
        rf"sprog|languages?|{_TONGUE}|forstår?|speak|understand",
    ),
    _sort(
        "shape",
        rf"\b{_PLAINER}\b|\b(?:så|for|so|too) {_TOO}\b|\b(?:egne|andre|own|other) (?:ord|words)\b|"
        r"\b(?:korte?|short) (?:svar|answers?)\b|\b(?:omformuler|omskriv|rephrase|reword)\w{0,2}\b|"
        r"\bpå en anden måde\b",
        rf"{_PLAINER}|{_TOO}|egne|andre|own|other|ord|words|(?:omformuler|omskriv|rephrase|reword)\w{{0,2}}|anden|måde|"
        r"so|too|lidt",
    ),
    _sort(
        "current",
        r"\b(?:opdater|forælde)\w{1,4}\b|\b(?:aktuelle?|updated?|outdated|up to date)\b|"
        r"\b(?:hvor|how) (?:ny|nye|nyt|gammel|gammelt|gamle|new|old|recent)\b",
        r"(?:opdater|forælde)\w{1,4}|aktuelle?|updated?|outdated|up|date|ny|nye|nyt|gammel|gammelt|gamle|new|old|recent",
    ),
    _sort(
        "model",
        rf"\b(?:{_MODELS}|(?:sprog|ai-?)model\w{{0,5}}|llms?|language models?|ai|ki|kunstig intelligens|"
        r"artificial intelligence)\b",
        rf"{_MODELS}|(?:sprog|ai-?)model\w{{0,5}}|llms?|language|models?|ai|ki|kunstig|intelligens|artificial|"
        r"intelligence|bygger|baseret|based|slags|kind|bagved",
    ),
    _sort(
        "kept",
        rf"\b{_KEPT}\b|\b(?:hvem|who|andre|others|nogen|anyone) (?:kan |can )?(?:se|ser|læse|læser|see|read)\b|"
        r"\b(?:sker der|happens) (?:med|to|with)\b",
        rf"{_KEPT}|se|ser|læser|see|read|andre|others|anyone|nogen|sker|happens|cookies?",
    ),
    _sort(
        "identity",
        rf"\b(?:hvem|hvad|who|what) (?:er|are) (?:du|you)\b|\b(?:hvem|who) (?:du er|you are)\b|\bhvad hedder du\b|"
        rf"\b(?:dit navn|your name|om dig selv|about yourself)\b|\bhvor (?:er|kommer) du fra\b|\bwhere are you from\b|"
        rf"^{_NOT_OF_ANOTHER}.*\b(?:hvem|who) (?:har |står |is |has )?{_MADE}\b|\bhvordan har du det\b|\bhow are you\b|"
        rf"\b(?:er (?:du|det her|dette)|are you|is this) (?:\w+ ){{0,3}}{_BEING}\b|"
        rf"\b(?:(?:taler|snakker|chatter|skriver) jeg|am i (?:talk|speak|chatt)ing) (?:\w+ ){{0,4}}{_BEING}\b|"
        r"\bhvem (?:taler|snakker|chatter|skriver) jeg (?:her )?med\b|\bwho am i (?:talk|speak|chatt)ing (?:to|with)\b",
        rf"{_MADE}|{_BEING}|hedder|navn|name|selv|yourself|ægte|levende|rigtigt?|real|actual|has|from|how",
    ),
    _sort(
        "trust",
        rf"\b(?:stole?r? på|trust|tillid til|lyver|hallucinere[rs]?|gætter|finder du på|opdigter|{_TRUE})\b|"
        r"\b(?:tjekke?r?|kontrollere?r?|efterprøve?r?|check|verify|passer dine?)\b",
        rf"stole?r?|trust|tillid|lyver|hallucinere[rs]?|gætter|opdigter|{_TRUE}|tjekke?r?|kontrollere?r?|efterprøve?r?|"
        r"check|verify|passer|tager|tage|laver|begå|begår",
    ),
    _sort(
        "sources",
        r"\b(?:hvor|where)\b.*\b(?:fra|from)\b|\b(?:kilde|kilden|kilder|kilderne|sources?)\b|\b(?:internettet|nettet|google|"
        r"wikipedia|the internet|online)\b|\b(?:bygger|baserer|baseret|trænet|based|trained)\b|"
        r"\bhvor(?:dan|fra)? (?:ved|har) du (?:det|læst|hørt|set)\b|\bhow do you know\b",
        r"internettet|nettet|google|wikipedia|internet|online|bygger|baserer|baseret|trænet|based|trained|come|comes|hørt|"
        r"set|from|source|sources|know",
    ),
    _sort(
        "works",
        rf"^{_NOT_OF_ANOTHER}.*(?:\bhvordan (?:{_DOES} du|du {_DOES})\b|"
        r"\bhvordan (?:bruger|skal|kan) (?:jeg|man|vi) (?:bruge )?dig\b|"
        r"\bhow (?:do|can|should) (?:you (?:work|function|answer|search|find)|i use you)\b|"
        r"\bhvad (?:gør|laver|kan) du\b|\bhvad bruges du til\b|\bhvad er du god til\b|"
        r"\bhvad er (?:din|dit) (?:opgave|formål|rolle)\b|\bwhat (?:do you do|is your (?:purpose|role))\b)",
        rf"{_DOES}|laver|god|opgave|formål|rolle|work|function|search|purpose|role|how",
    ),
    _sort(
        "opinion",
        r"\bhvad (?:synes|tror) du\b|\bhvad mener du (?:selv|om)\b|"
        r"\b(?:er|har du en|is) (?:din |your )?(?:holdning|mening|vurdering|opinion)\b|\bwhat do you think\b",
        r"tror|mener|holdning|mening|vurdering|opinion|think|selv",
    ),
)
"""In the order in which they are tried; each counts only in a message that is addressed to the service."""

_LEAD = r"(?:(?:nej|ja|jo|men|og|jamen|hov|øh|altså|så|ok|undskyld|no|but|and|so|well|sorry) )*"
_I = r"(?:jeg|vi|i|we)"
_ANSWER = r"(?:det|dette|svaret|dit svar|det svar|det her|that|this|it|the answer|your answer)"
_EVEN = r"(?:(?:altså|jo|da|slet|helt|virkelig|overhovedet|bare|simpelthen|stadig|really|still|just|at all) )*"
_FALSE = (
    r"(?:forkert|fejl|vrøvl|sludder|ubrugeligt?|elendigt?|dårligt?|håbløst?|ringe|wrong|incorrect|useless|nonsense|bad|"
    r"terrible)"
)
_GOOD = (
    r"(?:god|godt|sød|dygtig|sej|smart|klog|kloge|bedste?|fantastisk|fremragende|nyttigt?|flot|perfekt|hjælpsom|genial|"
    r"velkommen|great|good|nice|welcome|helpful|awesome|amazing|brilliant|clever|best)"
)
_HELP = r"(?:hjælpe?|help)"


def _whole(about: Aside, *alternatives: str) -> tuple[Aside, re.Pattern[str]]:
    return about, re.compile(rf"{_LEAD}(?:{'|'.join(alternatives)})")


WHOLE: tuple[tuple[Aside, re.Pattern[str]], ...] = (
    _whole(
        "help",
        rf"{_HELP}(?: mig| os| me| us)?(?: please| tak)?",
        rf"(?:kan|kunne|vil|gider|can|could|will) (?:du|i|nogen|you|someone) (?:\w+ )?{_HELP}(?: mig| os| me| us)?"
        r"(?: lidt| her)?(?: med (?:noget|et spørgsmål)| with (?:something|a question))?(?: please| tak)?",
        rf"{_I} (?:har brug for|skal bruge|mangler|need) (?:\w+ )?{_HELP}",
        r"(?:hvad|what) (?:skal|kan|bør|should) (?:jeg|i) (?:skrive|write)(?: her| here)?",
        r"hvordan (?:kommer jeg i gang|starter jeg|stiller jeg (?:et )?spørgsmål|spørger jeg(?: dig)?)",
        rf"{_I} (?:ved|don't know|do not know) (?:ikke )?(?:hvad|what) {_I} (?:skal|kan|should|can) "
        r"(?:spørge(?: dig)?(?: om)?|skrive|ask(?: you)?(?: about)?|write)",
        r"er du (?:der|her|klar)|are you (?:there|ready)",
    ),
    _whole(
        "lost",
        rf"(?:{_ANSWER} )?(?:forstår|forstod|fatter|fattede) {_I} {_EVEN}ikke(?: {_ANSWER})?",
        rf"{_I} (?:forstår|forstod|fatter|fattede) (?:{_ANSWER} )?{_EVEN}ikke(?: (?:noget|en brik))?(?: af)?"
        rf"(?: (?:{_ANSWER}|svarene|hvad du (?:mener|skriver|siger|svarer)))?",
        rf"{_I} (?:don't|do not|didn't|did not) (?:understand|get)(?: {_ANSWER}| what you mean)?",
        rf"(?:hvad|what) (?:mener|mente|do) (?:du|you)(?: mean)?(?: med {_ANSWER}| by {_ANSWER})?(?<!\bdo you)",
        rf"{_ANSWER} (?:giver|gav|makes) {_EVEN}(?:ikke|ingen|no) (?:mening|sense)|"
        rf"{_ANSWER} (?:doesn't|does not) make (?:any )?sense",
        rf"(?:det )?giver (?:det )?{_EVEN}(?:ikke|ingen) mening|(?:hvad|hva|what|hæ|huh)",
        rf"du (?:forstår|forstod) (?:mig |det )?{_EVEN}ikke(?: (?:mig|hvad jeg (?:mener|spørger om|skriver)|(?:mit )?"
        r"spørgsmål(?:et)?))?",
    ),
    _whole(
        "praise",
        rf"(?:du er|you are|you're|hvor er du|det var|that was) {_EVEN}(?:(?:en|et|så|meget|very|so|a) ){{0,2}}"
        rf"{_GOOD}(?: svar| hjælp| answer| help)?",
        rf"{_GOOD} (?:svar|svaret|klaret|gået|answer|job)",
    ),
    _whole(
        "wrong",
        rf"(?:du er|you are|you're) {_EVEN}(?:(?:ikke|en|et|for|så|meget|ret|særlig|lidt|not|an?|so|very|too) ){{0,3}}"
        r"\w{3,}",
        rf"{_ANSWER} (?:er|var|is|was) {_EVEN}(?:(?:ikke|not) (?:rigtigt?|korrekt|sandt?|et svar|"
        rf"svar på (?:mit )?spørgsmål(?:et)?|det {_I} (?:spurgte|spørger) om|right|correct|an answer|"
        r"what i asked(?: for| about)?)|"
        rf"(?:et |noget |a )?{_FALSE}(?: svar| answer)?)",
        rf"{_ANSWER} (?:passer|hjalp|hjælper|duer|dur) (?:mig )?{_EVEN}ikke|(?:et )?{_FALSE} (?:svar|answer)|"
        r"(?:forkert|vrøvl|sludder|wrong|nonsense)",
        rf"(?:hvorfor )?(?:du )?(?:svarer|svarede|svar) (?:du )?(?:mig )?{_EVEN}ikke(?: på (?:det|"
        rf"mit spørgsmål|spørgsmålet|det {_I} (?:spurgte|spørger) om))?",
        r"(?:why )?(?:you (?:did not|didn't|don't)|(?:don't|didn't) you) answer(?: me| my question)?",
        r"du tager (?:helt )?fejl",
    ),
    _whole("next", r"hvad så(?: nu)?|(?:what now|now what|so what)", r"hvad gør jeg (?:så )?nu"),
    _whole(
        "person",
        rf"(?:(?:kan|må|kunne|vil|can|could|want to) )?{_I} (?:(?:gerne|vil|kan|want to|would like to|can) )*"
        r"(?:få lov (?:til )?at )?(?:komme til at )?(?:tale|snakke|skrive|chatte|speak|talk|chat) (?:sammen )?"
        r"(?:med|to|with) (?:(?:et|en|a|an|rigtigt?|levende|real) ){0,2}"
        r"(?:menneske|person|medarbejder|human|human being|employee)(?: i stedet)?",
    ),
)
"""Whole messages that need no address to be meant for the service."""
