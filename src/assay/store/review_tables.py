"""The tables of `reviews.sqlite`, and how that file is made.

It lies beside the ledger, not in it: a writer holds the ledger's lock as long as an import or a search for errors
lasts, and a verdict must be safe on the disk a tenth of a second after the key was pressed. It is no part of what is
published: nothing in it moves a head or the revision. What was *applied* of a review stands in the ledger, in the same
transaction as the change of the labels, so the two files never have to agree on anything.
"""

from __future__ import annotations

import sqlalchemy as sa

from assay.errors import ProjectDamaged

VERSION = 1
"""The form of the tables, kept as SQLite's `user_version`; 0 is a file that has none yet."""

METADATA = sa.MetaData()

REVIEWS = sa.Table(
    "reviews",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dataset_id", sa.Integer, nullable=False, index=True),
    sa.Column("run_id", sa.Integer),
    sa.Column("level", sa.String, nullable=False),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("grouping", sa.String, comment="see `Grouping`"),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False, comment="UTC"),
    sqlite_autoincrement=True,
)

EVENTS = sa.Table(
    "events",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("review_id", sa.Integer, sa.ForeignKey("reviews.id"), nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, comment="ms since 1970, by the reviewer's clock"),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("sitting", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False, comment="see `EventKind`"),
    sa.Column("verdict", sa.Integer, nullable=False, comment="see `VERDICTS`"),
    sa.Column("category_id", sa.Integer),
    sa.Column("target", sa.String, comment="the key of the event that is taken back"),
    sa.Column("items", sa.LargeBinary, nullable=False, comment="see `pack_ids`"),
    sa.Column("classes", sa.LargeBinary, nullable=False, comment="the classes they had then; see `pack_values`"),
    sa.UniqueConstraint("review_id", "key"),
    sa.Index("ix_events_review", "review_id", "id"),
    sqlite_autoincrement=True,
)

CHUNKS = sa.Table(
    "chunks",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("review_id", sa.Integer, sa.ForeignKey("reviews.id"), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False, comment="from 1 within the review"),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("sitting", sa.String, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False, comment="ms since 1970: when the lease ends"),
    sa.Column("items", sa.LargeBinary, nullable=False, comment="see `pack_ids`"),
    sqlite_autoincrement=True,
)


def prepare(connection: sa.Connection) -> None:
    """Make the tables where there are none.

    Raises
    ------
    ProjectDamaged : a newer Assay made them.
    """
    found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if found > VERSION:
        raise ProjectDamaged(
            f"The reviews of this project have form {found}; this version of Assay reads up to {VERSION}.",
            hint="Install a newer version of Assay.",
        )
    if found < VERSION:
        METADATA.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
