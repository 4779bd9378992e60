"""What is no question to the material: attempts to steer, private data, other work, greetings and thanks."""

from __future__ import annotations

import re

from service.courtesy import courtesy_alone
from service.question import Blocked

_INJECTION = re.compile(
    r"""
    \b(ignor[ée]?r?|glem|se\ bort\ fra|tilsidesæt|overtræd|omgå|disregard|forget|override|bypass)\b
        .{0,40}\b(instru\w+|regler\w*|ordrer?\w*|kilder\w*|dokumente?r?\w*|begrænsning\w*|tidligere|ovenstående|
        prompt\w*|previous|rules|sources|documents|guidelines|retningslinjer\w*)
    | \b(ikke|no\ longer|not|uden\ at\ være)\ (længere\ )?(bundet|begrænset|bound|limited)\b
    | \bsystem-?\s?(prompt|besked|instru)\w* | ^\s*(system|developer|assistant)\s*:
    | </?\s*(kilde\w*|source\w*|system|prompt|instru\w*|context|kontekst)\s*> | \b(?-i:SYSTEM)\s*:
    | (^|[.!?:>]\s*)(skriv|påstå|write)\s*((blot|bare|kun|just|only)\b\s*)?,?\s*(at|that)\b
    | (^|[.!?:>]\s*)(sig|bekræft|say|confirm)\s+(blot|bare|kun|just|only)\s*,?\s*(at|that)\b
    | \b(udvikler|developer|admin|debug|gud|god|dan)-?\s?(tilstand|mode)\b | \bjailbreak
    | \b(lad\ som\ om|foregiv|opfør\ dig\ som|spil\ rollen|du\ er\ nu|fra\ nu\ af\ er\ du|pretend|act\ as)\b
    | \b(you\ are\ now|fra\ nu\ af\ (skal|må|kan)\ du)\b
    | \b(vis|udskriv|print|afslør|reveal|dump)\b.{0,40}\b(instru\w+|prompt\w*|konfiguration\w*|hemmelig\w*|filer|stier|
        api-?nøgle\w*|password\w*|adgangskode\w*|environment|miljøvariab\w*)
    | \b(skriv|sig|svar|bekræft|gentag)\b.{0,30}\bderefter\b.{0,20}\bat\b
    | \b(drop|delete|select)\s+(table|from)\b | <\s*script | \{\{.*\}\}
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_PRIVATE_ALWAYS = re.compile(
    r"\bcpr\b|\bcpr-|personnummer|privatadresse|hjemmeadresse|\bprivat(nummer|telefon|mail)|\bprivate?\b.{0,20}\b(nummer|adresse|"
    r"mail|telefon)|\bbopæl|\bfødselsdag|\bfødselsdato|\bhvor gammel er (?:han|hun|du)\b|\bcivilstand|"
    r"\bhelbred(et|soplysning\w*) (på|for|hos)|"
    r"\bsygefravær(et)? (for|hos)|\bstraffeattest|home address|date of birth|social security",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\btelefon(nummer|nr)?\w*|\bmobil(nummer|nr)\w*|\btlf\b|\be-?mail(adresse\w*|en)?\b|\bmail(adresse\w*|en)?\b|"
    r"\bphone( number)?\b|"
    r"\b(løn|lønnen|lønseddel)\b|\b(hvor|hvad) bor\b|\badressen? på\b|\bgift\b|\bhvor gammel er\b",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"\b(skrive?|lave?|digte?|komponere?|generere?|programmere?|opfinde?|tegne?|write|compose|create)\b.{0,25}"
    r"\b(digt\w*|sang\w*|vits\w*|\S*opskrift\w*|vittighed\w*|rim\b|eventyr\w*|novelle\w*|tale\b|ansøgning\w*|script\w*|kode\b|program\w*|"
    r"makro\w*|regneark\w*|billede\w*|logo\w*|poem|song|joke|code)\b|\boversætt?e?\b.{0,40}\btil\b",
    re.IGNORECASE,
)


def steers(text: str) -> bool:
    """True for words that try to steer an assistant, wherever they stand."""
    return bool(_INJECTION.search(text))


def blocked(question: str, *, names_person: bool) -> Blocked:
    """Why it is not looked for in the material, "" when it is.

    Ways to reach somebody are private where the question names a person; what a source prints about an office is not.
    """
    if steers(question):
        return "injection"
    if _PRIVATE_ALWAYS.search(question) or (names_person and _CONTACT.search(question)):
        return "personal"
    if _TASK.search(question):
        return "task"
    return courtesy_alone(question)
