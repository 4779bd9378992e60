from __future__ import annotations

from corpus.answers import Source
from corpus.types import Document, Passage, Section
from service.candidates import spans_of
from service.extract import select
from service.question import Question, QuestionKind
from service.score import FEATURES, Scored

DOCUMENT = Document("d", "Havnen", "havn.pdf", "application/pdf", "0", 1)
SECTION = Section("s", "d", 0, "Bådene", ("Bådene",), 1, 0, 999, 1, 1)


def scored(kind: str, lines: list[str], scores: list[float]) -> list[Scored]:
    text = "\n".join(lines)
    starts = [sum(len(x) + 1 for x in lines[:n]) for n in range(len(lines))]
    sentences = tuple((a, a + len(x)) for a, x in zip(starts, lines, strict=True))
    passage = Passage("p", "d", "s", 0, text, 0, len(text), 1, 1, "", kind, sentences)  # type: ignore[arg-type]
    spans = spans_of(Source(1, 1.0, passage, SECTION, DOCUMENT))
    made = [Scored(c, s, (0.0,) * len(FEATURES), (0.0,)) for c, s in zip(spans, scores, strict=True)]
    return sorted(made, key=lambda s: -s.score)


def chosen(question: QuestionKind, candidates: list[Scored]) -> list[str]:
    return [c.text for c in select(Question("Hvilke både?", question), candidates)]


ROWS = ["Både i havnen:", "Båd: Sværdet; Havn: Korsør", "Båd: Ternen; Havn: Agersø", "Båd: Måge; Havn: Omø"]


def test_a_list_that_is_mostly_chosen_is_shown_whole_when_a_list_is_asked_for() -> None:
    assert chosen("list", scored("table", ROWS, [0.0, 9.0, 8.5, -9.0])) == ROWS


def test_a_single_fact_does_not_bring_the_whole_table() -> None:
    assert "Båd: Måge; Havn: Omø" not in chosen("where", scored("table", ROWS, [0.0, 9.0, 8.5, -9.0]))


def test_a_heading_that_announces_nothing_here_is_left_out() -> None:
    lines = ["Deltagere:", "Sværdet sejler til Agersø om natten."]
    assert chosen("who", scored("text", lines, [9.0, 8.0])) == lines[1:]


def test_a_sentence_that_ends_with_a_colon_but_says_something_is_kept() -> None:
    lines = ["Havnen blev indviet i maj 2021 af borgmesteren, og da skete følgende:", "Vejret holdt."]
    assert chosen("when", scored("text", lines, [9.0, 2.0])) == lines[:1]
