"""The embedders Assay knows, by slug."""

from __future__ import annotations

from assay.embeddings.embedder import Embedder
from assay.registry import Registry


def _builtin() -> dict[str, Embedder]:
    from assay.embeddings.builtin import BUILTIN

    return {embedder.slug: embedder for embedder in BUILTIN}


EMBEDDERS = Registry[Embedder]("embedder", builtin=_builtin)
"""Every embedder: the built-in ones first, then those of plug-ins."""
