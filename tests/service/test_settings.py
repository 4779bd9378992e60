"""Settings come from the environment, are checked, and keep their secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InvalidSetting, UnknownSetting
from service.settings import Settings, load_settings


def test_defaults_stand_without_an_environment() -> None:
    assert load_settings({}) == Settings()


def test_the_environment_is_converted_and_arguments_win() -> None:
    environ = {"KLIMASVAR_PORT": "9000", "KLIMASVAR_DATA": "a", "PATH": "x", "KLIMASVAR_TESTDATA": "y"}
    settings = load_settings(environ, data=Path("b"), host=None)
    assert (settings.port, settings.data, settings.host) == (9000, Path("b"), "127.0.0.1")


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(UnknownSetting, match="KLIMASVAR_PROT"):
        load_settings({"KLIMASVAR_PROT": "1"})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "otte"),
        ("REFUSAL_THRESHOLD", "x"),
        ("ALLOW_NETWORK", "måske"),
        ("SESSION_HOURS", "inf"),
        ("GENERATOR_TIMEOUT_S", "nan"),
        ("RETENTION_DAYS", "-1"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=variable):
        load_settings({f"KLIMASVAR_{variable}": value})


def test_secrets_do_not_show() -> None:
    settings = load_settings({"KLIMASVAR_DATABASE_URL": "postgresql://u:hemmelig@h/d"})
    assert "hemmelig" not in repr(settings)
    assert str(settings.database_url) == "postgresql://u:hemmelig@h/d"


@pytest.mark.parametrize(("value", "expected"), [("ja", True), ("1", True), ("Nej", False), ("false", False)])
def test_yes_and_no_are_understood(value: str, expected: bool) -> None:
    assert load_settings({"KLIMASVAR_ALLOW_NETWORK": value}).allow_network is expected
