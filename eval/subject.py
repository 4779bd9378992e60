"""Opens what is measured, and says what it was made with."""

from __future__ import annotations

import subprocess
from dataclasses import fields, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpus.errors import InputError
from eval.judge import Second
from eval.run import Subject
from eval.runs import AS_SET, Choice, Conditions
from service.assistant import LocalAssistant, open_assistant
from service.settings import Secret, Settings
from service.web.site import Site

_ELSEWHERE = {
    "data", "host", "port", "allow_network", "name", "accent", "max_upload_bytes", "login", "proxy_addresses",
    "proxy_role_header", "proxy_user_header", "retention_days", "session_hours",
}  # fmt: skip
"""Settings that change no answer."""


def open_subject(settings: Settings, choice: Choice = AS_SET) -> Subject:
    """The assistant over the data folder, ready to be asked as chosen.

    Raises IndexMissing when nothing is indexed yet, InputError for a judge without a language model.
    """
    return _chosen(open_assistant(settings), settings, choice)


def site_subject(site: Site, choice: Choice = AS_SET) -> Subject:
    """What the running server answers with, asked as chosen. Raises as `open_subject`."""
    assert isinstance(site.assistant, LocalAssistant)
    return _chosen(site.assistant, site.settings, choice)


def _chosen(assistant: LocalAssistant, settings: Settings, choice: Choice) -> Subject:
    model = assistant.model
    if choice.extractive and model:
        settings = replace(settings, generator_url="", generator_model="")
        assistant = LocalAssistant(assistant.store, assistant.catalogue, settings)
    conditions = conditions_of(assistant, settings)
    if not choice.judge:
        return Subject(assistant, assistant.store, conditions)
    if model is None:
        raise InputError("Der er ingen sprogmodel til at dømme. Sæt KLIMASVAR_GENERATOR_URL, eller lad reglen dømme.")
    judged = replace(conditions, settings=(*conditions.settings, ("judge", model.generator.model_id)))
    return Subject(assistant, assistant.store, judged, Second(model.generator, model.timeout_s))


def conditions_of(assistant: LocalAssistant, settings: Settings) -> Conditions:
    """What the answers depend on: corpus, generation, model, settings, code."""
    manifest = assistant.generation().manifest
    return Conditions(
        corpus_digest=assistant.store.digest(),
        index_generation=manifest.name,
        model=f"{Path(manifest.embedder_id).name} ({manifest.embedder_fingerprint[:12]})",
        code_version=code_version(),
        settings=tuple((f.name, str(getattr(settings, f.name))) for f in fields(Settings) if _shown(settings, f.name)),
    )


def code_version() -> str:
    """The package's version, with the commit where the code runs from a checkout."""
    try:
        number = version("klimasvar")
    except PackageNotFoundError:
        number = "0"
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return number
    described = subprocess.run(
        ["git", "-C", str(root), "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    commit = described.stdout.strip()
    return f"{number}+{commit}" if commit else number


def _shown(settings: Settings, name: str) -> bool:
    return name not in _ELSEWHERE and not isinstance(getattr(settings, name), Secret)
