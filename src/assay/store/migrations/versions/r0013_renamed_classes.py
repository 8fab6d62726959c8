"""Classes can be renamed, and what their source calls them is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no class was renamed so far."""
    op.add_column("categories", sa.Column("source_name", sa.String()))
    op.add_column("categories", sa.Column("deleted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("categories", sa.Column("changed_by", sa.Integer()))
    op.execute("INSERT INTO counters VALUES ('categories', 0)")
