"""What happened to a label, or to an image and its labels: who, when, why, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import ChoiceInvalid, NotFound
from assay.model.change import Change, ChangeKind
from assay.store.snapshot import Snapshot
from assay.workflows.versions.diff_versions import SHAPE
from assay.workflows.versions.row_hash import row_hashes


@dataclass(frozen=True)
class Step:
    """One entry of the journal, and the rows of labels that it touched, full, as they were before and after it.

    A row with `deleted` set was not there.
    """

    change: Change
    before: pa.Table
    after: pa.Table


class How(StrEnum):
    """How a label came to be: from a file, by a person, or from a prediction that a person accepted."""

    IMPORTED = "imported"
    MADE = "made"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a label came from: who, when and with which tool is told by `change`, where the journal knows it."""

    how: How
    change: Change | None
    run: str | None = None
    prediction: int | None = None


@dataclass(frozen=True)
class History:
    """Steps, oldest first; undo and redo of an edit are steps of their own."""

    image_id: int
    steps: tuple[Step, ...]
    provenance: Provenance | None = None


def label_history(snapshot: Snapshot, id: int) -> History:
    """What happened to one label, also to a deleted one; raise `NotFound` when there never was one."""
    row = snapshot.all_rows("annotations", where={"id": [id]})
    if not row.num_rows:
        raise NotFound(f"There is no label {id}.", hint="It may belong to another project.")
    steps = _steps(snapshot, np.array([id], dtype=np.int64))
    return History(row["image_id"][0].as_py(), steps, _provenance(snapshot, row, steps))


def image_history(snapshot: Snapshot, id: int) -> History:
    """What happened to the labels of one image; raise `NotFound` when there never was such an image."""
    if not snapshot.all_rows("images", columns=("id",), where={"id": [id]}).num_rows:
        raise NotFound(f"There is no image {id}.", hint="It may belong to another project.")
    labels = snapshot.all_rows("annotations", columns=("id",), where={"image_id": [id]})["id"].to_numpy()
    return History(id, _steps(snapshot, labels))


def history_of(snapshot: Snapshot, what: str) -> History:
    """What happened to what `what` names: `label:12`, or `image:7`.

    Raises
    ------
    NotFound : there never was such a label or image.
    ChoiceInvalid : it names something else.
    """
    noun, _, number = what.partition(":")
    histories = {"label": label_history, "image": image_history}
    if noun not in histories or not number.isdecimal():
        raise ChoiceInvalid(f"There is no history of {what!r}.", hint="Write label:12 or image:7, with an id.")
    return histories[noun](snapshot, int(number))


def told_steps(snapshot: Snapshot, history: History) -> list[tuple[Change, int, str]]:
    """Each step's change, the label it touched, and what became of that in words, oldest first."""
    names = {one.id: one.name for dataset in snapshot.datasets() for one in snapshot.categories(dataset.id)}
    told: list[tuple[Change, int, str]] = []
    for step in history.steps:
        before, after = (_live(rows) for rows in (step.before, step.after))
        told += [
            (step.change, id, _told(before.get(id), after.get(id), names))
            for id in sorted(before.keys() | after.keys())
        ]
    return told


def _live(rows: pa.Table) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in rows.to_pylist() if not row["deleted"]}


def _told(before: dict[str, Any] | None, after: dict[str, Any] | None, names: dict[int, str]) -> str:
    if before is None or after is None:
        row, verb = (after, "added as") if before is None else (before, "deleted, was")
        return f"{verb} {names.get(row['category_id'], '?')}" if row is not None else ""
    first, second = (names.get(row["category_id"], "?") for row in (before, after))
    parts = [f"{first} -> {second}"] if first != second else []
    if any(before[name] != after[name] for name in SHAPE):
        parts.append("moved")
    return ", ".join(parts) or "altered"


def _steps(snapshot: Snapshot, labels: Ids) -> tuple[Step, ...]:
    edits = snapshot.edits_of("annotations", labels)
    return tuple(_step(change, edits) for change in snapshot.entries_about(list(edits)))


def _step(change: Change, edits: dict[int, tuple[pa.Table, pa.Table]]) -> Step:
    before, after = edits[change.id if change.target is None else change.target]
    return Step(change, after, before) if change.kind is ChangeKind.UNDO else Step(change, before, after)


def _provenance(snapshot: Snapshot, row: pa.Table, steps: tuple[Step, ...]) -> Provenance:
    if row["source_hash"][0].as_py() is not None:
        adder = snapshot.adder("annotations", row["id"][0].as_py())
        entries = [] if adder is None else snapshot.entries_about([adder])
        return Provenance(How.IMPORTED, entries[0] if entries else None)
    if not steps:
        return Provenance(How.MADE, None)
    found = _accepted_from(snapshot, steps[0].after)
    if found is None:
        return Provenance(How.MADE, steps[0].change)
    run, prediction = found
    return Provenance(How.ACCEPTED, steps[0].change, run, prediction)


def _accepted_from(snapshot: Snapshot, first: pa.Table) -> tuple[str, int] | None:
    """Run and id of the prediction whose shape a label had to the last digit when it was made: its copy."""
    near = snapshot.all_rows("predictions", where={"image_id": [first["image_id"][0].as_py()]})
    same = near.filter(pa.array(row_hashes(near.select(SHAPE)) == row_hashes(first.select(SHAPE))[0]))
    same = same.filter(pc.is_valid(same["x"]))
    if not same.num_rows:
        return None
    run_id = same["run_id"][0].as_py()
    names = [run.name for run in snapshot.runs(same["dataset_id"][0].as_py()) if run.id == run_id]
    return (names[0], same["id"][0].as_py()) if names else None
