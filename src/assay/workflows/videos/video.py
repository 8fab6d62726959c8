"""The video that an image is a frame of: its frames in order, and what is labelled along each track (H11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Ids
from assay.metrics.frames import Frames
from assay.metrics.link_frames import going_on, link_frames
from assay.metrics.view import Images
from assay.model.issue import IssueState
from assay.store.snapshot import Snapshot
from assay.workflows.issues.suspects_by_kind import kind_titles

_IMAGE_COLUMNS = ("id", "file_name", "path", "width", "height", "metadata", "extra")
_LABEL_COLUMNS = ("id", "image_id", "track_id", "category_id", "x", "y", "w", "h", "source_hash", "changed_by")
_DOUBTS = {
    "class_steadiness": "Another class than in the frame before",
    "track_steadiness": "Under another track in the frame before",
}
"""Measured fields of labels that doubt a label where they are below 1 (M54), in words."""

_FRAME_DOUBTS: dict[str, tuple[str, tuple[float, ...]]] = {
    "frame_continuity": ("An object is lost here", (0.0, 0.5)),
    "unlabelled_frame": ("No label here", (1.0,)),
}
"""Measured fields of images that doubt a frame (M55, M67): in words, and the values at which they do."""

_KEPT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """A suspect, or a metric at its bad end: of the label or the frame `at`, in words, and the issue if it is one."""

    at: int
    words: str
    issue: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Video:
    """A video and its n labels, one per track and frame, track by track in order of time.

    frames : (f,) images. names : (t,) id of each track; None for one that labels without ids were linked to.
    starts : (t + 1,) labels of track i are starts[i] : starts[i + 1]. Tracks are in the order of their first frame.
    label, frame, category, touched : (n,) id, place in `frames`, class, and 0 as imported, 1 edited, 2 added here.
    boxes : (n, 4), NaN where there is none. doubts of rows among the n, frame_doubts of places in `frames`.
    """

    frames: Ids
    names: tuple[str | None, ...]
    starts: Ids
    label: Ids
    frame: Ids
    category: Ids
    touched: Ids
    boxes: Boxes
    doubts: tuple[Doubt, ...]
    frame_doubts: tuple[Doubt, ...]


def frames_of(snapshot: Snapshot, dataset_id: int) -> tuple[Ids, Frames]:
    """Ids of the images of a dataset, and the images as frames of videos; kept while images and tracked ones stand."""
    labels = snapshot.rows("annotations", columns=("image_id", "track_id"), where={"dataset_id": dataset_id})
    tracked = np.unique(labels.filter(labels["track_id"].is_valid())["image_id"].to_numpy())

    def make() -> tuple[Ids, Frames]:
        images = snapshot.rows("images", columns=_IMAGE_COLUMNS, where={"dataset_id": dataset_id})
        ids: Ids = images["id"].to_numpy()
        at = np.flatnonzero(np.isin(ids, tracked))
        return ids, Frames.of(images, Images(images).frame_order, tracked=at)

    return snapshot.derived("frames", (dataset_id, tracked.tobytes()), ("images",), make)


def video_of(snapshot: Snapshot, image_id: int, dataset_id: int) -> Video | None:
    """The video that the image is a frame of; None where it is none. Kept while images, labels and suspects stand.

    Images whose names count up are none where their labels do not go on from one to the next.
    """
    ids, frames = frames_of(snapshot, dataset_id)
    at = np.searchsorted(ids, image_id)
    number, is_guessed = int(frames.video[at]), bool(frames.guessed[at])
    if number < 0:
        return None
    members = np.flatnonzero(frames.video == number)
    ordered = ids[members[np.argsort(frames.place[members])]]
    tables = ("images", "annotations", "issues")
    return snapshot.derived(
        "video", ordered.tobytes(), tables, lambda: _read(snapshot, ordered, is_guessed=is_guessed), most=_KEPT
    )


def _read(snapshot: Snapshot, frames: Ids, *, is_guessed: bool) -> Video | None:
    known = [name for name in _DOUBTS if _has(snapshot, "annotations", name)]
    rows = snapshot.rows("annotations", columns=(*_LABEL_COLUMNS, *known), where={"image_id": frames})
    place = _places(frames, rows["image_id"].to_numpy())
    boxes = np.stack([_numbers(rows, side) for side in "xywh"], axis=1)
    track, names = _tracks(rows, place, boxes)
    if is_guessed and not going_on(np.zeros_like(place), place, track).all():
        return None
    rows_kept = _one_per_frame(track, place, rows["id"].to_numpy())
    ordered, starts = _by_first_frame(track[rows_kept], place[rows_kept])
    at = rows_kept[ordered]
    kept = rows.take(pa.array(at))
    first = track[at][starts[:-1]]
    issues = snapshot.rows(
        "issues",
        columns=("id", "kind", "image_id", "annotation_id", "prediction_id"),
        where={"state": IssueState.OPEN.value, "image_id": frames},
    )
    of_images = issues.filter(pc.and_(issues["annotation_id"].is_null(), issues["prediction_id"].is_null()))
    labels: Ids = kept["id"].to_numpy()
    return Video(
        frames=frames,
        names=tuple(names[number] for number in first.tolist()),
        starts=starts,
        label=labels,
        frame=place[at],
        category=np.asarray(kept["category_id"], np.int64),
        touched=_touched(kept),
        boxes=boxes[at],
        doubts=(*_suspects(issues, "annotation_id", labels), *_measured(kept, known)),
        frame_doubts=(*_suspects(of_images, "image_id", frames), *_measured_frames(snapshot, frames)),
    )


def _tracks(rows: pa.Table, place: Ids, boxes: Boxes) -> tuple[Ids, list[str | None]]:
    """(n,) number of each label's track, and the names by number; -1 for a label of a whole image without a track."""
    coded = rows["track_id"].combine_chunks().dictionary_encode()
    track = np.asarray(coded.indices.fill_null(-1), np.int64)
    names: list[str | None] = list(coded.dictionary.to_pylist())
    loose = np.flatnonzero((track < 0) & ~np.isnan(boxes).any(axis=1))
    category = np.asarray(rows["category_id"], np.int64)
    linked = link_frames(place[loose], category[loose], boxes[loose])
    objects, number = np.unique(linked, return_inverse=True)
    track[loose] = len(names) + number
    return track, names + [None] * len(objects)


