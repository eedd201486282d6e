"""Kiosks that give numbers by themselves, are enrolled by a code and heard of; slips sent to them; help; PINs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:  # "K2-A" is longer than "A"
        short = sa.String(length=4)
        tickets.alter_column("series", type_=sa.String(length=12), existing_type=short, existing_nullable=False)
    op.add_column("tickets", sa.Column("lease", sa.String(length=36)))
    op.add_column("tickets", sa.Column("rejoins", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("priority_by", sa.String(length=200)))
    op.add_column("tickets", sa.Column("by_hand", sa.Boolean()))
    op.add_column("device_conditions", sa.Column("trouble", sa.String(length=200)))
    op.add_column("device_conditions", sa.Column("lost_since", sa.DateTime(timezone=True)))
    op.add_column("credentials", sa.Column("pin_hash", sa.String(length=200)))
    op.create_table(
        "kiosk_leases",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kiosk_leases"),
    )
    op.create_index("leases_by_device", "kiosk_leases", ["hall", "device", "business_day"])
    op.create_table(
        "print_jobs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("ticket", sa.String(length=36), nullable=False),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_print_jobs"),
    )
    op.create_index("jobs_by_device", "print_jobs", ["device", "state"])
    op.create_table(
        "help_calls",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.String(length=200)),
        sa.PrimaryKeyConstraint("id", name="pk_help_calls"),
    )
    op.create_index("help_by_hall", "help_calls", ["hall", "called_at"])
    op.create_table(
        "enrolment_codes",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_enrolment_codes"),
    )
    op.create_table(
        "device_beats",
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("run", sa.String(length=36), nullable=False),
        sa.Column("other_run", sa.String(length=36)),
        sa.Column("other_seen_at", sa.DateTime(timezone=True)),
        sa.Column("printer", sa.String(length=20), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_device_beats"),
    )
