"""Which image a prediction file means."""

from __future__ import annotations

import pyarrow as pa
import pytest

from assay.workflows.imports.resolve_keys import ImageNames

IMAGES = pa.table(
    {
        "foreign_id": ["11", "12", None],
        "reference_id": ["train/a.jpg", "val/a.jpg", "sub/b.png"],
        "file_name": ["a.jpg", "a.jpg", "sub/b.png"],
        "path": ["x/a.jpg", "y/a.jpg", "z/b.png"],
    }
)


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("11", 0),  # the source's own id
        ("val/a.jpg", 1),  # the reference id
        ("y/a.jpg", 1),  # the path inside the image folder
        ("sub/b.png", 2),  # the file name as the source gives it
        ("b.png", 2),  # the bare name
        ("b", 2),  # the stem, as Ultralytics writes it
        ("a.jpg", -2),  # two images have this name
        ("a", -2),  # and this stem
        ("c", -1),  # nobody has
    ],
)
def test_an_image_is_found_by_any_of_its_names(key: str, row: int) -> None:
    assert ImageNames.of(IMAGES).resolve(pa.array([key])).tolist() == [row]
