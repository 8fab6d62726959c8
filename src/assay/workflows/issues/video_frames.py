"""Which images of a dataset are frames of videos, as detectors see it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from assay.detectors.video_frames import VideoFrames
from assay.metrics.frames import Frames
from assay.metrics.view import Images


def video_frames(images: pa.Table, annotations: pa.Table) -> VideoFrames | None:
    """The place of each of `images` in its video; None where no label has a track."""
    tracked = annotations.filter(pc.is_valid(annotations["track_id"]))
    if not tracked.num_rows:
        return None
    at = pc.index_in(pc.unique(tracked["image_id"]), value_set=images["id"].combine_chunks())
    frames = Frames.of(images, Images(images).frame_order, tracked=at.drop_null().to_numpy(zero_copy_only=False))
    return VideoFrames(frames.video, frames.place)
