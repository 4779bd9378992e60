"""Commands and groups whose usage lines are Danish; the rest of click's words are in `service/locale`."""

from __future__ import annotations

import click

_VALUES = {"text": "TEKST", "integer": "TAL", "integer range": "TAL", "float": "TAL", "path": "STI", "file": "FIL"}
"""What click calls a kind of value → what it is called in a help text."""


class Command(click.Command):
    """A command that says [INDSTILLINGER] for its options, and names their values in Danish."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for option in self.params:
            if isinstance(option, click.Option) and option.metavar is None:
                option.metavar = _VALUES.get(option.type.name)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words after the command's name in the usage line."""
        return ["[INDSTILLINGER]" if piece == "[OPTIONS]" else piece for piece in super().collect_usage_pieces(ctx)]


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("subcommand_metavar", "KOMMANDO …")
        super().__init__(*args, **kwargs)
