"""Laws of tracking metrics, held against plain versions of the definitions (E13, F12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from assay.errors import ArrayError
from assay.evaluation.overlaps import find_overlaps
from assay.evaluation.sequences import TrackRows
from assay.evaluation.tracking import ALPHAS, TrackCounts, TrackingScores, count_tracks, no_tracks, tracking_scores
from assay.evaluation.tracking_kernels import assign
from assay.geometry.iou import pairwise_iou

FRAMES, TRACKS = 5, 3
Row = tuple[int, int, int, int, bool]  # video, frame, track, class, crowd


@given(arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0, 1)))
def test_an_assignment_has_the_largest_sum(gain: NDArray[np.float64]) -> None:
    columns = assign(gain)
    rows = np.flatnonzero(columns >= 0)
    assert len(rows) == min(gain.shape)
    assert len(set(columns[rows].tolist())) == len(rows)
    assert gain[rows, columns[rows]].sum() == pytest.approx(gain[linear_sum_assignment(-gain)].sum())


@dataclass(frozen=True)
class Scene:
    """Labels and predictions of two videos; boxes jump about a few places, by a seed, so that no two IoU are equal."""

    labels: list[Row]
    predictions: list[Row]
    seed: int

    def side(self, *, is_label: bool) -> tuple[TrackRows, NDArray[np.float64], NDArray[np.bool_]]:
        rows = self.labels if is_label else self.predictions
        columns = np.array(rows, np.int64).reshape(-1, 5)
        noise = np.random.default_rng(self.seed + is_label)
        places = np.stack(
            [20.0 * columns[:, 2] + 3 * columns[:, 1], np.zeros(len(rows)), *np.full((2, len(rows)), 20.0)]
        )
        boxes = places.T + noise.normal(0, 3, (len(rows), 4))
        tracks = TrackRows(columns[:, 0], columns[:, 0] * FRAMES + columns[:, 1], columns[:, 2], columns[:, 3])
        return tracks, boxes, columns[:, 4].astype(bool)

    def count(self) -> dict[int, TrackCounts]:
        (labels, boxes, crowd), (found, pred_boxes, _) = self.side(is_label=True), self.side(is_label=False)
        overlaps = find_overlaps(
            label_image=labels.frame,
            label_boxes=boxes,
            label_crowd=crowd,
            pred_image=found.frame,
            pred_boxes=pred_boxes,
        )
        return count_tracks(labels, found, overlaps, label_ignored=crowd)


def rows(*, crowds: bool) -> st.SearchStrategy[list[Row]]:
    row = st.tuples(
        st.integers(0, 1),
        st.integers(0, FRAMES - 1),
        st.integers(0, TRACKS - 1),
        st.integers(0, 1),
        st.integers(0, 9).map(lambda n: n == 0 and crowds),
    )
    return st.lists(row, max_size=30, unique_by=lambda row: row[:3])


SCENE = st.builds(Scene, rows(crowds=True), rows(crowds=False), st.integers(0, 2**20))


@dataclass
class Slow:
    """The definitions, frame by frame: ids and IoU of one class in one video."""

    frames: list[tuple[list[int], list[int], NDArray[np.float64]]]

    def clear(self) -> tuple[int, int, int, int]:
        """Met, extra, missed, switches."""
        met = extra = missed = switches = 0
        last: dict[int, int] = {}
        now: dict[int, int] = {}
        for labels, found, iou in self.frames:
            extra, missed = extra + len(found), missed + len(labels)
            if not labels or not found:
                continue
            carried = np.array([[now.get(track) == other for other in found] for track in labels])
            gain = np.where(iou >= 0.5, iou + 1000 * carried, 0)
            pairs = [(a, b) for a, b in zip(*linear_sum_assignment(-gain), strict=True) if gain[a, b] > 0]
            now = {labels[a]: found[b] for a, b in pairs}
            switches += sum(last.get(track, other) != other for track, other in now.items())
            last |= now
            met += len(pairs)
        return met, extra - met, missed - met, switches

    def identical(self) -> int:
        together = np.zeros((TRACKS, TRACKS))
        for labels, found, iou in self.frames:
            for a, b in zip(*np.nonzero(iou >= 0.5), strict=True):
                together[labels[a], found[b]] += 1
        return int(together[linear_sum_assignment(-together)].sum())

    def hota(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Met, the sum of association scores and the sum of IoU, at each alpha."""
        alignment, present = np.zeros((TRACKS, TRACKS)), np.zeros((2, TRACKS))
        for labels, found, iou in self.frames:
            for side, ids in enumerate((labels, found)):
                present[side, ids] += 1
            whole = iou.sum(0)[None, :] + iou.sum(1)[:, None] - iou
            alignment[np.ix_(labels, found)] += np.divide(iou, whole, out=np.zeros(iou.shape), where=whole > 0)
        alignment /= np.maximum(1e-9, present[0][:, None] + present[1][None, :] - alignment)
        met, total, both = np.zeros(len(ALPHAS)), np.zeros(len(ALPHAS)), np.zeros((len(ALPHAS), TRACKS, TRACKS))
        for labels, found, iou in self.frames:
            for a, b in zip(*linear_sum_assignment(-alignment[np.ix_(labels, found)] * iou), strict=True):
                good = iou[a, b] >= ALPHAS - 1e-12
                met, total = met + good, total + good * iou[a, b]
                both[:, labels[a], found[b]] += good
        share = both / np.maximum(1, present[0][:, None] + present[1][None, :] - both)
        return met, (both * share).sum(axis=(1, 2)), total


