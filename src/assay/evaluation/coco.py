"""Average precision and recall by the rules of COCO, equal to pycocotools' `COCOeval` number by number (E1-E3).

Per class and image, predictions come by falling score (equal scores in row order), the first `max_detections` of
them; each takes the free label it overlaps most, if by at least the threshold. Labels that are ignored, or whose
area lies outside the range that is looked at, are taken only when no other is left, and then neither counts. A crowd
may be taken many times. Precision is made monotone and read at 101 recalls.

Where pycocotools goes wrong we do not follow: it takes a label or a prediction of id 0 for unmatched (X17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Scores, as_boxes, check_same_length
from assay.errors import ArrayError
from assay.evaluation.coco_config import CocoConfig, Figure
from assay.evaluation.kernel_arrays import plain, plain_flags
from assay.evaluation.keypoints import Keypoints, check_keypoints, spreads
from assay.geometry.run_lengths import RunLengths

Floats = NDArray[np.float64]
Shapes: TypeAlias = Boxes | RunLengths | Keypoints
"""What is compared: boxes by IoU, masks by IoU, keypoints by OKS."""


@dataclass(frozen=True, slots=True, eq=False)
class CocoRows:
    """Labels or predictions, n rows. `score` and the flags may be left out: labels have no score, predictions no flags.

    image, category : (n,) any ids. area : (n,) square pixels. shapes : n of them, of one kind on both sides.
    crowd, ignore : (n,) flags; a crowd is ignored too.
    """

    image: Ids
    category: Ids | Labels
    area: Floats
    shapes: Shapes
    score: Scores | None = None
    crowd: Flags | None = None
    ignore: Flags | None = None

    def __len__(self) -> int:
        return len(self.image)

    def take(self, rows: Ids | Flags) -> CocoRows:
        """These rows, in this order; raise `ArrayError` for shapes other than boxes."""
        if not isinstance(self.shapes, np.ndarray):
            raise ArrayError(f"Only boxes are taken row by row, not {type(self.shapes).__name__}.")
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        taken: dict[str, Any] = {name: None if given is None else given[rows] for name, given in columns.items()}
        return CocoRows(**taken)


@dataclass(frozen=True, slots=True, eq=False)
class CocoArrays:
    """The curves of an evaluation; -1 where a class has no label that counts.

    precision, scores : (T, R, K, A, M) precision and score at each recall, for each IoU threshold, recall, class,
        range of areas and limit of detections. recall : (T, K, A, M) the recall reached. average : (T, K, A, M)
        average precision. support : (K, A) labels.
    """

    config: CocoConfig
    precision: Floats
    scores: Floats
    recall: Floats
    average: Floats
    support: Ids

    def average_precision(self, *, iou: float | None = None, area: str = "all", limit: int | None = None) -> float:
        """AP over all thresholds, or at one; the mean over classes with labels, -1 when there are none."""
        return self.figure(Figure("AP", iou=iou, area=area, limit=limit))

    def average_recall(self, *, iou: float | None = None, area: str = "all", limit: int | None = None) -> float:
        """AR over all thresholds, or at one; the mean over classes with labels, -1 when there are none."""
        return self.figure(Figure("AR", is_recall=True, iou=iou, area=area, limit=limit))

    def class_precision(self, *, iou: float | None = None) -> Floats:
        """(K,) AP of each class over all areas, NaN for a class without labels."""
        area = list(self.config.areas).index("all")
        means = self.average[self.config.steps(iou), :, area, -1].mean(axis=0)
        return np.where(means > -1, means, np.nan)

    def figure(self, figure: Figure) -> float:
        """One number of a summary; -1 when no label counts for it."""
        config = self.config
        values = (self.recall if figure.is_recall else self.average)[
            config.steps(figure.iou), :, list(config.areas).index(figure.area), config.limit(figure.limit)
        ]
        counted = values[values > -1]
        return float(counted.mean()) if counted.size else -1.0

    def summary(self) -> dict[str, float]:
        """The numbers of the configuration under their usual names; COCO's twelve when it names none."""
        return {figure.name: self.figure(figure) for figure in self.config.summary_figures()}


