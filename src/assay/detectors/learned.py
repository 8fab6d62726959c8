"""What a search learned from embeddings, for whoever looks again after edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.detectors.own_evidence import Taught
from assay.model.level import Level
from assay.vectors.neighbours import Neighbours
from assay.vectors.since import Since


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What is known from a search of the same dataset, held against the rows of now.

    near : of a level, the neighbours of its rows then, as places among the rows of then; of labels also where they have
    the vectors of their images. taught : what labels taught, by whether of whole images, and the labels of now; None
    where that was not asked.
    """

    near: Mapping[Level, tuple[Neighbours, Since]] = field(default_factory=dict)
    taught: tuple[Mapping[bool, Taught], Since] | None = None


NOTHING = Learned()
"""There was no search, or all is to be learned anew."""
