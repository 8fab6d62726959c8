"""The demo: made offline from installed packages, with every injected error known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.demo.build import DemoReport, build_demo
from assay.demo.injected import Injection
from assay.store.store import Store
from tests.integration.state import state_of


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoReport]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, build_demo(folder, scenes=60)


def test_the_demo_finds_most_of_what_was_injected(demo: tuple[Path, DemoReport]) -> None:
    _, report = demo
    scenes, digits = report.sets
    found = sum(kind.found for kind in scenes.found.values())
    injected = sum(kind.injected for kind in scenes.found.values())
    assert set(scenes.found) == set(Injection)
    assert found / injected > 0.8
    assert scenes.precision is not None
    assert scenes.precision > 0.5
    swapped = digits.found[Injection.SWAPPED_CLASS]
    assert swapped.found / swapped.injected > 0.9


def test_the_second_file_lists_what_was_injected(demo: tuple[Path, DemoReport]) -> None:
    folder, report = demo
    listed = json.loads((folder / "scenes" / "injected.json").read_text())
    assert len(listed) == sum(kind.injected for kind in report.sets[0].found.values())


def test_building_the_demo_again_changes_nothing(demo: tuple[Path, DemoReport]) -> None:
    folder, report = demo
    with Store.open(report.project) as store:
        before = state_of(store.snapshot(), tables=("images", "annotations", "predictions", "issues"))
    again = build_demo(folder, scenes=60)
    with Store.open(report.project) as store:
        assert state_of(store.snapshot(), tables=("images", "annotations", "predictions", "issues")) == before
    assert again == report
