"""A run's masks held against the labels' pixel by pixel: IoU of classes, and panoptic quality (E10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Flags, Ids
from assay.errors import NotFound
from assay.evaluation.panoptic import (
    PanopticQuality,
    Segments,
    count_segments,
    no_segments,
    panoptic_quality,
)
from assay.evaluation.segmentation import (
    VOID,
    Map,
    PixelCounts,
    SegmentationScores,
    count_pixels,
    no_pixels,
    segmentation_scores,
)
from assay.model.category import Category
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.runs.matches import images_of
from assay.workflows.runs.object_arrays import ints_of
from assay.workflows.runs.painted_segments import (
    LABEL_COLUMNS,
    PREDICTION_COLUMNS,
    MaskRows,
    label_masks,
    prediction_masks,
)

BACKGROUND = "background"
"""The class of pixels that no mask covers, after those of the dataset."""

_AT_ONCE = 200  # images whose masks are in memory together


@dataclass(frozen=True, slots=True, eq=False)
class SegmentationReport:
    """What a run's masks are worth.

    classes : those of the dataset, k, and `BACKGROUND`, as `scores` and `pixels` have them; `quality` has k.
    stuff : (k,) classes whose masks in an image are one segment. images : how many were compared.
    """

    run: Run
    confidence: float
    images: int
    classes: tuple[str, ...]
    pixels: PixelCounts
    scores: SegmentationScores
    stuff: Flags
    quality: PanopticQuality

    @property
    def summary(self) -> dict[str, float]:
        """The numbers over all classes under their usual names, 0..1; NaN where there is nothing to tell."""
        scores = self.scores
        pq, sq, rq = self.quality.mean()
        return {
            "mIoU": scores.mean_iou,
            "fwIoU": scores.weighted_iou,
            "pixel_accuracy": scores.accuracy,
            "Dice": scores.mean_dice,
            "boundary_IoU": scores.mean_boundary_iou,
            "PQ": pq,
            "SQ": sq,
            "RQ": rq,
            "PQ_things": self.quality.mean(~self.stuff)[0],
            "PQ_stuff": self.quality.mean(self.stuff)[0],
        }

    def arrow(self) -> pa.Table:
        """One row per class: `class`, pixels labelled (`support`), `iou`, `dice`, `boundary_iou`, `pq`, `sq`, `rq`."""
        scores, quality = self.scores, self.quality
        columns = {
            "support": scores.support,
            "iou": scores.iou,
            "dice": scores.dice,
            "boundary_iou": scores.boundary_iou,
        }
        of_segments = {"pq": quality.pq, "sq": quality.sq, "rq": quality.rq}
        columns |= {name: np.append(values, np.nan) for name, values in of_segments.items()}
        return pa.table(
            {"class": self.classes, **{name: pa.array(of, from_pandas=True) for name, of in columns.items()}}
        )


def segmentation_metrics(
    snapshot: Snapshot, run: Run, *, confidence: float = 0.25, query: str = ""
) -> SegmentationReport:
    """Compare the masks of `run`, of at least `confidence`, with those of the labels as they stand.

    Of each image two maps are painted: of labels by falling area, so that small ones are not hidden, of predictions by
    rising score. Pixels under an ignored label, and under nothing else, are void. An image whose labels have no mask is
    left out; in one without labels every mask is wrong. `query` says which images are looked at. A class is stuff
    where its source says `"isthing": 0`.

    Raises
    ------
    NotFound : no label, or no prediction, has a mask.
    QueryError : the query is wrong.
    ArrayError : a mask is of another size than its image, or the size of an image is unknown.
    """
    classes = snapshot.categories(run.dataset_id)
    class_ids = np.array([category.id for category in classes], np.int64)
    stuff = np.array([_is_stuff(category) for category in classes], bool)
    count = len(classes)
    pixels, segments, shown = no_pixels(count + 1), no_segments(count), 0
    for image, frame, truth, found in _scenes(snapshot, run, confidence, images_of(snapshot, run, query)):
        labels, predictions = (side.segments(image, frame, class_ids=class_ids, stuff=stuff) for side in (truth, found))
        pixels += count_pixels(_classes_of(labels, count), _classes_of(predictions, count), classes=count + 1)
        segments += count_segments(labels, predictions, classes=count)
        shown += 1
    if not pixels.matrix[:-1].any():
        raise NotFound("No label of the dataset has a mask.", hint="Import polygons or run-length masks.")
    if not pixels.matrix[:, :-1].any():
        raise NotFound(
            f"No prediction of run {run.name!r} of at least {confidence} has a mask.",
            hint="Import polygons or run-length masks, or lower the confidence.",
        )
    names = (*(category.name for category in classes), BACKGROUND)
    scores, quality = segmentation_scores(pixels), panoptic_quality(segments)
    return SegmentationReport(run, confidence, shown, names, pixels, scores, stuff, quality)


def _is_stuff(category: Category) -> bool:
    return category.extra is not None and orjson.loads(category.extra).get("isthing") == 0


def _classes_of(segments: Segments, background: int) -> Map:
    """The class of each pixel. GROUND is -2 and VOID -1: they are the last two of the table."""
    table = np.array([*segments.category, background, VOID], np.int32)
    return table[segments.map]


def _scenes(
    snapshot: Snapshot, run: Run, confidence: float, images: Ids | None
) -> Iterator[tuple[int, tuple[int, int], MaskRows, MaskRows]]:
    """The id and the frame of every image that can be compared, with masks of labels and predictions of some images."""
    frames = snapshot.rows("images", columns=("id", "height", "width"), where={"dataset_id": run.dataset_id})
    if images is not None:
        frames = frames.filter(pa.array(np.isin(ints_of(frames, "id"), images)))
    for begin in range(0, len(frames), _AT_ONCE):
        chunk = frames.slice(begin, _AT_ONCE)
        where = {"image_id": chunk.column("id").to_pylist()}
        labels = snapshot.rows("annotations", columns=LABEL_COLUMNS, where=where)
        found = snapshot.rows("predictions", columns=PREDICTION_COLUMNS, where={"run_id": run.id, **where})
        confident = found.filter(pc.greater_equal(found.column("score"), confidence))
        truth, other = label_masks(labels, chunk), prediction_masks(confident, chunk)
        bare = set(labels.column("image_id").to_pylist()) - set(truth.image.tolist())
        for row in chunk.to_pylist():
            if row["id"] not in bare and row["height"] is not None:
                yield row["id"], (row["height"], row["width"]), truth, other
