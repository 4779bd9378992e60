"""Questions that people propose: a saved answer, a vote, a draft; accepted, edited or declined on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval_fakes import PlantedAssistant, document, subject
from fastapi.testclient import TestClient
from quality_site import quality_client

from corpus.answers import Message
from corpus.errors import InvalidQuestionSet, NotFound
from corpus.journal import Journal
from corpus.sqlstore import SqlStore
from eval.proposals import decide, propose_answer, waiting
from eval.question_form import filled, with_question
from eval.questions import QuestionSet
from eval.run import execute
from eval.runs import new_run
from eval.sets import named_set
from service.web.wire import answer_body


@pytest.fixture
def site(tmp_path: Path) -> tuple[TestClient, Journal, SqlStore]:
    return quality_client(tmp_path)


def asked(journal: Journal, store: SqlStore, *questions: str) -> list[str]:
    """The ids of the answers of one conversation."""
    conversation = ""
    ids = []
    for question in questions:
        saved = journal.save_answer(answer_body(PlantedAssistant(store).ask(question)), conversation_id=conversation)
        conversation = saved.conversation_id
        ids.append(saved.answer_id)
    return ids


def test_a_saved_answer_becomes_a_question_that_is_right_on_it(
    site: tuple[TestClient, Journal, SqlStore], tmp_path: Path
) -> None:
    client, journal, store = site
    (answer,) = asked(journal, store, "Hvor mange broer fik havnen?")
    told = client.post("/kvalitet/forslag", data={"svar": answer}, headers={"accept": "application/json"})
    assert told.status_code == 201
    url = told.json()["url"]
    form = client.get(url).text
    assert "Havnen fik 14 nye broer i 2031." in form
    assert "Havnen, side 1" in form
    (proposal,) = waiting(tmp_path, journal)
    fields = {"spoergsmaal": proposal.question.text, "noegle": "14", "citat": "Havnen fik 14 nye broer", "type": "Tal"}
    after = client.post(url, data={**fields, "valg": "tag", "nytsaet": "vores sæt"})
    assert after.url.path == "/kvalitet/forslag"
    assert waiting(tmp_path, journal) == []
    held = named_set("vores-sæt", tmp_path)
    (answer,) = asked(journal, store, "Hvem passer slusen?")
    url = client.post("/kvalitet/forslag", data={"svar": answer}, headers={"accept": "application/json"}).json()["url"]
    more = {"spoergsmaal": "Hvem passer slusen?", "noegle": "Mette Lund", "valg": "tag", "nytsaet": "vores sæt"}
    client.post(url, data={**fields, **more})
    assert [q.text for q in named_set("vores-sæt", tmp_path).questions] == [
        "Hvor mange broer fik havnen?", "Hvem passer slusen?",
    ]  # fmt: skip
    assert [(q.text, q.facts, q.kind) for q in held.questions] == [
        ("Hvor mange broer fik havnen?", (("14",),), "number")
    ]
    summary = execute(new_run(tmp_path, held, subject(store).conditions), subject(store))
    assert summary is not None
    assert summary.measures["correct"].mean == summary.measures["cited_evidence"].mean == 1.0


def test_a_vote_of_no_use_is_a_proposal_without_an_expected_answer(
    site: tuple[TestClient, Journal, SqlStore], tmp_path: Path
) -> None:
    client, journal, store = site
    first, second = asked(journal, store, "Hvem passer slusen?", "Hvornår åbner slusen hver morgen?")
    journal.save_feedback(second, useful=False, reasons=("Forkert kilde",), note="Se side 2")
    journal.save_feedback(first, useful=True)
    (proposal,) = waiting(tmp_path, journal)
    assert proposal.about == "Forkert kilde; Se side 2"
    assert (proposal.question.expected, proposal.question.evidence) == ("", ())
    assert proposal.question.kind == "followup"
    assert proposal.question.history[0] == Message("user", "Hvem passer slusen?")
    url = f"/kvalitet/forslag/{proposal.proposal_id}"
    refused = client.post(url, data={"spoergsmaal": "Hvornår åbner slusen?", "valg": "tag", "type": "Fakta"})
    assert "skal have et forventet svar, nøgleoplysninger eller en kilde" in refused.text
    assert len(waiting(tmp_path, journal)) == 1
    client.post(url, data={"valg": "afvis"})
    assert waiting(tmp_path, journal) == []
    assert client.get(url).status_code == 404


def test_a_vote_goes_away_with_its_conversation(site: tuple[TestClient, Journal, SqlStore], tmp_path: Path) -> None:
    _, journal, store = site
    (answer,) = asked(journal, store, "Hvem passer slusen?")
    journal.save_feedback(answer, useful=False)
    assert len(waiting(tmp_path, journal)) == 1
    journal.delete(journal.answer(answer).conversation_id)
    assert waiting(tmp_path, journal) == []


def test_a_refusal_that_was_saved_must_not_be_answered(
    site: tuple[TestClient, Journal, SqlStore], tmp_path: Path
) -> None:
    _, journal, store = site
    (answer,) = asked(journal, store, "Hvad hedder kongen?")
    proposal = propose_answer(tmp_path, journal, answer)
    assert not proposal.question.answerable
    assert propose_answer(tmp_path, journal, answer).proposal_id == proposal.proposal_id
    assert len(waiting(tmp_path, journal)) == 1


def test_drafts_wait_in_order_and_the_next_one_follows(
    site: tuple[TestClient, Journal, SqlStore], tmp_path: Path
) -> None:
    client, journal, store = site
    store.put(document("parken", ("14 bænke står i parken. I maj 2031 åbnede parken for alle.",)))
    page = client.post("/kvalitet/forslag/udkast", data={"dokument": "parken"})
    drafts = waiting(tmp_path, journal)
    assert page.url.path == f"/kvalitet/forslag/{drafts[0].proposal_id}"
    assert f"Forslag 1 af {len(drafts)}" in page.text
    after = client.post(page.url.path, data={"valg": "afvis"})
    assert after.url.path == f"/kvalitet/forslag/{drafts[1].proposal_id}"
    assert "Parken" in client.get("/kvalitet/forslag").text


def test_unknown_answers_and_documents_are_told(site: tuple[TestClient, Journal, SqlStore], tmp_path: Path) -> None:
    client, journal, _ = site
    assert client.post("/kvalitet/forslag", data={"svar": "findes-ikke"}).status_code == 404
    assert client.post("/kvalitet/forslag/udkast", data={"dokument": "findes-ikke"}).status_code == 404
    assert client.post("/kvalitet/forslag/findes-ikke", data={"valg": "afvis"}).status_code == 404
    with pytest.raises(NotFound):
        propose_answer(tmp_path, journal, "../../andet")
    decide(tmp_path, "../../andet")
    assert waiting(tmp_path, journal) == []


def test_the_same_question_is_not_taken_twice(small_set: QuestionSet) -> None:
    again = filled({"spoergsmaal": small_set.questions[0].text, "noegle": "14"}).question
    assert again is not None
    with pytest.raises(InvalidQuestionSet, match=r"nr\. a1"):
        with_question(small_set, again)
