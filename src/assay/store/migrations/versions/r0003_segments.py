"""Segments have a kind, may be a list of items, and are edited through the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew, since SQLite cannot loosen a column; what stood in it were live queries."""
    op.rename_table("segments", "segments_before")
    op.create_table(
        "segments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("level", sa.String()),
        sa.Column("query", sa.Text()),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO segments (id, dataset_id, name, kind, fields, level, query, deleted) "
        "SELECT id, dataset_id, name, 'data_organisation', '{}', level, query, 0 FROM segments_before"
    )
    op.drop_table("segments_before")
    op.create_index(
        "uq_segments_name", "segments", ["dataset_id", "name"], unique=True, sqlite_where=sa.text("NOT deleted")
    )
    op.execute("INSERT INTO counters SELECT 'segments', coalesce(max(id), 0) + 1 FROM segments")
