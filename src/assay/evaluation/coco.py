"""Average precision and recall by the rules of COCO, equal to pycocotools' `COCOeval` number by number (E1-E3).

Per class and image, predictions come by falling score (equal scores in row order), the first `max_detections` of
them; each takes the free label it overlaps most, if by at least the threshold. Labels that are ignored, or whose
area lies outside the range that is looked at, are taken only when no other is left, and then neither counts. A crowd
may be taken many times. Precision is made monotone and read at 101 recalls.

Where pycocotools goes wrong we do not follow: it takes a label or a prediction of id 0 for unmatched (X17).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Scores, as_boxes, check_same_length

Floats = NDArray[np.float64]

AREAS: dict[str, tuple[float, float]] = {
    "all": (0.0, 1e10),
    "small": (0.0, 32.0**2),
    "medium": (32.0**2, 96.0**2),
    "large": (96.0**2, 1e10),
}
"""COCO's ranges of area, in square pixels; both ends belong to them."""


@dataclass(frozen=True, slots=True)
class CocoConfig:
    """What COCO leaves open, with its own choices as defaults.

    `ious` in (0, 1] rising, `recalls` in 0..1 rising, `max_detections` per class and image, rising; `areas` by name.
    """

    ious: tuple[float, ...] = tuple(np.linspace(0.5, 0.95, 10).tolist())
    recalls: tuple[float, ...] = tuple(np.linspace(0.0, 1.0, 101).tolist())
    max_detections: tuple[int, ...] = (1, 10, 100)
    areas: dict[str, tuple[float, float]] = field(default_factory=lambda: dict(AREAS))


@dataclass(frozen=True, slots=True, eq=False)
class CocoArrays:
    """The curves of an evaluation; -1 where a class has no label that counts.

    precision, scores : (T, R, K, A, M) precision and score at each recall, for each IoU threshold, recall, class,
        range of areas and limit of detections. recall : (T, K, A, M) the recall reached. support : (K, A) labels.
    """

    config: CocoConfig
    precision: Floats
    scores: Floats
    recall: Floats
    support: Ids

    def average_precision(self, *, iou: float | None = None, area: str = "all", limit: int | None = None) -> float:
        """AP over all thresholds, or at one; the mean over recalls and classes with labels, -1 when there are none."""
        return _mean(self.precision[self._steps(iou), :, :, self._area(area), self._limit(limit)])

    def average_recall(self, *, iou: float | None = None, area: str = "all", limit: int | None = None) -> float:
        """AR over all thresholds, or at one; the mean over classes with labels, -1 when there are none."""
        return _mean(self.recall[self._steps(iou), :, self._area(area), self._limit(limit)])

    def class_precision(self, *, iou: float | None = None) -> Floats:
        """(K,) AP of each class over all areas, NaN for a class without labels."""
        values = self.precision[self._steps(iou), :, :, self._area("all"), -1]
        means = values.mean(axis=(0, 1))
        return np.where(means > -1, means, np.nan)

    def summary(self) -> dict[str, float]:
        """The twelve numbers of COCO under their usual names."""
        first, second, last = (*self.config.max_detections, *[self.config.max_detections[-1]] * 2)[:3]
        sized = [name for name in self.config.areas if name != "all"]
        return {
            "AP": self.average_precision(),
            "AP50": self.average_precision(iou=0.5),
            "AP75": self.average_precision(iou=0.75),
            **{f"AP_{name}": self.average_precision(area=name) for name in sized},
            f"AR_{first}": self.average_recall(limit=first),
            f"AR_{second}": self.average_recall(limit=second),
            f"AR_{last}": self.average_recall(limit=last),
            **{f"AR_{name}": self.average_recall(area=name) for name in sized},
        }

    def _steps(self, iou: float | None) -> NDArray[np.bool_]:
        ious = np.array(self.config.ious)
        return np.ones(len(ious), bool) if iou is None else np.isclose(ious, iou, rtol=0, atol=1e-9)

    def _area(self, name: str) -> int:
        return list(self.config.areas).index(name)

    def _limit(self, limit: int | None) -> int:
        return -1 if limit is None else self.config.max_detections.index(limit)


Overlap = Callable[[Ids, Ids], Floats]
"""(d,) rows of predictions and (g,) rows of labels to (d, g) overlaps in 0..1."""


@dataclass(frozen=True, slots=True, eq=False)
class CocoRows:
    """Labels or predictions, n rows. `score` and `ignore` may be left out: labels have no score, predictions no flags.

    image, category : (n,) any ids. area : (n,) square pixels. crowd, ignore : (n,) flags; a crowd is ignored too.
    """

    image: Ids
    category: Ids | Labels
    area: Floats
    score: Scores | None = None
    crowd: Flags | None = None
    ignore: Flags | None = None

    def __len__(self) -> int:
        return len(self.image)


def evaluate_boxes(
    labels: CocoRows,
    label_boxes: Boxes,
    predictions: CocoRows,
    pred_boxes: Boxes,
    *,
    class_ids: Ids | Sequence[int],
    config: CocoConfig | None = None,
) -> CocoArrays:
    """Evaluate boxes (x, y, w, h). Classes come out in the order of `class_ids`.

    Rows of classes that are not in `class_ids`, and predictions without a score (NaN), are left out.

    Raises
    ------
    ArrayError : arrays differ in length, or are no boxes.
    """
    boxes = (as_boxes(label_boxes, name="label_boxes"), as_boxes(pred_boxes, name="pred_boxes"))
    check_same_length(label_image=labels.image, label_boxes=boxes[0])
    check_same_length(pred_image=predictions.image, pred_boxes=boxes[1])
    return _evaluate(labels, predictions, class_ids, config or CocoConfig(), boxes=boxes, overlap=None)


