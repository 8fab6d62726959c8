"""Find the rows of a dataset that a foreign file calls by names of its own."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.schema.fields import LEVEL_TABLES
from assay.store.snapshot import Snapshot

NOBODY, SEVERAL = -1, -2
"""In place of an id: no row, or more than one, has that name."""

_NAMES = {
    Level.IMAGE: ("path", "file_name", "reference_id", "foreign_id", "id"),
    Level.ANNOTATION: ("reference_id", "id"),
}
"""By what a file may call the rows of a level, in order of preference."""


def rows_named(snapshot: Snapshot, dataset: Dataset, level: Level, names: pa.Array) -> tuple[str, Ids]:
    """By which name a file knows the rows of a level, and (n,) the id that each of its `names` means.

    The kind of name is the one that most of `names` (n,) are. An id is `NOBODY` or `SEVERAL` where there is no one row.
    """
    kinds = _NAMES[level]
    rows = snapshot.rows(
        LEVEL_TABLES[level].name, columns=list(dict.fromkeys(["id", *kinds])), where={"dataset_id": dataset.id}
    )
    ids = np.asarray(rows["id"], np.int64)
    best, found, most = kinds[0], np.full(len(names), NOBODY), 0
    for kind in kinds:
        known = rows[kind].combine_chunks().cast(pa.string())
        at = pc.fill_null(pc.index_in(names, value_set=known, skip_nulls=True), -1).to_numpy(zero_copy_only=False)
        matched = int((at >= 0).sum())
        if matched > most:
            best, most = kind, matched
            found = np.where(at >= 0, ids[at], NOBODY)
            found[np.asarray(pc.is_in(names, value_set=_repeated(known)), np.bool_)] = SEVERAL
    return best, found


def _repeated(names: pa.Array) -> pa.Array:
    counts = pc.value_counts(names.drop_null())
    return counts.field("values").filter(pc.greater(counts.field("counts"), 1))
