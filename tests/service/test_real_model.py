"""The whole way against a real OpenAI-compatible server, `transformers serve`, with a model made here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index.embed import BUNDLED, open_embedder
from service.answer import Answerer
from service.events import Answered, TextPiece
from service.generate import Endpoint, Model, Prompt
from service.generate_openai import OpenAIGenerator
from tests.service.fakes import OverlapRetriever
from tests.service.havne import CATALOGUE, store

pytestmark = pytest.mark.slow

TRUE = "Dykkere plantede blæretang på 14 gamle bundgarnspæle"
REPLY = f"{TRUE} [1]. Månen er af ost [1]."
SERVE = Path(sys.executable).with_name("transformers")


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenAIGenerator]:
    from tests.service.tiny_model import make_model

    folder = tmp_path_factory.mktemp("tiny")
    make_model(folder, REPLY)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(SERVE), "serve", str(folder), "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    offline = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "HF_HOME": str(folder / "home")}
    with subprocess.Popen(command, env={**os.environ, **offline}, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/health", server)
            made = OpenAIGenerator(
                Endpoint(f"http://127.0.0.1:{port}/v1", str(folder), silence_s=120.0, max_tokens=200)
            )
            yield made
            made.close()
        finally:
            server.terminate()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 200
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(url, timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


def test_a_real_server_streams_an_answer_that_is_checked_sentence_by_sentence(generator: OpenAIGenerator) -> None:
    here = store()
    answerer = Answerer(
        here, OverlapRetriever(here), open_embedder(BUNDLED), CATALOGUE, threshold=0.0,
        model=Model(generator, timeout_s=200.0, help_timeout_s=0.1),
    )  # fmt: skip
    events = list(answerer.stream("Hvor mange bundgarnspæle fik blæretang?"))
    last = events[-1]
    assert isinstance(last, Answered)
    answer = last.answer
    assert answer.sources[0].passage.text.startswith(TRUE)
    assert (answer.mode, answer.text, answer.notice) == ("generated", f"{TRUE}. [1]", "")
    assert [e.text for e in events if isinstance(e, TextPiece)] == [f"{TRUE}. [1]"]
    assert [v.verdict for v in answer.verdicts] == ["supported"]
    assert answer.usage.untold == 0  # this server refuses to be asked for a count, and sends one all the same
    assert answer.usage.completion_tokens >= len(REPLY.encode())


def test_one_completion_without_streaming(generator: OpenAIGenerator) -> None:
    said = generator.complete([Prompt("user", "Sig noget.")], until=time.monotonic() + 200)
    assert said == REPLY
