"""`project.embeddings`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import NotFound
from assay.jobs.progress import Progress, quiet
from assay.model.level import Level
from assay.sdk.session import Session
from assay.workflows.embeddings.embed import EmbedReport, embed
from assay.workflows.embeddings.embeddings import EmbeddingStanding, list_embeddings, make_default, remove_embedding
from assay.workflows.embeddings.import_vectors import VectorsReport, import_vectors
from assay.workflows.vectors_of import EMBEDDED_LEVELS


class EmbeddedRows(NamedTuple):
    """Rows that have a vector. ids : (n,) ascending. vectors : (n, d) float32, each of length 1; read-only."""

    ids: Ids
    vectors: NDArray[np.float32]


class Embeddings:
    """Vectors of images, labels and predictions that say what they look like.

    >>> project = assay.open("my.assay")
    >>> report = project.embeddings.compute()
    >>> report.decoded, [(level.level.value, level.computed) for level in report.levels]
    (3, [('image', 3), ('annotation', 3)])
    >>> found = project.embeddings.vectors("image")
    >>> found.ids.tolist(), len(found.vectors)
    ([0, 1, 2], 3)
    >>> project.embeddings.compute().decoded  # nothing is computed twice
    0
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> tuple[EmbeddingStanding, ...]:
        """Every embedding of the dataset, with how many of its rows are stale."""
        return list_embeddings(self._session.store, dataset=self._session.dataset)

    def compute(
        self,
        embedder: str = "descriptor",
        *,
        run: str | None = None,
        levels: Iterable[str | Level] = EMBEDDED_LEVELS,
        name: str | None = None,
        parameters: Mapping[str, object] | None = None,
        budget_seconds: float | None = None,
        anew: bool = False,
        default: bool = True,
        progress: Progress = quiet,
    ) -> EmbedReport:
        """Embed images and labels, those that lack a vector that holds; see `workflows.embeddings.embed`.

        With `levels=["prediction"]` the crops of predictions are embedded: those of `run`, or of all runs.

        Raises
        ------
        PluginUnknown : there is no such embedder.
        NotFound : it has no parameter of that name, or there is no such run.
        """
        return embed(
            self._session.store,
            dataset=self._session.dataset,
            run=run,
            levels=[Level(level) for level in levels],
            embedder=embedder,
            name=name,
            parameters=parameters or {},
            budget_seconds=budget_seconds,
            anew=anew,
            default=default,
            progress=progress,
        )

    def import_(
        self,
        source: str | PathLike[str],
        *,
        level: str | Level = Level.IMAGE,
        ids: str | PathLike[str] | None = None,
        name: str | None = None,
        model: str = "",
        default: bool = True,
    ) -> VectorsReport:
        """Take vectors of your own from .npy (with `ids` in a second file), .npz, Parquet or Feather.

        What does not fit is in the report, row by row.

        Raises
        ------
        FormatError : the file is not there, holds no vectors, or none of them is of any row.
        """
        return import_vectors(
            self._session.store,
            Path(source),
            level=Level(level),
            ids=None if ids is None else Path(ids),
            dataset=self._session.dataset,
            name=name,
            model=model,
            default=default,
        )

    def vectors(self, level: str | Level = Level.IMAGE, *, name: str | None = None) -> EmbeddedRows:
        """The vectors of a level by the embedding `name` (the default one).

        Raises
        ------
        NotFound : there is none.
        """
        snapshot = self._session.store.snapshot()
        embedding = snapshot.embedding(snapshot.dataset(self._session.dataset).id, Level(level), name)
        if embedding is None:
            raise NotFound(f"There is no embedding at the level {Level(level).value!r}.", hint="Make one: `compute`.")
        return EmbeddedRows(*snapshot.vectors(embedding))

    def make_default(self, name: str, *, level: str | Level | None = None) -> None:
        """Let searches, maps, metrics and detectors use this one; raise `NotFound` when there is none."""
        make_default(
            self._session.store, name, dataset=self._session.dataset, level=None if level is None else Level(level)
        )

    def remove(self, name: str, *, level: str | Level | None = None) -> None:
        """Forget this one; raise `NotFound` when there is none."""
        remove_embedding(
            self._session.store, name, dataset=self._session.dataset, level=None if level is None else Level(level)
        )
