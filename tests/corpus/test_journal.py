"""Conversations keep their answers unchanged and in order, and deletion leaves nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from corpus import schema
from corpus.accounts import Accounts
from corpus.database import open_database
from corpus.errors import NotFound, StoreError
from corpus.journal import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(open_database(f"sqlite:///{tmp_path}/k.db"))


def body(question: str) -> dict[str, object]:
    return {"question": question, "status": "answered", "answer": f"Svar på {question}"}


def test_a_conversation_grows_in_order(journal: Journal) -> None:
    first = journal.save_answer(body("Et?"), generation="g1")
    second = journal.save_answer(body("To?"), conversation_id=first.conversation_id)
    assert journal.answers(first.conversation_id) == [first, second]
    assert journal.answer(first.answer_id).body == body("Et?")
    assert [m.content for m in journal.history(first.conversation_id, turns=3)] == ["Svar på Et?", "To?", "Svar på To?"]
    assert journal.history(first.conversation_id, turns=0) == []


def test_answers_that_come_at_once_each_have_a_place(journal: Journal) -> None:
    talk = journal.save_answer(body("Et?")).conversation_id
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: journal.save_answer(body(f"{n}?"), conversation_id=talk), range(120)))
    with journal.engine.connect() as connection:
        places = connection.execute(select(schema.answers.c.ordinal)).scalars().all()
    assert sorted(places) == list(range(121))


def test_conversations_are_found_renamed_and_deleted(journal: Journal) -> None:
    kept = journal.save_answer(body("Madspild i 100 %?")).conversation_id
    gone = journal.save_answer(body("Plast?"))
    journal.save_feedback(gone.answer_id, useful=False, reasons=("Forkert",), note="nej")
    journal.rename(kept, "Om mad")
    assert [c.title for c in journal.conversations(containing="100 %")] == ["Om mad"]
    assert [c.conversation_id for c in journal.conversations()] == [gone.conversation_id, kept]
    journal.delete(gone.conversation_id)
    assert journal.feedback() == []
    with pytest.raises(NotFound):
        journal.answer(gone.answer_id)
    with pytest.raises(NotFound):
        journal.rename(gone.conversation_id, "x")


def test_statuses_are_counted_over_the_newest(journal: Journal) -> None:
    assert journal.statuses() == {}
    for owner, status in (("a", "not_found"), ("a", "answered"), ("b", "answered"), ("a", "answered")):
        journal.of(owner).save_answer({**body("Et?"), "status": status})
    everyone = journal.of(None)
    assert everyone.statuses() == {"answered": 3, "not_found": 1}
    assert everyone.statuses(most=3) == {"answered": 3}
    assert journal.of("a").statuses() == {"answered": 2, "not_found": 1}


def test_a_later_vote_replaces_the_first(journal: Journal) -> None:
    answer = journal.save_answer(body("Et?"))
    journal.save_feedback(answer.answer_id, useful=True)
    journal.save_feedback(answer.answer_id, useful=False, reasons=("Mangler noget",))
    assert [(f.useful, f.reasons) for f in journal.feedback()] == [(False, ("Mangler noget",))]


def test_another_owner_sees_nothing(journal: Journal, tmp_path: Path) -> None:
    answer = journal.save_answer(body("Et?"))
    stranger = Journal(open_database(f"sqlite:///{tmp_path}/k.db"), owner="b")
    assert stranger.conversations() == []
    for call in (
        lambda: stranger.answer(answer.answer_id),
        lambda: stranger.answers(answer.conversation_id),
        lambda: stranger.delete(answer.conversation_id),
        lambda: stranger.save_feedback(answer.answer_id, useful=True),
        lambda: stranger.save_answer(body("To?"), conversation_id=answer.conversation_id),
    ):
        with pytest.raises(NotFound):
            call()


def test_what_cannot_be_saved_is_not_repeated_in_the_log(journal: Journal) -> None:
    with journal.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(StoreError) as raised:
        journal.save_answer(body("Hvem klagede over Fru Hansen?"))
    assert "full" in raised.value.detail
    assert "Hansen" not in str(raised.value) + raised.value.detail


def test_all_that_one_has_asked_is_removed_and_nothing_of_the_others(journal: Journal) -> None:
    for owner in ("lis", "rie"):
        for question in ("Et?", "To?"):
            journal.of(owner).save_answer(body(question))
    assert journal.of("lis").purge() == 2
    assert len(journal.of(None).conversations()) == len(journal.of("rie").conversations()) == 2


def test_a_database_that_fails_while_it_is_used_is_said_in_danish(journal: Journal) -> None:
    with journal.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sessions")
        connection.exec_driver_sql("DROP TABLE feedback")
    for use in (journal.feedback, lambda: Accounts(journal.engine).of_session("x")):
        with pytest.raises(StoreError, match="Prøv igen"):
            use()
