"""What is no question to the material: attempts to steer, private data, other work, greetings and thanks."""

from __future__ import annotations

import re

from service.courtesy import courtesy_alone
from service.question import Blocked


def _any(*alternatives: str) -> re.Pattern[str]:
    """One pattern of several; a blank in them stands for a blank or a line's end."""
    return re.compile("|".join(alternatives).replace(" ", r"\s"), re.IGNORECASE | re.DOTALL)


_BLANKS = re.compile(r"\s+")

# Repetitions are bounded throughout, so that no text takes long: it may be thousands of letters of anything.
_SENTENCE = r"(?:^|[.!?:;>\"(–—\n] ?|\b(?:please|venligst|hej|hello|hi)\W{1,2})"
_TOLD = (
    r"\b(?:(?:kan|vil|can|could|will) (?:du|you)|nu skal du|(?:du|you) (?:skal|bør|må gerne|must|should|may)|"
    r"dig til at|beder dig (?:om at )?|you to|husk at|prøv at|remember to|try to) ?(?:nu |now |please |venligst )?"
)
_BEGINS = rf"(?:{_SENTENCE}|{_TOLD})"
_ORDER = rf"(?:{_BEGINS}|[,'-] ?|\b(?:og|and|then|så|nu|now|bare|just) )"
_YOUR = r"\b(?:dine?|dit|your) (?:\w+ ){0,3}?"

# Some verbs are an order in one form only; others look the same where somebody asks what a municipality may do.
_LEAVE = r"(?:ignor[eé]r|glem|tilsidesæt|overtræd|bryd)\b(?! ikke\b)"
_LEAVE_ALSO_TOLD = (
    r"(?:ignorere?|glemme|tilsidesætte|overtræde|bryde|se (?:helt )?bort fra|omgå|ignore|(?<!t )forget|break|disregard|"
    r"override|bypass)\b"
)
_LEAVE_ANY = rf"(?:{_LEAVE}|{_LEAVE_ALSO_TOLD})"
_INSTRUCTIONS = r"\b(?:instru(?:ks|kt|ct)\w*|(?:system)?prompt\w*)\b"
_RULES = (
    r"\b(?:ordrer?|orders|regler\w*|rules|retningslinjer\w*|guidelines|begrænsning\w*|restrictions|kilder\w*|dokumente?r?\w*|"
    r"sources|documents)\b"
)
_SCOPE = r"(?! (?:fra|før|om|ældre|from|before|older)\b)"
_BEFORE = r"\b(?:tidligere|ovenstående|ovenfor|previous|prior|above)"

