"""J8: rare times hard, against its definition counted by hand and by plain Python."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import mean

import numpy as np
import pytest

from assay.metrics.builtin.predictions.chance_entropy import chance_entropy
from assay.metrics.builtin.predictions.edge_case import edge_case
from assay.metrics.view import View
from assay.model.level import Level
from tests.unit.metrics.metric_views import column, view_of

BOX = (10, 10, 100, 100)
CAR, BUS = 0, 1


def of(labels: list[tuple[int, int]], predictions: list[tuple[int, int, float]], images: int) -> View:
    """Labels are (image, class), predictions (image, class, score)."""
    at, category = [image for image, _ in labels], [one for _, one in labels]
    where, said = [image for image, _, _ in predictions], [one for _, one, _ in predictions]
    found = (where, [BOX] * len(where), said, [score for _, _, score in predictions])
    return view_of(at, [BOX] * len(at), category, images=images, predictions=found)


def edge(view: View) -> list[float]:
    return column(edge_case, view, "edge_case", Level.IMAGE)


def test_the_only_bus_that_the_model_doubts_most_comes_first() -> None:
    view = of(
        [(0, CAR), (1, CAR), (2, CAR), (2, BUS), (3, CAR)],
        [(0, CAR, 0.9), (1, CAR, 0.99), (2, CAR, 0.5), (3, CAR, 0.8)],
        images=4,
    )
    rare, common = 7 / 8, 3 / 8
    assert edge(view) == pytest.approx([common * 3 / 8, common * 1 / 8, rare * 7 / 8, common * 5 / 8])


def test_where_there_are_no_labels_sure_predictions_say_what_an_image_holds() -> None:
    """The bus of image 1 is too weak to be held; its doubt counts all the same."""
    view = of([], [(0, BUS, 0.6), (1, CAR, 0.9), (1, BUS, 0.2), (2, CAR, 0.95)], images=3)
    assert edge(view) == pytest.approx([5 / 6 * 5 / 6, 1 / 3 * 3 / 6, 1 / 3 * 1 / 6])


def test_labels_go_before_predictions() -> None:
    predictions = [(image, BUS, 0.7) for image in range(3)]
    same = of([(image, CAR) for image in range(3)], predictions, images=3)
    assert edge(same) == pytest.approx([0.25] * 3)  # all equal: the middle, squared


def test_an_image_without_predictions_or_without_classes_is_unknown_and_ranks_nobody() -> None:
    view = of([(0, CAR), (1, BUS)], [(0, CAR, 0.9), (2, CAR, 0.1)], images=3)
    found = edge(view)
    assert found[0] == pytest.approx(0.25)
    assert np.isnan(found[1:]).all()
    assert np.isnan(edge(replace(view, predictions=None))).all()


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_plain_python_counts(seed: int) -> None:
    rng, images = np.random.default_rng(seed), 30
    labels = [(int(image), int(rng.integers(6))) for image in rng.integers(images, size=25)]
    predictions = [(int(at), int(rng.integers(6)), float(rng.random())) for at in rng.integers(images, size=60)]
    view = of(labels, predictions, images)
    held = [
        {one for at, one in labels if at == image}
        or {one for at, one, score in predictions if at == image and score >= 0.25}
        for image in range(images)
    ]
    some = sum(map(bool, held))
    rarity = [max((math.log2(some / sum(one in other for other in held)) for one in has), default=None) for has in held]
    hardness = column(chance_entropy, view, "chance_entropy", Level.IMAGE)
    known = [at for at in range(images) if rarity[at] is not None and not math.isnan(hardness[at])]

    def share(values: list[float], value: float) -> float:
        return mean((other < value) + (other == value) / 2 for other in values)

    for at, value in enumerate(edge(view)):
        if at not in known:
            assert math.isnan(value)
            continue
        rare = share([rarity[one] or 0.0 for one in known], rarity[at] or 0.0)
        hard = share([hardness[one] for one in known], hardness[at])
        assert value == pytest.approx(rare * hard)
