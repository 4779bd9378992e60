"""Drafts by rule: what a sentence, a list, a name or a heading answers, in Danish that a person can keep."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from eval_fakes import document

from corpus.database import open_database
from corpus.sqlstore import SqlStore
from eval.draft import draft
from eval.draft_rules import question_of_person, questions_of
from eval.evidence import EvidenceIndex
from eval.matching import fact_in
from eval.questions import problems_of
from service.assistant import open_engine
from service.settings import Settings


def lowered(words: str) -> str:
    return words[0].lower() + words[1:]


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("58 % af byerne har en park.", [("Hvor stor en andel af byerne har en park?", "58")]),
        ("14 broer er nye.", [("Hvor mange broer er nye?", "14")]),
        ("I maj 2031 åbnede broen.", [("Hvornår åbnede broen?", "maj 2031")]),
        ("Fiskerne lander 300 kasser makrel om ugen.", [("Hvor mange kasser makrel lander fiskerne om ugen?", "300")]),
        ("Boderne koster 85 kroner.", [("Hvor mange kroner koster boderne?", "85")]),
        ("Skoven har 62 gamle ege.", [("Hvor mange gamle ege har skoven?", "62")]),
        ("Den nye bro kostede knap 2,5 millioner kroner i alt.", []),
        ("Kommunens biler kørte omkring 12.000 kilometer på el.",
         [("Hvor mange kilometer kørte kommunens biler på el?", "12.000")]),
        ("Mosen dækker 40 % af øen.", [("Hvor mange procent dækker mosen af øen?", "40")]),
        ("Der er talt 9 uglereder.", [("Hvor mange uglereder er der talt?", "9")]),
        ("Der var 31 både i havnen.", [("Hvor mange både var der i havnen?", "31")]),
        ("Brønden åbnede 1744 for alle.", []),
        ("Tangskoven er en undersøisk have, som dykkere passer.", [("Hvad er tangskoven?", "")]),
        ("Det er en god idé at spørge.", []),
        ("Slusen blev lukket om natten, fordi isen var for tyk.", [("Hvorfor blev slusen lukket om natten?", "")]),
        ("De er glade, fordi solen skinner.", []),
        ("2031 var et godt år.", []),
        ("For havnen er broen en lettelse.", []),
        ("Havnen har 14 broer. De er nye.", []),
    ],
)  # fmt: skip
def test_a_sentence_gives_the_questions_it_answers(sentence: str, questions: list[tuple[str, str]]) -> None:
    assert [(asked.text, asked.fact) for asked in questions_of(sentence, lowered)] == questions


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Havnefoged Mette Lund passer slusen.", "Hvem passer slusen?"),
        ("Mette Lund, der bor ved havnen, passer slusen.", "Hvem passer slusen?"),
        ("Mette Lund var formand for lauget i ni år.", "Hvem var formand for lauget i ni år?"),
        ("Slusen passes af Mette Lund hver dag.", None),
    ],
)
def test_a_name_that_acts_is_asked_for(sentence: str, text: str | None) -> None:
    asked = question_of_person(sentence, "Mette Lund")
    assert (asked.text if asked else None) == text
    assert asked is None or asked.fact == "mette lund"


def test_proposals_follow_the_sentence() -> None:
    text = "58 % af byerne har en park. 14 broer er nye. I maj 2031 åbnede broen. 2031 var et godt år."
    store = SqlStore(open_database("sqlite://"))
    store.put(document("parker", (text,)))
    proposals = {q.text: q.facts for q in draft(store, "parker")}
    assert proposals == {
        "Hvor stor en andel af byerne har en park?": (("58",),),
        "Hvor mange broer er nye?": (("14",),),
        "Hvornår åbnede broen?": (("maj 2031",),),
    }


def test_proposals_come_with_fact_anchor_and_page(small_store: SqlStore) -> None:
    proposals = {q.text: q for q in draft(small_store, "havnen")}
    assert all(q.note.startswith("Forslag") for q in proposals.values())
    for question in proposals.values():
        assert small_store.text("havnen").count(question.evidence[0][0]) == 1
    assert len({q.question_id for q in proposals.values()}) == len(proposals)


def test_a_list_is_asked_for_by_what_introduces_it() -> None:
    lines = ("Havnen skal have tre ting:", "1. en ny kran", "2. lys på molen", "3. en bænk ved slusen")
    content = document("havneplan", (" ".join(lines),))
    spans = tuple((content.text.index(line), content.text.index(line) + len(line)) for line in lines)
    listed = replace(content.passages[0], kind="list", sentences=spans)
    store = SqlStore(open_database("sqlite://"))
    store.put(replace(content, passages=(listed,)))
    (question,) = draft(store, "havneplan")
    assert question.text == "Hvilke punkter er der under »Havnen skal have tre ting«?"
    assert question.facts == (("en ny kran",), ("lys på molen",), ("en bænk ved slusen",))
    assert question.kind == "list"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Hvad lærte vi?", "I afsnittet »Havnen«: Hvad lærte vi?"),
        ("Erfaringer", "Hvad står der under »Erfaringer« i afsnittet »Havnen«?"),
        ("Et nyt udbud?", "Hvad står der under »Et nyt udbud?« i afsnittet »Havnen«?"),
    ],
)
def test_a_heading_is_asked_about_where_nothing_else_is(heading: str, text: str) -> None:
    content = document("plan", ("Både og broer og bænke og bolværk blev set efter af folk fra byen. " * 4,))
    store = SqlStore(open_database("sqlite://"))
    store.put(replace(content, passages=(replace(content.passages[0], context=f"plan › Havnen › {heading}"),)))
    assert [q.text for q in draft(store, "plan")] == [text]


@pytest.mark.slow
def test_every_draft_of_the_shipped_library_rests_on_what_it_cites(shipped: Settings) -> None:
    store = SqlStore(open_engine(shipped))
    evidence = EvidenceIndex(store)
    kinds: Counter[str] = Counter()
    for one in store.documents():
        for question in draft(store, one.document_id):
            assert problems_of(question) == []
            gold = evidence.gold(question)
            assert not gold.missing, question.text
            held = " ".join(p.text for group in gold.passages for p in store.passages(sorted(group)))
            assert all(fact_in(held, group) for group in question.facts) or question.kind in ("who", "list")
            kinds[question.kind] += 1
    assert set(kinds) >= {"number", "fact", "who", "list", "definition", "why", "summary"}
