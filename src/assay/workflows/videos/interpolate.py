"""Labels drawn in the frames between two: one object of a video, labelled where it begins and where it ends."""

from __future__ import annotations

import numpy as np

from assay.amounts import amount
from assay.errors import EditInvalid
from assay.model.change import Change, ChangeKind
from assay.model.signature import NOBODY, Signature
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.edits.draft import Draft
from assay.workflows.edits.reshape import between
from assay.workflows.videos.video import frames_of


def interpolate(store: Store, first: int, last: int, *, by: Signature = NOBODY) -> Change:
    """Add a label to each frame between those of the labels `first` and `last`, in a straight line between them.

    Frames that have a label of their track are left as they are. The new labels have the class, track and attributes
    of the first.

    Raises
    ------
    EditInvalid : the two are of different classes or tracks, not in one video, or no frame lies between them.
    EditConflict : a label is not there any more.
    """
    with store.writer() as writer:
        draft = Draft(writer)
        start, end = draft.labels([first, last])
        for name, noun in (("category_id", "class"), ("track_id", "track")):
            if start[name] != end[name]:
                raise EditInvalid(
                    f"Labels {first} and {last} are not of one {noun}.", hint="Choose two labels of one object."
                )
        if start["x"] is None or end["x"] is None:
            raise EditInvalid("A label of a whole image lies nowhere.", hint="Choose two labels with a box.")
        way = _frames_between(writer.base, start["dataset_id"], start["image_id"], end["image_id"])
        taken = _images_of_track(writer.base, start["dataset_id"], start["track_id"])
        shares = np.arange(1, len(way) + 1) / (len(way) + 1)
        draft.copy(
            start | between(start, end, share) | {"image_id": image}
            for image, share in zip(way, shares.tolist(), strict=True)
            if image not in taken
        )
        title = f"Draw labels in the {amount(len(way), 'frame')} between"
        return draft.commit(ChangeKind.ADD, title, author=by.author, reason=by.reason, source=by.source)


def _frames_between(snapshot: Snapshot, dataset_id: int, first: int, last: int) -> list[int]:
    """The images between two frames of one video, in the direction from the first to the last."""
    ids, frames = frames_of(snapshot, dataset_id)
    (one,), (other,) = np.flatnonzero(ids == first), np.flatnonzero(ids == last)
    if frames.video[one] < 0 or frames.video[one] != frames.video[other]:
        raise EditInvalid(
            "The two labels are not in frames of one video.",
            hint="Frames are told by a field such as `video`, by track ids, or by a folder whose names count up.",
        )
    low, high = sorted((int(frames.place[one]), int(frames.place[other])))
    within = np.flatnonzero((frames.video == frames.video[one]) & (frames.place > low) & (frames.place < high))
    if not len(within):
        raise EditInvalid("No frame lies between the two labels.", hint="Choose labels that are further apart.")
    ordered = within[np.argsort(frames.place[within])]
    between_ids: list[int] = ids[ordered if frames.place[one] < frames.place[other] else ordered[::-1]].tolist()
    return between_ids


def _images_of_track(snapshot: Snapshot, dataset_id: int, track: str | None) -> set[int]:
    if track is None:
        return set()
    rows = snapshot.rows("annotations", columns=("image_id",), where={"dataset_id": dataset_id, "track_id": track})
    return set(rows["image_id"].to_pylist())
