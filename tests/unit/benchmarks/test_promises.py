"""A promise that is missed is counted, a goal is not; every budget is one that a benchmark answers."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import benchmarks.__main__ as command
from benchmarks.promises import is_kept, promised, promised_beside

BUDGETS = tomllib.loads((Path(command.__file__).parent / "budgets.toml").read_text(encoding="utf-8"))

ROMAN = {model: {"assay": {"average_precision": 0.5}} for model in BUDGETS["label_errors"]["roman_numerals"]}
PAGE = dict.fromkeys(BUDGETS["page"], 0.05) | {"bare_start_to_painted_grid": 1.4}


def test_a_missed_promise_is_counted_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.held("page", PAGE | {"filter_to_repainted_grid": 0.2}, BUDGETS) == 1
    assert "MISSED filter_to_repainted_grid: 0.2 (budget 0.15)" in capsys.readouterr().out


def test_a_goal_that_is_not_reached_is_told_and_fails_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.held("page", PAGE, BUDGETS) == 0
    assert "not yet bare_start_to_painted_grid: 1.4 (goal 1)" in capsys.readouterr().out


def test_a_peer_that_is_hardly_slower_misses_the_promise() -> None:
    least = BUDGETS["beside"]["fiftyone"]["import_set"]["seconds"]
    for ratio, missed in ((least / 2, 1), (least, 0)):
        result = {"import_set": {"times_less": {"seconds": ratio}}}
        assert command.told(promised_beside(result, BUDGETS["beside"]["fiftyone"])) == missed


def test_every_benchmark_has_promises_and_every_promise_a_benchmark() -> None:
    assert set(BUDGETS) - {"beside", "goals"} == set(command.NAMES)
    assert set(BUDGETS["goals"]) <= set(command.NAMES)
    assert set(BUDGETS["beside"]) == {"fiftyone", "lightly"}
    assert {part for parts in BUDGETS["beside"].values() for part in parts} <= set(command.BESIDE)


def test_times_faster_is_the_least_and_seconds_are_the_most() -> None:
    slow = promised("matching", {"assay_s": 0.2, "assay_mb": 1.0, "times_faster": 90}, BUDGETS["matching"])
    fast = promised("matching", {"assay_s": 0.02, "assay_mb": 1.0, "times_faster": 900}, BUDGETS["matching"])
    assert [is_kept(one) for one in slow] == [False, True, False]
    assert [is_kept(one) for one in fast] == [True, True, True]


def test_average_precision_is_held_and_its_ratio_to_the_best_of_cleanlab() -> None:
    result = {"classes": {"roman_numerals": {model: dict(found) for model, found in ROMAN.items()}}}
    for found in result["classes"]["roman_numerals"].values():
        found |= {"cleanlab a": {"average_precision": 0.4}, "cleanlab b": {"average_precision": 0.6}}
    ratios = [one for one in promised("label_errors", result, BUDGETS["label_errors"]) if "cleanlab" in one[0]]
    assert [(round(one[1], 3), is_kept(one)) for one in ratios] == [(0.833, False)] * len(ROMAN)


def test_a_ratio_that_the_peer_has_no_figure_for_is_not_promised() -> None:
    assert list(promised_beside({"import_set": {"times_less": {}}}, BUDGETS["beside"]["lightly"])) == []
