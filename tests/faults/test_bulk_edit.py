"""kill -9 in a bulk edit of 100,000 labels leaves all of it or nothing (V6.2)."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.store.store import Store
from assay.workflows.versions.state_hash import state_hash
from tests.faults.child import edit_all
from tests.store_rows import fill

pytestmark = pytest.mark.faults
Child = Callable[..., "subprocess.Popen[str]"]
LABELS = 100_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "a.assay"
    with Store.create(path) as store:
        fill(store, images=1000, labels=LABELS)
    return path


def standing(path: Path) -> tuple[str, int]:
    """The state hash, and the newest entry of the journal."""
    with Store.open(path) as store:
        return state_hash(store.snapshot()).total, store.snapshot().tip


@pytest.mark.parametrize("point", ["change-rows:after", "upsert:after", "publish:after"])
def test_killed_before_the_publication_no_label_is_edited(
    large: Path, tmp_path: Path, child: Child, point: str
) -> None:
    path = Path(shutil.copytree(large, tmp_path / "a.assay"))
    process = child(path, "edit", point)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert standing(path) == standing(large)
    with Store.open(path) as store:
        edit_all(store)
        assert set(store.snapshot().rows("annotations", columns=["category_id"])["category_id"].to_pylist()) == {3}


def test_killed_after_the_publication_every_label_is(large: Path, tmp_path: Path, child: Child) -> None:
    path = Path(shutil.copytree(large, tmp_path / "a.assay"))
    process = child(path, "edit", "clean:before")
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert standing(path) != standing(large)
    with Store.open(path) as store:
        assert set(store.snapshot().rows("annotations", columns=["category_id"])["category_id"].to_pylist()) == {3}
