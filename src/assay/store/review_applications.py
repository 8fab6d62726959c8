"""Which verdicts of a review were written into the dataset: by which change, and whether that is in force.

What an undo takes back needs no care: a verdict counts as applied only while the change that wrote it is in force.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from assay.arrays import Ids
from assay.model.change import ChangeKind
from assay.store.id_ranges import pack_ids, unpack_ids
from assay.store.ledger_tables import CHANGES, REVIEW_APPLICATIONS


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """The change that wrote the verdicts of `ids`; `upto` is the last event of the review that it knew of."""

    review_id: int
    change_id: int
    upto: int
    ids: Ids


def add_application(connection: sa.Connection, applied: Application) -> None:
    """Note what a change of the same transaction applied."""
    connection.execute(
        sa.insert(REVIEW_APPLICATIONS).values(
            review_id=applied.review_id,
            change_id=applied.change_id,
            upto=applied.upto,
            items=pack_ids(applied.ids),
        )
    )


def read_applications(connection: sa.Connection, review_id: int, *, tip: int) -> list[Application]:
    """What of a review is in force when `tip` is the last entry of the journal, oldest first."""
    stored = REVIEW_APPLICATIONS.c
    select = sa.select(REVIEW_APPLICATIONS).where(stored.review_id == review_id, stored.change_id <= tip)
    rows = connection.execute(select.order_by(stored.change_id)).all()
    entries = CHANGES.c
    spoken = sa.select(entries.target, entries.kind).order_by(entries.id)
    spoken = spoken.where(entries.target.in_([row.change_id for row in rows]), entries.id <= tip)
    last = {row.target: row.kind for row in connection.execute(spoken)}
    return [
        Application(row.review_id, row.change_id, row.upto, unpack_ids(row.items))
        for row in rows
        if last.get(row.change_id) != ChangeKind.UNDO.value
    ]
