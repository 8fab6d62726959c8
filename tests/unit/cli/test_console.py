"""What the command line writes, and where."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer import Exit

from assay.cli.console import BarProgress, emit, plain, pointing_at, render_error, render_os_error
from assay.errors import QueryName
from assay.model.evaluation import EvaluationConfig
from assay.model.issue import IssueKind


def test_plain_speaks_json() -> None:
    """NaN has no place in JSON; a value that could not be computed is null."""
    told = plain(
        {
            "nan": float("nan"),
            "infinite": float("inf"),
            "kind": IssueKind.LOOSE_BOX,
            "config": EvaluationConfig(0.5, 0.25),
            "at": datetime(2026, 1, 2, tzinfo=UTC),
            "path": Path("a/b"),
            "many": (1, 2.5, None, True, "text"),
        }
    )
    assert json.loads(json.dumps(told, allow_nan=False)) == {
        "nan": None,
        "infinite": None,
        "kind": "loose_box",
        "config": {"iou": 0.5, "confidence": 0.25, "shape": "box"},
        "at": "2026-01-02T00:00:00+00:00",
        "path": "a/b",
        "many": [1, 2.5, None, True, "text"],
    }


def test_emit_writes_one_line_of_json_when_piped(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"name": "Größe"}, as_json=False, human=lambda console: console.print("not this"))
    told = capsys.readouterr()
    assert (told.out, told.err) == ('{"name": "Größe"}\n', "")


def test_an_error_is_drawn_under_the_text_it_speaks_of(capsys: pytest.CaptureFixture[str]) -> None:
    """How it is drawn is the caret's own test."""
    render_error(QueryName("There is no such field.", hint="Did you mean 'area'?", span=(0, 4)), "aera < 5")
    told = capsys.readouterr().err.splitlines()
    assert told[1:] == ["  |", "1 | aera < 5", "  | ^^^^", "  = hint: Did you mean 'area'?"]


def test_pointing_at_ends_the_command_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exit) as ended, pointing_at("x"):
        raise QueryName("There is no field 'x'.", span=(0, 1))
    assert ended.value.exit_code == 1
    assert "1 | x" in capsys.readouterr().err


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with BarProgress() as progress:
        progress.stage("Reading", 2)
        progress.advance()
        progress.stage("Writing")
        progress.advance(5)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")


def test_what_a_library_says_of_a_full_disk_is_a_sentence_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    render_os_error(OSError("LanceError(IO): No space left on device (os error 28), commit.rs:1663:50"))
    told = capsys.readouterr().err
    assert told.startswith("error[project-unreachable]: There is no room left on the disk.")
    assert "commit.rs" not in told
    render_os_error(OSError(28, "No space left on device", "out.json"))
    assert "No space left on device: out.json" in capsys.readouterr().err
