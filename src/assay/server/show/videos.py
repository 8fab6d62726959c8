"""Videos as replies."""

from __future__ import annotations

import math
from collections.abc import Iterable

from assay.server.replies import videos as replies
from assay.server.show.frames import Frames
from assay.store.snapshot import Snapshot
from assay.workflows.videos.video import Doubt, Video


def show_video(snapshot: Snapshot, video: Video) -> replies.Video:
    """A video with its boxes as they lie in the displayed images, to a tenth of a pixel."""
    pictures = Frames.read(snapshot, video.frames)
    refs = [pictures.ref(image) for image in video.frames.tolist()]
    boxes = pictures.displayed(video.boxes, video.frames[video.frame]).round(1)
    return {
        "frames": {
            "id": [ref["id"] for ref in refs],
            "v": [ref["v"] for ref in refs],
            "name": [ref["name"] for ref in refs],
            "width": [ref["width"] for ref in refs],
            "height": [ref["height"] for ref in refs],
        },
        "tracks": {"name": list(video.names), "start": video.starts.tolist()},
        "labels": {
            "id": video.label.tolist(),
            "frame": video.frame.tolist(),
            "class_id": video.category.tolist(),
            "touched": video.touched.tolist(),
            "box": [
                None if math.isnan(side) else side for side in boxes.ravel().tolist()
            ],  # NaN: a label without a box
        },
        "doubts": _shown(video.doubts),
        "frame_doubts": _shown(video.frame_doubts),
    }


def _shown(doubts: Iterable[Doubt]) -> list[replies.Doubt]:
    return [{"at": doubt.at, "words": doubt.words, "issue": doubt.issue} for doubt in doubts]
