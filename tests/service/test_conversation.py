"""What follow-ups are answered with over the harbour library: nothing twice, and what is asked for rather than more."""

from __future__ import annotations

import pytest

from corpus.answers import Answer, Message
from service.answer import Answerer
from service.events import Answered
from service.refuse_text import is_refusal
from tests.service.havne import answerer

TANG, BROER = "Hvad handlede Tanghaver ved kajen om?", "Hvad handlede Flydende broer om?"


@pytest.fixture(scope="module")
def made() -> Answerer:
    return answerer()


def talk(made: Answerer, *questions: str) -> list[Answer]:
    """The answers to the questions, asked one after the other."""
    history: list[Message] = []
    answers = []
    for question in questions:
        last = list(made.stream(question, history=history))[-1]
        assert isinstance(last, Answered)
        answers.append(last.answer)
        history += [Message("user", question), Message("assistant", last.answer.text)]
    return answers


def quotes(answer: Answer) -> set[str]:
    return {citation.quote for citation in answer.citations}


@pytest.mark.parametrize("more", ["Hvad ellers?", "Er der andre?", "Flere?", "Kan du uddybe?", "Fortæl mere", "Andet?"])
def test_asking_on_tells_each_sentence_once_and_then_that_there_is_no_more(made: Answerer, more: str) -> None:
    answers = talk(made, TANG, *[more] * 8)
    told = [a for a in answers if a.status == "answered"]
    seen: set[str] = set()
    assert len(told) >= 2
    for answer in told:
        fresh = quotes(answer) - seen
        assert fresh, answer.text
        seen |= fresh
    assert len(seen) == sum(len(quotes(a)) for a in told)
    assert answers[-1].text.startswith("Mere end det, der er svaret, fremgår ikke af materialet.")


def test_more_stays_with_the_project_that_was_told_of(made: Answerer) -> None:
    first, *others = talk(made, TANG, *["Hvad ellers?"] * 3)
    held = {s.passage.passage_id: s.passage.project for a in (first, *others) for s in a.sources}
    cited = {held[c.passage_id] for a in others for c in a.citations}
    assert cited <= {"tang"}


def test_why_is_answered_with_a_reason_or_not_at_all(made: Answerer) -> None:
    reason = "To broer blev afprøvet, fordi de gamle trapper var glatte."
    _, why, again = talk(made, "Hvad er Flydende broer?", "Hvorfor?", "Hvorfor det?")
    assert reason in quotes(why)
    assert again.status == "not_found"
    assert again.text.startswith("En forklaring ud over det, der er svaret, fremgår ikke af materialet.")


def test_what_was_refused_has_told_nothing(made: Answerer) -> None:
    first, second = talk(made, "Hvem kan være med i Flydende broer?", "Hvad ellers?")
    assert not is_refusal(first.text)
    assert is_refusal(second.text)
    strict = answerer(threshold=2.0)
    refused, again = talk(strict, TANG, "Hvad ellers?")
    assert refused.text.splitlines()[0] == again.text.splitlines()[0]


@pytest.mark.parametrize(
    "question",
    [
        "Hvem står bag?",
        "Hvem står bag projektet?",
        "Hvem er ansvarlig?",
        "Hvem stod for det?",
        "Hvem står for projektet?",
    ],
)
def test_who_is_behind_a_project_is_its_coordinator(made: Answerer, question: str) -> None:
    *_, answer = talk(made, TANG, "Hvad ellers?", question)
    assert "Hundested" in answer.text
    assert "Dykkere" not in answer.text


def test_who_did_a_part_of_it_is_not_its_coordinator(made: Answerer) -> None:
    _, answer = talk(made, TANG, "Hvem stod for det grafiske?")
    assert not answer.text.startswith("Tovholder")


@pytest.mark.parametrize("question", ["Hvor henter jeg værktøjet?", "Hvor kan jeg få det?", "Hvem har opfundet det?"])
def test_what_is_not_told_of_a_project_is_refused_and_not_answered_with_its_description(
    made: Answerer, question: str
) -> None:
    _, answer = talk(made, BROER, question)
    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.text.startswith("Det fremgår ikke af materialet. Nærmest kommer »")


def test_the_same_of_something_else_is_told_of_that_alone(made: Answerer) -> None:
    _, answer = talk(made, "Hvad blev plantet på bundgarnspæle?", "Hvad med ålegræs?")
    assert answer.understood == "Hvad blev plantet på ålegræs?"
    assert quotes(answer) == {"Havnerådet vil plante ålegræs fra foråret 2032."}
    _, unknown = talk(made, "Hvad blev plantet på bundgarnspæle?", "Hvad med xyzzyqwrt?")
    assert unknown.status == "not_found"


def test_a_follow_up_after_many_still_knows_what_is_spoken_of(made: Answerer) -> None:
    *_, answer = talk(made, TANG, "Hvad ellers?", "Hvorfor?", "Andet?", "Hvad kostede det?", "Flere?", "Hvem deltog?")
    assert answer.citations[0].quote == "Skagen, Hundested, Rødvig og Marstal."


def test_an_english_follow_up_is_read_with_a_danish_question(made: Answerer) -> None:
    _, who, more = talk(made, TANG, "Who took part?", "Are there others?")
    assert who.text.startswith("The material says (quoted in Danish):")
    assert who.citations[0].quote == "Skagen, Hundested, Rødvig og Marstal."
    assert more.text.startswith("The material says no more about this than what has been answered.")


def test_others_of_a_kind_may_stand_under_another_project(made: Answerer) -> None:
    _, answer = talk(made, "Hvem udtaler sig om Tanghaver ved kajen?", "Er der andre havnefogeder?")
    assert "Asta Mølgård, havnefoged, Rødvig Havn" in quotes(answer)


@pytest.mark.parametrize("others", ["Hvilke andre projekter?", "Er der andre projekter?", "Nævn flere projekter"])
def test_other_projects_are_those_that_were_not_spoken_of(made: Answerer, others: str) -> None:
    _, answer, again = talk(made, TANG, others, others)
    assert answer.text.startswith("I materialet er der disse andre projekter:")
    assert "- **Flydende broer** [1]" in answer.text
    assert "Tanghaver" not in answer.text
    assert again.text.startswith("Andet end det, der er svaret, fremgår ikke af materialet.")


def test_other_projects_are_told_of_after_an_answer_that_alone_names_one(made: Answerer) -> None:
    _, answer = talk(made, "Hvem deltager i Tanghaver ved kajen?", "Hvilke andre projekter er der?")
    assert "Flydende broer" in answer.text
    assert "Tanghaver" not in answer.text


def test_other_projects_of_a_kind_are_asked_for_alone(made: Answerer) -> None:
    _, answer = talk(made, TANG, "Hvilke andre projekter lader kajakker lægge til?")
    assert answer.understood == ""
    assert "Flydende broer lader kajakker lægge til uden trapper." in quotes(answer)
    assert "Dykkere" not in answer.text


def test_a_reason_that_was_told_unasked_is_told_again_once(made: Answerer) -> None:
    reason = "To broer blev afprøvet, fordi de gamle trapper var glatte."
    first, why, again = talk(made, "Blev to broer afprøvet?", "Hvorfor?", "Hvorfor?")
    assert reason in quotes(first)
    assert reason in quotes(why)
    assert again.status == "not_found"
