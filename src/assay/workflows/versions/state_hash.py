"""One digest of all that people say in a project: labels, images, classes, decisions, segments and autotags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256

import pyarrow as pa

from assay.schema.tables import TABLES
from assay.store.snapshot import Snapshot
from assay.workflows.versions.row_hash import row_hashes

BOOKKEEPING = frozenset({"changed_by", "source_hash", "deleted"})
"""Columns that say how a row came to be as it is, and nothing of what it is."""

COMPUTED = {"images": frozenset({"digest", "problem", "file_size", "format", "root_id", "path"})}
"""Columns of images that follow from their files."""

_SUSPECT = ("id", "kind", "image_id", "annotation_id", "prediction_id", "state")


@dataclass(frozen=True, slots=True)
class StateHash:
    """`parts` has a digest of each table, `total` one of all; equal states have equal digests, wherever they lie."""

    total: str
    parts: Mapping[str, str]


def said(table: str) -> tuple[str, ...]:
    """The columns of a table that hold what was said of its rows, by a source or by a person."""
    if table == "issues":
        return _SUSPECT
    left_out = BOOKKEEPING | COMPUTED.get(table, frozenset())
    return tuple(column.name for column in TABLES[table].stated.columns if column.name not in left_out)


def state_hash(snapshot: Snapshot) -> StateHash:
    """SHA-256 over the live rows in order of id, however and wherever they are stored.

    Of each row a 64-bit hash of its values goes in (`row_hashes`), of each class, segment and autotag its text. The
    entry of the journal that last changed a row is no part of it, nor is what metrics and detectors computed: undo
    of all that was done leads back to the digest there was before.
    """
    parts = {table: _of_rows(snapshot.rows(table, columns=said(table))) for table in _TABLES}
    for name, nouns in _nouns(snapshot).items():
        parts[name] = sha256("\n".join(nouns).encode()).hexdigest()
    total = sha256("\n".join(f"{name} {digest}" for name, digest in sorted(parts.items())).encode())
    return StateHash(total.hexdigest(), parts)


_TABLES = ("images", "annotations", "issues", "segment_items")


def _of_rows(rows: pa.Table) -> str:
    digest = sha256(str(rows.num_rows).encode())
    digest.update(row_hashes(rows).tobytes())
    return digest.hexdigest()


def _nouns(snapshot: Snapshot) -> dict[str, list[str]]:
    datasets = snapshot.datasets()
    return {
        "classes": [
            str((one.id, one.dataset_id, one.name, one.key))
            for dataset in datasets
            for one in snapshot.categories(dataset.id)
        ],
        "segments": [str(astuple(one)) for dataset in datasets for one in snapshot.segments(dataset.id)],
        "autotags": [
            str((one.id, one.level, one.name, one.examples))
            for dataset in datasets
            for one in snapshot.autotags(dataset.id)
        ],
    }
