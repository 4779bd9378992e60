"""Whether what a question takes for done is told at all: that something ended, was demanded, won or found fault with.

A question that takes such a thing for granted ("hvorfor blev det droppet?") is met by every sentence on its subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.candidates import Candidate, spans_of
from service.score_words import stems_of

_DEEDS: tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{asked}|{told})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{perhaps})\b", re.IGNORECASE),
    )
    for asked, told, perhaps in (
        (  # ended
            r"stop+e[drt]?\w*|drop+e[drt]?\w*|aflys\w*|opgiv\w*|opgav|ophæv\w*|ophør\w*|(?:træk\w*|trak) (?:\w+ )?sig|"
            r"trukket|lukke\w*|lukning\w*|skrot\w*|nedl[aæ]g\w*|afskaf\w*|sløjf\w*|udgik|afvis\w*|annuller\w*|"
            r"afbr[yø]d\w*|frav[aæ]lg\w*|forlod|forladt|meldte (?:\w+ )?(?:fra|ud)|cancel\w*|abandon\w*|"
            r"abolish\w*",
            r"for få|manglende|afløs\w*|stop\w*|luk\w*|slut\w*|afslut\w*|oph\w*|nedl[aæ]\w*|udg[åi]\w*|erstat\w*|"
            r"drop\w*|annul\w*|(?:træk\w*|trak) (?:\w+ )?sig|forla\w*",
            r"ikke|ingen|aldrig|uden|fortsæt\w*",
        ),
        (  # demanded or forbidden
            r"obligatorisk\w*|pålæg\w*|pålagt\w*|tvung\w*|tving\w*|forbud\w*|forby\w*|forbød|\w*pligt(?:ig\w*)?|bøde\w*|straf\w*|"
            r"sanktion\w*|påbud\w*|mandatory|forbidden|banned|fined",
            r"\w*pligt\w*|frivillig\w*|valgfri\w*",
            r"\w*krav\w*|kræve\w*|skal|\w*lov(?:en|givning\w*)?|må",
        ),
        (  # won
            r"vandt|vinder(?:en|e)?|vundet|tildelt\w*|præmie\w*|won|winner|awarded",
            r"vind\w*|tildel\w*|pris\w*",
            r"valgt\w*|fik",
        ),
        (  # found fault with
            r"mislyk\w*|fiasko\w*|konkurs\w*|kollaps\w*|klage[drt]?\w*|kritik\w*|kritiser\w*|skandale\w*|uenig\w*|modstand\w*|"
            r"protest\w*|stemte? imod|strid\w*|konflikt\w*|failed|failure|complain\w*|critici\w*|oppos\w*",
            r"klag\w*|kriti\w*|imod",
            r"udfordr\w*|barriere\w*|svær\w*|vanskelig\w*|ikke|problem\w*|tilslut\w*|opbak\w*",
        ),
    )
)
"""Words for a deed; those that tell of it or of the reverse besides; and those that may mean it."""

_SILENT = re.compile(
    r"\b(?:oplyse|fremgå|nævne|sige|angive|fortælle|skrive|beskrive|omtale|kende)\w*(?: \w+){0,2} ikke\b|"
    r"\bikke (?:oplyst|nævnt|angivet|kendt|beskrevet|omtalt)\b",
    re.IGNORECASE,
)
"""That something is not told is no hint of it."""

_OURS = re.compile(r"\b(?:vi|jeg|we|(?-i:I))(?: (?:har|havde|er|måtte|have|had))? \w+", re.IGNORECASE)
"""What whoever asks did is taken for granted of nobody else: "Vi har opgivet at …"."""


def lacks_deed(question: str, picked: Sequence[Candidate], found: Sequence[Candidate]) -> bool:
    """True when the question names such a deed, nothing found tells of it, and what would answer gives no hint.

    picked: what would answer, the best first. found: more of what was found; only what is of the best one's project,
    else of its document, is told of the same.
    """
    claimed = _OURS.sub(" ", question)
    near = " ".join(c.text for c in (*picked, *found) if _of_the_same(c, picked[0]))
    hints = [c for c in picked if _of_the_same(c, picked[0])]
    return any(
        asked.search(claimed) and not (told.search(near) or _hinted(perhaps, asked.sub(" ", question), hints))
        for asked, told, perhaps in _DEEDS
    )


def _hinted(perhaps: re.Pattern[str], beside: str, hints: Sequence[Candidate]) -> bool:
    """True where one of the spans, or that before it, names what the question does beside the deed, and may mean it."""
    said = stems_of(beside)
    leads = (spans_of(c.source)[max(c.number - 1, 0) : c.number + 1] for c in hints)
    near = [stems_of(" ".join(span.text for span in spans)) for spans in leads]
    named = (span for span, stems in zip(hints, near, strict=True) if not said or said & stems)
    return any(perhaps.search(_SILENT.sub(" ", span.text)) for span in named)


def _of_the_same(one: Candidate, other: Candidate) -> bool:
    if other.passage.project:
        return one.passage.project == other.passage.project
    return one.passage.document_id == other.passage.document_id
