"""Named versions, and where in the rows of a change an id can stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the columns; rows of older changes have no ids noted, and are read to be searched."""
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("nouns", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.add_column("change_rows", sa.Column("first_id", sa.BigInteger()))
    op.add_column("change_rows", sa.Column("last_id", sa.BigInteger()))
