"""Corrupt, partial and missing files are told as damage; what is whole stays usable; a full disk breaks nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.errors import ProjectDamaged, ProjectUnreachable
from assay.schema.statement import Statement
from assay.schema.tables import TABLES
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from tests.faults.conftest import ROOT
from tests.integration.state import state_of
from tests.store_rows import relabel

pytestmark = pytest.mark.faults
Child = Callable[..., "subprocess.Popen[str]"]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


DAMAGES = [cut, scribble, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger(project: Path, damage: Callable[[Path], None]) -> None:
    damage(project / "ledger.sqlite")
    with pytest.raises(ProjectDamaged):
        Store.open(project)


def test_an_empty_ledger(project: Path) -> None:
    (project / "ledger.sqlite").write_bytes(b"")
    with pytest.raises(ProjectDamaged):
        Store.open(project)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_of_a_table(project: Path, damage: Callable[[Path], None]) -> None:
    for path in (project / "annotations.lance" / "_versions").iterdir():
        damage(path)
    with pytest.raises(ProjectDamaged, match="annotations"):
        Store.open(project)


def test_a_missing_table(project: Path) -> None:
    shutil.rmtree(project / "images.lance")
    with pytest.raises(ProjectDamaged, match="images"):
        Store.open(project)


READS: list[Callable[[Snapshot], object]] = [
    lambda snapshot: snapshot.rows("annotations"),
    lambda snapshot: snapshot.count("annotations", where={"category_id": 1}),
    lambda snapshot: snapshot.take("annotations", [0, 1]),
    lambda snapshot: snapshot.query(Statement("SELECT x FROM annotations")),
    lambda snapshot: snapshot.query(Statement("SELECT * FROM annotations")),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_rows_are_told_by_every_read_and_spare_other_tables(
    project: Path, damage: Callable[[Path], None]
) -> None:
    for path in (project / "annotations.lance" / "data").iterdir():
        damage(path)
    with Store.open(project) as store:
        for read in READS:
            with pytest.raises(ProjectDamaged):
                read(store.snapshot())
        with pytest.raises(ProjectDamaged):
            relabel(store, [0], 2)
        assert store.snapshot().count("images") == 5


def test_what_a_crash_or_a_person_left_lying_about_is_no_damage(project: Path) -> None:
    with Store.open(project) as store:
        before = state_of(store.snapshot(), tables=list(TABLES), without=())
    (project / "annotations.lance" / "data" / "half-written.lance").write_bytes(b"LANC")
    (project / "annotations.lance" / "_transactions" / "99-aborted.txn").write_bytes(b"")
    (project / "write.lock").write_text("a lock file that nobody holds")
    (project / "notes.txt").write_text("my notes")
    shutil.rmtree(project / "cache")
    with Store.open(project) as store:
        assert state_of(store.snapshot(), tables=list(TABLES), without=()) == before
        relabel(store, [0], 3)


def test_a_ledger_that_the_system_keeps_shut_is_no_damage(project: Path) -> None:
    (project / "ledger.sqlite-wal").mkdir()
    with pytest.raises(ProjectUnreachable, match="cannot be opened"):
        Store.open(project)


_OPEN_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from assay.errors import ProjectUnreachable
from assay.store.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    Store.open(Path(sys.argv[1]))
except ProjectUnreachable as error:
    print(error.message, error.hint)
"""


def test_a_full_disk_is_not_told_as_damage(project: Path) -> None:
    """Nobody restores a backup because the disk is full."""
    told = subprocess.check_output([sys.executable, "-c", _OPEN_WITHOUT_ROOM, str(project)], text=True, timeout=60)
    assert "ledger.sqlite cannot be opened" in told
    assert "Make room on its disk" in told
    assert "backup" not in told


@pytest.mark.parametrize("act", ["import", "edit"])
def test_when_the_disk_is_full_nothing_happened(project: Path, child: Child, act: str) -> None:
    """Files that may not grow beyond some bytes stand in for the full disk."""
    with Store.open(project) as store:
        before = state_of(store.snapshot(), tables=list(TABLES), without=())
    process = child(project, "no-space", act, 2000)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1, f"it was to fail: {told}"
    with Store.open(project) as store:
        assert state_of(store.snapshot(), tables=list(TABLES), without=()) == before
        relabel(store, [0], 3)


_LOOK_AT_IT = """
import os, sys
from pathlib import Path
from assay.errors import ProjectReadOnly
from assay.store.store import Store
from tests.store_rows import relabel

def look(path):
    with Store.open(path) as store:
        print(store.snapshot().count("annotations"), store.reviews.of_dataset(1))
        relabel(store, [0], 3)

try:
    look(Path(sys.argv[1]))  # what is loaded at the first use must be readable, too
    if os.geteuid() == 0:
        os.setuid(65534)  # whom nothing belongs to
    look(Path(sys.argv[2]))
except ProjectReadOnly as error:
    print(error.code, error, sep=os.linesep)
"""


def test_a_project_that_cannot_be_written_to_is_there_to_be_looked_at(project: Path) -> None:
    with Store.open(project) as store:
        labels = store.snapshot().count("annotations")
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are their owner's alone
        shown = shutil.copytree(project, Path(folder) / "shown.assay")
        Path(folder).chmod(0o755)
        places = [shown, *shown.rglob("*")]
        for path in places:
            path.chmod(0o555 if path.is_dir() else 0o444)
        command = [sys.executable, "-c", _LOOK_AT_IT, str(project), str(shown)]
        told = subprocess.check_output(command, text=True, timeout=60, cwd=ROOT).splitlines()
        for path in places:
            path.chmod(0o755)
    assert told[:2] == [f"{labels} []"] * 2
    assert told[2] == "project-read-only"
    assert told[3].startswith("shown.assay can only be looked at: its folder cannot be written to. Nothing was")
