"""The compiled loops of tracking metrics, over one sequence: the objects of one class in one video."""

# ruff: noqa: C901 (compiled loops: a call per branch would cost more than it does)
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.evaluation.sequences import Frames
from assay.geometry.compiled import compiled

Floats = NDArray[np.float64]

_EPS = np.finfo(np.float64).eps

_CONTINUED = 1000.0
"""What it is worth that a track goes on as it was, more than any overlap."""


@compiled
def assign(gain: Floats) -> Ids:
    """(n,) the column of each row such that the sum of `gain` (n, m) is largest, each column once; -1 for none."""
    if gain.shape[0] <= gain.shape[1]:
        return assign_all(gain)
    chosen = np.full(gain.shape[0], -1, np.int64)
    rows = assign_all(np.ascontiguousarray(gain.T))
    for column in range(len(rows)):
        chosen[rows[column]] = column
    return chosen


@compiled
def assign_all(gain: Floats) -> Ids:
    """`assign` for no more rows than columns: every row gets one.

    By shortest augmenting paths (R. Jonker, A. Volgenant, "A shortest augmenting path algorithm", Computing 1987).
    """
    n, m = gain.shape
    row_price, column_price = np.zeros(n + 1), np.zeros(m + 1)
    owner, before = np.full(m + 1, n), np.zeros(m + 1, np.int64)  # row n and column m stand for none
    distance, seen = np.empty(m), np.empty(m + 1, np.bool_)
    for row in range(n):
        owner[m], at = row, m
        distance[:], seen[:] = np.inf, False
        while owner[at] < n:
            seen[at] = True
            step, nearest = np.inf, m
            for column in range(m):
                if not seen[column]:
                    length = -gain[owner[at], column] - row_price[owner[at]] - column_price[column]
                    if length < distance[column]:
                        distance[column], before[column] = length, at
                    if distance[column] < step:
                        step, nearest = distance[column], column
            for column in range(m + 1):
                if seen[column]:
                    row_price[owner[column]] += step
                    column_price[column] -= step
                elif column < m:
                    distance[column] -= step
            at = nearest
        while at != m:
            owner[at] = owner[before[at]]
            at = before[at]
    chosen = np.full(n, -1, np.int64)
    for column in range(m):
        if owner[column] < n:
            chosen[owner[column]] = column
    return chosen


@compiled
def overlap_of(frames: Frames, i: int) -> Floats:
    """The (labels, predictions) IoU of a frame."""
    labels = frames.label_starts[i + 1] - frames.label_starts[i]
    iou = np.zeros((labels, frames.pred_starts[i + 1] - frames.pred_starts[i]))
    for pair in range(frames.pair_starts[i], frames.pair_starts[i + 1]):
        iou[frames.pair_label[pair], frames.pair_pred[pair]] = frames.pair_iou[pair]
    return iou


@compiled
def find_matched(frames: Frames, least: float) -> Flags:
    """Which predictions of the frames a label would take, each frame for itself, by the largest sum of IoU."""
    matched = np.zeros(len(frames.found), np.bool_)
    for i in range(len(frames.label_starts) - 1):
        iou = overlap_of(frames, i)
        iou = np.where(iou < least - _EPS, 0.0, iou)
        columns = assign(iou)
        for row in range(len(columns)):
            if columns[row] >= 0 and iou[row, columns[row]] > _EPS:
                matched[frames.pred_starts[i] + columns[row]] = True
    return matched


@compiled
def count_clear(frames: Frames, tracks: int, least: float) -> tuple[Ids, float]:
    """Counts by CLEAR, and the sum of the IoU of objects that met; labelled tracks are numbered 0..tracks-1.

    The counts: met, extra and missed objects, switches, interruptions; tracks mostly, partly and hardly followed.
    """
    counts, total = np.zeros(8, np.int64), 0.0
    last, now = np.full(tracks, -1), np.full(tracks, -1)
    present, followed, spells = np.zeros(tracks), np.zeros(tracks), np.zeros(tracks, np.int64)
    for i in range(len(frames.label_starts) - 1):
        labels = frames.labels[frames.label_starts[i] : frames.label_starts[i + 1]]
        found = frames.found[frames.pred_starts[i] : frames.pred_starts[i + 1]]
        for track in labels:
            present[track] += 1
        counts[1] += len(found)
        counts[2] += len(labels)
        if len(labels) == 0 or len(found) == 0:
            continue
        iou = overlap_of(frames, i)
        gain = np.zeros(iou.shape)
        for row in range(len(labels)):
            for column in range(len(found)):
                if iou[row, column] >= least - _EPS:
                    gain[row, column] = iou[row, column] + _CONTINUED * (now[labels[row]] == found[column])
        columns = assign(gain)
        before = now.copy()
        now[:] = -1
        for row in range(len(labels)):
            column = columns[row]
            if column < 0 or gain[row, column] <= _EPS:
                continue
            track = labels[row]
            counts[0] += 1
            total += iou[row, column]
            counts[3] += last[track] >= 0 and last[track] != found[column]
            spells[track] += before[track] < 0
            last[track] = now[track] = found[column]
            followed[track] += 1
    counts[1] -= counts[0]
    counts[2] -= counts[0]
    for track in range(tracks):
        share = followed[track] / present[track]
        counts[4] += max(0, spells[track] - 1)
        counts[5 if share > 0.8 else (6 if share >= 0.2 else 7)] += 1
    return counts, total


