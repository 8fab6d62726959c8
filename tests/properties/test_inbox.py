"""Laws of the inbox: calibration believes as much as was decided, pooling is never below the surest (G11)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.detectors.calibration import PRIOR, Calibration, calibrate
from assay.detectors.fusion import RAISED, fuse, likeness, pool

CHANCES = st.floats(0, 1, allow_nan=False)
MANY = st.lists(CHANCES, min_size=1, max_size=12).map(np.array)


@st.composite
def decided(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Claimed chances, what people said, and what the detector claims in general."""
    claimed = draw(st.lists(CHANCES, max_size=30))
    errors = draw(st.lists(st.booleans(), min_size=len(claimed), max_size=len(claimed)))
    return np.array(claimed), np.array(errors, bool), draw(MANY)


# Calibration


@given(MANY, MANY)
def test_without_decisions_a_detector_is_believed(typical: np.ndarray, chance: np.ndarray) -> None:
    calibration = calibrate(np.zeros(0), np.zeros(0, bool), typical=typical)
    assert calibration == Calibration()
    np.testing.assert_array_equal(calibration.apply(chance), chance)


@settings(deadline=None)
@given(decided())
def test_the_order_of_a_detector_is_kept(given_: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    claimed, errors, typical = given_
    calibrated = calibrate(claimed, errors, typical=typical).apply(np.linspace(0, 1, 101))
    assert (np.diff(calibrated) >= 0).all()
    assert ((calibrated >= 0) & (calibrated <= 1)).all()


@settings(deadline=None)
@given(decided())
def test_no_chance_is_surer_than_the_decisions_allow(given_: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    claimed, errors, typical = given_
    chance = np.linspace(0, 1, 101)
    calibrated = calibrate(claimed, errors, typical=typical).apply(chance)
    least = 1 / (len(claimed) + 2) if len(claimed) else 0.5
    assert (calibrated <= np.maximum(chance, 1 - least) + 1e-12).all()
    assert (calibrated >= np.minimum(chance, least) - 1e-12).all()


@settings(deadline=None)
@given(decided(), CHANCES)
def test_one_more_error_lowers_no_chance_and_one_more_reject_raises_none_where_it_was_made(
    given_: tuple[np.ndarray, np.ndarray, np.ndarray], where: float
) -> None:
    claimed, errors, typical = given_
    at = np.array([min(max(where, 0.05), 0.95)])
    before = _moved(claimed, errors, typical, at)
    more = _moved(np.append(claimed, at), np.append(errors, True), typical, at)
    fewer = _moved(np.append(claimed, at), np.append(errors, False), typical, at)
    assert fewer - 1e-6 <= before <= more + 1e-6


def _moved(claimed: np.ndarray, errors: np.ndarray, typical: np.ndarray, at: np.ndarray) -> float:
    """The fitted chance, before the bounds, which widen with each decision."""
    calibration = calibrate(claimed, errors, typical=typical)
    return float(Calibration(calibration.offset, calibration.slope, 10**9 if calibration.decided else 0).apply(at)[0])


def test_decisions_outweigh_claims_as_they_come_in() -> None:
    """The prior is worth its number of decisions: with as many, the truth lies half way."""
    rng = np.random.default_rng(0)
    for share in (0.1, 0.5, 0.9):
        count = 2000
        claimed = np.full(count, 0.7)
        calibrated = calibrate(claimed, rng.random(count) < share, typical=claimed).apply(np.array([0.7]))[0]
        assert calibrated == pytest.approx(share, abs=0.03)
    even = calibrate(np.full(int(PRIOR), 0.7), np.zeros(int(PRIOR), bool), typical=np.array([0.7]))
    assert even.apply(np.array([0.7]))[0] == pytest.approx(0.35, abs=0.02)


# Pooling


@given(MANY, st.floats(0, 1))
def test_a_pooled_chance_is_between_the_surest_and_independence(chance: np.ndarray, alike: float) -> None:
    pooled = pool(chance, np.zeros(len(chance), np.int64), count=1, alike=alike)[0]
    assert chance.max() - 1e-12 <= pooled <= 1 - np.prod(1 - chance) + 1e-12


@given(MANY, st.floats(0, 1), st.integers(0, 11), CHANCES)
def test_a_pooled_chance_grows_with_each_of_its_parts(
    chance: np.ndarray, alike: float, place: int, other: float
) -> None:
    raised = chance.copy()
    raised[place % len(chance)] = max(other, raised[place % len(chance)])
    subject = np.zeros(len(chance), np.int64)
    before, after = (pool(part, subject, count=1, alike=alike)[0] for part in (chance, raised))
    assert after >= before - 1e-12


def test_copies_count_once_and_independent_ones_in_full() -> None:
    twice, subject = np.array([0.6, 0.6]), np.zeros(2, np.int64)
    assert pool(twice, subject, count=1, alike=1.0)[0] == pytest.approx(0.6)
    assert pool(twice, subject, count=1, alike=0.0)[0] == pytest.approx(0.84)
    assert pool(np.array([1.0, 0.3]), subject, count=1, alike=1.0)[0] == 1.0


def test_likeness_tells_copies_from_strangers() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.random(500), rng.random(500)
    subject, witness = np.tile(np.arange(500), 2), np.repeat([0, 1], 500)
    assert likeness(np.append(one, one), subject, witness) > 0.95
    assert likeness(np.append(one, other), subject, witness) < 0.1
    assert likeness(one, np.arange(500), np.zeros(500, np.int64)) == 0.5


def raised(chance: np.ndarray, *, error: np.ndarray, seed: int) -> pa.Table:
    """(n, k) chances of k detectors on n labels, 0 where a detector does not raise one; in any order of rows."""
    label, who = np.nonzero(chance > 0)
    count = len(label)
    rows = pa.table(
        {
            "kind": ["wrong_class"] * count,
            "image_id": label // 3,
            "annotation_id": label,
            "score": 1 - chance[label, who],
            "evidence": ['{"sentence":"It is odd."}'] * count,
            "detector": [f"detector_{number}@1" for number in who.tolist()],
            **{name: [None] * count for name in ("prediction_id", "category_id", "suggestion", "run_id")},
        }
    )
    order = np.random.default_rng(seed).permutation(count)
    assert error.shape == (len(chance),)
    return rows.select(RAISED.names).cast(RAISED).take(order)


def injected(*, shared: float, powers: tuple[float, ...], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Detectors of different power that look at evidence they share in part, on 20,000 labels with 3 % errors."""
    rng = np.random.default_rng(seed)
    count, base = 20_000, 0.03
    error = rng.random(count) < base
    common = rng.standard_normal(count)
    chances = []
    for power in powers:
        seen = np.sqrt(shared) * common + np.sqrt(1 - shared) * rng.standard_normal(count) + power * error
        odds = power * seen - power**2 / 2 + np.log(base / (1 - base))  # what a detector that knows itself would claim
        chance = 1 / (1 + np.exp(-odds))
        chances.append(np.where(chance > 0.1, chance, 0.0))
    return np.stack(chances, axis=1), error


def average_precision(chance: np.ndarray, error: np.ndarray) -> float:
    hits = error[np.argsort(-chance, kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].sum() / error.sum())


@pytest.mark.parametrize("powers", [(2.0, 2.0), (2.5, 1.5), (2.5, 2.0, 1.5)])
@pytest.mark.parametrize(("shared", "least"), [(0.0, 1.03), (0.25, 1.0), (0.5, 0.98), (0.75, 0.93), (1.0, 0.93)])
def test_the_fused_list_finds_as_much_as_its_best_detector(
    powers: tuple[float, ...], shared: float, least: float
) -> None:
    """G11 on injected errors: more than the best where detectors differ, hardly less where they are one."""
    chance, error = injected(shared=shared, powers=powers)
    fused = fuse(raised(chance, error=error, seed=1))
    pooled = np.zeros(len(error))
    pooled[fused["annotation_id"].to_numpy()] = 1 - fused["score"].to_numpy()
    best = max(average_precision(column, error) for column in chance.T)
    assert average_precision(pooled, error) >= least * best
    assert (pooled >= chance.max(axis=1) - 1e-12).all()


def test_fusion_does_not_depend_on_the_order_of_rows() -> None:
    chance, error = injected(shared=0.5, powers=(2.5, 2.0))
    one, other = (fuse(raised(chance[:500], error=error[:500], seed=seed)) for seed in (1, 2))
    assert one.equals(other)
    assert (np.diff(one["score"].to_numpy()) >= 0).all()
    assert fuse(RAISED.empty_table()).equals(RAISED.empty_table())
