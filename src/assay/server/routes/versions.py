"""Versions of the project: keep, list, compare, restore; and the history of labels and images."""

from __future__ import annotations

from fastapi import Response

from assay.model.signature import Signature
from assay.server.deps import Author, Replies, Store
from assay.server.replies import ChangeResult
from assay.server.replies.versions import History, Version, VersionDiff
from assay.server.routers import api_router
from assay.server.show.changes import show_result
from assay.server.show.version import show_version
from assay.server.show.versions import show_diff, show_history
from assay.server.version_requests import DiffRequest, SaveVersionRequest
from assay.server.work_deps import Upkeep
from assay.store.snapshot import Snapshot
from assay.workflows.versions import versions
from assay.workflows.versions.diff_versions import VersionDiff as Found
from assay.workflows.versions.diff_versions import diff_versions
from assay.workflows.versions.history_of import image_history, label_history
from assay.workflows.versions.restore_version import restore_version

router = api_router("/api", tag="versions")


@router.get("/versions", response_model=list[Version])
def list_versions(store: Store, reply: Replies) -> Response:
    """Every version, oldest first."""
    snapshot = store.snapshot()
    return reply.json_of(snapshot.key, lambda: [show_version(version) for version in snapshot.versions()])


@router.post("/versions", response_model=Version)
def save_version(body: SaveVersionRequest, store: Store, author: Author, reply: Replies) -> Response:
    """Keep the project as it stands under a name."""
    return reply.json(show_version(versions.save_version(store, body.name, note=body.note, author=author)))


@router.delete("/versions/{name:path}", response_model=Version)
def delete_version(name: str, store: Store, reply: Replies) -> Response:
    """Let a version go."""
    return reply.json(show_version(versions.delete_version(store, name)))


@router.post("/versions/diff", response_model=VersionDiff)
def compare_versions(body: DiffRequest, store: Store, reply: Replies) -> Response:
    """What differs between two versions, or a version and now."""
    opened = [versions.open_version(store, name) for name in (body.before, body.after)]
    try:
        old, new = (side.snapshot() for side in opened)
        dataset = store.snapshot().dataset(body.dataset)
        found: Found = diff_versions(old, new, dataset=dataset.name)
        names = _class_names(old, new, dataset_id=dataset.id)
        shown = show_diff(found, store.snapshot(), names, kind=body.kind, offset=body.offset, limit=body.limit)
    finally:
        for side in opened:
            if side is not store:
                side.close()
    return reply.json(shown)


@router.post("/versions/{name:path}/restore", response_model=ChangeResult)
def restore(name: str, store: Store, author: Author, upkeep: Upkeep, reply: Replies) -> Response:
    """Bring back what a version kept, as one change."""
    change = restore_version(store, name, by=Signature(author, source="web"))
    upkeep.after_edit()
    return reply.json(show_result(change, store.snapshot()))


@router.get("/history/labels/{id}", response_model=History)
def history_of_label(id: int, store: Store, reply: Replies) -> Response:
    """What happened to a label."""
    snapshot = store.snapshot()
    return reply.json(show_history(label_history(snapshot, id), snapshot))


@router.get("/history/images/{id}", response_model=History)
def history_of_image(id: int, store: Store, reply: Replies) -> Response:
    """What happened to the labels of an image."""
    snapshot = store.snapshot()
    return reply.json(show_history(image_history(snapshot, id), snapshot))


def _class_names(*snapshots: Snapshot, dataset_id: int) -> dict[int, str]:
    return {one.id: one.name for snapshot in snapshots for one in snapshot.categories(dataset_id)}
