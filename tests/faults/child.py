"""What the tests of this folder run in a process of its own, to kill it or to race it: `main(PROJECT, ACT, …)`."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from lance import LanceDataset

from assay.model.change import ChangeKind
from assay.model.dataset import Task
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.store import heads, journal, lake, store, writer
from assay.store.store import Store
from assay.workflows.segments.items import add_items
from tests.metric_columns import metric_column
from tests.store_rows import add_labels, image_rows, relabel, undo, with_value

POINTS: dict[str, tuple[object, str]] = {
    "nouns": (writer.Writer, "add_dataset"),
    "ids": (heads, "reserve_ids"),
    "entry": (journal, "write"),
    "change-rows": (journal, "write_rows"),
    "append": (lake, "append"),
    "upsert": (lake, "upsert"),
    "delete": (lake, "delete"),
    "put-columns": (lake, "put_columns"),
    "add-columns": (lake, "add_columns"),
    "drop-columns": (lake, "drop_columns"),
    "restore": (LanceDataset, "restore"),
    "compact": (lake, "maintain"),
    "settle": (lake, "settle"),
    "settle-new": (store, "settle"),
    "heads": (heads, "publish"),
    "publish": (writer.Writer, "publish"),
    "clean": (writer.Writer, "clean"),
    "build": (store, "_build"),
}
"""Where a process may be killed: just before or just after this function ran."""


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str, *, nth: int = 1) -> None:
    """Kill this process at `NAME:before` or `NAME:after`, the `nth` time it comes by."""
    name, moment = point.split(":")
    if name == "commit":
        sa.event.listen(sa.Engine, "commit", lambda _: _die())
        return
    owner, attribute = POINTS[name]
    original: Callable[..., Any] = getattr(owner, attribute)
    passed = 0

    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal passed
        passed += 1
        if passed == nth and moment == "before":
            _die()
        result = original(*args, **kwargs)
        if passed == nth:
            _die()
        return result

    setattr(owner, attribute, deadly)


def import_more(project: Store) -> None:
    """As a workflow imports: nouns, two tables in several batches, a journal entry."""
    with project.writer() as w:
        dataset = w.add_dataset("more", Task.DETECTION)
        for _ in range(3):
            first = w.reserve_ids("images", 5)
            w.append("images", image_rows(first, 5, dataset_id=dataset.id))
            add_labels(w, list(range(first, first + 5)))
        w.upsert("annotations", with_value(w.base.take("annotations", [0, 1]), "x", 123.0))
        w.log(ChangeKind.IMPORT, "Import more", "tester", "cli", 30)


def edit_all(project: Store) -> None:
    """A bulk edit of every label."""
    relabel(project, project.snapshot().rows("annotations", columns=["id"])["id"].to_pylist(), 3)


def replace_matches(project: Store) -> None:
    """A derived table written anew."""
    rows = pa.table(
        {
            "evaluation_id": [2] * 3,
            "run_id": [1] * 3,
            "image_id": [0] * 3,
            "annotation_id": [0, 1, 2],
            "outcome": ["missed"] * 3,
        }
    )
    with project.writer() as w:
        w.replace("matches", rows, where={})


def add_to_segment(project: Store) -> None:
    """A new segment with items: a row of the ledger and rows of a table."""
    add_items(project, {Level.ANNOTATION: range(20)}, segment="all")


def fill_metrics(project: Store) -> None:
    """Two metrics of every label, the reasons of a few rows, and a column less."""
    ids = project.snapshot().rows("annotations", columns=["id"])["id"]
    with project.writer() as w:
        w.put_metric_columns([metric_column("blur"), metric_column("dark", MetricType.FLAG)])
        w.fill("annotations", pa.table({"id": ids, "blur": pc.divide(ids.cast(pa.float64()), 2), "dark": ids}))
        w.fill("annotations", pa.table({"id": [3], "blur": [9.0], "unmeasured": ['{"dark": "It is empty."}']}))
        w.drop_metric_columns(1, Level.ANNOTATION, ["stale"])
        w.log(ChangeKind.IMPORT, "Measure", "tester", "cli", 20)


ACTS: dict[str, Callable[[Store], object]] = {
    "import": import_more,
    "edit": edit_all,
    "undo": undo,
    "replace": replace_matches,
    "segment": add_to_segment,
    "fill": fill_metrics,
}


def edit_for_ever(path: Path) -> None:
    """Edit two labels at a time to the same place, and say so once it is saved."""
    with Store.open(path) as project:
        for number in range(10_000):
            with project.writer() as w:
                rows = with_value(w.base.take("annotations", [0, 7]), "x", float(number))
                w.edit({"annotations": rows}, kind=ChangeKind.MOVE, title=str(number), author="tester")
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


def race(path: Path, name: str, count: int) -> None:
    """Add labels and edit, over and over, in competition with others."""
    with Store.open(path) as project:
        for number in range(count):
            with project.writer(timeout=120) as w:
                add_labels(w, [0, 0])
                rows = with_value(w.base.take("annotations", [number]), "category_id", 3)
                w.edit({"annotations": rows}, kind=ChangeKind.RELABEL, title=f"{name}-{number}", author=name)


def measure_over_and_over(path: Path, count: int) -> None:
    """Give all labels the same value, another one each time, in competition with others."""
    with Store.open(path) as project:
        for number in range(1, count + 1):
            with project.writer(timeout=120) as w:
                w.put_metric_columns([metric_column("blur")])
                ids = w.rows("annotations", columns=["id"])["id"]
                w.fill("annotations", pa.table({"id": ids, "blur": [float(number)] * len(ids)}))


def main(project: str, act: str, *arguments: str) -> None:
    """Run one act."""
    path = Path(project)
    if act == "create":
        arm(arguments[0])
        Store.create(path)
    elif act == "edit-for-ever":
        edit_for_ever(path)
    elif act == "race":
        race(path, arguments[0], int(arguments[1]))
    elif act == "measure":
        measure_over_and_over(path, int(arguments[0]))
    elif act == "no-space":
        with Store.open(path) as opened:
            # Stands in for a full disk: no file may grow beyond this.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(arguments[1]), int(arguments[1])))
            ACTS[arguments[0]](opened)
    else:
        with Store.open(path) as opened:
            if arguments:
                arm(arguments[0], nth=int(arguments[1]) if len(arguments) > 1 else 1)
            ACTS[act](opened)
