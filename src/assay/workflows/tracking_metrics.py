"""How well a run follows objects over the frames of videos, class by class and over all (E13)."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

import numpy as np
import orjson
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
from assay.model.run import Run
from assay.store.snapshot import Snapshot
from assay.workflows.object_arrays import LABEL_COLUMNS, PREDICTION_COLUMNS, angles_of, boxes_of, flags_of, ints_of
from assay.workflows.run_matches import images_of

_VIDEO_FIELDS = ("video", "video_id", "videoName")
_FRAME_FIELDS = ("frame", "frame_id", "frame_index", "frameIndex")

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
    frames = _Frames(snapshot.rows("images", columns=_Frames.COLUMNS, where={"dataset_id": run.dataset_id}))
    truth, other = frames.rows(labels), frames.rows(found)
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


class _Frames:
    """The images of a dataset as frames of videos, numbered in the order of time, video after video."""

    COLUMNS = ("id", "file_name", "path", "metadata", "extra")

    def __init__(self, images: pa.Table) -> None:
        told = [_place(row) for row in images.to_pylist()]
        order = sorted(range(len(told)), key=told.__getitem__)
        videos = {name: number for number, name in enumerate(dict.fromkeys(told[at][0] for at in order))}
        self._ids = ints_of(images, "id")
        self._frame = np.empty(len(told), np.int64)
        self._frame[order] = np.arange(len(told))
        self._video = np.array([videos[name] for name, *_ in told], np.int64)

    def rows(self, objects: pa.Table) -> TrackRows:
        """Labels or predictions as rows of tracks."""
        at = np.searchsorted(self._ids, ints_of(objects, "image_id"))
        tracks = pc.fill_null(objects.column("track_id"), "").combine_chunks().dictionary_encode()
        return TrackRows(
            self._video[at],
            self._frame[at],
            tracks.indices.to_numpy().astype(np.int64),
            ints_of(objects, "category_id"),
        )


def _place(image: dict[str, str | None]) -> tuple[str, float, list[tuple[int, str]]]:
    """What frames are sorted by: the video, the time where it is told, and the name."""
    told = {**orjson.loads(image["extra"] or "{}"), **orjson.loads(image["metadata"] or "{}")}
    folder, _, name = (image["path"] or image["file_name"] or "").rpartition("/")
    video = next((str(told[field]) for field in _VIDEO_FIELDS if told.get(field) is not None), folder)
    times = (told[field] for field in _FRAME_FIELDS if isinstance(told.get(field), (int, float)))
    parts = [(int(number or 0), text) for number, text in re.findall(r"(\d*)(\D*)", name)]
    return video, next(times, 0.0), parts
