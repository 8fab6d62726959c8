"""Nouns of the project by their id alone, as addresses name them."""

from __future__ import annotations

from assay.errors import NotFound
from assay.model.autotag import Autotag
from assay.model.embedding import Embedding
from assay.model.run import Run
from assay.model.segment import Segment
from assay.store.snapshot import Snapshot


def run_by_id(snapshot: Snapshot, run_id: int) -> Run:
    """The run with this id, whatever its dataset; raise `NotFound` when there is none."""
    for dataset in snapshot.datasets():
        for run in snapshot.runs(dataset.id):
            if run.id == run_id:
                return run
    raise NotFound(f"There is no run {run_id}.", hint="It may belong to another project.")


def segment_by_id(snapshot: Snapshot, segment_id: int) -> Segment:
    """The segment with this id, whatever its dataset; raise `NotFound` when there is none."""
    for dataset in snapshot.datasets():
        for segment in snapshot.segments(dataset.id):
            if segment.id == segment_id:
                return segment
    raise NotFound(f"There is no segment {segment_id}.", hint="It may have been deleted.")


def autotag_by_id(snapshot: Snapshot, autotag_id: int) -> Autotag:
    """The autotag with this id, whatever its dataset; raise `NotFound` when there is none."""
    for dataset in snapshot.datasets():
        for autotag in snapshot.autotags(dataset.id):
            if autotag.id == autotag_id:
                return autotag
    raise NotFound(f"There is no autotag {autotag_id}.", hint="It may have been removed.")


def embedding_by_id(snapshot: Snapshot, embedding_id: int) -> Embedding:
    """The embedding with this id, whatever its dataset; raise `NotFound` when there is none."""
    for dataset in snapshot.datasets():
        for embedding in snapshot.embeddings(dataset.id):
            if embedding.id == embedding_id:
                return embedding
    raise NotFound(f"There is no embedding {embedding_id}.", hint="It may have been removed.")
