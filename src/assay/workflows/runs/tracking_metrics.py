"""How well a run follows objects over the frames of videos, class by class and over all (E13)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Flags, Ids
from assay.errors import NotFound
from assay.evaluation.overlaps import find_overlaps
from assay.evaluation.sequences import TrackRows
from assay.evaluation.tracking import (
    TrackCounts,
    TrackingScores,
    count_tracks,
    no_tracks,
    tracking_scores,
)
from assay.metrics.frames import Frames
from assay.metrics.view import Images
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.runs.matches import images_of
from assay.workflows.runs.object_arrays import LABEL_COLUMNS, PREDICTION_COLUMNS, angles_of, boxes_of, flags_of, ints_of

USUAL_NAMES = {
    "MOTA": "mota",
    "MOTP": "motp",
    "IDF1": "idf1",
    "HOTA": "hota",
    "DetA": "deta",
    "AssA": "assa",
    "LocA": "loca",
    "recall": "recall",
    "precision": "precision",
    "IDs": "switches",
    "Frag": "interruptions",
    "MT": "mostly",
    "PT": "partly",
    "ML": "hardly",
}
"""What trackers' authors call the fields of `TrackingScores`."""


@dataclass(frozen=True, slots=True, eq=False)
class TrackingReport:
    """How well a run follows objects. videos, frames : how many were looked at. counts : by class, where it has any."""

    run: Run
    iou: float
    confidence: float
    videos: int
    frames: int
    counts: dict[str, TrackCounts]

    @property
    def scores(self) -> TrackingScores:
        """Over the objects of all classes."""
        return tracking_scores(sum(self.counts.values(), start=no_tracks()))

    @property
    def summary(self) -> dict[str, float]:
        """The scores under their usual names; NaN where there is nothing to tell."""
        return {name: getattr(self.scores, of) for name, of in USUAL_NAMES.items()}

    def arrow(self) -> pa.Table:
        """One row per class: `class`, and the fields of `TrackingScores`."""
        rows = [{"class": name, **asdict(tracking_scores(counts))} for name, counts in self.counts.items()]
        return pa.Table.from_pylist(rows)


def tracking_metrics(
    snapshot: Snapshot, run: Run, *, iou: float = 0.5, confidence: float = 0.25, query: str = ""
) -> TrackingReport:
    """Compare the tracks of `run`, of at least `confidence`, with those of the labels, meeting at the IoU `iou`.

    An image is a frame. Its video is what its metadata, or else the source, says in `video` (`video_id`, `videoName`),
    else its folder; its time is the number in `frame` (`frame_id`, `frame_index`, `frameIndex`), else its name, in
    which numbers rank as numbers. Labels and predictions without a track are left out, but ignored labels and crowds
    excuse what lies on them. `query` says which images are looked at.

    Raises
    ------
    NotFound : no label, or no prediction, has a track.
    QueryError : the query is wrong.
    ArrayError : a track stands twice in a frame.
    """
    labels, found = _tracked(snapshot, run, confidence, images_of(snapshot, run, query))
    images = snapshot.rows("images", columns=_FRAME_COLUMNS, where={"dataset_id": run.dataset_id})
    truth, other = _in_videos(images, labels, found)
    overlaps = find_overlaps(
        label_image=truth.frame,
        label_boxes=boxes_of(labels),
        label_crowd=flags_of(labels, "is_crowd"),
        label_rotation=angles_of(labels),
        pred_image=other.frame,
        pred_boxes=boxes_of(found),
        pred_rotation=angles_of(found),
    )
    counts = count_tracks(truth, other, overlaps, label_ignored=_ignored(labels), iou=iou)
    names = {category.id: category.name for category in snapshot.categories(run.dataset_id)}
    return TrackingReport(
        run,
        iou,
        confidence,
        videos=len({*truth.video.tolist(), *other.video.tolist()}),
        frames=len({*truth.frame.tolist(), *other.frame.tolist()}),
        counts={names[category]: counts[category] for category in sorted(counts)},
    )


def _tracked(snapshot: Snapshot, run: Run, confidence: float, images: Ids | None) -> tuple[pa.Table, pa.Table]:
    """The labels that have a track or are ignored, and the predictions of at least `confidence` that have one."""
    labels = snapshot.rows("annotations", columns=(*LABEL_COLUMNS, "track_id"), where={"dataset_id": run.dataset_id})
    found = snapshot.rows("predictions", columns=(*PREDICTION_COLUMNS, "track_id"), where={"run_id": run.id})
    if images is not None:
        labels, found = (rows.filter(pa.array(np.isin(ints_of(rows, "image_id"), images))) for rows in (labels, found))
    has_track, found = labels.column("track_id").is_valid(), found.filter(found.column("track_id").is_valid())
    if not pc.any(has_track).as_py():
        raise NotFound("No label of the dataset has a track.", hint="Import labels with `track_id`.")
    if not len(found):
        raise NotFound(f"No prediction of run {run.name!r} has a track.", hint="Import results with `track_id`.")
    confident = found.filter(pc.greater_equal(found.column("score"), confidence))
    return labels.filter(pc.or_(has_track, pa.chunked_array([_ignored(labels)]))), confident


def _ignored(labels: pa.Table) -> Flags:
    return flags_of(labels, "is_crowd") | flags_of(labels, "ignore")


_FRAME_COLUMNS = ("id", "file_name", "path", "width", "height", "metadata", "extra")


def _in_videos(rows: pa.Table, *objects: pa.Table) -> list[TrackRows]:
    """Labels and predictions as rows of tracks; every image of `rows` in which one lies is a frame."""
    images = Images(rows)
    at = [np.searchsorted(images.id, ints_of(some, "image_id")) for some in objects]
    frames = Frames.of(rows, images.frame_order, tracked=np.concatenate(at))
    number = np.empty(len(images), np.int64)
    number[np.lexsort((frames.place, frames.video))] = np.arange(len(images))
    return [
        TrackRows(frames.video[here], number[here], _tracks(some), ints_of(some, "category_id"))
        for some, here in zip(objects, at, strict=True)
    ]


def _tracks(objects: pa.Table) -> Ids:
    """(n,) a number per track id; those without any share one."""
    tracks = pc.fill_null(objects.column("track_id"), "").combine_chunks().dictionary_encode()
    codes: Ids = tracks.indices.to_numpy().astype(np.int64)
    return codes