@dataclass(frozen=True, slots=True, eq=False)
class CocoMatches:
    """Who met whom at every threshold and in every range of areas; counted again by classes, images or weights.

    Predictions (p) of known classes with a score, class by class from `starts` (K + 1,), by falling score: `image` (p,)
    ids, `score` (p,), `states` (p, A, T) of `coco_kernels`, `rank` (p,) in their class and image. Labels (n) of known
    classes: `label_image` (n,) ids, `label_class` (n,) 0..K-1, `label_counts` (n, A).
    """

    config: CocoConfig
    starts: Ids
    image: Ids
    score: Scores
    states: NDArray[np.int8]
    rank: NDArray[np.int32]
    label_image: Ids
    label_class: Ids
    label_counts: Flags

    def arrays(self) -> CocoArrays:
        """The curves over all images."""
        from assay.evaluation.coco_kernels import accumulate

        config = self.config
        support = np.zeros((len(self.starts) - 1, len(config.areas)), np.int64)
        np.add.at(support, self.label_class, self.label_counts)
        precision, scores, recall, under = accumulate(
            self.starts, self.score, self.states, self.rank, support, np.array(config.recalls),
            np.array(config.max_detections, np.int64),
        )  # fmt: skip
        average = under if config.every_recall else precision.mean(axis=1)
        return CocoArrays(config, precision, scores, recall, average, support)


def evaluate_coco(
    labels: CocoRows, predictions: CocoRows, *, class_ids: Ids | Sequence[int], config: CocoConfig | None = None
) -> CocoArrays:
    """The curves of predictions against labels, see `match_coco`."""
    return match_coco(labels, predictions, class_ids=class_ids, config=config).arrays()


