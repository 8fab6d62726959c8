"""How the file of a run is to be read: its classes, its boxes, its class vectors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add `runs.reading`; a run that stands has none."""
    op.add_column("runs", sa.Column("reading", sa.Text()))
