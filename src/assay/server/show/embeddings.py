"""Embeddings as replies."""

from __future__ import annotations

from importlib.util import find_spec

from assay.embeddings.embedder import Embedder
from assay.server.replies import embeddings as replies
from assay.workflows.embeddings.embed import EmbedReport
from assay.workflows.embeddings.embeddings import EmbeddingStanding


def show_embedding(standing: EmbeddingStanding) -> replies.Embedding:
    """An embedding and how it stands."""
    embedding = standing.embedding
    return {
        "id": embedding.id,
        "level": embedding.level,
        "name": embedding.name,
        "embedder": embedding.embedder,
        "title": standing.title,
        "model": embedding.model,
        "dimension": embedding.dimension,
        "count": embedding.count,
        "rows": standing.rows,
        "stale": standing.stale,
        "failures": standing.failures,
        "default": embedding.is_default,
        "note": standing.note,
    }


def show_embedder(embedder: Embedder) -> replies.Embedder:
    """An embedder, and what it lacks."""
    package = {"onnx": "onnxruntime"}.get(embedder.extra, embedder.extra)
    missing = embedder.extra if package and find_spec(package) is None else ""
    return {
        "slug": embedder.slug,
        "title": embedder.title,
        "page": embedder.page,
        "missing": missing,
        "needs_model": "model" in embedder.parameters,
    }


def show_embedded(report: EmbedReport, revision: str) -> replies.Embedded:
    """What a run of an embedder did."""
    return {
        "decoded": report.decoded,
        "computed": sum(max(level.computed - level.failures, 0) for level in report.levels),
        "reused": sum(level.reused for level in report.levels),
        "failures": sum(level.failures for level in report.levels),
        "failed": [
            {"level": level.level, "id": one.id, "reason": one.reason}
            for level in report.levels
            for one in level.failed
        ],
        "seconds": report.seconds,
        "revision": revision,
    }
