"""Leakage: which groups of duplicates lie in more than one split (D8)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from assay.metrics.builtin.pictures.leakage import leakage
from assay.metrics.view import Images, Objects, View
from assay.model.level import Level
from assay.schema.tables import ANNOTATIONS


def leaks(exact: list[int | None], splits: list[str | None], near: list[int | None] | None = None) -> np.ndarray:
    count = len(exact)
    images = Images(
        pa.table(
            {
                "id": pa.array(range(count), pa.int64()),
                "split": pa.array(splits, pa.string()),
                "same_pixels": pa.array(exact, pa.int64()),
                "near_duplicate": pa.array(near or [None] * count, pa.int64()),
            }
        )
    )
    view = View(images, Objects.of(ANNOTATIONS.arrow.empty_table(), images))
    assert leakage.measure_rows is not None
    return leakage.measure_rows(view, level=Level.IMAGE)


def test_every_image_of_a_group_in_two_splits_has_its_number() -> None:
    found = leaks([7, 7, 7, None], ["train", "train", "val", "val"])
    np.testing.assert_array_equal(found[:, 0], [7, 7, 7, np.nan])
    assert np.isnan(found[:, 1]).all()


def test_copies_within_one_split_leak_nowhere() -> None:
    assert np.isnan(leaks([1, 1, 2, 2], ["train", "train", "val", "val"])).all()


def test_an_image_without_a_split_leaks_nowhere() -> None:
    """It is no part of a test, and where its copies lie in two splits it is none of the two."""
    found = leaks([1, 1, 2, 2, 2], [None, "train", None, "train", "val"])
    np.testing.assert_array_equal(found[:, 0], [np.nan, np.nan, np.nan, 2, 2])


def test_near_groups_are_told_beside_exact_ones() -> None:
    found = leaks([0, 0, None], ["train", "train", "val"], near=[5, 5, 5])
    assert np.isnan(found[:, 0]).all()
    np.testing.assert_array_equal(found[:, 1], [5, 5, 5])


def test_no_images_have_no_leaks() -> None:
    assert leaks([], []).shape == (0, 2)
