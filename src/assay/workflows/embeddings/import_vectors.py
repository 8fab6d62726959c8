"""Bring vectors of one's own: a file of them becomes an embedding; what does not fit is told row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from assay.arrays import Flags, Ids
from assay.errors import SourceUnreadable
from assay.jobs.progress import Progress, quiet
from assay.media.digest import digest
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.model.problem import RowProblem
from assay.schema.fields import LEVEL_TABLES
from assay.store.embeddings import of_length_one
from assay.store.store import Store
from assay.workflows.embeddings.named_rows import NOBODY, SEVERAL, rows_named
from assay.workflows.embeddings.vector_files import ForeignVectors, read_vectors

SHOWN_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class VectorsReport:
    """What an import of vectors did.

    named_by : which of the rows' names the file uses, such as `file_name`. rows : in the file; taken : of them, those
    that are a vector of a row now. without : rows of the dataset that have none.
    problems : the first rows that were left out, and why; `problem_counts` counts all of them by code.
    """

    embedding: Embedding
    named_by: str
    rows: int
    taken: int
    without: int
    problems: tuple[RowProblem, ...]
    problem_counts: dict[str, int]
    seconds: float


def import_vectors(
    store: Store,
    source: Path,
    *,
    level: Level = Level.IMAGE,
    ids: Path | None = None,
    dataset: str | int | None = None,
    name: str | None = None,
    model: str = "",
    default: bool = True,
    progress: Progress = quiet,
) -> VectorsReport:
    """Take the vectors in `source` as the embedding `name` (that of the file) of images or labels.

    A vector is of the row that the file names: by path, file name, reference id, id in the source or id here, whichever
    most of its names are. ids : the names of the vectors of an .npy file, in order. model : what made them, for people.
    Vectors of any length are taken, and stored with length 1.

    Raises
    ------
    NotFound : there is no such dataset.
    FormatError : a file is not there, is no file of vectors, cannot be read, or no vector is of any row.
    """
    started = perf_counter()
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    progress.stage("Reading the vectors")
    foreign = read_vectors(source, ids=ids)
    named_by, rows = rows_named(snapshot, target, level, foreign.names)
    vectors = of_length_one(foreign.vectors)
    problems, taken = _problems(foreign, rows, np.isfinite(vectors[:, 0]), source.name)
    if not taken.any():
        told = problems[0].message if problems else "It is empty."
        raise SourceUnreadable(f"No vector of {source.name!r} is of any {level.value}: {told}")
    described = Embedding(
        id=0,
        dataset_id=target.id,
        level=level,
        name=name or source.stem,
        embedder="",
        version=0,
        model=model,
        digest=digest(source),
        as_of=snapshot.tip,
        is_default=default,
    )
    progress.stage("Writing the vectors")
    with store.writer() as writer:
        made = writer.put_embedding(described, rows[taken], vectors[taken], np.zeros(int(taken.sum()), np.int64))
    every = snapshot.count(LEVEL_TABLES[level].name, where={"dataset_id": target.id})
    return VectorsReport(
        made,
        named_by,
        len(rows),
        made.count,
        every - made.count,
        tuple(problems[:SHOWN_PROBLEMS]),
        dict(Counter(problem.code for problem in problems)),
        perf_counter() - started,
    )


def _problems(foreign: ForeignVectors, rows: Ids, is_vector: Flags, file: str) -> tuple[Sequence[RowProblem], Flags]:
    """Why rows of the file are left out, in order, and (n,) which are taken."""
    usable = np.flatnonzero((rows >= 0) & is_vector)
    first = np.zeros(len(rows), np.bool_)
    first[usable[np.unique(rows[usable], return_index=True)[1]]] = True
    tests = [rows == NOBODY, rows == SEVERAL, ~is_vector, ~first]
    why = np.select(tests, ["unknown-row", "ambiguous-row", "no-vector", "again"], "")
    names = foreign.names.to_pylist()
    told = {
        "unknown-row": lambda at: f"There is no row named {names[at]!r}.",
        "ambiguous-row": lambda at: f"More than one row is named {names[at]!r}.",
        "no-vector": lambda at: foreign.wrong.get(at, "Its vector has a number that is not finite, or only zeros."),
        "again": lambda at: f"The row {names[at]!r} has a vector already.",
    }
    problems = [
        RowProblem(file, f"row {at + 1}", str(why[at]), told[str(why[at])](at))
        for at in np.flatnonzero(why != "").tolist()
    ]
    return problems, why == ""
