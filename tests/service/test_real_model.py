"""The whole way against a real OpenAI-compatible server, `transformers serve`, with a model made here."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from index.embed import BUNDLED, open_embedder
from service.answer import Answerer
from service.events import Answered, TextPiece
from service.generate import Model, Prompt
from service.generate_openai import OpenAIGenerator
from tests.service.fakes import OverlapRetriever
from tests.service.havne import CATALOGUE, store

pytestmark = pytest.mark.slow

TRUE = "Dykkere plantede blæretang på 14 gamle bundgarnspæle"
REPLY = f"{TRUE} [1]. Månen er af ost [1]."


@pytest.fixture(scope="module")
def generator() -> Iterator[OpenAIGenerator]:
    from tests.service.tiny_model import served_model

    with served_model(REPLY) as made:
        yield made


def test_a_real_server_streams_an_answer_that_is_checked_sentence_by_sentence(generator: OpenAIGenerator) -> None:
    here = store()
    answerer = Answerer(
        here, OverlapRetriever(here), open_embedder(BUNDLED), CATALOGUE, threshold=0.0,
        model=Model(generator, timeout_s=200.0, help_timeout_s=0.1),
    )  # fmt: skip
    events = list(answerer.stream("Hvor mange bundgarnspæle fik blæretang?"))
    (answer,) = (e.answer for e in events if isinstance(e, Answered))
    assert answer.sources[0].passage.text.startswith(TRUE)
    assert (answer.mode, answer.text, answer.notice) == ("generated", f"{TRUE}. [1]", "")
    assert [e.text for e in events if isinstance(e, TextPiece)] == [f"{TRUE}. [1]"]
    assert [v.verdict for v in answer.verdicts] == ["supported"]
    assert answer.usage.untold == 0  # this server refuses to be asked for a count, and sends one all the same
    assert answer.usage.completion_tokens >= len(REPLY.encode())


def test_one_completion_without_streaming(generator: OpenAIGenerator) -> None:
    said = generator.complete([Prompt("user", "Sig noget.")], until=time.monotonic() + 200)
    assert said == REPLY
