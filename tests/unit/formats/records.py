"""Records made by hand, for writers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assay.formats.format import Writer
from assay.formats.records import Records
from assay.formats.tables import image_table, object_table
from assay.model.category import CategoryRecord
from assay.model.loss import LossReport

Row = dict[str, Any]
CLASSES = (CategoryRecord("0", "cat"), CategoryRecord("1", "dog"))


def records(
    images: Sequence[Row],
    objects: Sequence[Row],
    *,
    categories: tuple[CategoryRecord, ...] = CLASSES,
    extra: str | None = None,
) -> Records:
    """One batch. An image needs a `file_name`, an object an `image_key`; the rest is filled in."""
    given_images = [
        {"key": row["file_name"], "row": n, "width": 100, "height": 80, **row} for n, row in enumerate(images)
    ]
    plain = {"category_key": "0", "kind": "box", "normalised": False, "is_crowd": False, "ignore": False}
    given_objects = [{**plain, "row": n, **row} for n, row in enumerate(objects)]
    return Records(
        image_table(len(given_images), _columns(given_images), file="x"),
        object_table(len(given_objects), _columns(given_objects), file="x"),
        categories,
        extra=extra,
    )


def _columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in {name for row in rows for name in row}}


def box(x: float, y: float, w: float, h: float, **more: Any) -> Row:
    """An object of the image `a.jpg`."""
    return {"image_key": "a.jpg", "x": x, "y": y, "w": w, "h": h, **more}


def losses(writer: Writer, batch: Records, out: Path) -> dict[str, int]:
    """How many rows each loss touched, as the writer foretells it and as it reports it after writing."""
    foretold = writer.losses([batch])
    assert writer.write([batch], out).losses == foretold
    return counts(foretold)


def counts(report: LossReport) -> dict[str, int]:
    """How many rows each loss touched."""
    assert all(loss.message and loss.examples for loss in report.losses)
    return {loss.code: loss.count for loss in report.losses}
