"""Any OpenAI-compatible chat endpoint: Ollama, vLLM, llama.cpp, Azure, Mistral. openai is imported only here.

Calls run on one event loop in a thread of its own, because only there can a call be stopped at any moment: before the
first byte, between two, or while it waits its turn. Callers see plain iterators and futures.
"""

from __future__ import annotations

import asyncio
import copy
import queue
import threading
import time
from collections.abc import AsyncIterator, Sequence
from collections.abc import Generator as Pieces
from concurrent.futures import CancelledError, Future
from typing import Any

import openai

from corpus.errors import GeneratorUnavailable
from service.breaker import Breaker
from service.generate import BEAT_S, Endpoint, Meter, Prompt

CHARS_PER_TOKEN = 8
"""More text than this a token means that the server does not keep to the most that was asked for."""
DETAIL_CHARS = 300

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "Sprogmodellen svarede ikke i tide."),
    (openai.APITimeoutError, "Sprogmodellen svarede ikke i tide."),
    (openai.APIConnectionError, "Sprogmodellen kan ikke nås."),
    (openai.RateLimitError, "Sprogmodellen har for travlt."),
    (openai.AuthenticationError, "Sprogmodellen afviser nøglen."),
    (openai.PermissionDeniedError, "Sprogmodellen afviser nøglen."),
    (openai.NotFoundError, "Sprogmodellens server kender ikke modellen eller adressen."),
    (openai.InternalServerError, "Sprogmodellen melder fejl."),
    (openai.APIStatusError, "Sprogmodellen afviste spørgsmålet."),
)
_UNREADABLE = "Sprogmodellen svarede med noget, der ikke kan læses."
_PAUSED = "Sprogmodellen holder pause efter gentagne fejl."
_STOPPED = "Sprogmodellen er stoppet."


