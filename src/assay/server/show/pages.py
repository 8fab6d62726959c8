"""Pages of search results as replies."""

from __future__ import annotations

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from assay.model.level import Level
from assay.schema.scope import Scope
from assay.server.replies import ImageDetail, ImageItem, ImagePage, IssuePage, ObjectItem, ObjectPage
from assay.server.show.frames import Frames
from assay.server.show.issues import show_issues
from assay.server.show.objects import by_image, show_objects, show_outlined
from assay.store.snapshot import Snapshot
from assay.workflows.explore.objects import labels_by_id, objects_of, predictions_by_id
from assay.workflows.explore.search import Page, Question

MAX_DRAWN = 300
"""Objects of one source that are drawn in one image of a page; the detail of an image has all of them."""


def show_page(page: Page, question: Question, *, confidence: float) -> ImagePage | ObjectPage | IssuePage:
    """A page of whatever the question lists."""
    if question.level is Level.IMAGE:
        return _image_page(page, question, confidence=confidence)
    if question.level is Level.ISSUE:
        return {
            "level": Level.ISSUE,
            "total": page.total,
            "canonical": page.canonical,
            "next_cursor": page.next_cursor,
            "items": show_issues(question.snapshot, page.rows, question.scope),
        }
    return _object_page(page, question)


def show_detail(snapshot: Snapshot, row: pa.Table, issues: pa.Table, scope: Scope, *, confidence: float) -> ImageDetail:
    """One image (a table of one row) with everything known about it."""
    frames = Frames(row)
    found = objects_of(snapshot, row.column("id").to_pylist(), scope, confidence=confidence, outlined=True)
    image = row.to_pylist()[0]
    labels = show_outlined(found.labels, "label", frames)
    predictions = show_outlined(found.predictions, "prediction", frames)
    return {
        **frames.ref(image["id"]),
        "split": image["split"],
        "labels": len(labels),
        "predictions": len(predictions),
        "objects": [*labels, *predictions],
        "reference_id": image["reference_id"],
        "path": image["path"],
        "format": image["format"],
        "file_size": image["file_size"],
        "orientation": image["orientation"],
        "metadata": orjson.loads(image["metadata"]) if image["metadata"] else None,
        "issues": show_issues(snapshot, issues, scope),
    }


def _image_page(page: Page, question: Question, *, confidence: float) -> ImagePage:
    ids, splits = page.rows.column("id").to_pylist(), page.rows.column("split").to_pylist()
    frames = Frames(page.rows)
    found = objects_of(question.snapshot, ids, question.scope, confidence=confidence)
    label_rows, prediction_rows = _first_of_each(found.labels), _first_of_each(found.predictions)
    labels = by_image(label_rows, show_objects(label_rows, "label", frames))
    predictions = by_image(prediction_rows, show_objects(prediction_rows, "prediction", frames))
    label_counts, prediction_counts = _counts(found.labels), _counts(found.predictions)
    items: list[ImageItem] = [
        {
            **frames.ref(id_),
            "split": split,
            "labels": label_counts.get(id_, 0),
            "predictions": prediction_counts.get(id_, 0),
            "objects": labels[id_] + predictions[id_],
            "sort_value": value,
        }
        for id_, split, value in zip(ids, splits, page.rows.column("sort_value").to_pylist(), strict=True)
    ]
    return {
        "level": Level.IMAGE,
        "total": page.total,
        "canonical": page.canonical,
        "next_cursor": page.next_cursor,
        "items": items,
    }


def _object_page(page: Page, question: Question) -> ObjectPage:
    ids = page.rows.column("id").to_pylist()
    if question.level is Level.ANNOTATION:
        rows = labels_by_id(question.snapshot, ids, question.scope)
        shown_as = "label"
    else:
        rows = predictions_by_id(question.snapshot, ids, question.scope)
        shown_as = "prediction"
    frames = Frames.read(question.snapshot, rows.column("image_id").to_numpy())
    objects = show_objects(rows, "label" if shown_as == "label" else "prediction", frames)
    items: list[ObjectItem] = [
        {"object": item, "image": frames.ref(image_id), "sort_value": value}
        for item, image_id, value in zip(
            objects, rows.column("image_id").to_pylist(), page.rows.column("sort_value").to_pylist(), strict=True
        )
    ]
    return {
        "level": Level.ANNOTATION if question.level is Level.ANNOTATION else Level.PREDICTION,
        "total": page.total,
        "canonical": page.canonical,
        "next_cursor": page.next_cursor,
        "items": items,
    }


def _counts(rows: pa.Table) -> dict[int, int]:
    counted = pc.value_counts(rows.column("image_id")).flatten()
    return dict(zip(counted[0].to_pylist(), counted[1].to_pylist(), strict=True))


def _first_of_each(rows: pa.Table) -> pa.Table:
    """At most `MAX_DRAWN` rows of each image, the first of them as they stand."""
    images = rows.column("image_id").to_numpy()
    if len(images) <= MAX_DRAWN:
        return rows
    order = np.argsort(images, kind="stable")
    ordered = images[order]
    starts = np.r_[True, ordered[1:] != ordered[:-1]]
    rank = np.arange(len(ordered)) - np.maximum.accumulate(np.where(starts, np.arange(len(ordered)), 0))
    kept = np.sort(order[rank < MAX_DRAWN])
    return rows if len(kept) == len(images) else rows.take(pa.array(kept))
