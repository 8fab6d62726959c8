"""Embeddings and embedders as replies."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level


class Embedding(TypedDict):
    """An embedding and how it stands.

    `title` is that of its embedder, `model` the weights; `count` rows have a vector of `rows`, of which `stale` are
    new or edited since and `failures` could not be embedded. `default`: searches, maps and detectors use it.
    """

    id: int
    level: Level
    name: str
    embedder: str
    title: str
    model: str
    dimension: int
    count: int
    rows: int
    stale: int
    failures: int
    default: bool
    note: str


class Embedder(TypedDict):
    """A plug-in that makes vectors. `missing` is the pip extra that must be installed first, empty for none."""

    slug: str
    title: str
    page: str
    missing: str
    needs_model: bool


class Embeddings(TypedDict):
    """The embeddings of a dataset, oldest first, and the embedders there are."""

    embeddings: list[Embedding]
    embedders: list[Embedder]


class RowWithoutVector(TypedDict):
    """A row that has no vector, and why."""

    level: Level
    id: int
    reason: str


class Embedded(TypedDict):
    """What a run of an embedder did: images decoded, vectors computed and vectors that stood, rows without one."""

    decoded: int
    computed: int
    reused: int
    failures: int
    failed: list[RowWithoutVector]
    seconds: float
    revision: str
