"""What a dataset declares of EXIF: which picture its labels are drawn on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a dataset that stands declared nothing."""
    op.add_column("datasets", sa.Column("exif", sa.String()))
