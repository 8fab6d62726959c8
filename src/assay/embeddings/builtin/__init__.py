"""The embedders that come with Assay."""

from __future__ import annotations

from assay.embeddings.builtin.descriptor import descriptor
from assay.embeddings.builtin.onnx import onnx
from assay.embeddings.builtin.open_clip import open_clip
from assay.embeddings.builtin.selfsup import selfsup
from assay.embeddings.builtin.timm import timm
from assay.embeddings.builtin.transformers import transformers
from assay.embeddings.embedder import Embedder

BUILTIN: tuple[Embedder, ...] = (descriptor, selfsup, onnx, timm, open_clip, transformers)
"""In the order in which they are shown; the first is the default."""
