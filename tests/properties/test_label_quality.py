"""What holds for ObjectLab's scores whatever the labels and predictions (M46-M50, X11, V6.14)."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.evaluation.label_quality import LabelQuality, label_quality

IMAGES = 4
SCORES = ("image", "image_overlooked", "image_location", "image_swapped")


def _rows(seed: int, *, scale: float = 1.0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels, predictions = int(rng.integers(0, 12)), int(rng.integers(0, 16))
    boxes = [np.column_stack((rng.uniform(0, 60, (n, 2)), rng.uniform(5, 40, (n, 2)))) for n in (labels, predictions)]
    return {
        "label_image": rng.integers(0, IMAGES, labels),
        "label_boxes": boxes[0] * scale,
        "label_class": rng.integers(0, 2, labels),
        "label_ignored": rng.random(labels) < 0.2,
        "pred_image": rng.integers(0, IMAGES, predictions),
        "pred_boxes": boxes[1] * scale,
        "pred_class": rng.integers(0, 2, predictions),
        "pred_score": rng.choice([0.3, 0.6, 0.97, 1.0], predictions),
    }


def _of(rows: dict[str, Any], *, images: int = IMAGES) -> LabelQuality:
    return label_quality(images=images, **rows)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_an_image_scores_the_same_alone_and_among_others(seed: int) -> None:
    """X11, V6.14: no score leans on the batch."""
    rows = _rows(seed)
    together = _of(rows)
    for image in range(IMAGES):
        own = {name: values[rows[f"{name.partition('_')[0]}_image"] == image] for name, values in rows.items()}
        alone = _of(own | {"label_image": own["label_image"] * 0, "pred_image": own["pred_image"] * 0}, images=1)
        for name in SCORES:
            assert getattr(alone, name)[0] == getattr(together, name)[image]
        np.testing.assert_array_equal(alone.location, together.location[rows["label_image"] == image])
        np.testing.assert_array_equal(alone.swapped, together.swapped[rows["label_image"] == image])
        np.testing.assert_array_equal(alone.overlooked, together.overlooked[rows["pred_image"] == image])


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_the_resolution_does_not_matter(seed: int) -> None:
    """M46: distances are told in diagonals of the boxes."""
    small, large = _of(_rows(seed)), _of(_rows(seed, scale=8.0))
    for name in SCORES:
        np.testing.assert_allclose(getattr(small, name), getattr(large, name), rtol=1e-9)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_scores_lie_between_0_and_1_and_ignored_labels_have_none(seed: int) -> None:
    """M47-M50: in range, NaN exactly where nothing is judged."""
    rows = _rows(seed)
    found = _of(rows)
    np.testing.assert_array_equal(np.isnan(found.location), rows["label_ignored"])
    np.testing.assert_array_equal(np.isnan(found.swapped), rows["label_ignored"])
    for values in (found.overlooked, found.location, found.swapped, *(getattr(found, name) for name in SCORES)):
        known = values[~np.isnan(values)]
        assert ((known >= 0) & (known <= 1)).all()