def evaluate_overlaps(
    labels: CocoRows,
    predictions: CocoRows,
    overlap: Overlap,
    *,
    class_ids: Ids | Sequence[int],
    config: CocoConfig | None = None,
) -> CocoArrays:
    """Evaluate anything that has an `overlap`, such as masks; it is asked once for each class and image.

    With a crowd among the labels, `overlap` is what the crowd covers of the prediction.
    """
    none = (np.empty((0, 4)), np.empty((0, 4)))
    return _evaluate(labels, predictions, class_ids, config or CocoConfig(), boxes=none, overlap=overlap)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of known classes: class of every row, rows by class and image, and where those cells start.

    `falling` holds the rows of each class by falling score from `starts` on; for labels in their own order.
    """

    klass: Ids
    image: Ids
    cells: tuple[Ids, Ids]
    falling: Ids
    starts: Ids
    score: Floats


def _rows(rows: CocoRows, image: Ids, images: int, classes: Ids) -> _Rows:
    from assay.evaluation.coco_kernels import cell_starts, falling_order, stable_order  # numba takes 0.3 s to import

    klass = np.asarray(rows.category, np.int64)
    place = np.argsort(classes, kind="stable")
    at = np.minimum(np.searchsorted(classes, klass, sorter=place), max(len(classes) - 1, 0))
    number = place[at] if len(classes) else np.zeros(len(klass), np.int64)
    known = classes[number] == klass if len(classes) else np.zeros(len(klass), bool)
    score = np.zeros(len(rows)) if rows.score is None else np.asarray(rows.score, np.float64) + 0.0  # -0 is 0
    falling, _ = stable_order(image, np.flatnonzero(known & ~np.isnan(score)), images)
    if rows.score is not None:
        falling = falling_order(score.view(np.uint64), falling)  # ties: image, then row, as COCO has them
    by_class, starts = stable_order(number, falling, len(classes))
    in_images, _ = stable_order(image, falling, images)
    order, _ = stable_order(number, in_images, len(classes))
    return _Rows(number, image, (order, cell_starts(number, image, order)), by_class, starts, score)


def _evaluate(
    labels: CocoRows,
    predictions: CocoRows,
    class_ids: Ids | Sequence[int],
    config: CocoConfig,
    *,
    boxes: tuple[Boxes, Boxes],
    overlap: Overlap | None,
) -> CocoArrays:
    from assay.evaluation.coco_kernels import accumulate, count_labels, join_cells, match_cells
    from assay.evaluation.grouping import number_images

    check_same_length(image=labels.image, category=labels.category, area=labels.area)
    check_same_length(image=predictions.image, category=predictions.category, area=predictions.area)
    *images, count = number_images(np.asarray(labels.image, np.int64), np.asarray(predictions.image, np.int64))
    classes = np.asarray(class_ids, np.int64)
    truth, found = (
        _rows(rows, image, count, classes) for rows, image in zip((labels, predictions), images, strict=True)
    )
    joined = join_cells(truth.klass, truth.image, *truth.cells, found.klass, found.image, *found.cells)
    ranges = np.array(list(config.areas.values()), dtype=np.float64).reshape(-1, 2)
    limits = np.array(config.max_detections, np.int64)
    given, starts = (
        (np.empty(0), np.empty(0, np.int64))
        if overlap is None
        else _overlaps(overlap, found.cells, truth.cells, joined, most=int(limits[-1]))
    )
    crowd = _flags(labels.crowd, len(labels))
    ignored = _flags(labels.ignore, len(labels)) | crowd
    area = np.asarray(labels.area, np.float64)
    place = np.empty(len(predictions), np.int64)
    place[found.falling] = np.arange(len(found.falling))
    states, rank = match_cells(
        *found.cells, *truth.cells, joined, place, np.ascontiguousarray(boxes[1]), np.ascontiguousarray(boxes[0]),
        given, starts, area, np.asarray(predictions.area, np.float64), ignored, crowd, ranges,
        np.array(config.ious), int(limits[-1]),
    )  # fmt: skip
    counted = truth.falling
    support = count_labels(truth.klass[counted], area[counted], ignored[counted], ranges, len(classes))
    curves = accumulate(
        found.starts, found.score[found.falling], states, rank, support, np.array(config.recalls), limits
    )
    return CocoArrays(config, *curves, support)


def _overlaps(
    overlap: Overlap, found: tuple[Ids, Ids], truth: tuple[Ids, Ids], joined: Ids, *, most: int
) -> tuple[Floats, Ids]:
    """The overlaps of all cells of predictions, (d, g) each, one after the other; and where each begins."""
    parts, starts, at = [np.empty(0)], np.zeros(len(joined), np.int64), 0
    for cell, other in enumerate(joined.tolist()):
        starts[cell] = at
        if other < 0:
            continue
        predictions = found[0][found[1][cell] : found[1][cell + 1]][:most]
        labels = truth[0][truth[1][other] : truth[1][other + 1]]
        part = np.ascontiguousarray(overlap(predictions, labels), dtype=np.float64)
        parts.append(part.reshape(-1))
        at += part.size
    return np.concatenate(parts), starts


def _flags(values: Flags | None, count: int) -> Flags:
    return np.zeros(count, bool) if values is None else np.asarray(values, bool)


def _mean(values: Floats) -> float:
    counted = values[values > -1]
    return float(counted.mean()) if counted.size else -1.0