_DISOBEY = _any(
    rf"{_ORDER}{_LEAVE}.{{0,40}}?(?:{_INSTRUCTIONS}|{_RULES}){_SCOPE}",
    rf"{_BEGINS}{_LEAVE_ALSO_TOLD}.{{0,40}}?(?:{_INSTRUCTIONS}|{_RULES}){_SCOPE}",
    rf"{_ORDER}{_LEAVE_ALSO_TOLD}.{{0,20}}?(?:{_INSTRUCTIONS}|\b(?:kilderne|dokumenterne|the (?:sources|documents))\b)",
    rf"\b{_LEAVE}.{{0,30}}?{_INSTRUCTIONS}",
    rf"\b{_LEAVE_ANY}.{{0,30}}?{_YOUR}(?:{_INSTRUCTIONS}|{_RULES})",
    rf"\b{_LEAVE_ANY}.{{0,20}}?{_BEFORE} (?:\w+ )?{_INSTRUCTIONS}",
    rf"{_ORDER}{_LEAVE_ANY}.{{0,20}}?\b(?:alt|everything|all)\b.{{0,20}}?(?:\b(?:du|you|before)\b|{_BEFORE}\b)",
    rf"{_ORDER}{_LEAVE_ANY}.{{0,20}}?{_BEFORE} ?(?:$|[.,!?:;]|og\b|and\b)",
    rf"\b(?:følg ikke|(?:stop|hold op|lad være) med at (?:følge|bruge)|(?:stop|don['’]t|do not) (?:follow|us)\w*) "
    rf"(?:længere )?(?:{_YOUR}(?:{_INSTRUCTIONS}|{_RULES})|kilderne|dokumenterne|the (?:sources|documents|rules)\b)",
    rf"{_SENTENCE}(?:nye|new) (?:instruktioner|instrukser|ordrer|instructions|orders) ?:",
)
_FREED = _any(
    r"\b(?:er du|du er|are you|you are|you['’]re|assistent\w*|assistant|chatbot\w*) (?:\w+ ){0,2}?"
    r"(?:ikke|not?) (?:længere |longer )?(?:er )?(?:bundet|begrænset|bound|limited|restricted)\b",
    r"\bdu ikke (?:længere )?er (?:længere )?(?:bundet|begrænset) af\b",
    r"\b(?:svare?|answer)\b.{0,30}?\b(?:uden at være|without being) (?:bundet|begrænset|bound|limited|restricted)\b",
    r"\b(?:du har|you have) (?:nu |now )?(?:ingen|no) (?:begrænsninger|regler|restrictions|rules|limits|filter\w*)\b",
    rf"{_ORDER}(?:svar|answer) (?:frit )?(?:uden|without) "
    r"(?:begrænsninger|regler|kilder\w*|restrictions|rules|sources)\b",
    r"\b(?:udvikler|admin|debug|gude?)-? ?tilstand\b",
    r"\b(?:developer|admin|debug|god|dan)-? ?mode\b",
    r"\bjailbreak",
    r"\blad som om\b",
    r"\b(?:foregiv|opføre? dig som|lade som om du|spil rollen)\b",
    r"\b(?:nu er du (?:en|et|min|ikke|fri)|fra nu af er du|(?:du er nu|you are now)(?! ?(?:[?.!,]|$)))\b",
    rf"{_ORDER}(?:pretend|act as|role-?play)\b",
    r"\bfra nu af (?:skal|må|kan) du (?:\w+ ){0,2}?(?:svare|skrive|sige|tale|ignorere|glemme|lade|opføre|være|følge)\b",
)
_REVEAL = r"(?:vise?|udskrive?|print|afsløre?|reveal|dump|show|gentage?|repeat)\b"
_DIRECTLY = (
    r"(?: (?:mig|os|me|us|alle?|hele|den|det|de|the|all|full|fulde|rå|raw|skjulte|hidden|hemmelige?|secret|oprindelige|"
    r"original|server\w*|system\w*)){0,5}"
)
_UNTIL_ABOUT = r"(?:(?!\b(?:om|for|til|med|about|på|hvordan|how)\b).){0,40}?"
_SHOW = _any(
    rf"{_YOUR}(?:{_INSTRUCTIONS}|system-? ?(?:prompt|besked|instru|tekst|message)\w*)",
    r"\binstru(?:ks|ktion|ction)\w* (?:har|fik|følger|have|were) (?:du|you)\b",
    r"\bsystem-?(?:prompt|besked|instru)\w*|\bsystemteksten?\b|\bsystem (?:prompt|message|instructions?)\b",
    rf"{_ORDER}{_REVEAL}{_DIRECTLY} (?:instru\w+|prompt\w*|konfiguration\w*|configuration|hemmelighed\w*|secrets|"
    r"miljøvariab\w*|environment variables?)(?= ?(?:$|[.,!?:;]|(?:og|and|ud|ord|on|verbatim)\b|på serveren))",
    rf"\b{_REVEAL}.{{0,30}}?\b(?:rå|raw|skjulte|hidden|server\w*|system\w*) (?:filer|files|stier|paths|mapper)\b",
    rf"\b{_REVEAL}.{{0,30}}?\b(?:filer|files|stier|paths|mapper) (?:på|on|i|in) (?:the )?(?:server|system|disk)\w*",
    r"\b(?:afslør|reveal|dump)\b.{0,20}?\b(?:hemmelig\w*|secrets?)\b",
    rf"\b{_REVEAL}.{{0,30}}?{_YOUR}(?:{_INSTRUCTIONS}|{_RULES}|konfig\w+|config\w*|hemmelig\w*|secrets?|filer|files|stier|"
    r"kildekode)",
    rf"\b(?:vis|udskriv|print|afslør|reveal|dump|show|give?|hvad er|what is)\b{_UNTIL_ABOUT}"
    r"\b(?:api-? ?(?:nøgle|key)\w*|passwords?(?![\w-])|adgangskode(?:n|rn?e?)?\b)",
    rf"{_ORDER}(?:{_REVEAL}|skriv|write).{{0,25}}?\b(?:alt|tekst\w*|ord\w*|everything|all|text|words)\b.{{0,15}}?"
    r"\b(?:ovenfor|ovenstående|above)\b",
)
_DICTATED = _any(
    rf"(?:{_SENTENCE}|\b(?:og|and) )(?:skriv|påstå|write),? ?(?:(?:blot|bare|kun|just|only)\b,? ?)?(?:at|that)\b",
    rf"{_SENTENCE}(?:sig|svar|say),? (?:at|that)\b",
    rf"{_SENTENCE}(?:sig|svar|bekræft|say|confirm) (?:blot|bare|kun|just|only),? (?:at|that)\b",
    rf"(?:{_SENTENCE}|\bog )(?:skriv|sig|bekræft|gentag)\b.{{0,30}}?\bderefter\b.{{0,20}}?\bat\b",
)
_MARKUP = _any(
    r"^ ?(?:system|developer|assistant) ?:|\b(?-i:SYSTEM) ?:",
    r"< ?/? ?(?:kilde\w*|source\w*|system|prompt|instru\w*|context|kontekst) ?>|< ?script|\{\{.{0,200}?\}\}",
    r"\bdrop table\b|\bdelete from \w+ ?(?:;|where\b|$)|\bselect (?:\*|[\w,]+ from \w+ ?(?:;|where\b))",
)
_STEERING = (_DISOBEY, _FREED, _SHOW, _DICTATED, _MARKUP)

