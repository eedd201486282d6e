"""The last day for the result of a handover, by the catalogue's version it was opened under."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("handovers", sa.Column("result_due", sa.String(length=10)))
