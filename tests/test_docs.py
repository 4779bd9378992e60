"""README, settings and help are held against the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from eval.commands import cli
from service.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", fields(Settings), ids=lambda f: f.name)
def test_each_setting_stands_in_the_readme(field: object) -> None:
    name, default, text = field.name, str(field.default), field.metadata["help"]  # type: ignore[attr-defined]
    shown = f"`{default}`" if default else "(empty)"
    assert f"| `KLIMASVAR_{name.upper()}` | {shown} | {text} |" in README


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(r"KLIMASVAR_([A-Z_]+[A-Z])", README)) - {"TESTDATA"}
    assert named == {field.name.upper() for field in fields(Settings)}


def test_the_readme_and_the_program_have_the_same_commands() -> None:
    assert set(re.findall(r"^\| `klimasvar (\w+)", README, re.MULTILINE)) == set(cli.commands)


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


@pytest.mark.parametrize(("path", "command"), list(commands(cli, "klimasvar")), ids=lambda v: str(v)[:40])
def test_every_command_and_option_has_help(path: str, command: click.Command) -> None:
    assert command.help, path
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not silent, path


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make ([a-z]+)`|^make ([a-z]+)", README, re.MULTILINE)):
        assert f"\n{target[0] or target[1]}:" in makefile


def test_what_the_readme_links_to_is_there() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in link:
            assert (ROOT / link).exists(), link
