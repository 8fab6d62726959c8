"""Projects of the toy set, each test on a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.store.store import Store
from assay.testing.builders import ToySet, toy_set
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.runs.evaluate_run import evaluate_run


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> ToySet:
    """The toy set on disk; treat it as read-only."""
    return toy_set(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="session")
def _pristine(toy: ToySet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / "toy.assay"
    with Store.create(path) as store:
        import_dataset(store, toy.labels, dataset="toy")
        import_predictions(store, toy.predictions, run="model")
        evaluate_run(store)
        find_issues(store)
    return path


@pytest.fixture(scope="session")
def standing(_pristine: Path) -> Iterator[Store]:
    """The same project, one for all tests that change nothing in it."""
    with Store.open(_pristine) as opened:
        yield opened


@pytest.fixture
def store(_pristine: Path, tmp_path: Path) -> Iterator[Store]:
    """An open project with the toy set imported, its run evaluated and its suspects found."""
    path = tmp_path / "toy.assay"
    shutil.copytree(_pristine, path)
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """An open project with nothing in it."""
    with Store.create(tmp_path / "empty.assay") as opened:
        yield opened
