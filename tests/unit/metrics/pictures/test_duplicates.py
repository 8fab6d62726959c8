"""Hashes and groups: copies are found, look-alikes are found, nothing else is."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image

from assay.metrics.builtin.pictures.content_hash import content_hash
from assay.metrics.builtin.pictures.exact_duplicate import exact_duplicate
from assay.metrics.builtin.pictures.near_duplicate import near_duplicate
from assay.metrics.builtin.pictures.odd_aspect import odd_aspect
from assay.metrics.builtin.pictures.odd_size import odd_size
from assay.metrics.builtin.pictures.phash import phash
from assay.metrics.builtin.pictures.random_value import random_value
from assay.metrics.measure_picture import measure_picture
from assay.metrics.metric import Values
from assay.metrics.view import Images, Objects, View
from assay.model.level import Level
from assay.statistics.groups import named_groups
from assay.testing.views import images_table, labels_table
from tests.unit.metrics.pictures.made import plain, scene, values_in, values_of


def view_with(count: int, **columns: object) -> View:
    """Images with ids from 100 and further columns."""
    table = images_table(count, first=100, **{k: v for k, v in columns.items() if k in ("width", "height")})
    for name, values in columns.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.array(values, pa.int64()))
    images = Images(table)
    return View(images, Objects.of(labels_table([], np.zeros((0, 4)), []), images))


def measured(metric: object, view: View, **parameters: object) -> Values:
    return metric.measure_rows(view, level=Level.IMAGE, **parameters)  # type: ignore[attr-defined, no-any-return]


def test_one_picture_in_two_formats_has_one_pixel_hash_and_two_file_hashes(tmp_path: Path) -> None:
    """M19: the same pixels, ≠ the same bytes."""
    Image.fromarray(scene()).save(tmp_path / "a.png")
    Image.fromarray(scene()).save(tmp_path / "b.bmp")
    (tmp_path / "c.png").write_bytes((tmp_path / "a.png").read_bytes())
    a, b, c = (values_in(content_hash, tmp_path / name) for name in ("a.png", "b.bmp", "c.png"))
    assert a["pixel_hash"] == b["pixel_hash"] == c["pixel_hash"]
    assert a["file_hash"] == c["file_hash"] != b["file_hash"]
    changed = scene()
    changed[479, 639, 2] ^= 1
    assert values_of(content_hash, changed)["pixel_hash"] != a["pixel_hash"]
    assert values_of(content_hash, scene().reshape(640, 480, 3))["pixel_hash"] != a["pixel_hash"]


def test_hashes_are_whole_numbers_of_sixty_four_bits(tmp_path: Path) -> None:
    """A float would lose bits of them."""
    Image.fromarray(scene()).save(tmp_path / "a.png")
    found = measure_picture(tmp_path / "a.png", metrics=[phash, content_hash])
    assert all(isinstance(value, int) and -(2**63) <= value < 2**63 for value in found.image)
    assert found.digest is not None
    assert found.image[1] == int.from_bytes(bytes.fromhex(found.digest[:16]), "big", signed=True)


def test_exact_copies_are_in_one_group_named_by_the_lowest_id() -> None:
    """M19."""
    view = view_with(5, file_hash=[7, 8, 7, None, None], pixel_hash=[1, 1, 1, 2, 3])
    same_file, same_pixels = measured(exact_duplicate, view).T
    np.testing.assert_equal(same_file, [100, np.nan, 100, np.nan, np.nan])
    np.testing.assert_equal(same_pixels, [100, 100, 100, np.nan, np.nan])


def test_look_alikes_are_joined_within_the_radius_and_no_further() -> None:
    """M20, X12: a Hamming radius, not equal hashes only."""
    view = view_with(5, phash=[0, 0b1111, 0b11111, -1, None])
    np.testing.assert_equal(measured(near_duplicate, view), [100, 100, 100, np.nan, np.nan])
    np.testing.assert_equal(measured(near_duplicate, view, radius=0), [np.nan] * 5)
    np.testing.assert_equal(measured(near_duplicate, view, radius=1), [np.nan, 101, 101, np.nan, np.nan])
    np.testing.assert_equal(measured(near_duplicate, view, radius=64), [100, 100, 100, 100, np.nan])


@pytest.mark.parametrize("change", ["half", "jpeg", "brighter"])
def test_a_perceptual_hash_outlives_what_people_do_to_pictures(tmp_path: Path, change: str) -> None:
    """M20."""
    picture = Image.fromarray(scene(seed=4)).resize((640, 480))
    other = picture.resize((320, 240)) if change == "half" else picture
    if change == "brighter":
        other = Image.fromarray((np.asarray(picture) * 0.9 + 20).astype(np.uint8))
    other.save(tmp_path / ("a.jpg" if change == "jpeg" else "a.png"))
    found = values_in(phash, next(tmp_path.iterdir()))["phash"]
    before = values_of(phash, np.asarray(picture))["phash"]
    assert bin((int(found) ^ int(before)) % 2**64).count("1") <= 4
    assert bin((int(values_of(phash, scene(seed=5))["phash"]) ^ int(before)) % 2**64).count("1") > 12


def test_a_picture_of_one_tone_has_no_perceptual_hash() -> None:
    """Blank pictures of all colours would be duplicates of one another."""
    assert math.isnan(values_of(phash, plain(3, 3, 3))["phash"])


def test_groups_of_one_are_none() -> None:
    np.testing.assert_equal(named_groups(np.array([5, -1, 5, 2]), np.array([9, 4, 8, 7])), [8, np.nan, 8, np.nan])
    assert named_groups(np.array([-1]), np.array([1])).tolist() != [1]
    assert len(named_groups(np.zeros(0, np.int64), np.zeros(0, np.int64))) == 0


def test_random_depends_on_id_and_seed_alone() -> None:
    """M28: uniform, the same for an item whatever stands beside it."""
    many, few = measured(random_value, view_with(20_000)), measured(random_value, view_with(10))
    assert many[:10].tolist() == few.tolist()
    assert measured(random_value, view_with(10), seed=1).tolist() != few.tolist()
    assert ((many >= 0) & (many < 1)).all()
    assert np.abs(np.histogram(many, 10, (0, 1))[0] - 2000).max() < 200


def test_strips_and_odd_sizes_are_told() -> None:
    """M3, M4: below 0.35, and outside the fences of three interquartile ranges."""
    view = view_with(6, width=[640, 640, 600, 640, 64, 1000], height=[480, 480, 500, 480, 48, 307])
    assert measured(odd_aspect, view).tolist() == [0, 0, 0, 0, 0, 1]
    assert measured(odd_size, view).tolist() == [0, 0, 0, 0, 1, 0]
    assert measured(odd_size, view_with(0)).tolist() == []
    unknown = measured(odd_aspect, view_with(2, width=[None, 10], height=[None, 10]))
    np.testing.assert_equal(unknown, [np.nan, 0])
