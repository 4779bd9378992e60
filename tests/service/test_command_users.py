"""`klimasvar user`: accounts from a terminal, and a server that does not open itself to others without a login."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from corpus.accounts import Accounts
from service.assistant import open_engine
from service.passwords import matches
from service.settings import Settings
from tests.service.test_commands import run

PASSWORD = "fire helt almindelige ord"


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What comes on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_account_is_made_changed_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ("--data", str(tmp_path))
    typed(monkeypatch, f"{PASSWORD}\n")
    code, out, _ = run(capsys, "user", "add", "Ada@by.dk", "--role", "administrator", *data)
    assert (code, out) == (0, "Brugeren ada@by.dk er oprettet som administrator.\n")
    typed(monkeypatch, "et andet langt kodeord\n")
    assert run(capsys, "user", "password", "ada@by.dk", *data)[:2] == (0, "Adgangskoden er skiftet.\n")
    assert run(capsys, "user", "list", *data)[1] == "ada@by.dk  administrator\n"
    accounts = Accounts(open_engine(Settings(data=tmp_path)))
    assert matches(accounts.password_hash("ada@by.dk"), "et andet langt kodeord")
    assert not matches(accounts.password_hash("ada@by.dk"), PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "text", "says"),
    [
        (("add", "lis"), "kort\n", "mindst 12 tegn"),
        (("add", "to ord"), f"{PASSWORD}\n", "uden mellemrum"),
        (("password", "findesikke"), f"{PASSWORD}\n", "ingen bruger"),
    ],
)
def test_a_mistake_is_one_danish_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], text: str, says: str,
) -> None:  # fmt: skip
    typed(monkeypatch, text)
    code, _, err = run(capsys, "user", *arguments, "--data", str(tmp_path))
    assert code in (64, 66)
    assert says in err


def test_no_server_without_login_where_others_reach_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ("--data", str(tmp_path), "--port", "0")
    _, _, err = run(capsys, "serve", "--host", "0.0.0.0", *data)
    assert "Så kræver siderne login" in err
    monkeypatch.setenv("KLIMASVAR_ALLOW_NETWORK", "ja")
    monkeypatch.setenv("KLIMASVAR_LOGIN", "ingen")
    _, _, err = run(capsys, "serve", "--host", "0.0.0.0", *data)
    assert "kræver login" in err
