"""The last day for the result of a handover; and handovers found by where they, or their results, go."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("handovers", sa.Column("result_due", sa.String(length=10)))
    op.create_index("handovers_by_place", "handovers", ["to", "state"])
    op.create_index("handovers_by_return", "handovers", ["return_to", "state"])
