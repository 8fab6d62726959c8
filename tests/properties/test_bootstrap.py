"""Laws of the bootstrap of average precision (F18, E16)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import ArrayError
from assay.evaluation.bootstrap import bootstrap_average_precision
from assay.evaluation.coco import CocoMatches, CocoRows, match_coco
from assay.evaluation.coco_config import VOC07, VOC12, CocoConfig

IMAGES = 4
CONFIG = CocoConfig(areas={"all": (0.0, 1e10), "small": (0.0, 16.0), "large": (16.0, 1e10)}, max_detections=(1, 2, 100))
NUMBER, SIDE = st.integers(0, 6), st.integers(1, 8)
ROW = st.tuples(st.integers(0, IMAGES - 1), st.integers(1, 2), NUMBER, NUMBER, SIDE, SIDE, st.integers(0, 5))
ROWS = st.lists(ROW, max_size=14)
WEIGHTS = st.lists(st.integers(0, 3), min_size=IMAGES, max_size=IMAGES)


def matched(labels: np.ndarray, predictions: np.ndarray, config: CocoConfig = CONFIG) -> CocoMatches:
    def rows(table: np.ndarray) -> CocoRows:
        area = (table[:, 4] * table[:, 5]).astype(float)
        return CocoRows(table[:, 0], table[:, 1], area, table[:, 2:6].astype(float))

    truth, found = rows(labels), rows(predictions)
    # Each prediction has a score of its own, so that copies of one stand together in any order of images.
    score = 1 - (predictions[:, 6] * 100 + np.arange(len(predictions))) / 1000
    return match_coco(
        replace(truth, crowd=labels[:, 6] == 0), replace(found, score=score), class_ids=[1, 2, 3], config=config
    )


def table_of(rows: list[tuple[int, ...]]) -> np.ndarray:
    return np.array(rows, np.int64).reshape(-1, 7)


def none_as_nan(summary: dict[str, float]) -> dict[str, float]:
    return {name: np.nan if value == -1 else value for name, value in summary.items()}


@pytest.mark.parametrize("config", [CONFIG, VOC07, VOC12], ids=["coco", "voc07", "voc12"])
@given(ROWS, ROWS)
def test_every_image_once_is_the_figure_itself(
    config: CocoConfig, labels: list[tuple[int, ...]], predictions: list[tuple[int, ...]]
) -> None:
    matches = matched(table_of(labels), table_of(predictions), config)
    told = none_as_nan(matches.arrays().summary())
    drawn = bootstrap_average_precision(matches, np.ones((1, IMAGES), int), names=list(told))
    np.testing.assert_allclose([drawn[name][0] for name in told], list(told.values()), rtol=0, atol=1e-12)


@pytest.mark.parametrize("config", [CONFIG, VOC12], ids=["coco", "voc12"])
@given(ROWS, ROWS, WEIGHTS)
def test_a_weight_is_as_many_copies_of_the_image(
    config: CocoConfig, labels: list[tuple[int, ...]], predictions: list[tuple[int, ...]], weights: list[int]
) -> None:
    truth, found = table_of(labels), table_of(predictions)
    drawn = bootstrap_average_precision(matched(truth, found, config), np.array([weights]), names=("AP50",))
    score = 1 - (found[:, 6] * 100 + np.arange(len(found))) / 1000
    copies: list[list[CocoRows]] = [[], []]
    image = 0
    for old, weight in enumerate(weights):
        for _ in range(weight):
            for side, table in zip(copies, (truth, found), strict=True):
                own = table[:, 0] == old
                shapes = table[own, 2:6].astype(float)
                more = {"crowd": table[own, 6] == 0} if table is truth else {"score": score[own]}
                where = np.full(own.sum(), image)
                side.append(CocoRows(where, table[own, 1], shapes[:, 2] * shapes[:, 3], shapes, **more))
            image += 1
    if not image:
        assert np.isnan(drawn["AP50"][0])
        return
    told = match_coco(*map(joined, copies), class_ids=[1, 2, 3], config=config).arrays().summary()
    np.testing.assert_allclose(drawn["AP50"][0], none_as_nan(told)["AP50"], rtol=0, atol=1e-12)


def joined(parts: list[CocoRows]) -> CocoRows:
    given = [name for name in CocoRows.__slots__ if getattr(parts[0], name) is not None]
    return CocoRows(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in given})


def test_an_interval_covers_the_figure_and_narrows_with_more_images() -> None:
    def spread(images: int) -> tuple[float, float, float]:
        rng = np.random.default_rng(3)
        boxes = np.tile([10.0, 10.0, 20.0, 20.0], (images, 1))
        moved = boxes + rng.normal(0, 2.5, boxes.shape)
        image, klass = np.arange(images), np.ones(images, int)
        matches = match_coco(
            CocoRows(image, klass, np.full(images, 400.0), boxes),
            CocoRows(image, klass, moved[:, 2] * moved[:, 3], moved, score=rng.random(images)),
            class_ids=[1],
        )
        draws = bootstrap_average_precision(matches, rng.multinomial(images, [1 / images] * images, size=200))
        low, high = np.quantile(draws["AP"], [0.025, 0.975])
        return low, matches.arrays().average_precision(), high

    for images in (50, 800):
        low, told, high = spread(images)
        assert low < told < high
    assert np.ptp(spread(800)) < np.ptp(spread(50)) / 2


def test_weights_of_too_few_images_are_refused() -> None:
    rows = table_of([(3, 1, 0, 0, 4, 4, 1)])
    with pytest.raises(ArrayError, match=r"must have shape \(repeats, 4\)"):
        bootstrap_average_precision(matched(rows, rows), np.ones((2, 3), int))
