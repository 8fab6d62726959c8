"""Versions, differences and histories as replies."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.server.replies.drawn import ImageObject
from assay.server.replies.versions import History, HistoryStep, ImageDifference, KindCounts, Provenance
from assay.server.replies.versions import VersionDiff as Shown
from assay.server.show.changes import show_change
from assay.server.show.frames import Frames
from assay.server.show.objects import by_image, show_outlined
from assay.store.snapshot import Snapshot
from assay.workflows.versions.diff_versions import KINDS, VersionDiff
from assay.workflows.versions.history_of import History as Found
from assay.workflows.versions.history_of import Provenance as Source


def show_diff(
    diff: VersionDiff, now: Snapshot, names: dict[int, str], *, kind: str | None, offset: int, limit: int
) -> Shown:
    """What differs, with a page of the images that do."""
    images = diff.by_image()
    if kind in KINDS:
        images = images.filter(pc.greater(images[kind], 0))
    labels = {name: len(ids) for name, ids in diff.kinds.items()}
    return {
        "images_added": len(diff.images.added),
        "images_deleted": len(diff.images.deleted),
        "classes_added": [one.name for one in diff.classes.added],
        "classes_deleted": [one.name for one in diff.classes.deleted],
        "classes_renamed": [(old.name, new.name) for old, new in diff.classes.renamed],
        "labels": _counts(labels),
        "by_class": [
            {
                "class": names.get(class_id, str(class_id)),
                "added": counts["added"],
                "deleted": counts["deleted"],
                "from": counts["from"],
                "to": counts["to"],
                "moved": counts["moved"],
                "altered": counts["altered"],
            }
            for class_id, counts in sorted(diff.by_class().items())
        ],
        "total": images.num_rows,
        "images": _images(diff, now, images.slice(offset, limit)),
    }


def _counts(labels: dict[str, int]) -> KindCounts:
    return {
        "added": labels["added"],
        "deleted": labels["deleted"],
        "relabelled": labels["relabelled"],
        "moved": labels["moved"],
        "altered": labels["altered"],
    }


def _images(diff: VersionDiff, now: Snapshot, page: pa.Table) -> list[ImageDifference]:
    ids = page["image_id"].to_numpy()
    frames = Frames.read(now, ids)
    before, after = (_drawn(side, ids, frames) for side in (diff.labels.before, diff.labels.after))
    return [
        {
            "image": frames.ref(row["image_id"]),
            "state": _state(diff, row["image_id"]),
            "counts": _counts(row),
            "before": before.get(row["image_id"], []),
            "after": after.get(row["image_id"], []),
        }
        for row in page.to_pylist()
    ]


def _state(diff: VersionDiff, image_id: int) -> Literal["added", "deleted", "kept"]:
    if image_id in diff.images.added:
        return "added"
    return "deleted" if image_id in diff.images.deleted else "kept"


def _drawn(rows: pa.Table, image_ids: Ids, frames: Frames) -> dict[int, list[ImageObject]]:
    shown = rows.filter(pc.is_in(rows["image_id"], value_set=pa.array(image_ids)))
    return by_image(shown, show_outlined(shown, "label", frames))


def show_history(found: Found, snapshot: Snapshot) -> History:
    """What happened, with the shapes to draw."""
    frames = Frames.read(snapshot, [found.image_id])
    steps: list[HistoryStep] = []
    for step in found.steps:
        before, after = (_by_id(side, frames) for side in (step.before, step.after))
        steps += [
            {"change": show_change(step.change), "object": id_, "before": before.get(id_), "after": after.get(id_)}
            for id_ in sorted(before.keys() | after.keys())
        ]
    provenance = None if found.provenance is None else _provenance(found.provenance)
    return {"image": frames.ref(found.image_id), "provenance": provenance, "steps": steps}


def _by_id(rows: pa.Table, frames: Frames) -> dict[int, ImageObject]:
    live = rows.filter(pc.invert(rows["deleted"]))
    return {item["id"]: item for item in show_outlined(live, "label", frames)}


def _provenance(source: Source) -> Provenance:
    return {
        "how": source.how.value,
        "change": None if source.change is None else show_change(source.change),
        "run": source.run,
        "prediction": source.prediction,
    }
