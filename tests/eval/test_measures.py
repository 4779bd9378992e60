"""Hand-worked answers over the small corpus: what each measure must say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eval_fakes import PlantedAssistant
from hypothesis import given
from hypothesis import strategies as st

from corpus.answers import Answer, Citation
from corpus.sqlstore import SqlStore
from eval.case import Case, judge, like_expected, verdict
from eval.evidence import EvidenceIndex
from eval.measures import MEASURES, scores
from eval.questions import ExpectedSource, Question, QuestionSet
from eval.support import supports

BRIDGES = Question("q", "Hvor mange broer?", evidence=(("fik 14 nye broer",),), facts=(("14",), ("egetræ",)))


def quote(store: SqlStore, passage_id: str, text: str, *, marker: int = 1) -> Citation:
    """A sound citation of the text in the passage."""
    passage = store.passages([passage_id])[0]
    start = passage.char_start + passage.text.index(text)
    page = passage.page_first
    return Citation(
        marker, passage_id, passage.document_id, passage.document_id.title(), (f"Del {page}",), page, str(page + 10),
        text, start, start + len(text),
    )  # fmt: skip


def answered(text: str, *citations: Citation) -> Answer:
    return Answer("q", "q", text, "answered", "extractive", "m", citations=citations)


def case(store: SqlStore, answer: Answer | None, question: Question = BRIDGES) -> Case:
    return judge(question, answer, evidence=EvidenceIndex(store), store=store)


def test_a_right_answer_with_a_sound_citation_scores_full(small_store: SqlStore) -> None:
    first = quote(small_store, "havnen:1", "Havnen fik 14 nye broer i 2031.")
    second = quote(small_store, "havnen:1", "Broerne er af egetræ.", marker=2)
    found = scores(case(small_store, answered(f"{first.quote} [1] {second.quote} [2]", first, second)))
    for name in ("correct", "facts", "citation_support", "citation_recall", "citation_precision", "cited_evidence",
                 "right_page", "faithfulness", "crag"):  # fmt: skip
        assert found[name] == 1.0, name
    assert found["false_refusals"] == 0.0
    assert "refusal_recall" not in found
    assert found["recall@10"] == 0.0


def test_half_the_facts_are_half_right(small_store: SqlStore) -> None:
    first = quote(small_store, "havnen:1", "Havnen fik 14 nye broer i 2031.")
    found = scores(case(small_store, answered(f"{first.quote} [1]", first)))
    assert (found["facts"], found["correct"], found["crag"]) == (0.5, 0.0, 0.5)


@pytest.mark.parametrize(
    "fault",
    [
        {"quote": "Havnen fik 15 nye broer i 2031."},
        {"page": 2, "page_label": "12"},
        {"page_label": "1"},
        {"char_start": 1},
        {"passage_id": "havnen:2"},
        {"passage_id": "havnen:99"},
        {"document_id": "skoven"},
        {"document_id": "intet"},
        {"marker": 7},
    ],
)
def test_every_flaw_makes_a_citation_unsound(small_store: SqlStore, fault: dict[str, object]) -> None:
    sound = quote(small_store, "havnen:1", "Havnen fik 14 nye broer i 2031.")
    flawed = replace(sound, **fault)  # type: ignore[arg-type]
    found = scores(case(small_store, answered(f"{sound.quote} [1]", flawed)))
    assert found["citation_support"] == 0.0
    both = scores(case(small_store, answered(f"{sound.quote} [1]", sound, flawed)))
    assert both["citation_support"] == 0.5


def test_recall_and_precision_of_citations_follow_alce(small_store: SqlStore) -> None:
    """Three statements: one supported by the first of two citations, one unsupported, one without a citation.

    recall 1/3. Markers: [1] supports alone, [2] adds nothing, [3] stands under an unsupported statement: precision 1/3.
    """
    one = quote(small_store, "havnen:1", "Havnen fik 14 nye broer i 2031.", marker=1)
    two = quote(small_store, "skoven:1", "Egene er fredet siden 1925.", marker=2)
    three = quote(small_store, "torvet:1", "Boderne koster 85 kroner.", marker=3)
    text = f"{one.quote} [1][2]\nBoderne koster 95 kroner [3]\nTorvet er smukt om vinteren."
    found = scores(case(small_store, answered(text, one, two, three)))
    assert found["citation_recall"] == pytest.approx(1 / 3)
    assert found["citation_precision"] == pytest.approx(1 / 3)
    assert found["faithfulness"] == pytest.approx(1 / 3)


def test_two_citations_that_only_support_together_are_both_needed(small_store: SqlStore) -> None:
    one = quote(small_store, "havnen:1", "Havnen fik 14 nye broer i 2031.", marker=1)
    two = quote(small_store, "skoven:1", "Egene er fredet siden 1925.", marker=2)
    text = "Havnen fik nye broer, Egene er fredet siden 1925 [1][2]"
    found = scores(case(small_store, answered(text, one, two)))
    assert (found["citation_recall"], found["citation_precision"]) == (1.0, 1.0)


def test_a_marker_without_a_citation_supports_nothing(small_store: SqlStore) -> None:
    found = scores(case(small_store, answered("Havnen fik 14 nye broer i 2031 [4].")))
    assert (found["citation_recall"], found["citation_precision"], found["citation_support"]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("Havnen fik 14 nye broer", True),
        ("Nye broer fik havnen i 2031", True),
        ("Havnen fik 15 nye broer", False),
        ("Havnen fik ikke 14 nye broer", False),
        ("Svendborg fik 14 nye broer og Havnen", False),
        ("Fem helt andre ord her", False),
        ("", False),
    ],
)
def test_support_wants_numbers_names_negations_and_words(claim: str, supported: bool) -> None:
    assert supports("Havnen fik 14 nye broer i 2031.", claim) is supported


def test_refusals_are_counted_on_both_sides(small_store: SqlStore) -> None:
    refusal = Answer("q", "q", "Det ved jeg ikke.", "not_found", "extractive", "m")
    unanswerable = Question("u", "Hvad?", "unanswerable", answerable=False)
    right = scores(case(small_store, refusal, unanswerable))
    false = scores(case(small_store, refusal))
    wrong = scores(case(small_store, answered("Fem [1]"), unanswerable))
    assert (right["refusal_precision"], right["refusal_recall"], right["crag"]) == (1.0, 1.0, 1.0)
    assert (false["refusal_precision"], false["false_refusals"], false["crag"]) == (0.0, 1.0, 0.0)
    assert (wrong["refusal_recall"], wrong["crag"]) == (0.0, -1.0)
    assert "refusal_precision" not in wrong
    assert "citation_support" not in right
    assert false["citation_recall"] == false["facts"] == false["right_page"] == 0.0


def test_no_answer_at_all_scores_the_worst_everywhere(small_store: SqlStore) -> None:
    for question in (BRIDGES, Question("u", "Hvad?", "unanswerable", answerable=False)):
        found = case(small_store, None, question)
        assert verdict(found) == "failed"
        for measure in MEASURES:
            value = scores(found).get(measure.name)
            assert value in (None, measure.low if measure.higher_is_better else measure.high), measure.name


def test_asking_back_is_no_answer_and_no_claim(small_store: SqlStore) -> None:
    asks = Answer("q", "q", "Mener du havnen?", "clarify", "extractive", "m")
    assert verdict(case(small_store, asks)) == "refused"


def test_gold_from_a_page_is_the_passages_on_it(small_store: SqlStore) -> None:
    gold = EvidenceIndex(small_store).gold(Question("q", "?", sources=(ExpectedSource("HAVNEN", 2),)))
    assert gold.passages == (frozenset({"havnen:2"}),)
    assert gold.pages == (frozenset({("havnen", 2)}),)


def test_gold_that_stands_nowhere_is_told_and_never_met(small_store: SqlStore) -> None:
    question = replace(BRIDGES, evidence=(("fik 14 nye broer",), ("står ingen steder her",)))
    found = case(small_store, PlantedAssistant(small_store).ask("Hvor mange broer fik havnen?"), question)
    assert found.gold.missing == ("står ingen steder her",)
    assert scores(found)["cited_evidence"] == 0.0
    assert scores(found)["recall@10"] == 0.0


def test_an_anchor_across_a_cut_is_found_in_both_passages(small_store: SqlStore) -> None:
    gold = EvidenceIndex(small_store).gold(replace(BRIDGES, evidence=(("er af egetræ. Havnefoged Mette",),)))
    assert gold.passages == (frozenset({"havnen:1", "havnen:2"}),)
    assert gold.pages == (frozenset({("havnen", 1), ("havnen", 2)}),)


def test_without_facts_the_expected_answer_decides() -> None:
    assert like_expected("Prisen er 85 kroner for en bod", "En bod koster 85 kroner")
    assert not like_expected("Prisen er 95 kroner for en bod", "En bod koster 85 kroner")
    assert not like_expected("Noget helt andet 85", "Boderne koster 85 kroner dagligt")


answers = st.lists(
    st.sampled_from(["Havnen fik 14 nye broer i 2031. [1]", "Egene er fredet. [2]", "Vrøvl uden kilde.", "Tal 62 [9]"]),
    max_size=5,
)


@given(lines=answers, status=st.sampled_from(["answered", "not_found", "clarify"]), answerable=st.booleans())
def test_every_score_stays_in_its_range(fixed_store: SqlStore, lines: list[str], status: str, answerable: bool) -> None:
    cited = (
        quote(fixed_store, "havnen:1", "Havnen fik 14 nye broer i 2031."),
        quote(fixed_store, "skoven:1", "Egene er fredet siden 1925.", marker=2),
    )
    question = BRIDGES if answerable else Question("u", "Hvad?", "unanswerable", answerable=False)
    answer = replace(answered("\n".join(lines), *cited), status=status)  # type: ignore[arg-type]
    found = scores(case(fixed_store, answer, question))
    for measure in MEASURES:
        assert measure.low <= found.get(measure.name, measure.low) <= measure.high, measure.name


def test_every_measure_says_what_it_is(small_set: QuestionSet) -> None:
    assert len({m.name for m in MEASURES}) == len(MEASURES)
    for measure in MEASURES:
        assert measure.definition.endswith(".")
        assert measure.source
        assert measure.low < measure.high
        told = measure.judge.__doc__ or ""
        assert "Range" in told, measure.name
        assert "Source" in told or "Own definition" in told, measure.name
