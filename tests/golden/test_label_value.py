"""Values of labels against the authority: `data_shapley_knn` of cleanlab 2.9 gives the same numbers (M71)."""

from __future__ import annotations

import numpy as np
import pytest

from assay.metrics.builtin.neighbours.label_value import label_value
from assay.metrics.view import View
from assay.model.level import Level
from tests.unit.metrics.test_neighbour_metrics import embedded


@pytest.mark.parametrize(("count", "neighbours"), [(30, 10), (30, 3), (200, 10), (12, 11)])
def test_values_are_those_of_cleanlab(count: int, neighbours: int) -> None:
    valuation = pytest.importorskip("cleanlab.data_valuation", reason="cleanlab is the authority here")
    rng = np.random.default_rng(count)
    vectors, classes = rng.normal(size=(count, 8)), rng.integers(0, 3, count)
    told = valuation.data_shapley_knn(classes, features=vectors, metric="cosine", k=neighbours)
    view = embedded(vectors, classes.tolist())
    np.testing.assert_allclose(values(view, neighbours=neighbours), told, rtol=0, atol=1e-12)


def test_a_label_that_disagrees_with_all_around_it_is_worth_least() -> None:
    rng = np.random.default_rng(0)
    vectors = np.repeat(np.eye(8)[:2], 20, axis=0) + rng.normal(0, 0.05, (40, 8))
    classes = [0] * 20 + [1] * 20
    classes[3] = 1
    found = values(embedded(vectors, classes))
    assert found.argmin() == 3
    assert found[3] < 0.5


def test_a_label_without_a_vector_has_no_value() -> None:
    view = embedded(np.eye(8)[:4], [0, 0, 1, 1])
    view.embeddings[Level.ANNOTATION][1] = np.nan
    assert np.isnan(values(view)).tolist() == [False, True, False, False]


def values(view: View, **parameters: int) -> np.ndarray:
    assert label_value.measure_rows is not None
    found: np.ndarray = label_value.measure_rows(view, level=Level.ANNOTATION, **parameters)[:, 0]
    return found
