"""The parts around a language model that need no server: settings, sentences from a stream, the circuit breaker."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InvalidSetting
from service.breaker import LONGEST_PAUSE_S, Breaker
from service.generate import Endpoint, endpoint_of, open_model
from service.sentence_stream import SentenceStream, Written
from service.settings import Secret, load_settings
from service.verify_facts import addresses_of, dates_of, negated, numbers_of

URL = "http://127.0.0.1:11434/v1"


def test_without_an_address_there_is_no_model_and_its_library_is_not_loaded() -> None:
    assert open_model(load_settings({})) is None
    code = "import sys, service.assistant, service.commands; sys.exit('openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_settings_name_the_endpoint_and_never_show_the_key() -> None:
    settings = load_settings(
        {"KLIMASVAR_GENERATOR_URL": URL, "KLIMASVAR_GENERATOR_MODEL": "m", "KLIMASVAR_GENERATOR_KEY": "sk-1"}
    )
    endpoint = endpoint_of(settings)
    assert endpoint == Endpoint(URL, "m", Secret("sk-1"))
    assert "sk-1" not in f"{settings!r}{endpoint!r}"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"generator_url": "ftp://vært/v1"}, "http://"),
        ({"generator_url": "http://:80/v1"}, "http://"),
        ({"generator_url": "http://mig:sk-2@vært/v1"}, "KLIMASVAR_GENERATOR_KEY"),
        ({"generator_model": ""}, "KLIMASVAR_GENERATOR_MODEL"),
        ({"generator_unsupported": "vis"}, "fjern eller marker"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_refused_at_the_start(changed: dict[str, str], told: str) -> None:
    with pytest.raises(InvalidSetting, match=told) as raised:
        open_model(load_settings({}, **{"generator_url": URL, "generator_model": "m", **changed}))
    assert "sk-2" not in str(raised.value)


TEXT = (
    "<think>Kilde [9]?\n</think>Dykkere plantede ca. 14 pæle. [1][2] "
    "Det gav bl.a. læ [kilde 2, 3]. Den 3. maj【4】.\n\n"
    "Tre ting:\n- **tangen** tåler [3]\n2. sæler æder ikke tang. [4]\n# Til sidst\nSlut [1] [2]"
)
SENTENCES = [
    Written("Dykkere plantede ca. 14 pæle.", (1, 2), opens=True),
    Written("Det gav bl.a. læ.", (2, 3)),
    Written("Den 3. maj.", (4,)),
    Written("Tre ting:", (), opens=True),
    Written("tangen tåler", (3,), item=True, opens=True),
    Written("sæler æder ikke tang.", (4,), item=True, opens=True),
    Written("Til sidst", (), opens=True),
    Written("Slut", (1, 2), opens=True),
]


@given(st.lists(st.integers(0, len(TEXT)), max_size=60))
def test_sentences_and_their_markers_are_the_same_however_the_text_is_cut(cuts: list[int]) -> None:
    stream, edges = SentenceStream(), sorted({0, *cuts, len(TEXT)})
    found = [w for a, b in itertools.pairwise(edges) for w in stream.feed(TEXT[a:b])]
    assert [*found, *stream.end()] == SENTENCES


def test_a_sentence_waits_for_a_marker_that_may_still_come() -> None:
    stream = SentenceStream()
    assert list(stream.feed("Den er grøn. [")) == []
    assert list(stream.feed("1] ")) == []
    assert list(stream.feed("Den")) == [Written("Den er grøn.", (1,), opens=True)]


def test_a_thought_that_never_ends_is_no_answer() -> None:
    stream = SentenceStream()
    assert [*stream.feed("<think>Den er grøn [1]. Den er blå [2]."), *stream.end()] == []


def test_the_breaker_opens_tries_once_and_closes() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, pause_s=10, clock=lambda: now[0])
    breaker.failed()
    assert breaker.admits()
    breaker.failed()
    assert breaker.resting
    assert not breaker.admits()
    now[0] = 10.0
    assert [breaker.admits(), breaker.admits()] == [True, False]
    breaker.succeeded()
    assert [breaker.admits(), breaker.admits()] == [True, True]


def test_a_pause_that_the_server_asks_for_is_kept_within_reason() -> None:
    now = [0.0]
    breaker = Breaker(failures=5, pause_s=10, clock=lambda: now[0])
    breaker.failed(retry_after_s=1e9)
    now[0] = LONGEST_PAUSE_S - 1
    assert not breaker.admits()
    now[0] = LONGEST_PAUSE_S
    assert breaker.admits()


def test_facts_are_compared_in_one_form() -> None:
    assert [(n.value, n.share) for n in numbers_of("Fjorten af 1.250 huse, 27 % og syvogtyve procent.")] == [
        ("14", False), ("1250", False), ("27", True), ("27", True),
    ]  # fmt: skip
    assert dates_of("Mandag i Marts og i foråret") == {"mandag", "marts", "foråret"}
    assert addresses_of("Se www.a.dk, skriv til b@c.dk.") == {"www.a.dk", "b@c.dk"}
    assert negated("Det gik ikke")
    assert not negated("Det gik")
