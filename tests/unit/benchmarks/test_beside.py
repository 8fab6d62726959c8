"""A ratio beside a peer stands for one question answered alike by both, in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.beside import medians, times_less, times_quicker
from benchmarks.peers import PEERS, SCRIPTS, Peer, last_json


def test_only_what_both_measured_has_a_ratio() -> None:
    ours, theirs = {"seconds": 2.0, "peak_mb": 400.0}, {"seconds": 72.0, "disk_mb": 41.0}
    assert times_less(ours, theirs, ("seconds", "peak_mb", "disk_mb")) == {"seconds": 36.0}


def test_a_question_answered_differently_has_no_ratio() -> None:
    ours = {"classes": {"ms": 10.0, "answer": 300}, "histogram": {"ms": 10.0, "answer": 300}}
    theirs = {"classes": {"ms": 98.0, "answer": 300}, "histogram": {"ms": 868.0, "answer": 299}}
    assert times_quicker(ours, theirs) == {"classes": 9.8}


def test_each_figure_is_the_median_of_its_runs() -> None:
    assert medians([{"s": 1.0}, {"s": 9.0}, {"s": 2.0}]) == {"s": 2.0}


def test_the_last_line_of_a_peer_is_its_value_whatever_it_printed_before() -> None:
    assert last_json('Importing samples...\n{"broken\n{"seconds": 72.5}\n\n') == {"seconds": 72.5}


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_has_its_three_scripts(name: str) -> None:
    assert [what for what in ("import", "queries", "serve") if not (SCRIPTS / f"{name}_{what}.py").exists()] == []


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_runs_in_the_home_that_it_is_given_and_reports_to_nobody(name: str, tmp_path: Path) -> None:
    environment = Peer(name, "python", tmp_path).environment()
    assert environment["HOME"] == str(tmp_path)
    assert environment["FIFTYONE_DO_NOT_TRACK"] == "true"
    assert environment["LIGHTLY_STUDIO_ANALYTICS_ENABLED"] == "false"
    assert environment["https_proxy"].startswith("http://127.0.0.1:")
