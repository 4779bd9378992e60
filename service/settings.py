"""The settings: one declared table, read once from the environment. The only reader of os.environ."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from math import inf
from pathlib import Path
from typing import Any

from corpus.errors import InvalidSetting, UnknownSetting

PREFIX = "KLIMASVAR_"
LOCALE = Path(__file__).parent / "locale"
_TRUTH = {"ja": True, "1": True, "true": True, "nej": False, "0": False, "false": False}
_WANTED = {bool: "ja eller nej", int: "et heltal på 0 eller mere", float: "et tal på 0 eller mere"}
IGNORED = {"KLIMASVAR_TESTDATA"}
"""Read by tests and measurements alone."""


class Secret(str):
    """A value that never shows itself: not in repr, logs or the settings page."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'" if self else "''"


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. The environment variable is KLIMASVAR_ and the name in capitals."""

    data: Path = _setting(Path("data"), "Mappen med database, filer og indeks.")
    host: str = _setting("127.0.0.1", "Adressen, som serveren lytter på.")
    port: int = _setting(8000, "Porten, som serveren lytter på.")
    allow_network: bool = _setting(False, "Lyt også på en adresse uden for maskinen (ja/nej); kræver login.")
    login: str = _setting("auto", "ingen, konti (brugernavn og adgangskode), proxy, eller auto: konti på netværk.")
    session_hours: float = _setting(12.0, "Så længe varer et login med konti, i timer.")
    proxy_addresses: str = _setting(
        "127.0.0.1,::1", "Adresser, hvorfra login=proxy tror på de to headere, og konti på X-Forwarded-For."
    )
    proxy_user_header: str = _setting("X-Remote-User", "HTTP-headeren med brugerens navn, når login=proxy.")
    proxy_role_header: str = _setting("X-Remote-Role", "HTTP-headeren med brugerens rolle; mangler den, er man læser.")
    retention_days: int = _setting(
        365, "Samtaler slettes, når ingen har spurgt i dem så længe, i dage; 0: slettes aldrig."
    )
    name: str = _setting("Klimasvar", "Tjenestens navn, som det står øverst på siderne.")
    accent: str = _setting("", "Kommunens farve som #rrggbb; tom giver standardfarven.")
    catalogue: str = _setting("", "Sti til et andet katalog end det medfølgende sources.toml.")
    database_url: Secret = _setting(Secret(""), "SQLAlchemy-adresse til databasen; tom giver SQLite i datamappen.")
    embedder: str = _setting(
        "", "Embeddingmodel: navn, mappe eller http://server/v1#model; tom giver den medfølgende danske model."
    )
    embedder_backend: str = _setting("torch", "Motor til en transformermodel: torch, onnx eller openvino.")
    embedder_key: Secret = _setting(Secret(""), "Nøglen til embeddingmodellens server; vises aldrig.")
    reranker: str = _setting(
        "",
        "Cross-encoder, der efterrangerer uddrag: dansk-laeser (medfølger), navn eller mappe; tom giver ingen.",
    )
    max_question_chars: int = _setting(2000, "Det længste spørgsmål, i tegn.")
    max_history_turns: int = _setting(20, "Så mange tidligere beskeder tages med i et opfølgende spørgsmål.")
    max_questions_at_once: int = _setting(
        10, "Så mange spørgsmål og søgninger må én bruger have i gang ad gangen; 0: ingen grænse."
    )
    max_upload_bytes: int = _setting(200_000_000, "Den største fil, der kan indlæses, i bytes.")
    refusal_threshold: float = _setting(0.5, "Mindste sandsynlighed (0–1) for, at materialet svarer, før der svares.")
    generator_url: str = _setting(
        "",
        "Adressen på en OpenAI-kompatibel sprogmodel, fx http://127.0.0.1:11434/v1; tom giver ordrette svar.",
    )
    generator_model: str = _setting("", "Sprogmodellens navn, som dens server kender det.")
    generator_key: Secret = _setting(Secret(""), "Nøglen til sprogmodellens server; vises aldrig.")
    generator_timeout_s: float = _setting(60.0, "Så længe må sprogmodellen være om et svar i alt, i sekunder.")
    generator_silence_s: float = _setting(20.0, "Så længe må sprogmodellen tie, før den opgives, i sekunder.")
    generator_help_timeout_s: float = _setting(
        3.0, "Så længe må sprogmodellen være om at forstå et opfølgende spørgsmål og foreslå nye, i sekunder."
    )
    generator_max_tokens: int = _setting(700, "Det længste svar fra sprogmodellen, i tokens.")
    generator_max_calls: int = _setting(4, "Så mange kald til sprogmodellen ad gangen.")
    generator_stream: bool = _setting(True, "Vis sprogmodellens sætninger, efterhånden som de kontrolleres (ja/nej).")
    generator_source_chars: int = _setting(12_000, "Så meget kildetekst får sprogmodellen højst, i tegn.")
    generator_unsupported: str = _setting(
        "fjern", "Sætninger, som kilden ikke dækker: fjern dem, eller markér dem (fjern/marker)."
    )
    generator_breaker_failures: int = _setting(3, "Efter så mange fejl i træk holder sprogmodellen pause.")
    generator_breaker_pause_s: float = _setting(30.0, "Så længe varer pausen, i sekunder.")
    ingest_timeout_s: float = _setting(300.0, "Så længe må én fil være om at blive læst, i sekunder.")
    ingest_memory_mb: int = _setting(2048, "Så meget hukommelse må læsning af én fil bruge, i MiB.")


def speak_danish() -> None:
    """Turns click's own words (usage, errors) Danish, whatever the language of the machine."""
    os.environ["LANGUAGE"] = "da"
    gettext.bindtextdomain("messages", str(LOCALE))


def load_settings(environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Settings from the environment; `overrides` that are not None win.

    Raises UnknownSetting for a KLIMASVAR_ variable that does not exist, InvalidSetting for a value of the wrong kind.
    """
    environ = os.environ if environ is None else environ
    known = {PREFIX + f.name.upper(): f.name for f in fields(Settings)}
    values: dict[str, Any] = {}
    for variable, raw in environ.items():
        if not variable.startswith(PREFIX) or variable in IGNORED:
            continue
        if variable not in known:
            near = "".join(f" Mente du {name}?" for name in get_close_matches(variable, known, n=1))
            raise UnknownSetting(f"Indstillingen {variable} findes ikke.{near} Alle indstillinger står i README.md.")
        values[known[variable]] = raw
    values.update({k: v for k, v in overrides.items() if v is not None})
    return Settings(**{name: _convert(name, value) for name, value in values.items()})


def _convert(name: str, value: Any) -> Any:
    kind: type[Any] = type(next(f.default for f in fields(Settings) if f.name == name))
    if isinstance(value, kind):
        return value
    try:
        converted = _TRUTH[str(value).strip().casefold()] if kind is bool else kind(value)
        if kind in (int, float) and not 0 <= converted < inf:
            raise ValueError(value)
    except (KeyError, TypeError, ValueError) as error:
        shown = _WANTED.get(kind, "en tekst")
        raise InvalidSetting(f"{PREFIX}{name.upper()} skal være {shown}, men er »{value}«.") from error
    return converted
