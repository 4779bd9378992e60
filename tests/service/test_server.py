"""The server as a process: it says where it is, answers, and stops when told."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.server import address_of
from service.settings import Settings


@pytest.fixture(scope="module")
def server(shipped: Settings) -> Iterator[str]:
    """The address of a running `klimasvar serve`."""
    command = [sys.executable, "-m", "eval.commands", "serve", "--port", "0", "--data", str(shipped.data)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, said
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def test_it_is_ready_and_answers_with_a_citation(server: str) -> None:
    assert httpx.get(f"{server}/readyz", timeout=60).status_code == 200
    question = {"question": "Hvor mange kommuner har en godkendt klimaplan?"}
    answer = httpx.post(f"{server}/api/ask", json=question, timeout=60).json()
    assert answer["status"] == "answered"
    assert "27 af" in answer["answer"]
    page = httpx.get(server + answer["citations"][0]["url"], timeout=60)
    assert page.status_code == 200
    assert "<mark" in page.text


def test_a_name_that_another_site_points_here_is_not_answered(server: str) -> None:
    assert httpx.get(f"{server}/", headers={"Host": "ude.example"}, timeout=60).status_code == 400


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_the_address_that_is_told_can_be_opened() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        port = listener.getsockname()[1]
        assert (httpx.URL(address_of(listener)).host, httpx.URL(address_of(listener)).port) == ("::1", port)


def test_torch_is_not_loaded_to_answer(shipped: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from service.assistant import open_assistant; "
        "from service.settings import Settings; "
        f"open_assistant(Settings(data=Path({str(shipped.data)!r}))).ask('Hvor mange kommuner har en klimaplan?'); "
        "print('torch' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "False"
