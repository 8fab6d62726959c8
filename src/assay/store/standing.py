"""What the ledger says of one publication: of the present one, or of one that a version keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from assay.model.version import Version
from assay.store import heads, journal, versions
from assay.store.journal import Tip
from assay.store.nouns import Nouns, read_nouns


@dataclass(frozen=True, slots=True)
class Standing:
    """The published version of each Lance table, the nouns, the end of the journal and the versions kept so far."""

    revision: int
    heads: Mapping[str, int]
    nouns: Nouns
    tip: Tip
    versions: tuple[Version, ...]


def read_standing(connection: sa.Connection) -> Standing:
    """The present one."""
    return Standing(
        revision=heads.read_revision(connection),
        heads=heads.read_heads(connection),
        nouns=read_nouns(connection),
        tip=journal.read_tip(connection),
        versions=versions.read_versions(connection),
    )


def standing_at(connection: sa.Connection, version: Version) -> Standing:
    """The one that `version` keeps."""
    kept = versions.read_kept(connection, version)
    with versions.nouns_ledger(kept.nouns) as past:
        nouns = read_nouns(past)
    return Standing(
        revision=version.id,
        heads=kept.heads,
        nouns=nouns,
        tip=journal.read_tip(connection, before=version.change_id + 1),
        versions=tuple(one for one in versions.read_versions(connection) if one.id <= version.id),
    )
