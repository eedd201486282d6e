"""The keys under which scanned cards leave a mark, one for each hall and day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "day_keys",
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "business_day", name="pk_day_keys"),
    )
