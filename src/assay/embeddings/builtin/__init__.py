"""The embedders that come with Assay."""

from __future__ import annotations

from assay.embeddings.embedder import Embedder

BUILTIN: tuple[Embedder, ...] = ()
"""In the order in which they are shown; the first is the default."""
