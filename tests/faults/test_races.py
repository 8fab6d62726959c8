"""Processes that use one project at once: writers lose nothing, readers see whole publications."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.model.change import ChangeState
from assay.store.store import Store

pytestmark = pytest.mark.faults
Child = Callable[..., "subprocess.Popen[str]"]
ROUNDS = 8


@pytest.mark.slow
def test_two_processes_that_write_lose_nothing(project: Path, child: Child) -> None:
    """Each adds two labels and edits one in every turn; this process reads meanwhile."""
    with Store.open(project) as store:
        before, entries = store.snapshot().count("annotations"), len(store.snapshot().changes(limit=1000))
        racers = [child(project, "race", name, ROUNDS) for name in ("ada", "bob")]
        counts = set()
        while any(racer.poll() is None for racer in racers):
            snapshot = store.snapshot()
            rows = snapshot.rows("annotations", columns=["id", "changed_by"])
            assert rows.num_rows == snapshot.count("annotations")
            assert max(filter(None, rows["changed_by"].to_pylist())) <= snapshot.changes(limit=1)[0].id
            counts.add(rows.num_rows)
            time.sleep(0.02)
        for racer in racers:
            _, told = racer.communicate(timeout=60)
            assert racer.returncode == 0, told
        assert all(count % 2 == before % 2 for count in counts), "labels come in pairs"
        snapshot = store.snapshot()
        assert snapshot.count("annotations") == before + 2 * ROUNDS * 2
        changes = snapshot.changes(limit=1000)
        assert len(changes) == entries + 2 * ROUNDS
        for name in ("ada", "bob"):
            told_by = [change.title for change in reversed(changes) if change.author == name]
            assert told_by == [f"{name}-{number}" for number in range(ROUNDS)]
        edited = snapshot.take("annotations", range(ROUNDS))
        assert edited["category_id"].to_pylist() == [3] * ROUNDS
        last = {change.id for change in changes if change.state is ChangeState.LIVE}
        assert set(edited["changed_by"].to_pylist()) <= last


def test_one_process_measures_while_another_edits(project: Path, child: Child) -> None:
    """A reader sees all values of one measurement; labels that were added since have none."""
    with Store.open(project) as store:
        racers = [child(project, "race", "ada", ROUNDS), child(project, "measure", ROUNDS)]
        while any(racer.poll() is None for racer in racers):
            snapshot = store.snapshot()
            if "blur" in snapshot.table("annotations").measured:
                values = snapshot.rows("annotations", columns=["blur"])["blur"].drop_null().to_pylist()
                assert len(set(values)) == 1
                assert len(values) >= 20
            time.sleep(0.02)
        for racer in racers:
            _, told = racer.communicate(timeout=60)
            assert racer.returncode == 0, told
        rows = store.snapshot().take("annotations", range(20), columns=["blur", "category_id"])
        assert rows["blur"].to_pylist() == [float(ROUNDS)] * 20
        assert rows["category_id"].to_pylist()[:ROUNDS] == [3] * ROUNDS


def test_a_process_that_opened_before_sees_what_another_wrote(project: Path, child: Child) -> None:
    with Store.open(project) as store:
        old = store.snapshot()
        other = child(project, "edit")
        other.communicate(timeout=60)
        assert other.returncode == 0
        assert set(store.snapshot().rows("annotations")["category_id"].to_pylist()) == {3}
        assert set(old.rows("annotations")["category_id"].to_pylist()) == {1, 2, 3}
        assert old.key != store.snapshot().key
