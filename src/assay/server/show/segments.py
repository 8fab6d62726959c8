"""Segments as replies."""

from __future__ import annotations

from assay.model.segment import Segment as StoredSegment
from assay.server.replies import Segment


def show_segment(segment: StoredSegment) -> Segment:
    """A segment."""
    return {
        "id": segment.id,
        "dataset": segment.dataset_id,
        "name": segment.name,
        "level": segment.level,
        "query": segment.query,
    }
