"""Laws of the YOLO writer and reader."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.format import ReadOptions
from assay.formats.records import Records
from assay.formats.registry import READERS, WRITERS
from assay.formats.tables import image_table, object_table
from assay.formats.yolo.outline import joined_rings
from assay.model.category import CategoryRecord

SIDE = st.integers(8, 8000)
SHARE = st.floats(0, 1)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[int, int, list[float]]:
    """An image's width and height, and a box inside it that is at least a pixel wide and high."""
    width, height = draw(SIDE), draw(SIDE)
    w, h = draw(st.floats(1, width)), draw(st.floats(1, height))
    return width, height, [draw(SHARE) * (width - w), draw(SHARE) * (height - h), w, h]


@given(cases=st.lists(boxes(), min_size=1, max_size=6))
def test_a_box_comes_back_within_a_thousandth_of_a_pixel(cases: list[tuple[int, int, list[float]]]) -> None:
    """P14."""
    with tempfile.TemporaryDirectory() as folder:
        batch = _records(Path(folder), cases)
        out = Path(folder) / "out"
        assert not WRITERS["yolo"].write([batch], out).losses
        found = next(iter(READERS["yolo"].read(out, ReadOptions()))).objects
    sizes = np.array([[w, h, w, h] for w, h, _ in cases], dtype=float)
    shares = np.column_stack([found[name].to_numpy() for name in "xywh"])
    assert np.abs(shares * sizes - np.array([box for _, _, box in cases])).max() < 1e-3


def _records(folder: Path, cases: list[tuple[int, int, list[float]]]) -> Records:
    names = [f"{place}.jpg" for place in range(len(cases))]
    paths = []
    for name in names:
        (folder / name).write_bytes(b"")
        paths.append(str(folder / name))
    columns: dict[str, Any] = {"key": names, "file_name": names, "path": paths, "row": range(len(names))}
    columns |= {"width": [width for width, _, _ in cases], "height": [height for _, height, _ in cases]}
    objects: dict[str, Any] = {"image_key": names, "category_key": "0", "kind": "box", "row": range(len(names))}
    objects |= {name: [box[place] for _, _, box in cases] for place, name in enumerate("xywh")}
    return Records(
        image_table(len(names), columns, file="x"),
        object_table(len(names), objects, file="x"),
        (CategoryRecord("0", "cat"),),
    )


@given(st.lists(st.lists(st.tuples(SHARE, SHARE), min_size=3, max_size=6), min_size=1, max_size=4))
def test_joining_parts_keeps_their_bounds_and_signed_area(parts: list[list[tuple[float, float]]]) -> None:
    rings = [[number for point in part for number in point] for part in parts]
    outline = joined_rings(rings).reshape(-1, 2)
    points = np.array([point for part in parts for point in part])
    assert np.array_equal(outline.min(axis=0), points.min(axis=0))
    assert np.array_equal(outline.max(axis=0), points.max(axis=0))
    assert abs(_area(outline) - sum(_area(np.array(part)) for part in parts)) < 1e-9


def _area(points: Any) -> float:
    x, y = np.asarray(points).T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
