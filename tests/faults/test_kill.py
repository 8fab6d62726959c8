"""kill -9 at any moment leaves a project that opens and is whole (V6.2)."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from assay.errors import ProjectNotFound
from assay.schema.tables import TABLES
from assay.store.store import Store
from tests.faults.child import ACTS
from tests.integration.state import state_of

pytestmark = pytest.mark.faults
Child = Callable[..., "subprocess.Popen[str]"]


def whole_state(path: Path) -> tuple[str, list[str], list[str]]:
    """Rows of every table, names of the nouns, and the journal: everything that a publication moves together."""
    with Store.open(path) as store:
        snapshot = store.snapshot()
        rows = state_of(snapshot, tables=list(TABLES), without=())
        journal = [f"{change.id} {change.title} {change.state}" for change in snapshot.changes(limit=1000)]
        datasets = snapshot.datasets()
        nouns = [dataset.name for dataset in datasets]
        nouns += [segment.name for dataset in datasets for segment in snapshot.segments(dataset.id)]
        nouns += [f"{column}" for dataset in datasets for column in snapshot.metric_columns(dataset.id)]
        return rows, nouns, journal


@cache
def undisturbed(act: str, prepared: Path) -> tuple[str, list[str], list[str]]:
    """Where `act` leads to when nobody is killed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copytree(prepared, Path(folder) / "a.assay"))
        with Store.open(path) as store:
            ACTS[act](store)
        state = whole_state(path)
    assert state != whole_state(prepared)
    return state


def killed(process: subprocess.Popen[str]) -> None:
    _, told = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, f"it was to be killed, but ended by itself: {told}"


BEFORE_THE_COMMIT = [
    ("import", "nouns:after", 1),
    ("import", "append:after", 4),
    ("import", "upsert:after", 1),
    ("import", "entry:after", 1),
    ("import", "compact:after", 1),
    ("import", "settle:after", 2),
    ("import", "publish:after", 1),
    ("edit", "change-rows:after", 1),
    ("edit", "upsert:after", 1),
    ("edit", "publish:after", 1),
    ("undo", "upsert:after", 1),
    ("undo", "heads:before", 1),
    ("replace", "delete:after", 1),
    ("fill", "add-columns:after", 1),
    ("fill", "drop-columns:after", 2),
    ("fill", "put-columns:after", 1),
    ("fill", "upsert:after", 1),
    ("fill", "drop-columns:after", 4),
    ("fill", "settle:after", 1),
    ("fill", "publish:after", 1),
    ("segment", "upsert:after", 1),
    ("segment", "publish:after", 1),
]


@pytest.mark.parametrize(("act", "point", "nth"), BEFORE_THE_COMMIT)
def test_killed_before_the_publication_nothing_happened(
    project: Path, prepared: Path, child: Child, act: str, point: str, nth: int
) -> None:
    """And the same act works afterwards, as if the killed one had never been."""
    before = whole_state(project)
    killed(child(project, act, point, nth))
    assert whole_state(project) == before
    with Store.open(project) as store:
        ACTS[act](store)
    assert whole_state(project) == undisturbed(act, prepared)


@pytest.mark.parametrize("act", list(ACTS))
def test_killed_after_the_publication_all_of_it_happened(project: Path, prepared: Path, child: Child, act: str) -> None:
    killed(child(project, act, "clean:before"))
    assert whole_state(project) == undisturbed(act, prepared)


def test_killed_while_it_undid_what_a_killed_one_had_left(project: Path, child: Child) -> None:
    before = whole_state(project)
    killed(child(project, "import", "append:after", 4))
    killed(child(project, "import", "restore:after"))
    killed(child(project, "edit", "restore:before"))
    assert whole_state(project) == before
    with Store.open(project) as store:
        ACTS["edit"](store)
    assert whole_state(project) != before


@pytest.mark.parametrize("point", ["build:before", "build:after", "settle-new:after"])
def test_killed_while_a_project_is_made_there_is_none_and_it_can_be_made(
    tmp_path: Path, child: Child, point: str
) -> None:
    path = tmp_path / "new.assay"
    killed(child(path, "create", point))
    with pytest.raises(ProjectNotFound):
        Store.open(path)
    Store.create(path).close()


@pytest.mark.slow
def test_killed_at_random_what_was_told_to_be_saved_is_saved(project: Path, child: Child) -> None:
    """A process edits without pause; whatever it said was saved is there, and at most one edit more."""
    draw = random.Random(2)
    last = -1
    for _ in range(6):
        process = child(project, "edit-for-ever")
        assert process.stdout is not None
        process.stdout.readline()  # it is up and editing
        time.sleep(draw.uniform(0.0, 0.3))
        process.send_signal(signal.SIGKILL)
        told, _ = process.communicate(timeout=60)
        last = max([0, *map(int, told.split())])
        with Store.open(project) as store:
            newest = store.snapshot().changes(limit=1)[0]
            assert int(newest.title) in {last, last + 1}
            rows = store.snapshot().take("annotations", [0, 7], columns=["x", "changed_by"])
            assert rows["x"].to_pylist() == [float(newest.title)] * 2
            assert rows["changed_by"].to_pylist() == [newest.id] * 2
            assert store.snapshot().count("annotations") == 20
