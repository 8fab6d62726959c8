"""Compare the suspects that a search raised with the errors that were injected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.demo.injected import Injected, Injection
from assay.geometry.iou import pairwise_iou
from assay.model.issue import IssueKind
from assay.store.snapshot import Snapshot

REVEALS: Mapping[Injection, frozenset[IssueKind]] = {
    Injection.SWAPPED_CLASS: frozenset({IssueKind.WRONG_CLASS}),
    Injection.MISSING_BOX: frozenset({IssueKind.MISSING_OBJECT}),
    Injection.LOOSE_BOX: frozenset({IssueKind.LOOSE_BOX}),
    Injection.SHIFTED_BOX: frozenset({IssueKind.LOOSE_BOX, IssueKind.SPURIOUS_LABEL, IssueKind.MISSING_OBJECT}),
    Injection.DUPLICATE_BOX: frozenset({IssueKind.DUPLICATE_BOX}),
}
"""Which kinds of suspect count as having found an injected error."""

SAME_PLACE = 0.5
"""IoU from which a suspect without a label of its own is at the place of an injected error."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many errors of one kind were injected, and how many a suspect points at."""

    injected: int
    found: int


def score_objects(
    snapshot: Snapshot, dataset: str, errors: Sequence[Injected]
) -> tuple[dict[Injection, Found], int, int]:
    """By kind what was injected and found; how many suspects are open; how many of those are injected errors."""
    issues = _open_issues(snapshot, dataset)
    boxes = _boxes(snapshot, issues)
    names = _image_names(snapshot, dataset)
    references = _references(snapshot, issues)
    hits = np.zeros((len(errors), len(issues)), dtype=np.bool_)
    by_image: dict[str, list[int]] = {}
    for at, issue in enumerate(issues):
        by_image.setdefault(names[issue["image_id"]], []).append(at)
    for row, error in enumerate(errors):
        for at in by_image.get(error.image, ()):
            issue = issues[at]
            if IssueKind(issue["kind"]) not in REVEALS[error.kind]:
                continue
            own = error.reference_id is not None and references.get(issue["annotation_id"]) == error.reference_id
            hits[row, at] = own or _overlaps(error, boxes[at]) or _names_twin(error, issue, references)
    return _tally(errors, hits), len(issues), int(hits.any(axis=0).sum())


def score_classes(
    snapshot: Snapshot, dataset: str, errors: Sequence[Injected]
) -> tuple[dict[Injection, Found], int, int]:
    """The same for a classification set, where an error is a whole image with a wrong class."""
    issues = _open_issues(snapshot, dataset)
    names = _image_names(snapshot, dataset)
    hits = np.array(
        [
            [issue["kind"] == IssueKind.WRONG_CLASS and names[issue["image_id"]] == error.image for issue in issues]
            for error in errors
        ],
        dtype=np.bool_,
    ).reshape(len(errors), len(issues))
    return _tally(errors, hits), len(issues), int(hits.any(axis=0).sum())


def _tally(errors: Sequence[Injected], hits: NDArray[np.bool_]) -> dict[Injection, Found]:
    found = np.asarray(hits.any(axis=1))
    kinds = np.array([error.kind for error in errors])
    return {
        kind: Found(int((kinds == kind).sum()), int(found[kinds == kind].sum()))
        for kind in Injection
        if (kinds == kind).any()
    }


def _overlaps(error: Injected, box: Sequence[float] | None) -> bool:
    """Whether a suspect's box lies where the true object is."""
    if error.box is None or box is None:
        return False
    return float(pairwise_iou(np.array([error.box]), np.array([box]))[0, 0]) >= SAME_PLACE


def _names_twin(error: Injected, issue: Mapping[str, Any], references: Mapping[int | None, str]) -> bool:
    """Whether a duplicate suspect speaks of the pair from its other side: either of two labels may be the spare one."""
    if error.kind is not Injection.DUPLICATE_BOX or error.reference_id is None:
        return False
    return references.get(issue["annotation_id"]) == str(int(error.reference_id) - 1)


def _open_issues(snapshot: Snapshot, dataset: str) -> list[dict[str, Any]]:
    rows = snapshot.rows("issues", where={"dataset_id": snapshot.dataset(dataset).id, "state": "open"})
    return list(rows.to_pylist())


def _image_names(snapshot: Snapshot, dataset: str) -> dict[int, str]:
    rows = snapshot.rows("images", columns=("id", "file_name"), where={"dataset_id": snapshot.dataset(dataset).id})
    return dict(zip(rows.column("id").to_pylist(), rows.column("file_name").to_pylist(), strict=True))


def _references(snapshot: Snapshot, issues: Sequence[Mapping[str, Any]]) -> dict[int | None, str]:
    ids = sorted({issue["annotation_id"] for issue in issues if issue["annotation_id"] is not None})
    rows = snapshot.take("annotations", ids, columns=("id", "reference_id"))
    return dict(zip(rows.column("id").to_pylist(), rows.column("reference_id").to_pylist(), strict=True))


def _boxes(snapshot: Snapshot, issues: Sequence[Mapping[str, Any]]) -> list[list[float] | None]:
    """The box of each suspect: its prediction's where it has one, else its label's."""
    columns = ("id", "x", "y", "w", "h")
    boxes: dict[tuple[str, int], list[float]] = {}
    for table, key in (("annotations", "annotation_id"), ("predictions", "prediction_id")):
        ids = sorted({issue[key] for issue in issues if issue[key] is not None})
        for row in snapshot.take(table, ids, columns=columns).to_pylist():
            boxes[key, row["id"]] = [row["x"], row["y"], row["w"], row["h"]]
    return [
        boxes.get(("prediction_id", issue["prediction_id"])) or boxes.get(("annotation_id", issue["annotation_id"]))
        for issue in issues
    ]