class OpenAIGenerator:
    """A `service.generate.Generator` behind one endpoint. The key leaves it in the Authorization header alone."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.model_id = endpoint.model
        self._endpoint = endpoint
        self._breaker = Breaker(failures=endpoint.failures, pause_s=endpoint.pause_s)
        self._meter = Meter()
        self._no_count = threading.Event()
        """Set for a server that refuses to be asked for a count, and may give it all the same."""
        self._turns = asyncio.Semaphore(max(1, endpoint.max_calls))
        self._client = openai.AsyncOpenAI(
            api_key=str(endpoint.key) or "none", base_url=endpoint.url, max_retries=0, timeout=endpoint.silence_s,
            # A redirect would take the question and the sources to a server that nobody chose.
            http_client=openai.DefaultAsyncHttpx2Client(follow_redirects=False),
        )  # fmt: skip
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="generator", daemon=True)
        self._thread.start()

    def generate(self, prompts: Sequence[Prompt], *, until: float) -> Pieces[str, None, None]:
        """Text as it is written, and "" each BEAT_S while nothing comes. Closing it stops the model.

        Raises GeneratorUnavailable.
        """
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()

        async def pump() -> None:
            try:
                async for piece in self._guarded(prompts, until=until):
                    pieces.put(piece)
            finally:
                pieces.put(None)

        running = asyncio.run_coroutine_threadsafe(pump(), self._loop)
        try:
            while (piece := _next(pieces)) is not None:
                yield piece
            running.result()
        except CancelledError as error:
            raise GeneratorUnavailable(_STOPPED, detail="cancelled") from error
        finally:
            running.cancel()

    def complete(self, prompts: Sequence[Prompt], *, until: float) -> str:
        """The whole text of one completion. Raises GeneratorUnavailable."""
        try:
            return self.submit(prompts, until=until).result()
        except CancelledError as error:
            raise GeneratorUnavailable(_STOPPED, detail="cancelled") from error

    def submit(self, prompts: Sequence[Prompt], *, until: float) -> Future[str]:
        """As `complete`, without waiting for it; cancelling the future stops the model."""

        async def whole() -> str:
            return "".join([piece async for piece in self._guarded(prompts, until=until, brief=True)])

        return asyncio.run_coroutine_threadsafe(whole(), self._loop)

    def metered(self, meter: Meter) -> OpenAIGenerator:
        """The same model, connections and breaker with every call counted in `meter`."""
        twin = copy.copy(self)
        twin._meter = meter
        return twin

    def close(self) -> None:
        """Stops what is running and lets connections go."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _stop(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.close()

    async def _guarded(self, prompts: Sequence[Prompt], *, until: float, brief: bool = False) -> AsyncIterator[str]:
        """The call's text with its limits kept, its failures counted, and the library's errors made ours.

        brief: asked for whole, and to a deadline of the caller's: how it goes says little of how an answer will.
        """
        stream = self._endpoint.stream and not brief
        try:
            async with asyncio.timeout(until - time.monotonic()), self._turns:
                if self._breaker.resting if brief else not self._breaker.admits():
                    raise GeneratorUnavailable(_PAUSED, detail="circuit breaker open")
                try:
                    async for piece in self._call(prompts, stream=stream):
                        yield piece
                except Exception as error:
                    if not brief:
                        self._breaker.failed(retry_after_s=_retry_after_s(error))
                    raise self._unavailable(error) from None
                if not brief:
                    self._breaker.succeeded()
        except TimeoutError as error:
            if not brief:
                self._breaker.failed()
            raise self._unavailable(error) from None

    async def _call(self, prompts: Sequence[Prompt], *, stream: bool) -> AsyncIterator[str]:
        left = self._endpoint.max_tokens * CHARS_PER_TOKEN
        tokens = None
        async with asyncio.timeout(self._endpoint.silence_s) as silence:
            made = await self._made(prompts, stream=stream)
            if not stream:
                self._meter.add(_tokens(made))
                yield _text(made.choices[0].message.content)[:left]
                return
            async with made as chunks:
                async for chunk in chunks:
                    silence.reschedule(asyncio.get_running_loop().time() + self._endpoint.silence_s)
                    tokens = _tokens(chunk) or tokens
                    piece = _text(chunk.choices[0].delta.content) if chunk.choices else ""
                    yield piece[:left]
                    left -= len(piece)
                    if left <= 0:
                        break
            self._meter.add(tokens)

    async def _made(self, prompts: Sequence[Prompt], *, stream: bool) -> Any:
        """The call, with a count of tokens at the end of a stream where the server can be asked for one."""
        messages: Any = [{"role": p.role, "content": p.content} for p in prompts]
        asked: Any = {"stream_options": {"include_usage": True}} if stream and not self._no_count.is_set() else {}
        try:
            return await self._client.chat.completions.create(
                model=self.model_id, messages=messages, stream=stream, temperature=0.0,
                max_tokens=self._endpoint.max_tokens, **asked,
            )  # fmt: skip
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            if not asked:
                raise
            self._no_count.set()
            return await self._made(prompts, stream=stream)

    def _unavailable(self, error: Exception) -> GeneratorUnavailable:
        """Ours, in Danish. A server may echo the key in what it complains about, so the detail is wiped of it."""
        reason = next((text for kind, text in _REASONS if isinstance(error, kind)), _UNREADABLE)
        detail, key = f"{type(error).__name__}: {error}", str(self._endpoint.key)
        return GeneratorUnavailable(reason, detail=(detail.replace(key, "***") if key else detail)[:DETAIL_CHARS])


def _next(pieces: queue.SimpleQueue[str | None]) -> str | None:
    try:
        return pieces.get(timeout=BEAT_S)
    except queue.Empty:
        return ""


def _text(content: object) -> str:
    if content is not None and not isinstance(content, str):
        raise ValueError(f"content is {type(content).__name__}")
    return content or ""


def _tokens(made: Any) -> tuple[int, int] | None:
    """(prompt tokens, completion tokens) where the server says."""
    usage = getattr(made, "usage", None)
    counts = (getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None))
    return counts if all(type(n) is int and n >= 0 for n in counts) else None  # type: ignore[return-value]


def _retry_after_s(error: Exception) -> float:
    """How many seconds the server asks to be left alone, 0 when it does not say."""
    if not isinstance(error, openai.APIStatusError):
        return 0.0
    try:
        return float(error.response.headers.get("retry-after", "0"))
    except ValueError:
        return 0.0
