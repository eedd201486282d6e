"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "heads",
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall", name="pk_heads"),
    )
    op.create_table(
        "journal",
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("v", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hall", "position", name="pk_journal"),
    )
    op.create_index("journal_by_time", "journal", ["hall", "at"])
    op.create_table(
        "halls",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("province", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_halls"),
    )
    op.create_table(
        "hall_settings",
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "name", "valid_from", "position", name="pk_hall_settings"),
    )
    op.create_table(
        "counters",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("clerk", sa.String(length=200)),
        sa.Column("pause_reason", sa.String(length=200)),
        sa.PrimaryKeyConstraint("id", name="pk_counters"),
        sa.UniqueConstraint("hall", "number", name="uq_counters_hall"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("series", sa.String(length=4), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.String(length=200)),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("party", sa.String(length=200)),
        sa.Column("dossier_count", sa.Integer()),
        sa.Column("need", sa.String(length=400), nullable=False),
        sa.Column("errand", sa.String(length=36), nullable=False),
        sa.Column("counter", sa.String(length=200)),
        sa.Column("clerk", sa.String(length=200)),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True)),
        sa.Column("first_called_at", sa.DateTime(timezone=True)),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("times_called", sa.Integer(), nullable=False),
        sa.Column("why", sa.JSON()),
        sa.Column("printed", sa.Boolean()),
        sa.Column("print_problem", sa.String(length=200)),
        sa.Column("reason", sa.String(length=200)),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("hall", "business_day", "series", "number", name="one_number_once"),
    )
    op.create_index(
        "one_open_ticket_per_counter", "tickets", ["counter"], unique=True, **where("state IN ('called', 'serving')")
    )
    op.create_index("the_missed", "tickets", ["hall", "business_day"], **where("state = 'no_show'"))
    op.create_index(
        "the_open", "tickets", ["hall", "state"], **where("state IN ('waiting', 'called', 'serving', 'parked')")
    )
    op.create_index(
        "the_waiting",
        "tickets",
        ["hall", "business_day", "need", "weight", "arrived_at", "position"],
        **where("state = 'waiting'"),
    )
    op.create_index("tickets_by_label", "tickets", ["hall", "business_day", "label"])
    op.create_table(
        "errands",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("ticket", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(length=200)),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=200)),
        sa.Column("area", sa.String(length=200)),
        sa.Column("agency", sa.String(length=200)),
        sa.Column("dossier", sa.String(length=200)),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("result", sa.String(length=200)),
        sa.Column("dossiers", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_errands"),
    )
    op.create_index("ix_errands_ticket", "errands", ["ticket"])
    op.create_table(
        "service_times",
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("mean_seconds", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "field", name="pk_service_times"),
    )
    op.create_table(
        "device_conditions",
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("printer", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_device_conditions"),
    )
    op.create_table(
        "closed_days",
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("hall", "business_day", name="pk_closed_days"),
    )
    op.create_table(
        "facts",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_to", sa.String(length=10)),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "valid_from", "position", name="pk_facts"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("user", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("counters", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("user", name="uq_staff_user"),
    )
    op.create_table(
        "grants",
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("staff", "role", "scope", "place", name="pk_grants"),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_devices"),
    )
    op.create_table(
        "credentials",
        sa.Column("staff", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("staff", name="pk_credentials"),
    )
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("holder_kind", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("hash", name="pk_tokens"),
    )
    op.create_table(
        "kept_answers",
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_kept_answers"),
    )
    op.create_index("ix_kept_answers_kept_at", "kept_answers", ["kept_at"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "cursors",
        sa.Column("reader", sa.String(length=40), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reader", "hall", name="pk_cursors"),
    )


def where(condition: str) -> dict[str, Any]:
    """A partial index, said to both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