@compiled
def count_identity(frames: Frames, tracks: int, found_tracks: int, least: float) -> int:
    """IDTP: objects that meet when each labelled track is given the one predicted track that suits all best."""
    together = np.zeros((tracks, found_tracks))
    for i in range(len(frames.label_starts) - 1):
        for pair in range(frames.pair_starts[i], frames.pair_starts[i + 1]):
            if frames.pair_iou[pair] >= least:
                label = frames.labels[frames.label_starts[i] + frames.pair_label[pair]]
                together[label, frames.found[frames.pred_starts[i] + frames.pair_pred[pair]]] += 1
    columns = assign(together)
    met = 0
    for row in range(tracks):
        if columns[row] >= 0:
            met += int(together[row, columns[row]])
    return met


@compiled
def align_tracks(frames: Frames, together: Floats) -> None:
    """Write how much each labelled track (row) and each predicted one (column) are one over all frames, 0..1."""
    present, found_present = np.zeros(together.shape[0]), np.zeros(together.shape[1])
    for i in range(len(frames.label_starts) - 1):
        labels = frames.labels[frames.label_starts[i] : frames.label_starts[i + 1]]
        found = frames.found[frames.pred_starts[i] : frames.pred_starts[i + 1]]
        iou = overlap_of(frames, i)
        of_label, of_found = iou.sum(axis=1), iou.sum(axis=0)
        for row in range(len(labels)):
            present[labels[row]] += 1
        for column in range(len(found)):
            found_present[found[column]] += 1
        for row in range(len(labels)):
            for column in range(len(found)):
                whole = of_found[column] + of_label[row] - iou[row, column]
                if whole > _EPS:
                    together[labels[row], found[column]] += iou[row, column] / whole
    for row in range(together.shape[0]):
        for column in range(together.shape[1]):
            both = together[row, column]
            together[row, column] = both / (present[row] + found_present[column] - both)


@compiled
def count_hota(frames: Frames, tracks: int, found_tracks: int, alphas: Floats) -> tuple[Floats, Floats, Floats]:
    """HOTA, (alphas,) each: objects that met, the sum over them of their association score, and of their IoU."""
    alignment = np.zeros((tracks, found_tracks))
    align_tracks(frames, alignment)
    met, overlap = np.zeros(len(alphas)), np.zeros(len(alphas))
    together = np.zeros((len(alphas), tracks, found_tracks))
    for i in range(len(frames.label_starts) - 1):
        labels = frames.labels[frames.label_starts[i] : frames.label_starts[i + 1]]
        found = frames.found[frames.pred_starts[i] : frames.pred_starts[i + 1]]
        iou = overlap_of(frames, i)
        gain = np.zeros(iou.shape)
        for row in range(len(labels)):
            for column in range(len(found)):
                gain[row, column] = alignment[labels[row], found[column]] * iou[row, column]
        columns = assign(gain)
        for row in range(len(labels)):
            column = columns[row]
            for a in range(len(alphas)):
                if column >= 0 and iou[row, column] >= alphas[a] - _EPS:
                    met[a] += 1
                    overlap[a] += iou[row, column]
                    together[a, labels[row], found[column]] += 1
    present = np.bincount(frames.labels, minlength=tracks)
    found_present = np.bincount(frames.found, minlength=found_tracks)
    association = np.zeros(len(alphas))
    for a in range(len(alphas)):
        for row in range(tracks):
            for column in range(found_tracks):
                both = together[a, row, column]
                if both > 0:
                    association[a] += both * both / (present[row] + found_present[column] - both)
    return met, association, overlap
