"""Segments: keep a query by name, list what is kept, forget one."""

from __future__ import annotations

from difflib import get_close_matches

from assay.errors import NotFound, QueryError
from assay.model.level import Level
from assay.model.segment import Segment
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.search import ask


def save_segment(
    store: Store, name: str, query: str, *, level: Level = Level.IMAGE, dataset: str | int | None = None
) -> Segment:
    """Keep `query` under `name`, in its canonical form; a segment of that name is replaced.

    Raises
    ------
    QueryError : the query is wrong, or the name is empty.
    NotFound : there is no such dataset.
    """
    if not name.strip():
        raise QueryError("A segment needs a name.", hint="Name it after what it lists.")
    with store.writer() as writer:
        question = ask(writer.base, query, level=level, dataset=dataset)
        return writer.save_segment(question.scope.dataset_id, name.strip(), level, question.canonical)


def list_segments(snapshot: Snapshot, dataset: str | int | None = None) -> list[Segment]:
    """The segments of `dataset` (the first one when None)."""
    return snapshot.segments(snapshot.dataset(dataset).id)


def find_segment(snapshot: Snapshot, name_or_id: str | int, *, dataset: str | int | None = None) -> Segment:
    """The segment of that name or id; raise `NotFound` with the nearest name."""
    segments = list_segments(snapshot, dataset)
    for segment in segments:
        if name_or_id in (segment.id, segment.name):
            return segment
    names = [segment.name for segment in segments]
    near = get_close_matches(str(name_or_id), names, n=1)
    told = f"There are: {', '.join(names)}." if names else "None was saved yet."
    raise NotFound(f"There is no segment {name_or_id!r}.", hint=f"Did you mean {near[0]!r}?" if near else told)


def delete_segment(store: Store, name_or_id: str | int, *, dataset: str | int | None = None) -> Segment:
    """Forget a segment; the images and labels it listed stay. Raise `NotFound` when there is none."""
    with store.writer() as writer:
        segment = find_segment(writer.base, name_or_id, dataset=dataset)
        writer.delete_segment(segment.id)
        return segment
