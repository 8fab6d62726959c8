"""A metric column knows the evaluation whose matches it read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was measured before it is stale, since nobody knows with which evaluation."""
    op.add_column("metric_columns", sa.Column("evaluation_id", sa.Integer()))
