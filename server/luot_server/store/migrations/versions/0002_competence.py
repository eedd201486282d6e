"""Handovers; why a ticket was issued against the decision; what a scanned card leaves behind."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("despite", sa.String(length=400)))
    op.add_column("tickets", sa.Column("mark", sa.String(length=64)))
    op.add_column("tickets", sa.Column("age_band", sa.String(length=10)))
    op.create_table(
        "handovers",
        sa.Column("errand", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("ticket", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("procedure", sa.String(length=200)),
        sa.Column("agency", sa.String(length=200)),
        sa.Column("to", sa.String(length=120), nullable=False),
        sa.Column("medium", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("dossiers", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("return_to", sa.String(length=200)),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("returning_at", sa.DateTime(timezone=True)),
        sa.Column("returned_at", sa.DateTime(timezone=True)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("errand", name="pk_handovers"),
    )
    op.create_index("handovers_by_state", "handovers", ["hall", "state"])
