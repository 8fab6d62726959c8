"""Metrics of neighbours (M21-M27, M89), on embeddings made by hand; no dataset has any yet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from assay.metrics.builtin.neighbours import NEIGHBOUR_METRICS
from assay.metrics.builtin.neighbours.class_confidence import class_confidence
from assay.metrics.builtin.neighbours.diversity_rank import diversity_rank
from assay.metrics.builtin.neighbours.near_duplicate_embedding import near_duplicate_embedding
from assay.metrics.builtin.neighbours.order_gap import order_gap
from assay.metrics.builtin.neighbours.representativeness import representativeness
from assay.metrics.builtin.neighbours.singularity import singularity
from assay.metrics.builtin.neighbours.typical_score import typical_score
from assay.metrics.builtin.neighbours.typicality import typicality
from assay.metrics.builtin.neighbours.uniqueness import uniqueness
from assay.metrics.metric import Metric, Need
from assay.metrics.plan import LACKING, LACKING_PREDICTIONS, plan
from assay.metrics.view import View
from assay.model.level import Level
from assay.statistics.groups import joined
from assay.vectors.neighbours import nearest
from tests.unit.metrics.metric_views import WHOLE, column, measured, view_of

Floats = NDArray[np.float64]


def unit(vectors: Floats) -> NDArray[np.float32]:
    directions: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return directions.astype(np.float32)


def embedded(vectors: Floats, category: list[int] | None = None) -> View:
    """One image, one label and one prediction of it as a whole per vector; the three have that vector."""
    count = len(vectors)
    image, boxes = list(range(count)), [WHOLE] * count
    predicted = (image, boxes, [0] * count, [0.5] * count)
    view = view_of(image, boxes, category, images=count, predictions=predicted)
    return replace(view, embeddings=dict.fromkeys((Level.IMAGE, Level.ANNOTATION, Level.PREDICTION), unit(vectors)))


def turned_by(*degrees: float) -> Floats:
    """Directions in the plane, so that distances are known: 1 - cos of the angle between."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def turn(size: int, *, seed: int) -> Floats:
    """A rotation, so that nothing lies along an axis."""
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(size, size))).Q


def crowd(count: int, *, kinds: int = 3) -> tuple[Floats, NDArray[np.int64]]:
    """Vectors of 32 numbers around the centres of their kinds, far apart; and the kinds."""
    kind = np.arange(count) % kinds
    vectors = 4 * np.eye(32)[kind] + np.random.default_rng(0).normal(0, 0.3, (count, 32))
    return vectors @ turn(32, seed=1), kind


# Neighbours


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(np.int8, st.tuples(st.integers(0, 12), st.integers(1, 4)), elements=st.integers(-2, 2)),
    st.integers(1, 14),
)
def test_neighbours_are_those_of_comparing_each_with_each(points: NDArray[np.int8], count: int) -> None:
    """Exact up to single precision; a zero vector has no direction and counts as none."""
    lengths = np.linalg.norm(points.astype(float), axis=1, keepdims=True)
    vectors = np.divide(points, lengths, out=np.full(points.shape, np.nan), where=lengths > 0).astype(np.float32)
    found = nearest(vectors, count=count)
    apart = 1 - vectors.astype(float) @ vectors.astype(float).T
    np.fill_diagonal(apart, np.nan)
    for row, distances in enumerate(apart):
        others = np.sort(distances[~np.isnan(distances)])[:count]
        assert np.allclose(found.distances[row, : len(others)], others, atol=1e-6)
        assert np.isnan(found.distances[row, len(others) :]).all()
        shown = found.rows[row, : len(others)]
        assert np.allclose(distances[shown], others, atol=1e-6)
        assert row not in shown.tolist()
        assert len(set(shown.tolist())) == len(others)
        assert (found.rows[row, len(others) :] == -1).all()


def test_neighbours_at_one_distance_come_by_row() -> None:
    found = nearest(unit(np.eye(4)[[0, 1, 2, 0, 0]]), count=3)
    assert found.rows[0].tolist() == [3, 4, 1]
    assert found.rows[4].tolist() == [0, 3, 1]
    assert found.distances[4].tolist() == [0, 0, 1]


