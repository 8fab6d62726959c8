"""Videos, by an image that is a frame of one."""

from __future__ import annotations

from fastapi import Response

from assay.errors import NotFound
from assay.server.deps import Replies, Store
from assay.server.replies import videos as replies
from assay.server.routers import api_router
from assay.server.show.videos import show_video
from assay.store.snapshot import Snapshot
from assay.workflows.videos.video import video_of

router = api_router("/api/videos", tag="videos")


@router.get("/{image}", response_model=replies.Video | None)
def get_video(image: int, store: Store, reply: Replies) -> Response:
    """The video that an image is a frame of, with the labels of each track; null where it is a frame of none."""
    snapshot = store.snapshot()
    return reply.json_of(snapshot.key, lambda: _shown(snapshot, image))


def _shown(snapshot: Snapshot, image: int) -> replies.Video | None:
    row = snapshot.take("images", [image], columns=("dataset_id",))
    if not row.num_rows:
        raise NotFound(f"There is no image {image}.", hint="It may have been removed.")
    video = video_of(snapshot, image, row.column("dataset_id")[0].as_py())
    return None if video is None else show_video(snapshot, video)
