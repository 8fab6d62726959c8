"""The embedders that come with Assay."""

from __future__ import annotations

from assay.embeddings.builtin.descriptor import descriptor
from assay.embeddings.embedder import Embedder

BUILTIN: tuple[Embedder, ...] = (descriptor,)
"""In the order in which they are shown; the first is the default."""
