"""Danish sentence patterns: a statement turned into the question that it answers. Grammar, never a list of topics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Small = Callable[[str], str]
"""The words that began a sentence as they stand inside one."""

_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_NUMBER = r"(?!(?:1[5-9]|20)\d\d\b)(?:\d[\d.,]*\d|\d)"
_ABOUT = r"(?:(?:omkring|cirka|ca\.|knap|godt|over|næsten|mindst|højst|kun|i alt|mere end|op til)\s+)?"
_AUXILIARY = "er|var|har|havde|kan|kunne|skal|skulle|vil|ville|må|måtte|bliver|blev|får|fik"
_VERB = rf"(?:{_AUXILIARY}|gav|tog|kom|gik|stod|lå|[a-zæøå]{{3,}}(?:er|ede|te))"
_SMALL = r"(?:i|på|om|til|for|med|af|fra|ved|under|over|efter|mellem|inden|hos|som|der|og|pr\.|hver|hvert)\s"
_WHAT = rf"(?P<what>(?:%|(?!{_SMALL})[^\W\d_][^\s,.;:]*)(?:\s[^\W\d_][^\s,.;:]*){{0,3}}?)(?P<rest>\s{_SMALL}.+?)?"
_SUBJECT = r"(?P<subject>[A-ZÆØÅ][^\s,.;:]*(?:\s[^\s,.;:]+){0,4}?)"
_END = r"[.:;]?$"

_SHARE = re.compile(rf"^(?P<fact>\d+(?:[.,]\d+)?)\s*(?:%|procent) af (?P<rest>.+?){_END}", re.IGNORECASE | re.DOTALL)
_COUNT = re.compile(rf"^(?P<fact>{_NUMBER})(?P<rest>\s[^\W\d_].+?){_END}", re.DOTALL)
_WHEN = re.compile(
    rf"^(?:I|Fra|Siden|I løbet af|Ved udgangen af|I begyndelsen af|I efteråret|I foråret|Den)\s+"
    rf"(?P<fact>(?:\d{{1,2}}\.\s+)?(?:(?:{_MONTHS})\s+)?(?:19|20)\d\d)\s+(?P<rest>[^\W\d_].+?){_END}",
    re.DOTALL,
)
_INSIDE = re.compile(rf"^{_SUBJECT}\s(?P<verb>{_VERB})\s{_ABOUT}(?P<fact>{_NUMBER})\s{_WHAT}{_END}")
_THERE = re.compile(rf"^Der\s(?P<verb>{_AUXILIARY})(?P<done>\s\w+t)?\s{_ABOUT}(?P<fact>{_NUMBER})\s{_WHAT}{_END}")
_DEFINED = re.compile(rf"^{_SUBJECT}\s(?P<verb>er|var)\s(?:en|et)\s[^\W\d_].+{_END}", re.DOTALL)
_BECAUSE = re.compile(
    rf"^{_SUBJECT}\s(?P<verb>{_AUXILIARY})\s(?P<rest>[^,]+),?\s(?P<anchor>fordi\s.+?){_END}", re.DOTALL
)
_SEVERAL = re.compile(r"[.!?]\s+[A-ZÆØÅ]|:\s|\s[–—]\s")
"""More than one statement, or one that is explained by what follows."""
_POINTS = frozenset(
    # Pronouns lean on the sentence before; after the others the subject is still to come.
    "det den de der dette denne disse han hun vi man her hver begge en et ingen alle nogle nedenstående ovenstående "  # noqa: SIM905
    "hvis når hvor hvordan hvad hvem som at om men og samt selv fordi da "
    "for i på ved med til fra efter under over mellem af hos inden uden".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the sentence answers. fact: what a right answer holds, "" when the place is what counts.

    anchor: where in the sentence the answer stands.
    """

    text: str
    kind: str
    fact: str
    anchor: str


def questions_of(sentence: str, small: Small) -> Iterator[Asked]:
    """What one sentence answers by itself: a figure, a time, a definition, a reason. At most one of each."""
    if _SEVERAL.search(sentence):
        return
    yield from _first(_figures(sentence, small))
    if (match := _DEFINED.match(sentence)) and stands(match["subject"]):
        yield Asked(f"Hvad {match['verb']} {small(match['subject'])}?", "definition", "", sentence)
    if (match := _BECAUSE.match(sentence)) and stands(match["subject"]):
        clause = f"{match['verb']} {small(match['subject'])} {match['rest']}"
        yield Asked(f"Hvorfor {clause}?", "why", "", match["anchor"])


def question_of_person(sentence: str, name: str) -> Asked | None:
    """ "Havnefoged Mette Lund passer slusen." → "Hvem passer slusen?"; None unless the name is the subject."""
    match = re.match(
        rf"^(?:[^\s,.;:]+\s){{0,4}}?{re.escape(name)}(?:,[^,]+,)?\s(?P<rest>{_VERB}\s[^,]+?){_END}", sentence
    )
    return Asked(f"Hvem {match['rest']}?", "who", name.lower(), sentence) if match else None


def _figures(sentence: str, small: Small) -> Iterator[Asked]:
    for pattern, form, kind in (
        (_SHARE, "Hvor stor en andel af {}?", "number"), (_COUNT, "Hvor mange{}?", "number"),
        (_WHEN, "Hvornår {}?", "fact"),
    ):  # fmt: skip
        if match := pattern.match(sentence):
            yield Asked(form.format(match["rest"]), kind, match["fact"].lower(), sentence)
    if match := _THERE.match(sentence):
        rest = f"{match['done'] or ''}{match['rest'] or ''}"
        yield Asked(f"Hvor mange {match['what']} {match['verb']} der{rest}?", "number", match["fact"], sentence)
    if (match := _INSIDE.match(sentence)) and stands(match["subject"]):
        what = re.sub(r"^%", "procent", match["what"])
        text = f"Hvor mange {what} {match['verb']} {small(match['subject'])}{match['rest'] or ''}?"
        yield Asked(text, "number", match["fact"], sentence)


def _first(found: Iterator[Asked]) -> Iterator[Asked]:
    for asked in found:
        yield asked
        return


def stands(words: str) -> bool:
    """True when the words name something themselves, and so begin a question that stands alone."""
    return words.split()[0].lower() not in _POINTS and not any(c.isdigit() for c in words)