def test_neighbours_do_not_depend_on_the_size_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit(np.random.default_rng(1).normal(size=(70, 9)))
    at_once = nearest(vectors, count=7)
    monkeypatch.setattr("assay.vectors.all_pairs._BLOCK", 200)
    in_blocks = nearest(vectors, count=7)
    assert np.array_equal(at_once.rows, in_blocks.rows)
    assert np.array_equal(at_once.distances, in_blocks.distances)


def test_one_search_serves_every_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    view = embedded(crowd(40)[0])
    first = view.neighbours(Level.IMAGE, count=3)
    monkeypatch.delattr("assay.metrics.view.nearest")
    assert np.array_equal(view.neighbours(Level.IMAGE, count=30).rows[:, :3], first.rows)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_joined_rows_are_the_connected_components(pairs: list[tuple[int, int]]) -> None:
    parts = [{row} for row in range(10)]
    for one, other in pairs:
        met = parts[one] | parts[other]
        for row in met:
            parts[row] = met
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    assert joined(ends[:, 0], ends[:, 1], count=10).tolist() == [min(part) for part in parts]


# Duplicates and rarity


def test_near_duplicates_lie_within_the_fixed_distance() -> None:
    """M21: 10 degrees are 0.015; a chain is one group, named by its lowest id."""
    view = embedded(turned_by(0, 90, 10, 20, 180, 270))
    for level in (Level.IMAGE, Level.ANNOTATION):
        groups = column(near_duplicate_embedding, view, "near_duplicate_embedding", level)
        first = float(view.ids(level)[0])
        assert np.array_equal(groups, [first, np.nan, first, first, np.nan, np.nan], equal_nan=True)


def test_near_duplicates_lie_within_a_share_of_the_median() -> None:
    """M21: nearest neighbours at 60 degrees are 0.5 apart, 20 degrees are 0.06: less than 0.13 of it."""
    assert near_duplicate_embedding.measure_rows is not None
    view = embedded(turned_by(0, 60, 120, 180, 240, 260))
    for share, found in ((0.13, 2), (0.11, 0)):
        groups = near_duplicate_embedding.measure_rows(view, level=Level.IMAGE, share=share, within=-1.0)
        assert np.isfinite(groups).sum() == found


def test_copies_have_no_singularity_but_the_first() -> None:
    """M22: of five copies four get 0; the kept one has the distance to what differs."""
    view = embedded(turned_by(0, 0, 60, 0, 0, 0))
    assert column(singularity, view, "singularity") == pytest.approx([0.5, 0, 0.5, 0, 0, 0], abs=1e-6)


def test_singularity_looks_beyond_more_copies_than_neighbours() -> None:
    """M22: fifty copies of one fill the list of its neighbours."""
    values = column(singularity, embedded(turned_by(*[90] * 50, 0)), "singularity")
    assert values == pytest.approx([1, *[0] * 49, 1], abs=1e-6)


def test_copies_alone_have_nothing_that_differs() -> None:
    values = column(singularity, embedded(turned_by(30, 30, 30)), "singularity")
    assert np.array_equal(values, [np.nan, 0, 0], equal_nan=True)


def test_uniqueness_is_the_weighted_distance_to_three_neighbours() -> None:
    """M23."""
    values = column(uniqueness, embedded(turned_by(0, 0, 0, 0, 90)), "uniqueness")
    assert values == pytest.approx([0, 0, 0, 0, 1])
    chords = 2 * np.sin(np.radians([10, 20, 30]) / 2)
    spread = column(uniqueness, embedded(turned_by(0, 10, 20, 30)), "uniqueness")
    assert spread[0] == pytest.approx(1)
    assert spread[1] == pytest.approx((chords[[0, 0, 1]] @ [0.6, 0.3, 0.1]) / (chords @ [0.6, 0.3, 0.1]), abs=1e-5)


