"""What is said to the service is answered by itself, without a citation; what has a subject is looked for."""

from __future__ import annotations

import tomllib
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from typing import get_args

import pytest

from corpus.answers import Answer, Message
from service.answer import Answerer
from service.aside import aside_of
from service.aside_sorts import Aside
from service.aside_text import TEXTS, open_asides
from service.events import answer_of
from service.generate import Meter, Model, Prompt
from service.names import NameBook
from service.several import in_turn
from tests.service.fakes import HashEmbedder, OverlapRetriever
from tests.service.havne import CATALOGUE, answerer, store

BOTH: dict[Aside, tuple[str, str]] = {
    "identity": ("Hvem er du?", "Who are you?"),
    "model": ("Bruger du ChatGPT?", "Do you use ChatGPT?"),
    "person": ("Kan jeg tale med et menneske?", "Can I talk to a human?"),
    "trust": ("Kan jeg stole på dine svar?", "Can I trust your answers?"),
    "sources": ("Hvor kommer dine svar fra?", "Where do your answers come from?"),
    "works": ("Hvordan virker du?", "How do you work?"),
    "kept": ("Gemmer du det, jeg skriver?", "Do you store what I write?"),
    "current": ("Er du opdateret?", "Are you up to date?"),
    "languages": ("Hvilke sprog forstår du?", "What languages do you understand?"),
    "shape": ("Kan du skrive kortere svar?", "Can you write shorter answers?"),
    "opinion": ("Hvad synes du?", "What do you think?"),
    "help": ("Kan du hjælpe mig?", "Can you help me?"),
    "lost": ("Det forstod jeg ikke", "I do not understand your answer"),
    "wrong": ("Du er ubrugelig", "You are useless"),
    "praise": ("Du er dygtig", "That was a good answer"),
    "next": ("Hvad så nu?", "What now?"),
}


class Mute:
    """A language model that fails where it is asked for anything."""

    model_id = "tavs-model"

    def generate(self, prompts: Sequence[Prompt], *, until: float) -> Generator[str, None, None]:
        raise AssertionError(prompts)

    def complete(self, prompts: Sequence[Prompt], *, until: float) -> str:
        raise AssertionError(prompts)

    def submit(self, prompts: Sequence[Prompt], *, until: float) -> Future[str]:
        raise AssertionError(prompts)

    def metered(self, meter: Meter) -> Mute:
        return self

    def close(self) -> None:
        """Nothing is open."""


def named(name: str, model: Model | None = None) -> Answerer:
    here = store()
    return Answerer(here, OverlapRetriever(here), HashEmbedder(), CATALOGUE, threshold=0.0, name=name, model=model)


def ask(made: Answerer, *messages: str) -> Answer:
    """The answer to the last message of a conversation."""
    history: list[Message] = []
    for message in messages[:-1]:
        answer = answer_of(made.stream(message, history=history))
        history += [Message("user", message), Message("assistant", answer.text)]
    return answer_of(made.stream(messages[-1], history=history))


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("Hvem er du?", "identity"),
        ("Hej, kan du fortælle mig, hvem du er?", "identity"),
        ("Hvem har udviklet den her chatbot?", "identity"),
        ("taler jeg med et rigtigt menneske", "identity"),
        ("Hvem ejer Havnesvar?", "identity"),
        ("Who made you?", "identity"),
        ("Bruger I ChatGPT?", "model"),
        ("Er det her AI?", "model"),
        ("Må jeg tale med en medarbejder?", "person"),
        ("Kan jeg stole på dine svar?", "trust"),
        ("er du sikker på det?", "trust"),
        ("Hvor kommer dine svar fra?", "sources"),
        ("søger du på nettet", "sources"),
        ("Hvordan virker du?", "works"),
        ("hvad er du god til?", "works"),
        ("Gemmer du det, jeg skriver?", "kept"),
        ("Hvem kan se mine spørgsmål?", "kept"),
        ("Hvor gamle er dine oplysninger?", "current"),
        ("Hvilke sprog kan du?", "languages"),
        ("svar på engelsk", "languages"),
        ("Hvorfor er svaret så langt?", "shape"),
        ("kan du skrive det lidt kortere?", "shape"),
        ("hvad synes du selv?", "opinion"),
        ("hjælp!", "help"),
        ("Kan du hjælpe mig med noget?", "help"),
        ("Det forstod jeg ikke", "lost"),
        ("I don’t understand the answer", "lost"),
        ("du er altså virkelig ubrugelig", "wrong"),
        ("Det var ikke det, jeg spurgte om!", "wrong"),
        ("du er dygtig", "praise"),
        ("fint, og hvad så nu?", "next"),
    ],
)
def test_what_is_said_to_the_service_is_told_apart(message: str, about: Aside) -> None:
    assert aside_of(message, name="Havnesvar") == about


