"""The help of every command is pinned as the page `docs/cli.md`, and shows an example."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from assay.cli.commands import load_commands
from assay.cli.main import build
from tests.contract.pins import assert_pinned
from tests.contract.tracked import ROOT

INTRODUCTION = """\
# Command line

<!-- Made from `assay --help` by `make pins`; edit the commands in src/assay/cli/commands. -->

`P` is a project folder such as `my.assay`. At a terminal results are tables; piped, or with `--json`, each command
prints one JSON value on standard output, and all else goes to standard error.
"""


def test_cli_page_is_what_help_says() -> None:
    assert_pinned(ROOT / "docs" / "cli.md", "\n".join(_page()))


@pytest.mark.parametrize("command", load_commands(), ids=lambda command: command.NAME)
def test_help_shows_an_example_that_begins_as_it_is_typed(command: object) -> None:
    name, examples = command.NAME, command.EXAMPLES  # type: ignore[attr-defined]
    assert examples
    assert [line for line in examples if not re.match(rf"assay {name}\b", line)] == []
    told = _help(name)
    assert all(line in told for line in examples)


def test_every_command_prints_json_on_demand() -> None:
    without = [command.NAME for command in load_commands() if "--json" not in _help(command.NAME)]
    assert without == []


def _page() -> Iterator[str]:
    yield INTRODUCTION
    yield f"```text\n{_help()}```\n"
    for command in load_commands():
        yield f"## assay {command.NAME}\n"
        yield f"```text\n{_help(command.NAME)}```\n"


def _help(*command: str) -> str:
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    result = runner.invoke(build(), [*command, "--help"], prog_name="assay", terminal_width=100)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_command_of_the_group_is_in_the_table() -> None:
    group = get_command(build())
    assert sorted(group.commands) == sorted(command.NAME for command in load_commands())  # type: ignore[attr-defined]