def slow_sequences(scene: Scene, category: int) -> list[Slow]:
    (labels, boxes, crowd), (found, pred_boxes, _) = scene.side(is_label=True), scene.side(is_label=False)
    sequences = []
    for video in (0, 1):
        frames = []
        for frame in range(video * FRAMES, (video + 1) * FRAMES):
            mine = np.flatnonzero((labels.frame == frame) & (labels.category == category) & ~crowd)
            theirs = np.flatnonzero((found.frame == frame) & (found.category == category))
            regions = np.flatnonzero((labels.frame == frame) & crowd)
            iou = pairwise_iou(pred_boxes[theirs], boxes[mine]).T
            good = np.where(iou >= 0.5, iou, 0)
            taken = {b for a, b in zip(*linear_sum_assignment(-good), strict=True) if good[a, b] > 0}
            covered = pairwise_iou(pred_boxes[theirs], boxes[regions], crowd=np.ones(len(regions), bool)) >= 0.5
            kept = [b for b in range(len(theirs)) if b in taken or not covered[b].any()]
            frames.append((labels.track[mine].tolist(), found.track[theirs[kept]].tolist(), iou[:, kept]))
        sequences.append(Slow(frames))
    return sequences


@given(SCENE)
def test_counts_are_those_of_the_definitions(scene: Scene) -> None:
    counts = scene.count()
    for category in (0, 1):
        found, slow = counts.get(category, no_tracks()), slow_sequences(scene, category)
        clear = np.sum([one.clear() for one in slow], axis=0)
        assert (found.met, found.extra, found.missed, found.switches) == tuple(clear)
        assert found.identical == sum(one.identical() for one in slow)
        hota: list[Any] = [sum(part) for part in zip(*(one.hota() for one in slow), strict=True)]
        assert found.hota_met == pytest.approx(hota[0])
        assert found.hota_association == pytest.approx(hota[1])
        assert found.hota_overlap == pytest.approx(hota[2])


@given(SCENE, st.randoms(use_true_random=False))
def test_the_labels_themselves_are_a_perfect_tracker(scene: Scene, random: Any) -> None:
    labels, boxes, crowd = scene.side(is_label=True)
    crowd[:] = False
    order = random.sample(range(len(labels)), len(labels))  # the rows may come in any order
    found, pred_boxes = labels.only(np.array(order, np.int64)), boxes[order]
    overlaps = find_overlaps(
        label_image=labels.frame, label_boxes=boxes, label_crowd=crowd, pred_image=found.frame, pred_boxes=pred_boxes
    )
    for counts in count_tracks(labels, found, overlaps, label_ignored=crowd).values():
        scores = tracking_scores(counts)
        shares = (scores.mota, scores.motp, scores.idf1, scores.hota, scores.deta, scores.assa, scores.loca)
        assert shares == pytest.approx((1,) * 7)
        assert (scores.switches, scores.partly, scores.hardly) == (0, 0, 0)


def follow(frames: list[int], tracks: list[int]) -> TrackingScores:
    """One object in these frames, followed exactly by these tracks; another object keeps the other frames busy."""
    other: list[Row] = [(0, frame, 1, 0, False) for frame in range(FRAMES)]
    rows, boxes, crowd = Scene([(0, frame, 0, 0, False) for frame in frames] + other, [], 0).side(is_label=True)
    found = replace(rows, track=np.array(tracks + [1] * FRAMES))
    overlaps = find_overlaps(
        label_image=rows.frame, label_boxes=boxes, label_crowd=crowd, pred_image=rows.frame, pred_boxes=boxes
    )
    return tracking_scores(count_tracks(rows, found, overlaps, label_ignored=crowd)[0])


def test_a_track_that_changes_hands_is_one_switch_and_loses_half_its_identity() -> None:
    """An object of five frames that one track follows for four; beside another one that is followed throughout."""
    scores = follow([0, 1, 2, 3, 4], [7, 7, 7, 7, 8])
    assert (scores.switches, scores.mota, scores.idf1, scores.mostly) == (1, 0.9, 0.9, 2)
    assert (scores.deta, scores.assa) == pytest.approx((1.0, (4 * 0.8 + 0.2 + 5) / 10))


def test_an_object_that_is_away_for_a_frame_counts_as_interrupted_though_nothing_is_lost() -> None:
    """That is TrackEval's way to count, which we keep; MOTA and IDF1 know better."""
    scores = follow([0, 1, 3, 4], [7, 7, 7, 7])
    assert (scores.interruptions, scores.mota, scores.idf1) == (1, 1.0, 1.0)


def test_a_track_that_stands_twice_in_a_frame_is_refused() -> None:
    scene = Scene([(0, 0, 1, 0, False), (0, 0, 1, 0, False)], [], 0)
    with pytest.raises(ArrayError, match="Track 1 stands twice in a frame"):
        scene.count()