_REACHED = r"(?:telefon|mobiltelefon|mobil|nummer|number|phone(?: number)?|adresse|address|e-?mail|mail)"
_ONE = r"(?:nummer|nr|adresse)?(?:e?n|et)?\b(?![-/])"
_SOME = r"(?:nummer|numre|nr|adresser?)?(?:e?n|et|e?s|r|(?:re)?ne)?\b(?![-/])"
_PRIVATE = (
    rf"\b(?:(?:private?|personal|home) {_REACHED}|(?:privat|hjemme){_REACHED}|cpr(?:-? ?(?:nummer|numre|nr))?|"
    r"personnummer|personnumre|bopæl|fødselsdag|fødselsdato|date of birth|social security number|civilstand|"
    r"straffeattest)"
)
_ROLE = r"(?:ham|hende|\w{0,30}(?:leder|chef|direktør|borgmester|formand|konsulent|medarbejder|koordinator)en)\b"
# A passive verb ends like a genitive ("bruges"), and so does a whole group's ("borgernes"): neither is somebody's.
_SOMEBODYS = r"\b(?:hans|hendes|his|her|\w{2,30}(?<!e)s['’]?|(?-i:[A-ZÆØÅ]\w{1,30})es|\w{2,30}['’]s)"
_ASKED_FOR = (
    r"(?:\b(?:hvad (?:er|var)|hvilke[nt]|what is|what['’]s|kender du|har du|hvor er|find|giv|vis|oplys|skaf|send|hent|"
    r"udlever|give|show|tell)|\b(?:du|i|jeg) (?:\w+ )?(?:give|finde|vise|oplyse|sende|skaffe|få|have|bruge)|"
    r"\bfinder (?:jeg|man|vi)) "
    r"(?:(?!(?:om|for|til|ved|mellem|fra|i|med|på|about|from|between|in)\b)[\w'’.-]{1,30} ){0,6}?"
)
_PERSONAL = _any(
    rf"{_ASKED_FOR}{_PRIVATE}{_SOME}",
    rf"^(?!(?:hvordan|hvorfor|må|skal|how|why)\b).{{0,300}}?{_SOMEBODYS} {_PRIVATE}{_ONE}",
    rf"{_PRIVATE}{_SOME} (?:på|til|for|hos|of) (?:(?-i:[A-ZÆØÅ])|{_ROLE})",
    r"\b(?:hvor|hvornår) (?:har|er|fylder|fejrer|holder) (?!\w+ne\b)(?:[\w.-]{1,30} ){1,4}?(?:bopæl|fødselsdag)\b",
    r"\b(?:hvor gammel er (?:han|hun|du)|how old (?:is (?:he|she)|are you))\b",
    rf"\b(?:helbred\w*|sygefravær\w*) (?:på|for|hos) {_ROLE}",
)
_PERSONAL_OF_ONE_NAMED = _any(
    rf"{_PRIVATE}{_SOME}",
    r"\btelefon(?:en)?\b|\bmobilen\b|\b(?:telefon|mobil)-?(?:nummer|nr|numre)\w*|\btlf\b|\bphone\b",
    r"\b(?:e-?)?mail(?:adresse\w*|en)?\b|\badressen? på\b|s['’]? adresse\b|\baddress of\b|['’]s address\b",
    r"\b(?:løn|lønnen|lønseddel|salary)\b|\b(?:hvad|hvor meget) tjener\b",
    r"\b(?:hvor|hvad) bor\b|\bwhere does\b.{1,60}? live\b",
    r"\b(?:er|bliver|blev|is) (?:(?!(?:om|af|mod|til|i)\b)[\w.-]{1,30} ){1,6}?(?:gift|født|married)\b",
    r"\bhvor gammel er\b|\bhow old is\b",
    r"(?:s['’]? (?:helbred|sygefravær)|\b(?:helbred|sygefravær)\w* (?:på|for|hos))\b",
)

