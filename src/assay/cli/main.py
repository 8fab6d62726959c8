"""The command group, and the one place where errors become text and exit codes.

0 done; 1 the input or the project is at fault; 2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from assay import __version__
from assay.cli.commands import NAMES, load_command, load_commands
from assay.cli.console import render_error, render_os_error
from assay.errors import AssayError


def build(*, only: str | None = None) -> typer.Typer:
    """The command group with every command of `cli/commands`, or with the one that is known to be asked for."""
    app = typer.Typer(
        name="assay",
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(epilog=_examples("assay demo", "assay import my.assay labels.json --images photos"))(_group)
    for command in load_commands() if only is None else (load_command(only),):
        app.command(command.NAME, epilog=_examples(*command.EXAMPLES))(command.run)
    return app


def main() -> None:
    """Run the command that `sys.argv` names, and exit."""
    asked = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] in NAMES else None
    try:
        build(only=asked)()
    except AssayError as error:
        render_error(error)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has seen enough (`assay query … | head`); say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        render_os_error(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _group(
    version: Annotated[  # noqa: FBT002  (typer reads the flags from the signature)
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Find and fix bad data in computer-vision datasets.

    At a terminal results are tables. Piped, or with --json, each command prints one JSON value on standard
    output; progress, warnings and errors go to standard error. Exit codes: 0 done, 1 the input or the project
    is at fault, 2 wrong usage.
    """


def _print_version(wanted: bool) -> None:  # noqa: FBT001  (typer calls it)
    if wanted:
        typer.echo(f"assay {__version__}")
        raise typer.Exit


def _examples(*lines: str) -> str:
    r"""Epilog whose lines are kept as they are (that is what click's `\b` asks for)."""
    title = "Example:" if len(lines) == 1 else "Examples:"
    return "\n".join(["\b", title, *(f"  {line}" for line in lines)])
