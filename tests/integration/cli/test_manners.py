"""The manners of the command line: streams, exit codes, errors that say what would do."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import Shell

ASSAY = str(Path(sys.executable).with_name("assay"))


def test_a_users_error_ends_with_1_and_a_hint_on_standard_error(tiny: Path, shell: Shell) -> None:
    done = shell("log", "nowhere.assay")
    assert (done.code, done.out) == (1, "")
    assert "error[project-not-found]" in done.err
    assert "hint: Make one with `assay create" in done.err


def test_json_carries_the_error_as_its_one_value(tiny: Path, shell: Shell) -> None:
    done = shell("log", "nowhere.assay", "--json")
    assert done.value["error"]["code"] == "project-not-found"


def test_wrong_usage_ends_with_2(tiny: Path, shell: Shell) -> None:
    for words in (("nonsense",), ("import",), ("relabel", "my.assay", "--class", "x"), ("add", "p", "--box", "1,2")):
        done = shell(*words)
        assert (done.code, done.out) == (2, ""), words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--ids", "1,b"), "'b' is not an id"),
        (("--ids", "1", "--query", "x"), "Give either --ids or --query"),
    ],
)
def test_wrong_usage_says_what_was_wrong(tiny: Path, shell: Shell, words: tuple[str, ...], told: str) -> None:
    assert told in shell("delete", "my.assay", *words).err


def test_a_query_error_points_at_the_place(imported: Path, shell: Shell) -> None:
    """The user's own text, with a caret under what is wrong (V6: query errors)."""
    done = shell("query", "my.assay", "widht > 10")
    assert done.code == 1
    lines = done.err.splitlines()
    assert "1 | widht > 10" in lines
    assert lines[lines.index("1 | widht > 10") + 1] == "  | ^^^^^"
    assert "width" in done.err


def test_a_missing_source_names_it(imported: Path, shell: Shell) -> None:
    done = shell("import", "my.assay", "nothing.json")
    assert done.code == 1
    assert "error[source-not-found]" in done.err
    assert "nothing.json" in done.err


def test_an_error_of_the_operating_system_is_a_sentence_not_a_traceback(imported: Path, shell: Shell) -> None:
    """Here a file stands where a folder is needed; a full disk is told the same way."""
    Path("taken").write_text("", encoding="utf-8")
    done = shell("export", "my.assay", "taken/out.json", "--format", "coco", "--json")
    assert done.code == 1
    assert done.err.startswith("error[output-unwritable]: taken/out.json cannot be written: ")
    assert done.value["error"]["code"] == "output-unwritable"
    done = shell("create", "taken/other.assay", "--json")
    assert done.code == 1
    assert done.err.startswith("error[system]: ")
    assert "hint: Something else stands there" in done.err
    assert "Traceback" not in done.err
    assert done.value["error"]["code"] == "system"


def test_no_address_is_told_of_a_project_that_is_damaged(imported: Path, shell: Shell) -> None:
    ledger = imported / "ledger.sqlite"
    ledger.write_bytes(b"\0" * ledger.stat().st_size)
    done = shell("serve", "my.assay", "--port", "0")
    assert (done.code, done.out) == (1, "")
    assert "error[project-damaged]" in done.err


def test_version(shell: Shell) -> None:
    assert shell("--version").out.startswith("assay 0.")


def test_a_terminal_gets_tables_and_a_pipe_gets_json(imported: Path) -> None:
    command = [ASSAY, "query", "my.assay", 'label = "cat"', "--level", "annotation"]
    piped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(piped)["total"] == 2
    shown = _at_a_terminal(command)
    assert "label" in shown
    assert "cat" in shown
    with pytest.raises(json.JSONDecodeError):
        json.loads(shown)
    assert json.loads(_at_a_terminal([*command, "--json"]))["total"] == 2


def test_reading_only_the_head_of_the_output_is_no_error(imported: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {ASSAY} query my.assay '' | true"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_python_m_assay_is_the_same_program() -> None:
    told = subprocess.run([sys.executable, "-m", "assay", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("assay ")


def _at_a_terminal(command: list[str]) -> str:
    """What `command` writes to a terminal on its standard output."""
    reading, writing = pty.openpty()
    try:
        subprocess.run(command, stdout=writing, stderr=subprocess.DEVNULL, check=True)
        os.close(writing)
        told = bytearray()
        while True:
            try:
                part = os.read(reading, 65536)
            except OSError:  # the other end is closed: how a terminal says that it is over
                break
            if not part:
                break
            told += part
    finally:
        os.close(reading)
    return told.decode()
