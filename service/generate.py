"""The seam to a language model: prompts in, text out. Without one, answers are extracted word for word.

Importing this module costs nothing: the client's library is imported when a model is set and first asked.
"""

from __future__ import annotations

import threading
from collections.abc import Generator as Pieces
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Literal, Protocol
from urllib.parse import urlsplit

from corpus.answers import Usage
from corpus.errors import InvalidSetting
from service.settings import Secret, Settings

REMOVE, FLAG = "fjern", "marker"
BEAT_S = 0.25
"""So often a reader who waits for a model hears of it, and can stop."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message to a language model."""

    role: Literal["system", "user", "assistant"]
    content: str


class Meter:
    """Counts what one question costs at a language model; calls that end whole count. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._usage = Usage()

    @property
    def usage(self) -> Usage:
        """What the calls that have ended so far cost."""
        return self._usage

    def add(self, tokens: tuple[int, int] | None) -> None:
        """One call: (prompt tokens, completion tokens), None when its server did not say."""
        with self._lock:
            was, (prompt, completion) = self._usage, tokens or (0, 0)
            self._usage = Usage(
                was.calls + 1, was.prompt_tokens + prompt, was.completion_tokens + completion,
                was.untold + (tokens is None),
            )  # fmt: skip


class Generator(Protocol):
    """A language model. Safe to share between threads. `until` is a time of `time.monotonic()`.

    Every method raises GeneratorUnavailable when the model is down, slow, rate-limited or not understood.
    """

    @property
    def model_id(self) -> str: ...

    def generate(self, prompts: Sequence[Prompt], *, until: float) -> Pieces[str, None, None]:
        """Text as it is written, and "" each BEAT_S while nothing comes. Closing it stops the model."""
        ...

    def complete(self, prompts: Sequence[Prompt], *, until: float) -> str:
        """The whole text of one completion."""
        ...

    def submit(self, prompts: Sequence[Prompt], *, until: float) -> Future[str]:
        """As `complete`, without waiting for it; cancelling the future stops the model."""
        ...

    def metered(self, meter: Meter) -> Generator:
        """The same model with every call counted in `meter`."""
        ...

    def close(self) -> None:
        """Stops what is running and lets connections go."""
        ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an OpenAI-compatible model is and how it is asked; times in seconds.

    silence_s: how long it may send nothing. max_calls: how many calls run at once, the rest wait their turn.
    failures, pause_s: after so many failures in a row it is left alone for so long.
    """

    url: str
    model: str
    key: Secret = Secret("")
    silence_s: float = 20.0
    max_tokens: int = 700
    max_calls: int = 4
    stream: bool = True
    failures: int = 3
    pause_s: float = 30.0


def endpoint_of(settings: Settings) -> Endpoint | None:
    """The endpoint that the settings name, None for none. Raises InvalidSetting for one that cannot be used."""
    if not settings.generator_url:
        return None
    address = urlsplit(settings.generator_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise InvalidSetting("KLIMASVAR_GENERATOR_URL skal begynde med http:// eller https:// og nævne en server.")
    if address.username or address.password:
        raise InvalidSetting("KLIMASVAR_GENERATOR_URL må ikke rumme en nøgle. Sæt den i KLIMASVAR_GENERATOR_KEY.")
    if not settings.generator_model:
        raise InvalidSetting("KLIMASVAR_GENERATOR_MODEL mangler: skriv navnet på den sprogmodel, der skal bruges.")
    if settings.generator_unsupported not in (REMOVE, FLAG):
        shown = settings.generator_unsupported
        raise InvalidSetting(f"KLIMASVAR_GENERATOR_UNSUPPORTED skal være {REMOVE} eller {FLAG}, men er »{shown}«.")
    return Endpoint(
        settings.generator_url, settings.generator_model, settings.generator_key,
        silence_s=settings.generator_silence_s, max_tokens=settings.generator_max_tokens,
        max_calls=settings.generator_max_calls, stream=settings.generator_stream,
        failures=settings.generator_breaker_failures, pause_s=settings.generator_breaker_pause_s,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """A language model and how answers are made with it; times in seconds.

    timeout_s: for one question in all. help_timeout_s: for understanding a follow-up, and for suggestions.
    source_chars: how much source text it gets. flag: show sentences that are not supported, marked, instead of
    leaving them out.
    """

    generator: Generator
    timeout_s: float = 60.0
    help_timeout_s: float = 3.0
    source_chars: int = 12_000
    flag: bool = False


def open_model(settings: Settings) -> Model | None:
    """The language model of the settings, None when answers are to be extracted. Nothing is sent yet.

    Raises InvalidSetting.
    """
    endpoint = endpoint_of(settings)
    if endpoint is None:
        return None
    from service.generate_openai import OpenAIGenerator

    return Model(
        OpenAIGenerator(endpoint), settings.generator_timeout_s, settings.generator_help_timeout_s,
        settings.generator_source_chars, settings.generator_unsupported == FLAG,
    )  # fmt: skip