def match_coco(
    labels: CocoRows, predictions: CocoRows, *, class_ids: Ids | Sequence[int], config: CocoConfig | None = None
) -> CocoMatches:
    """Match predictions with labels at every threshold. Classes come out in the order of `class_ids`.

    Rows of classes that are not in `class_ids`, and predictions without a score (NaN), are left out.

    Raises
    ------
    ArrayError : arrays differ in length, or are no boxes or not as many keypoints as there are sigmas.
    """
    from assay.evaluation.coco_kernels import match_cells  # numba takes 0.3 s to import
    from assay.evaluation.grouping import number_images

    config = config or CocoConfig()
    for side in (labels, predictions):
        check_same_length(image=side.image, category=side.category, area=side.area, shapes=np.empty(len(side.shapes)))
    image, pred_image = (np.asarray(side.image, np.int64) for side in (labels, predictions))
    *numbers, count = number_images(image, pred_image)
    classes = np.asarray(class_ids, np.int64)
    truth, found = (
        _Grouped.of(side, number, count, classes)
        for side, number in zip((labels, predictions), numbers, strict=True)
    )  # fmt: skip
    most = int(config.max_detections[-1])
    cells = _Cells.of(truth, found)
    boxes, given, places = _overlaps(labels, predictions, cells, config)
    crowd = plain_flags(labels.crowd, len(labels))
    ignored = plain_flags(labels.ignore, len(labels)) | crowd
    area = plain(labels.area)
    states, rank = match_cells(
        *cells.found, *cells.truth, cells.joined, found.falling, *boxes, given, places,
        area, plain(predictions.area), ignored, crowd, config.ranges(),
        np.array(config.ious), most, config.best_label_only,
    )  # fmt: skip
    rows = truth.falling
    return CocoMatches(
        config, found.starts, pred_image[found.falling], found.score[found.falling], states, rank,
        image[rows], truth.klass[rows], config.counts(area[rows], ignored[rows]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Grouped:
    """Rows of known classes: class of every row, rows by class and image, and where those cells start.

    `falling` holds the rows of each class by falling score from `starts` on; for labels in their own order.
    """

    klass: Ids
    image: Ids
    cells: tuple[Ids, Ids]
    falling: Ids
    starts: Ids
    score: Floats

    @classmethod
    def of(cls, rows: CocoRows, image: Ids, images: int, classes: Ids) -> _Grouped:
        from assay.evaluation.coco_kernels import cell_starts, falling_order, stable_order

        klass = np.asarray(rows.category, np.int64)
        number = _numbers(klass, classes)
        known = number >= 0
        score = np.zeros(len(rows)) if rows.score is None else np.asarray(rows.score, np.float64) + 0.0  # -0 is 0
        falling, _ = stable_order(image, np.flatnonzero(known & ~np.isnan(score)), images)
        if rows.score is not None:
            falling = falling_order(score.view(np.uint64), falling)  # ties: image, then row, as COCO has them
        by_class, starts = stable_order(number, falling, len(classes))
        in_images, _ = stable_order(image, falling, images)
        order, _ = stable_order(number, in_images, len(classes))
        return cls(number, image, (order, cell_starts(number, image, order)), by_class, starts, score)


def _numbers(klass: Ids, classes: Ids) -> Ids:
    """(n,) where each class stands in `classes`, -1 for one that does not."""
    first, last = int(classes.min(initial=0)), int(classes.max(initial=0))
    if last - first > 1_000_000:  # ids that a table would be too long for
        known, at = np.unique(classes, return_index=True)
        found = np.minimum(np.searchsorted(known, klass), len(known) - 1)
        return np.where(known[found] == klass, at[found], -1)
    table = np.full(last - first + 2, -1, np.int64)  # the last place stands for all that lie outside
    table[classes - first] = np.arange(len(classes))
    inside = (klass >= first) & (klass <= last)
    return table[np.where(inside, klass - first, -1)]


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Labels and predictions by class and image; `joined` names the cell of labels of each cell of predictions."""

    truth: tuple[Ids, Ids]
    found: tuple[Ids, Ids]
    joined: Ids

    @classmethod
    def of(cls, truth: _Grouped, found: _Grouped) -> _Cells:
        from assay.evaluation.coco_kernels import join_cells

        joined = join_cells(truth.klass, truth.image, *truth.cells, found.klass, found.image, *found.cells)
        return cls(truth.cells, found.cells, joined)


def _overlaps(
    labels: CocoRows, predictions: CocoRows, cells: _Cells, config: CocoConfig
) -> tuple[tuple[Boxes, Boxes], Floats, Ids]:
    """Boxes of predictions and labels, to be compared on the way; or the overlaps of all cells, worked out here."""
    none = (np.empty((0, 4)), np.empty((0, 4)))
    truth, found = labels.shapes, predictions.shapes
    if isinstance(truth, np.ndarray) and isinstance(found, np.ndarray):
        boxes = (as_boxes(found, name="pred_boxes"), as_boxes(truth, name="label_boxes"))
        return (plain(boxes[0]), plain(boxes[1])), np.empty(0), np.empty(0, np.int64)
    from assay.evaluation.shape_overlaps import mask_overlaps, overlap_places, point_overlaps

    places = overlap_places(cells.found[1], cells.truth[1], cells.joined, int(config.max_detections[-1]))
    if isinstance(truth, RunLengths) and isinstance(found, RunLengths):
        crowd = plain_flags(labels.crowd, len(labels))
        masks = (found.packed(), truth.packed())
        return none, mask_overlaps(cells.found, cells.truth, cells.joined, places, *masks, crowd), places
    if isinstance(truth, Keypoints) and isinstance(found, Keypoints):
        check_keypoints(truth, config.sigmas)
        check_keypoints(found, config.sigmas)
        given = point_overlaps(
            cells.found, cells.truth, cells.joined, places, plain(found.points), plain(truth.points),
            plain(truth.boxes), plain(labels.area), spreads(config.sigmas),
        )  # fmt: skip
        return none, given, places
    raise ArrayError(f"Labels are {type(truth).__name__}, predictions {type(found).__name__}: they cannot be compared.")
