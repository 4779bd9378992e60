"""The whole command line: what staff and operators do, the server with its Kvalitet pages, and the measurements."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from corpus.errors import KlimasvarError
from eval.command_group import measure
from eval.subject import site_subject
from eval.web import TAB, UPLOAD, quality_router
from service.command_users import user_group
from service.commands import cli, data_option, prepare
from service.server import serve as run_server
from service.settings import load_settings, speak_danish

log = logging.getLogger("klimasvar")


@cli.command()
@click.option("--host", help="Adressen, som serveren lytter på.")
@click.option("--port", type=click.IntRange(0, 65535), help="Porten, som serveren lytter på.")
@click.option("--shipped", is_flag=True, help="Indlæs først de medfølgende dokumenter, hvis der intet indeks er.")
@data_option
def serve(host: str | None, port: int | None, shipped: bool, data: Path | None) -> None:
    """Start siderne og API'et på denne maskine."""
    settings = load_settings(data=data, host=host, port=port)
    if shipped:
        prepare(settings)
    run_server(settings, routers=[quality_router(site_subject)], tabs=[TAB], uploads=[UPLOAD])


cli.add_command(measure)
cli.add_command(user_group)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits; an error of ours is one Danish sentence on stderr and its exit code."""
    speak_danish()
    try:
        cli.main(args=arguments, prog_name="klimasvar")
    except KlimasvarError as error:
        click.echo(f"Fejl: {error}", err=True)
        if error.detail:
            log.debug("%s", error.detail)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
