"""The embedders Assay knows, by slug."""

from __future__ import annotations

from assay.embeddings.builtin import BUILTIN
from assay.embeddings.embedder import Embedder
from assay.registry import Registry

EMBEDDERS = Registry[Embedder]("embedder")
"""Every embedder: the built-in ones first, then those of plug-ins."""

for _embedder in BUILTIN:
    EMBEDDERS.add(_embedder.slug, _embedder)
