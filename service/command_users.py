"""`klimasvar user`: who may log in, in which role."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from corpus.accounts import READER, ROLES, Accounts, checked_name
from service.assistant import open_engine
from service.cli import Group
from service.commands import data_option, json_option
from service.passwords import hash_password
from service.settings import load_settings


@click.group("user", cls=Group)
def user_group() -> None:
    """Brugere, når KLIMASVAR_LOGIN er konti."""


@user_group.command("add")
@click.argument("name", metavar="NAVN")
@click.option("--role", type=click.Choice(ROLES), default=READER, show_default=True, help="Brugerens rolle.")
@data_option
def add(name: str, role: str, data: Path | None) -> None:
    """Opret en bruger. Programmet spørger om adgangskoden; den kan også gives på standard input."""
    account = _accounts(data).add(name, role, hash_password(_password()))
    click.echo(f"Brugeren {account.name} er oprettet som {account.role}.")


@user_group.command("password")
@click.argument("name", metavar="NAVN")
@data_option
def password(name: str, data: Path | None) -> None:
    """Giv en bruger en ny adgangskode; brugeren logges ud."""
    accounts = _accounts(data)
    accounts.change(checked_name(name), password_hash=hash_password(_password()))
    click.echo("Adgangskoden er skiftet.")


@user_group.command("list")
@data_option
@json_option
def show(data: Path | None, as_json: bool) -> None:
    """Vis alle brugere."""
    for account in _accounts(data).accounts():
        closed = " (lukket)" if account.disabled else ""
        click.echo(
            json.dumps(asdict(account), ensure_ascii=False) if as_json else f"{account.name}  {account.role}{closed}"
        )


def _accounts(data: Path | None) -> Accounts:
    return Accounts(open_engine(load_settings(data=data)))


def _password() -> str:
    """Typed twice where there is a person; else the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Adgangskode", hide_input=True, confirmation_prompt="Adgangskoden igen"))
    return sys.stdin.readline().rstrip("\r\n")