_ASKED_TO = (
    r"(?:^|[.!?:;,\n] ?|\b(?:og|and|please|venligst|hej|hello|hi) |\b(?:kan|kunne|vil|ville|gider|can|could|"
    r"would|will) (?:du|i|you) (?:[\w-]+ ){0,3}?|\bdu skal |\bdig til at |\b(?:hjælpe? (?:mig|os) med at|help me) )"
)
# A preposition before the noun asks about it: "make a list of programmes" asks for no programme.
_MADE = (
    r"(?: (?:til|for|to) (?:mig|os|me|us)| udkast til| (?!(?:om|til|for|fra|i|med|af|over|på|ved|der|som|hv\w+|about|"
    r"of|from|in|with|what|how|which)\b)[\w-]{1,30}){0,5}? (?:\w+s-?)?"
)
_AMUSEMENT = (
    r"(?:digte?|sange?|vits(?:er)?|vittighed(?:er)?|rim|eventyr|"
    r"noveller?|essays?|limericks?|haiku|rap|poem|song|joke)\b"
)
_PIECE = (
    r"(?:[\w-]*opskrift(?:er)?|(?:fest|bord)?tale|ansøgning(?:er)?|[\w-]*script\w*|(?:\w+-?)?koden?|program(?:mer)?|"
    r"makro(?:er)?|regneark|billeder?|logo(?:er)?|code|recipe)\b"
)
_TASK = _any(
    rf"{_ASKED_TO}(?:skrive?|lave?|digte?|komponere?|generere?|programmere?|opfinde?|tegne?|write|compose|create|generate|"
    rf"draw)\b{_MADE}(?:{_AMUSEMENT}|{_PIECE})",
    rf"{_ASKED_TO}(?:fortæl(?:le)?|giv(?:e)?|synge?|tell|sing)\b{_MADE}{_AMUSEMENT}",
    rf"{_ASKED_TO}(?:oversætt?e?\b.{{0,60}}?\btil\b|translate\b.{{0,60}}?\b(?:to|into)\b)",
)


def _plain(text: str) -> str:
    """The text with one blank or line's end where several stood."""
    return _BLANKS.sub(lambda found: "\n" if "\n" in found[0] else " ", text.strip())


def _matched(text: str, *patterns: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def steers(text: str) -> bool:
    """True for words that try to steer an assistant, wherever they stand."""
    return _matched(_plain(text), *_STEERING)


def blocked(question: str, *, names_person: bool) -> Blocked:
    """Why it is not looked for in the material, "" when it is.

    Ways to reach somebody are private where the question names a person; what a source prints about an office is not.
    """
    text = _plain(question)
    if steers(text):
        return "injection"
    if _matched(text, _PERSONAL) or (names_person and _matched(text, _PERSONAL_OF_ONE_NAMED)):
        return "personal"
    if _matched(text, _TASK):
        return "task"
    return courtesy_alone(question)
