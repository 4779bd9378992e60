"""Commands and groups whose usage lines are Danish; the rest of click's words are in `service/locale`."""

from __future__ import annotations

import click


class Command(click.Command):
    """A command that says [INDSTILLINGER] for its options."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words after the command's name in the usage line."""
        return ["[INDSTILLINGER]" if piece == "[OPTIONS]" else piece for piece in super().collect_usage_pieces(ctx)]


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("subcommand_metavar", "KOMMANDO …")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
