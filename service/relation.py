"""What a question must be answered with: of what was spoken of who made it, who may join; of anything where it is had.

Such a question says nothing of its subject, so that every sentence about that seems to answer it alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.about import about
from service.aspect import asked_aspect
from service.question import Question, QuestionKind
from service.score import Scored
from service.score_words import Vocabulary
from service.unsaid import beside, told_in
from service.wanted import unit_of
from service.words import Word, words

OF_KIND = 0.8
"""A sentence that is of the kind asked for by less than this does not answer."""
NEAREST = 12
"""A year that is asked about is looked for in so many spans, best first."""
OVERRULED = 1.5
"""A sentence that scores so much more than all that seem to answer is not left out for them."""
TELLING = 0.4
"""A word that is rarer than this share of the rarest says what is spoken of."""
FACTS: tuple[QuestionKind, ...] = ("who", "where", "when", "number")

_MADE = r"lave[drt]?\w*|udvikl\w*|udarbejd\w*|skab\w*|opf[au]nd\w*|grundl\w+|stift\w+|udgiv\w*"
_DONE = r"(lavet|udviklet|udarbejdet|skabt|opfundet|grundlagt|stiftet|udgivet|skrevet|formuleret)"
_USE = r"brug\w*|benyt\w*|anvend\w*"
_JOIN = r"med|delt\w*|tilmeld\w*"
_HAVE = r"hent\w*|find\w*|får|få|download\w*|ligger|køb\w*|bestil\w*|skaff\w*"
_PAY = r"betal\w*|finansier\w*"
_HAD_AT = re.compile(
    r"\b(www\.|https?:|[\w-]+\.(dk|com|org|eu)\b|(hentes|downloades|findes|ligger|fås)\b.{0,30}\b(på|hos|via|fra)\b)",
    re.IGNORECASE,
)


def _from(*words_in_order: str) -> str:
    """A line up to the first of each, one behind the other: looked through once, however often they stand in it."""
    return "(?m:^)" + "".join(rf"(?>.*?{word})" for word in words_in_order) + ".*"


_MAY = _from(r"\b(hvem|hvilke)\b", r"\b(kan|må|får|skal)\b")
_RELATIONS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(given, re.IGNORECASE))
    for asked, given in (
        (
            _from(r"\b(hvem|hvilke\w*)\b") + rf"\b(bag|{_MADE})\b",
            rf"\bst(å|år|od) bag|\b{_DONE}\b.{{0,20}}?\b(af|i|hos|fra|under)\b|\bhar (\w+ )?{_DONE}|"
            r"\b(tovholder|ansvarlig|initiativtager|forfatter)\w*|\bhvem har lavet",
        ),
        (
            rf"{_MAY}\b({_USE})\b",
            r"\b(er til|hvem er .{0,30}? til|(bruges|benyttes|anvendes) af|(kan|må) (bruge|benytte|anvende))\b|"
            r"\bmålgruppe",
        ),
        (
            rf"{_MAY}\b({_JOIN})\b",
            r"\b(delt\w+|deltag\w+|være med|kom\w* med|tilmeld\w*|tilslut\w*|inviter\w*|åben[te]? for|er til|"
            r"hvem er .{0,30}? til)\b|\bmålgruppe",
        ),
        (_from(r"\bhvem\b") + rf"\b({_PAY})\b", rf"\b({_PAY}|støtte[drt]?\w*|tilskud\w*|bevil\w*|midler|penge\w*)\b"),
        (
            _from(r"\bhvor mange\b") + r"\b(delt\w*|med(?=\s*[?.!]*$| i\b))",
            _from(r"\d") + r"\b(delt\w*|deltag\w*|med|medlem\w*|tilsluttet|tilmeldt)\b",
        ),
        (
            _from(r"\bhvor\b(?! (mange|stor|meget|lang|læng|tit|ofte|god|høj|hurtig|let|svær|dyr|få )\w*)")
            + rf"\b({_HAVE})\b",
            _HAD_AT.pattern,
        ),
    )
)
"""What is asked of what was spoken of, and what an answer to that must hold."""
_WHERE_HAD = re.compile(
    r"\bhvor (?:(?:kan|skal|må) (?:jeg|man|vi|kommunen|kommuner(?:ne)?) (?:\w+ ){0,2}?(?:hente|finde|downloade|"
    r"bestille|skaffe|få)|(?:finder|henter|får|downloader|bestiller) (?:jeg|man|vi)|"
    r"ligger \w*(?:materiale|værktøj|guide|skabelon|fil|dokument|rapport)\w*)\b",
    re.IGNORECASE,
)
"""Where a thing is had, whatever was spoken of: "hvor kan man hente guiden?"."""
_VERB = re.compile(rf"bag|{_MADE}|{_USE}|{_JOIN}|{_HAVE}|{_PAY}|start\w*|slut\w*|sk(ete|er)|fore(går|gik)", re.I)
_DEFINITE = re.compile(r"\w{2}(en|et|erne|ene)$", re.IGNORECASE)
"""A noun that means what was spoken of: "værktøjet"."""


def led(question: Question, scored: Sequence[Scored], vocabulary: Vocabulary) -> list[Scored]:
    """The scored candidates, best first; where the question must be answered with certain ones, those.

    So must follow-ups that ask such a thing of what was spoken of, and where a thing is had is told by a place for it.
    """
    if not question.topic and _WHERE_HAD.search(question.own):
        had = [s for s in scored if _HAD_AT.search(s.candidate.text)]
        return _of_what_was_spoken_of(question, had, vocabulary) or list(scored)
    scored = _of_its_project(question, _of_its_years(question, scored))
    kept = _telling(question, scored, vocabulary)
    wanted = _wanted(question)
    places = wanted is not None and wanted.pattern == _HAD_AT.pattern
    return list(scored) if kept and not places and kept[0].score < scored[0].score - OVERRULED else kept


def _of_its_years(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """Where one of the best names a year that is asked about, the passages that do; a year is no mere detail."""
    years = [re.compile(rf"\b{year}\b") for year in question.years]
    asked = [s for s in scored[:NEAREST] if any(year.search(s.candidate.text) for year in years)]
    held = {s.candidate.passage.passage_id for s in asked}
    return [s for s in scored if s.candidate.passage.passage_id in held] if held else scored


def _of_its_project(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """Where a side of one project is asked for, and the best is of that, what is."""
    projects = question.asked().projects()
    one = len(projects) == 1 and asked_aspect(question.own) and scored
    if not one or scored[0].candidate.passage.project != projects[0]:
        return scored
    return [s for s in scored if s.candidate.passage.project == projects[0]]


def _telling(question: Question, scored: Sequence[Scored], vocabulary: Vocabulary) -> list[Scored]:
    there, wanted = question.asked().projects(), _wanted(question)
    if question.goes_on == "same":
        keys = about(question.own, scored, vocabulary)
        return [s for s in scored if s.candidate.key in keys]
    if question.goes_on:
        anything = there or question.goes_on == "others"
        return list(scored) if anything else _of_what_was_spoken_of(question, scored, vocabulary)
    if wanted is None and not points_alone(question):
        return list(scored)
    near = scored
    if not there:
        told = told_in(question, scored)
        near = [s for s in _of_what_was_spoken_of(question, scored, vocabulary) if beside(s.candidate, question, told)]
    fits = [s for s in near if (wanted.search(s.candidate.text) if wanted else s.feature("type") >= OF_KIND)]
    return [s for s in fits if not there or s.candidate.passage.project in (*there, "")]


def tells(question: Question) -> bool:
    """True when what `led` leaves answers the question: it asks such a thing of what was spoken of, and of no other."""
    return _wanted(question) is not None and points_alone(question)


def alone_of(question: Question) -> str:
    """The question without what it leans on, where such a thing must be told of that: it may stand elsewhere."""
    return question.own if tells(question) else ""


def points_alone(question: Question) -> bool:
    """True when a fact is asked of nothing but what was spoken of: "hvor mange er med?", "hvor henter jeg guiden?"."""
    named = [w.surface for w in words(question.own) if w.content and not _VERB.fullmatch(w.surface)]
    leans = bool(question.topic) and not question.goes_on and question.kind in FACTS
    return leans and all(_DEFINITE.search(surface) for surface in named)


def _wanted(question: Question) -> re.Pattern[str] | None:
    """What an answer must hold, None when the question asks nothing of that sort of what was spoken of."""
    if not question.topic or question.goes_on:
        return None
    return _answered_by(question.own)


@lru_cache(maxsize=64)
def _answered_by(question: str) -> re.Pattern[str] | None:
    """What an answer to a question of that wording must hold; asked for several times an answer."""
    return next((given for asked, given in _RELATIONS if asked.search(question)), None) or unit_of(question)


def _of_what_was_spoken_of(question: Question, scored: Sequence[Scored], vocabulary: Vocabulary) -> list[Scored]:
    """Those of the scored that are about a telling word of the question or of what it leans on; all without one."""
    about_each = [about(word, scored, vocabulary) for word in _subjects(question, vocabulary)]
    return [s for s in scored if not about_each or any(s.candidate.key in keys for keys in about_each)]


def _subjects(question: Question, vocabulary: Vocabulary) -> list[str]:
    """The telling words of the question and what it leans on: those that the material holds, but for common ones."""
    spoken_of = words(f"{question.own} {question.topic.removesuffix(question.told)}")
    named = [w for w in spoken_of if _names(w)]
    held = [w for w in named if w.stem in vocabulary] or [w for w in named if vocabulary.knows(w)]
    rated = {w.surface: vocabulary.rarity(w.stem, w.surface.lower()) for w in held}
    return [surface for surface, rare in rated.items() if rare >= TELLING * max(rated.values())]


def _names(word: Word) -> bool:
    """True for a word that may name something; a verb in the past tense does not."""
    surface = word.surface.lower()
    return word.content and not surface.endswith(("ede", "te")) and not _VERB.fullmatch(surface)
