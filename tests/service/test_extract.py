from __future__ import annotations

from dataclasses import replace

from corpus.answers import Source
from corpus.types import Document, Passage, Section
from service.candidates import spans_of
from service.extract import announced, in_order, select
from service.question import Question, QuestionKind
from service.score import FEATURES, Scored

DOCUMENT = Document("d", "Havnen", "havn.pdf", "application/pdf", "0", 1)
SECTION = Section("s", "d", 0, "Bådene", ("Bådene",), 1, 0, 999, 1, 1)


def scored(kind: str, lines: list[str], scores: list[float], ordinal: int = 0) -> list[Scored]:
    text = "\n".join(lines)
    starts = [sum(len(x) + 1 for x in lines[:n]) for n in range(len(lines))]
    sentences = tuple((a, a + len(x)) for a, x in zip(starts, lines, strict=True))
    passage = Passage(f"p{ordinal}", "d", "s", ordinal, text, 0, len(text), 1, 1, "", kind, sentences)  # type: ignore[arg-type]
    spans = spans_of(Source(1, 1.0, passage, SECTION, DOCUMENT))
    made = [Scored(c, s, (0.0,) * len(FEATURES), (0.0,)) for c, s in zip(spans, scores, strict=True)]
    return sorted(made, key=lambda s: -s.score)


def chosen(question: QuestionKind, candidates: list[Scored], asked: str = "Hvilke både?") -> list[str]:
    return [c.text for c in select(Question(asked, question, own=asked), candidates)]


ROWS = ["Både i havnen:", "Båd: Sværdet; Havn: Korsør", "Båd: Ternen; Havn: Agersø", "Båd: Måge; Havn: Omø"]


def test_words_that_begin_as_the_questions_announce_what_follows() -> None:
    asked = Question("Hvad anbefaler rapporten?", "what", own="Hvad anbefaler rapporten?")
    assert announced(asked, "Rapporten fremhæver syv anbefalinger.") > 0
    assert announced(asked, "Rapporten beskriver havnens skibe.") == 0


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


def test_a_sentence_that_only_announces_brings_as_many_as_it_announces() -> None:
    lines = ["Havnen fik to broer.", "Træ bærer den lange.", "Jern bærer den korte.", "Mågerne skreg."]
    assert chosen("what", scored("text", lines, [9.0, 0.0, 0.0, 0.0]), "Hvilke to broer fik havnen?") == lines[:3]
    assert chosen("number", scored("text", lines, [9.0, 0.0, 0.0, 0.0]), "Hvor mange broer fik havnen?") == lines[:1]


LISTED = ["Havnen fik ni råd.", "Her er de:", "Køb både.", "Mal broen.", "Fod mågerne."]


def test_an_item_that_is_a_statement_is_shown_for_itself_unless_a_list_is_asked_for() -> None:
    advice = [
        "Hjul bør smøres af den, der ruller båden ned, inden tidevandet når op til den øverste sten i rampen.",
        "Årer bør hænge under taget hele vinteren, så ingen af dem slår sig, når vinden går om i nordvest.",
    ]
    lines, scores = ["Havnens råd er disse to:", *advice], [-9.0, 9.0, -9.0]
    assert chosen("how", scored("list", lines, scores)) == lines[:2]
    assert chosen("next", scored("list", lines, scores)) == lines
    short = ["Havnens råd er disse to:", "smør hjul", "hæng årer op"]
    assert chosen("how", scored("list", short, scores)) == short


def test_a_sentence_that_announces_a_list_brings_the_list() -> None:
    assert chosen("list", scored("list", LISTED, [9.0, 0.0, 0.0, 0.0, 0.0]), "Hvilke råd fik havnen?") == LISTED


def test_a_sentence_before_words_that_only_lead_to_a_list_brings_it_unless_one_fact_is_asked_for() -> None:
    lines = ["Havnen i Korsør roser tre både fra 1931.", "Her er de:", "sværdet", "ternen", "mågen"]
    candidates = scored("list", lines, [9.0, 0.0, 0.0, 0.0, 0.0])
    assert chosen("list", candidates) == lines
    assert chosen("when", candidates, "Hvornår var det?") == lines[:1]


def test_an_intro_right_before_another_brings_both_lists() -> None:
    lines = ["Rådet anbefaler blandt andet følgende:", "To både går videre:", "sværdet", "ternen.", "Mågerne fodres."]
    assert chosen("list", scored("list", lines, [9.0, 0.0, 0.0, 0.0, 0.0])) == lines


def test_a_list_goes_on_in_the_next_passage_before_what_else_is_said() -> None:
    other = scored("text", ["Rådet holder møde i det gamle pakhus hver måned."], [8.0], ordinal=7)
    rest = scored("list", ["Luk lågen.", "Hejs flaget."], [-9.0, -9.0], ordinal=1)
    first = scored("list", LISTED[1:], [9.0, 8.9, 8.8, 8.7])
    shown = [*LISTED[1:], "Luk lågen.", "Hejs flaget."]
    assert chosen("list", [*first, *other, *rest])[: len(shown)] == shown
    after_a_gap = scored("list", ["Luk lågen."], [-9.0], ordinal=2)
    assert chosen("list", [*first, *after_a_gap]) == LISTED[1:]
    assert "Luk lågen." not in chosen("number", [*first, *rest])


def test_a_list_that_a_sentence_brings_counts_as_said() -> None:
    items = [f"{n}. båd hedder {letters * 90}." for n, letters in enumerate(("abc", "def", "ghi"))]
    long = scored("list", ["Havnens både er disse tre:", *items], [9.0, -9.0, -9.0, -9.0])
    other = scored("text", ["Mågerne skreg over pakhuset."], [8.9], ordinal=7)
    assert chosen("list", [*long, *other]) == ["Havnens både er disse tre:", *items]


def test_a_long_answer_is_not_made_longer() -> None:
    lines = [
        f"{n}. båd: {letters * 90} ligger ved den {n}. bro." for n, letters in enumerate(("abc", "def", "ghi", "jkl"))
    ]
    assert chosen("what", scored("text", lines, [9.0, 8.9, 8.8, 8.7])) == lines[:3]


def test_the_only_sentence_is_followed_by_the_next_unless_one_fact_is_asked_for() -> None:
    lines = ["Havnen maler alle både.", "Sværdet er blevet rødt.", "Ternen ligger på land."]
    candidates = scored("text", lines, [9.0, 0.0, 0.0])
    assert chosen("what", candidates) == lines[:2]
    assert chosen("number", candidates) == lines[:1]
    assert chosen("what", scored("text", lines, [0.0, 0.0, 9.0])) == lines[2:]


def test_where_one_fact_is_asked_for_less_is_added() -> None:
    lines = ["Sværdet er tolv meter.", "Ternen ligger i Omø hele året."]
    rows = scored("text", lines, [9.0, 6.3])
    assert (chosen("number", rows), chosen("what", rows)) == (lines[:1], lines)


def test_what_two_documents_say_in_the_same_words_is_said_once() -> None:
    first = scored("text", ["1. Sværdet sejler til Agersø om natten."], [9.0])[0]
    other = replace(first.candidate.passage, passage_id="q", text="Sværdet sejler til Agersø om natten.", sentences=())
    twin = spans_of(Source(2, 1.0, other, SECTION, DOCUMENT))[0]
    assert in_order([first.candidate, twin]) == [first.candidate]
