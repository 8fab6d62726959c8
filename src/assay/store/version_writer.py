"""Keeping versions inside a writer's transaction, and letting them go."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import pyarrow as pa
import sqlalchemy as sa

from assay.model.version import Version
from assay.schema.tables import LEDGER_TABLES
from assay.store import journal, versions
from assay.store.embeddings import table_name
from assay.store.embeddings_writer import EmbeddingsWriter
from assay.store.lake import Lake
from assay.store.ledger_tables import VERSIONS
from assay.store.snapshot import Snapshot


class VersionWriter(EmbeddingsWriter):
    """The part of a writer that keeps versions."""

    def __init__(self, source: Lake, connection: sa.Connection, base: Snapshot) -> None:
        super().__init__(source, connection, base)
        self._let_go: dict[str, versions.Kept] = {}

    def save_version(self, name: str, *, note: str, author: str, digest: str) -> Version:
        """Keep the project as it was when this writer began; `digest` is the state hash of that."""
        at, tip = datetime.now(UTC), journal.read_tip(self._connection)
        told = {"name": name, "note": note, "author": author, "digest": digest, "change_id": tip.id}
        id_ = self._insert(
            VERSIONS,
            **told,
            at=at.replace(tzinfo=None),
            heads=json.dumps(self._heads),
            nouns=versions.pack(versions.read_nouns_now(self._connection)),
        )
        # A tag that is there already was left by a writer that died before it published.
        self._lake.tag(versions.tag_of(id_), self._heads)
        return Version(id_, name, note, author, at, tip.id, digest)

    def ledger_rows(self, version: Version | None = None) -> dict[str, pa.Table]:
        """Full rows of the tables of the ledger that have a journal: as a version keeps them, or as they are."""
        kept = versions.read_nouns_now(self._connection) if version is None else self._kept_nouns(version)
        return {
            name: pa.Table.from_pylist([dict(row) for row in kept.get(name, ())], schema=table.arrow)
            for name, table in LEDGER_TABLES.items()
        }

    def _kept_nouns(self, version: Version) -> versions.NounRows:
        return versions.read_kept(self._connection, version).nouns

    def delete_version(self, version: Version) -> None:
        """Let a version go; its files are removed once no reader can still look at them."""
        self._let_go[versions.tag_of(version.id)] = versions.read_kept(self._connection, version)
        self._connection.execute(sa.delete(VERSIONS).where(VERSIONS.c.id == version.id))

    def _note_kept(self) -> None:
        super()._note_kept()
        for version in versions.read_versions(self._connection):
            self._kept.update(_vectors_of(versions.read_kept(self._connection, version)))

    def _untag(self) -> None:
        """Let go the files of the versions that were deleted; called after the publication."""
        for tag, kept in self._let_go.items():
            self._lake.untag(tag, kept.heads)


def _vectors_of(kept: versions.Kept) -> Iterable[str]:
    """What lies among the vectors and belongs to a version."""
    for row in kept.nouns["embeddings"]:
        yield table_name(row["id"])
        yield f"vectors/{row['digest']}"