@pytest.mark.parametrize(
    "message",
    [
        "Kan du hjælpe mig med blæretang?",
        "Hvem står bag kampagnen?",
        "Hvem har lavet den?",
        "Hvordan bruger du den?",
        "Hvordan sorterer du dit affald?",
        "Er du sikker på, at Marstal er med?",
        "Hvad synes du om broerne?",
        "Hvad mener du med ålegræs?",
        "Hvad er svaret på vandstigningen?",
        "Gemmer I på gamle trapper?",
        "Bruger havnene ChatGPT?",
        "Findes guiden på engelsk?",
        "Hvor kommer pengene fra?",
        "Hvorfor er det så svært?",
        "Hvornår blev planen opdateret?",
        "Hvem hjælper havnene?",
        "Hjælp til kajakroere",
        "Forklar GDPR",
        "Skriv om AI",
        "Forklar hvor data kommer fra",
        "Du er havnefoged i Skagen. Hvem betaler?",
        "Hvad nu?",
        "Kan du uddybe?",
        "Hvad kan du?",
        "Tak for din vurdering.",
        "How does it work?",
        "Hvem er du? " + "Hvad er en bro? " * 20,
    ],
)
def test_what_has_a_subject_is_none(message: str) -> None:
    assert aside_of(message, name="Havnesvar") == ""


@pytest.mark.parametrize("message", ["du er " + "meget " * 18, "jeg " + "gerne vil " * 11, "svar " * 24])
def test_a_long_row_of_the_same_words_is_read_at_once(message: str) -> None:
    assert aside_of(message.strip()) == ""


def test_it_is_answered_without_sources() -> None:
    answer = ask(named("Havnesvar"), "Hvem er du?")
    assert (answer.status, answer.citations, answer.sources, answer.confidence) == ("not_found", (), (), 0.0)
    assert answer.text.startswith("Jeg er Havnesvar, en automatisk søgetjeneste, ikke et menneske.")
    assert "ingen sprogmodel skriver svarene" in answer.text


def test_an_english_message_is_answered_in_english() -> None:
    assert ask(answerer(), "Are you a robot?").text.startswith("I am an automatic search service, not a human.")


@pytest.mark.parametrize("made", [named("Havnesvar"), named("Havnesvar", Model(Mute()))])
def test_every_sort_is_answered_in_both_languages(made: Answerer) -> None:
    told = tomllib.loads(TEXTS.read_text("utf-8"))
    sorts = set(get_args(Aside)) - {""}
    assert set(told["da"]["said"]) == set(told["en"]["said"]) == sorts
    for about, (danish, english) in BOTH.items():
        assert aside_of(danish) == aside_of(english) == about
        texts = ask(made, danish).text, ask(made, english).text
        assert texts[0] != texts[1]
        assert not any("{" in text or not text for text in texts)
    assert set(BOTH) == sorts


def test_where_a_model_is_set_it_is_named_and_not_asked() -> None:
    made = named("Havnesvar", Model(Mute()))
    assert "Sprogmodellen tavs-model formulerer mange af mine svar" in ask(made, "Bruger du ChatGPT?").text
    assert "sendt til sprogmodellens server" in ask(made, "Hvem er du?", "gemmer du det, jeg skriver?").text
    assert "sendt til" not in ask(answerer(), "gemmer du det, jeg skriver?").text


@pytest.mark.parametrize("message", ["who are you?", "du er ubrugelig", "hvor har du det fra?", "Er du sikker?"])
def test_the_next_question_leans_on_what_was_asked_before(message: str) -> None:
    answer = ask(answerer(), "Hvem deltager i Flydende broer?", message, "Er Marstal med?")
    assert answer.text.startswith("Ja, Marstal er med i »Flydende broer«")


def test_within_a_message_the_question_to_the_material_is_still_answered() -> None:
    answer = answer_of(in_turn("Hvem er du? Hvem deltager i Flydende broer?", (), answerer().stream))
    assert answer.status == "answered"
    assert answer.text.startswith("»Hvem er du?«: Jeg er en automatisk søgetjeneste")
    assert "Thyborøn" in answer.text


@pytest.mark.parametrize("name", ["Klimaplan", "Tanghaver ved kajen"])
def test_a_service_named_as_something_else_is_not_meant_by_that_name(name: str) -> None:
    asides = open_asides(name, None, NameBook(store(), CATALOGUE))
    assert asides.reply(f"Hvad er {name}?") == ""
    assert asides.reply("Hvad er du?").startswith(f"Jeg er {name}, ")


def test_the_name_of_the_service_stands_for_it() -> None:
    asides = open_asides("Spørg havnen", None, NameBook(store(), CATALOGUE))
    assert asides.reply("Hvad er Spørg havnen?") == asides.reply("Hvad er du?") != ""


def test_history_without_a_question_is_kept() -> None:
    history: Sequence[Message] = (Message("assistant", "Velkommen."), Message("user", "Hvem deltager i broer?"))
    assert open_asides("", None, NameBook(store(), CATALOGUE)).left_out(history) == tuple(history)
