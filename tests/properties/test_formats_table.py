"""Laws of the writer and the reader of tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.format import ReadOptions
from assay.formats.records import Records
from assay.formats.registry import READERS, WRITERS
from assay.formats.tables import image_table, object_table
from assay.model.category import CategoryRecord

NUMBER = st.floats(-1e9, 1e9)
SIZE = st.floats(0, 1e9)
LABEL = st.tuples(st.integers(0, 3), st.sampled_from(["cat", "2", 'a "dog", wet']), NUMBER, NUMBER, SIZE, SIZE)
IMAGES = [f"{place}.jpg" for place in range(4)]


@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.parquet"])
@given(labels=st.lists(LABEL, max_size=8))
def test_boxes_come_back_to_the_last_bit(name: str, labels: list[tuple[Any, ...]]) -> None:
    """V2.13: images without labels and labels that stand twice included."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / name
        assert not WRITERS["table"].write([_records(labels)], out).losses
        found = next(iter(READERS["table"].read(out, ReadOptions())))
    assert found.images["file_name"].to_pylist() == IMAGES
    columns = [found.objects[column].to_pylist() for column in ("image_key", "category_key", "x", "y", "w", "h")]
    assert list(zip(*columns, strict=True)) == [
        (IMAGES[image], *rest) for image, *rest in sorted(labels, key=lambda label: label[0])
    ]


def _records(labels: list[tuple[Any, ...]]) -> Records:
    names = ("cat", "2", 'a "dog", wet')
    columns = {axis: [label[2 + place] for label in labels] for place, axis in enumerate("xywh")}
    objects = {
        "image_key": [IMAGES[label[0]] for label in labels],
        "category_key": [label[1] for label in labels],
        "kind": "box",
        "row": range(len(labels)),
        **columns,
    }
    return Records(
        image_table(len(IMAGES), {"key": IMAGES, "file_name": IMAGES, "row": range(len(IMAGES))}, file="x"),
        object_table(len(labels), objects, file="x"),
        tuple(CategoryRecord(name, name) for name in names),
    )