def _one_per_frame(track: Ids, place: Ids, ids: Ids) -> Ids:
    """Rows with a track, the first of each track in a frame."""
    order = np.lexsort((ids, place, track))
    order = order[track[order] >= 0]
    again = (np.diff(track[order], prepend=-1) == 0) & (np.diff(place[order], prepend=-1) == 0)
    kept: Ids = order[~again]
    return kept


def _by_first_frame(track: Ids, place: Ids) -> tuple[Ids, Ids]:
    """The order of rows, given track by track in order of time, in which tracks come by first frame; where each begins.

    The last of the (t + 1,) places is the number of rows.
    """
    _, begin, number, count = np.unique(track, return_index=True, return_inverse=True, return_counts=True)
    rank = np.argsort(np.argsort(place[begin], kind="stable"))
    order = np.argsort(rank[number], kind="stable")
    return order, np.concatenate(([0], np.cumsum(count[np.argsort(rank)]))).astype(np.int64)


def _touched(rows: pa.Table) -> Ids:
    changed = rows["changed_by"].is_valid().to_numpy()
    imported = rows["source_hash"].is_valid().to_numpy()
    touched: Ids = np.where(changed, np.where(imported, 1, 2), 0)
    return touched


def _suspects(issues: pa.Table, column: str, subjects: Ids) -> list[Doubt]:
    """The issues that speak of one of `subjects`, at the place of each among them."""
    found = issues.filter(pc.is_in(issues[column], value_set=pa.array(subjects)))
    if not found.num_rows:
        return []
    titles = kind_titles()
    at = _places(subjects, found[column].to_numpy()).tolist()
    told = zip(at, found["kind"].to_pylist(), found["id"].to_pylist(), strict=True)
    return [Doubt(place, titles.get(kind, (kind, ""))[0], issue) for place, kind, issue in told]


def _measured(rows: pa.Table, known: list[str]) -> list[Doubt]:
    return [Doubt(int(at), _DOUBTS[name]) for name in known for at in np.flatnonzero(_numbers(rows, name) < 1)]


def _measured_frames(snapshot: Snapshot, frames: Ids) -> list[Doubt]:
    known = [name for name in _FRAME_DOUBTS if _has(snapshot, "images", name)]
    rows = snapshot.rows("images", columns=("id", *known), where={"id": frames})
    place = _places(frames, rows["id"].to_numpy())
    return [
        Doubt(int(at), words)
        for name, (words, bad) in _FRAME_DOUBTS.items()
        if name in known
        for at in np.sort(place[np.isin(_numbers(rows, name), bad)])
    ]


def _has(snapshot: Snapshot, table: str, column: str) -> bool:
    return column in snapshot.table(table).arrow.names


def _places(known: Ids, ids: Ids) -> Ids:
    """(n,) the place among `known` of each id, which is one of them."""
    order = np.argsort(known)
    places: Ids = order[np.searchsorted(known, ids, sorter=order)]
    return places


def _numbers(rows: pa.Table, name: str) -> NDArray[np.float64]:
    values: Any = pc.cast(rows[name], pa.float64())
    numbers: NDArray[np.float64] = values.to_numpy()
    return numbers
