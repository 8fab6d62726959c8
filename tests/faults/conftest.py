"""A project to break, and processes to break it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.store.store import Store
from tests.metric_columns import measure, metric_column
from tests.store_rows import delete, fill, relabel, undo

ROOT = Path(__file__).parents[2]
BEGIN = """
import sys
from assay.jobs.light_imports import light_imports
with light_imports():
    from tests.faults.child import main
main(*sys.argv[1:])
"""
"""A child loads no pandas, a quarter of what it loads."""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with some labels, one metric, two edits in force and one undone; treat it as read-only."""
    path = tmp_path_factory.mktemp("prepared") / "a.assay"
    with Store.create(path) as store:
        fill(store, images=5, labels=20)
        measure(store, metric_column("stale"), dict.fromkeys(range(0, 20, 2), 0.5))
        relabel(store, [0, 7], 2)
        relabel(store, [1], 3)
        delete(store, [4])
        undo(store)
    return path


@pytest.fixture
def project(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    return Path(shutil.copytree(prepared, tmp_path / "a.assay"))


@pytest.fixture
def child() -> Callable[..., subprocess.Popen[str]]:
    """Start `tests/faults/child.py` with these arguments."""

    def start(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", BEGIN, *map(str, arguments)]
        return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    return start
