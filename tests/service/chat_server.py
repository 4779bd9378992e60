"""A scripted OpenAI-compatible server on loopback: real HTTP, and every way to misbehave."""

from __future__ import annotations

import json
import re
import select
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Ask = dict[str, Any]
Script = Callable[["Reply", Ask], None]


class Reply(BaseHTTPRequestHandler):
    """One request; scripts write to it with the methods below."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_POST(self) -> None:
        world: ChatServer = self.server.world
        ask = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        world.asked.append(ask)
        world.keys.append(self.headers["Authorization"])
        self.close_connection = True
        try:
            world.script_for(ask)(self, ask)
        except (BrokenPipeError, ConnectionResetError):
            world.dropped.set()

    def start(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def chunk(self, text: str) -> None:
        self.line(json.dumps({"choices": [{"index": 0, "delta": {"content": text}}]}))

    def line(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def wait(self, seconds: float) -> None:
        """Sleeps, or raises ConnectionResetError as soon as the caller has gone."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.connection], [], [], 0.02)[0] and not self.connection.recv(1):
                raise ConnectionResetError

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def says(*pieces: str, pause_s: float = 0.0) -> Script:
    """A good answer, in these pieces when it is streamed."""

    def script(reply: Reply, ask: Ask) -> None:
        if not ask.get("stream"):
            reply.start(kind="application/json")
            reply.wfile.write(json.dumps({"choices": [{"message": {"content": "".join(pieces)}}]}).encode())
            return
        reply.start()
        for piece in pieces:
            reply.chunk(piece)
            reply.wait(pause_s)
        reply.line("[DONE]")

    return script


def endless(piece: str, *, pause_s: float = 0.0) -> Script:
    """The same piece until the caller goes."""

    def script(reply: Reply, ask: Ask) -> None:
        reply.start()
        while True:
            reply.chunk(piece)
            reply.wait(pause_s)

    return script


def fails(status: int, body: str = '{"error": {"message": "nej"}}', **headers: str) -> Script:
    """A status that is no success."""

    def script(reply: Reply, ask: Ask) -> None:
        reply.start(status, "application/json", **headers)
        reply.wfile.write(body.encode())

    return script


def silent(*before: str, seconds: float = 30.0) -> Script:
    """These pieces, then nothing, with the connection open; without pieces not even a first byte."""

    def script(reply: Reply, ask: Ask) -> None:
        if before:
            reply.start()
        for piece in before:
            reply.chunk(piece)
        reply.wait(seconds)

    return script


def writes(*lines: str, kind: str = "text/event-stream") -> Script:
    """These bytes as they are."""

    def script(reply: Reply, ask: Ask) -> None:
        reply.start(kind=kind)
        for line in lines:
            reply.wfile.write(line.encode())

    return script


def sources_of(ask: Ask) -> dict[int, str]:
    """The numbered sources that the model was shown."""
    found = re.findall(r'<kilde nr="(\d+)"[^>]*>\n(.*?)\n</kilde>', ask["messages"][-1]["content"], re.DOTALL)
    return {int(number): text for number, text in found}


def numbered(ask: Ask, words: str) -> int:
    """The number of the source that holds these words."""
    return next(number for number, text in sources_of(ask).items() if words in text)


@dataclass
class ChatServer:
    """answer: the script of answers; condense, suggest: those of the model's other two tasks."""

    url: str = ""
    answer: Script = field(default_factory=lambda: says(""))
    condense: Script = field(default_factory=lambda: says(""))
    suggest: Script = field(default_factory=lambda: says(""))
    asked: list[Ask] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    dropped: threading.Event = field(default_factory=threading.Event)
    """Set when a caller went before its reply was whole."""

    def script_for(self, ask: Ask) -> Script:
        return {"answer": self.answer, "condense": self.condense, "suggest": self.suggest}[task_of(ask)]

    def answers_asked(self) -> Sequence[Ask]:
        return [ask for ask in self.asked if task_of(ask) == "answer"]


def task_of(ask: Ask) -> str:
    system = ask["messages"][0]["content"]
    return "condense" if "omskriver" in system else "suggest" if "foreslår" in system else "answer"


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Reply)
    running.daemon_threads = True
    world = ChatServer(f"http://127.0.0.1:{running.server_address[1]}/v1")
    running.world = world  # type: ignore[attr-defined]
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        yield world
    finally:
        running.shutdown()
        thread.join()
        running.server_close()
