"""`assay drift` and `assay outliers`, as a person types them (V2.8, V2.9)."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from assay.cli.commands import drift
from assay.workflows.drift.compare import Drift
from tests.shell import Shell


def test_drift_ranks_fields_between_two_queries(imported: Path, shell: Shell) -> None:
    told = shell(
        "drift", "my.assay", "--reference", 'label = "cat"', "--current", 'label = "dog"', "--level", "annotation"
    ).value
    assert (told["reference_count"], told["current_count"]) == (2, 1)
    effects = [row["effect"] for row in told["rows"]]
    assert effects == sorted(effects, reverse=True)
    assert {"field": "label", "title": "Class", "why": "a query names it"} in told["not_compared"]


def test_drift_reads_another_project(imported: Path, shell: Shell) -> None:
    """K1: the other project is asked for --current."""
    assert shell("create", "other.assay").code == 0
    assert shell("import", "other.assay", "labels.json", "--images", "photos").code == 0
    told = shell("drift", "my.assay", "--other", "other.assay", "--level", "annotation", "--field", "area").value
    assert [(row["field"], row["effect"], row["p_holm"]) for row in told["rows"]] == [("area", 0.0, 1.0)]


def test_drift_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    drift._print(Console(), Drift(3, 0, (), ()))
    assert capsys.readouterr().out.strip() == "The current set lists nothing: there is nothing to compare."


def test_drift_says_what_is_wrong(imported: Path, shell: Shell) -> None:
    missing = shell("drift", "my.assay", "--other", "nowhere.assay")
    assert (missing.code, "nowhere.assay" in missing.err) == (1, True)
    unknown = shell("drift", "my.assay", "--field", "brightnes")
    assert (unknown.code, "brightnes" in unknown.err) == (1, True)


@pytest.mark.parametrize("level", [[], ["--level", "annotation"]])
def test_a_set_without_outliers_says_none(imported: Path, shell: Shell, level: list[str]) -> None:
    assert shell("outliers", "my.assay", *level).value == []