def test_the_typical_score_is_that_of_its_formula() -> None:
    """M24: exp(-m / median), so that the middle of the set has 1/e."""
    vectors = np.vstack([crowd(60, kinds=1)[0], -np.ones((1, 32))])
    values = np.array(column(typical_score, embedded(vectors), "typical_score"))
    apart = np.sort(1 - unit(vectors).astype(float) @ unit(vectors).T.astype(float), axis=1)[:, 1:11].mean(axis=1)
    assert values == pytest.approx(np.exp(-apart / np.median(apart)), abs=1e-4)
    assert np.median(values) == pytest.approx(np.exp(-1))
    assert values.argmin() == 60


def test_a_set_of_copies_is_typical() -> None:
    """M24: the median distance is 0; what is far from the copies is not typical."""
    values = column(typical_score, embedded(turned_by(*[0] * 20, 90)), "typical_score")
    assert values == [*[1.0] * 20, 0.0]


def test_the_densest_place_is_the_most_typical() -> None:
    """M25: typicality is a share of the set, and goes down away from the crowd."""
    values = column(typicality, embedded(turned_by(*np.linspace(0, 10, 30), 90)), "typicality")
    assert int(np.argmin(values)) == 30
    assert 10 < int(np.argmax(values)) < 20
    assert np.mean(values) == pytest.approx(0.5)


# Clusters


def test_what_is_nearest_to_a_centre_is_the_most_representative() -> None:
    """M26: with one cluster that is the middle of a row of directions."""
    assert representativeness.measure_rows is not None
    view = embedded(turned_by(0, 10, 20, 30, 40))
    values = representativeness.measure_rows(view, level=Level.IMAGE, clusters=1)
    assert values.argmax() == 2
    assert values[2] == 1
    assert values[0] == pytest.approx(values[4]) == values.min()


def test_ranks_take_every_kind_in_turn() -> None:
    """M27: both ranks are an order of all; the first three are one of each kind, by turns until a kind is used up."""
    assert diversity_rank.measure_rows is not None
    vectors, kind = crowd(30)
    ranks = diversity_rank.measure_rows(embedded(vectors), level=Level.IMAGE, clusters=3)
    for rank in ranks.T:
        assert sorted(rank.tolist()) == list(range(1, 31))
        assert all(set(kind[np.argsort(rank)][at : at + 3].tolist()) == {0, 1, 2} for at in range(0, 30, 3))
    centre = np.stack([unit(vectors)[kind == at].mean(axis=0) for at in range(3)])
    apart = np.linalg.norm(unit(vectors) - centre[kind], axis=1)
    for at in range(3):
        assert (np.diff(apart[kind == at][np.argsort(ranks[kind == at, 0])]) > 0).all()
        assert (np.diff(apart[kind == at][np.argsort(ranks[kind == at, 1])]) < 0).all()


def test_a_cluster_that_is_used_up_is_passed_over() -> None:
    assert diversity_rank.measure_rows is not None
    view = embedded(turned_by(0, 1, 2, 3, 180))
    first = diversity_rank.measure_rows(view, level=Level.IMAGE, clusters=2)[:, 0]
    assert first[4] <= 2
    assert sorted(first.tolist()) == [1, 2, 3, 4, 5]


def test_fewer_kinds_than_clusters_are_no_error() -> None:
    values = column(representativeness, embedded(turned_by(*[0, 90] * 15)), "representativeness")
    assert values == pytest.approx([1] * 30)


# Classes


def test_a_wrong_class_has_a_low_confidence() -> None:
    """M89: the probe that did not see a label is sure of what it is, and not of what it is said to be."""
    vectors, kind = crowd(150)
    said = kind.copy()
    said[:6] = (kind[:6] + 1) % 3
    values = measured(class_confidence, embedded(vectors, said.tolist()))
    assert set(np.argsort(values[:, 0])[:6].tolist()) == set(range(6))
    assert values[:6, 0].max() < 0.2
    assert np.median(values[6:, 0]) > 0.9


