"""How well objects are followed over the frames of videos (E13), class by class, as TrackEval counts.

CLEAR (K. Bernardin, R. Stiefelhagen, 2008): in every frame labels and predictions meet at an IoU threshold, tracks
that met before first, then by IoU. MOTA = 1 - (missed + extra + switches) / labels, MOTP the mean IoU of those that
met. Identity (E. Ristani et al., 2016): IDF1 when every labelled track is given one predicted track for good. HOTA
(J. Luiten et al., 2021): at every IoU alpha of .05, .10 to .95 the geometric mean of how well objects are found (DetA)
and how well they are kept together (AssA); the mean over all alphas.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, check_same_length
from assay.evaluation.overlaps import Overlaps
from assay.evaluation.sequences import Sequence, Sequences, TrackRows

Floats = NDArray[np.float64]

ALPHAS: Floats = np.arange(0.05, 0.99, 0.05)
"""The IoU thresholds of HOTA."""


@dataclass(frozen=True, slots=True, eq=False)
class TrackCounts:
    """Counts of a sequence, or of many: they add up.

    met, extra, missed, switches, interruptions : objects. mostly, partly, hardly : labelled tracks followed in more
        than 80 %, in 20 to 80 %, in less than 20 % of their frames. overlap : sum of the IoU of those that met.
    identical : objects that met under one identity for good (IDTP).
    hota_met, hota_association, hota_overlap : (alphas,) objects that met, and sums over them.
    """

    met: int
    extra: int
    missed: int
    switches: int
    interruptions: int
    mostly: int
    partly: int
    hardly: int
    overlap: float
    identical: int
    hota_met: Floats
    hota_association: Floats
    hota_overlap: Floats

    def __add__(self, other: TrackCounts) -> TrackCounts:
        return TrackCounts(*(getattr(self, of.name) + getattr(other, of.name) for of in fields(self)))


def no_tracks() -> TrackCounts:
    """The counts of no sequence, to begin a sum with."""
    none = np.zeros(len(ALPHAS))
    return TrackCounts(0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0, none, none, none)


@dataclass(frozen=True, slots=True)
class TrackingScores:
    """What a tracker is worth; shares are 0..1 (MOTA may be negative), NaN where there is no label."""

    mota: float
    motp: float
    idf1: float
    hota: float
    deta: float
    assa: float
    loca: float
    precision: float
    recall: float
    switches: int
    interruptions: int
    mostly: int
    partly: int
    hardly: int


def tracking_scores(counts: TrackCounts) -> TrackingScores:
    """The scores of a sum of counts. LocA is 1 at an alpha at which nothing meets, as TrackEval has it."""
    labels, found = counts.met + counts.missed, counts.met + counts.extra
    met = counts.hota_met
    detection = met / np.maximum(1, labels + found - met)
    association = counts.hota_association / np.maximum(1, met)
    location = np.maximum(1e-10, counts.hota_overlap) / np.maximum(1e-10, met)
    hota = np.sqrt(detection * association)
    judged = labels > 0
    return TrackingScores(
        mota=_share(counts.met - counts.extra - counts.switches, labels),
        motp=_share(counts.overlap, counts.met),
        idf1=_share(2 * counts.identical, labels + found) if judged else nan,
        hota=float(hota.mean()) if judged else nan,
        deta=float(detection.mean()) if judged else nan,
        assa=float(association.mean()) if judged else nan,
        loca=float(location.mean()) if judged else nan,
        precision=_share(counts.met, found),
        recall=_share(counts.met, labels),
        switches=counts.switches,
        interruptions=counts.interruptions,
        mostly=counts.mostly,
        partly=counts.partly,
        hardly=counts.hardly,
    )


def count_tracks(
    labels: TrackRows, predictions: TrackRows, overlaps: Overlaps, *, label_ignored: Flags, iou: float = 0.5
) -> dict[int, TrackCounts]:
    """The counts of every class that has labels or predictions, summed over videos.

    A prediction that meets no label of its class and overlaps a crowd or ignored label of any by at least `iou` is
    left out.

    Raises
    ------
    ArrayError : arrays differ in length, or a track stands twice in a frame.
    """
    from assay.evaluation.tracking_kernels import find_matched  # numba takes 0.3 s to import

    check_same_length(frame=labels.frame, track=labels.track, label_ignored=label_ignored)
    on_label = ~label_ignored[overlaps.label]
    same = labels.category[overlaps.label] == predictions.category[overlaps.prediction]
    pairs = overlaps.only(on_label & same)
    kept = np.ones(len(predictions), bool)
    if label_ignored.any():
        over = overlaps.prediction[~on_label & (overlaps.iou >= iou)]
        sequences = Sequences(labels, predictions, pairs, label_kept=~label_ignored, pred_kept=kept)
        kept[over] = sequences.of_predictions(find_matched(sequences.all(), iou))[over]
    counts: dict[int, TrackCounts] = {}
    for sequence in Sequences(labels, predictions, pairs, label_kept=~label_ignored, pred_kept=kept):
        counted = _count(sequence, iou)
        counts[sequence.category] = counts.get(sequence.category, no_tracks()) + counted
    return counts


def _count(sequence: Sequence, iou: float) -> TrackCounts:
    from assay.evaluation.tracking_kernels import count_clear, count_hota, count_identity

    frames, tracks, found = sequence.frames, sequence.label_tracks, sequence.pred_tracks
    clear, overlap = count_clear(frames, tracks, iou)
    identical = count_identity(frames, tracks, found, iou)
    values: list[Any] = [*clear.tolist(), overlap, identical, *count_hota(frames, tracks, found, ALPHAS)]
    return TrackCounts(*values)  # in the order of its fields


def _share(part: float, whole: float) -> float:
    return part / whole if whole else nan