def test_what_lies_between_two_classes_has_a_high_entropy() -> None:
    """M89."""
    vectors, kind = crowd(150)
    vectors[0] = vectors[kind == 0].mean(axis=0) + vectors[kind == 1].mean(axis=0)
    entropy = column(class_confidence, embedded(vectors, kind.tolist()), "class_entropy")
    assert int(np.argmax(entropy)) == 0


def test_a_class_of_few_images_is_left_out() -> None:
    vectors, kind = crowd(60, kinds=2)
    kind[:4] = 2
    values = measured(class_confidence, embedded(vectors, kind.tolist()))
    assert np.isnan(values[:4]).all()
    assert np.isfinite(values[4:]).all()


# All of them

# A map may be turned and an order reversed, and what reads the columns of others has no distances of its own.
OF_DISTANCES = [one for one in NEIGHBOUR_METRICS if not one.reads and one.slug not in {"map", "look_alike_order"}]
METRICS = pytest.mark.parametrize("metric", OF_DISTANCES, ids=lambda metric: metric.slug)


@METRICS
def test_who_has_no_embedding_is_told_how_to_make_one(metric: Metric) -> None:
    """They declare the need, and a person is told why they cannot run."""
    assert Need.EMBEDDINGS in metric.needs
    assert metric.whole_set
    for step in plan([metric]):
        told = LACKING_PREDICTIONS if step.level is Level.PREDICTION else LACKING
        assert step.why_not(set(Need) - {Need.EMBEDDINGS}) == told[Need.EMBEDDINGS]


@METRICS
def test_turning_all_embeddings_changes_nothing(metric: Metric) -> None:
    """Distances are all that counts; a probe sees single inputs and only nearly agrees."""
    (vectors, kind), other = crowd(90), turn(32, seed=4)
    for level in metric.levels:
        as_is, turned = (measured(metric, embedded(v, kind.tolist()), level) for v in (vectors, vectors @ other))
        atol = 0.2 if metric is class_confidence else 1e-4
        assert np.allclose(as_is, turned, rtol=0, atol=atol, equal_nan=True)


@METRICS
def test_a_row_without_embedding_has_no_value_and_changes_no_other(metric: Metric) -> None:
    vectors, kind = crowd(90)
    gaps = np.full((1, 32), np.nan)
    for level in metric.levels:
        alone = measured(metric, embedded(vectors, kind.tolist()), level).reshape(90, -1)
        beside = measured(metric, embedded(np.vstack([vectors, gaps]), [*kind.tolist(), 0]), level).reshape(91, -1)
        assert np.isnan(beside[-1]).all()
        if metric is not class_confidence:  # whose folds are drawn among all images
            assert np.array_equal(alone, beside[:-1], equal_nan=True)


@METRICS
@pytest.mark.parametrize("count", [0, 1, 2])
def test_sets_too_small_have_no_values(metric: Metric, count: int) -> None:
    for level in metric.levels:
        lone = metric.slug in {"near_duplicate_embedding", "singularity"} and count == 2
        values = measured(metric, embedded(turned_by(*[0, 90][:count])), level)
        assert len(values) == count
        assert lone or np.isnan(values).all()
        bare = replace(embedded(turned_by(*[0, 90][:count])), embeddings={})
        assert np.isnan(measured(metric, bare, level)).all()


def test_images_taken_in_bursts_stand_in_order() -> None:
    """M70: the same images in a random order do not."""
    rng = np.random.default_rng(0)
    bursts = np.repeat(rng.normal(size=(12, 8)), 12, axis=0) + rng.normal(scale=0.05, size=(144, 8))

    def values(vectors: Floats, name: str) -> Floats:
        return np.array(column(order_gap, embedded(vectors), name, Level.IMAGE))

    assert values(bursts, "order_gap").mean() < 0.05
    assert values(bursts, "stands_in_order").all()
    mixed = rng.permutation(bursts)
    assert values(mixed, "order_gap").mean() == pytest.approx(1 / 3, abs=0.05)
    assert not values(mixed, "stands_in_order").any()
