"""Who lets the next go first, since when a clerk sits, marks and complaints of visits, a hall's pictures and sounds."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("delays", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("counters", sa.Column("seated_at", sa.DateTime(timezone=True)))
    _seat_who_sits()
    op.create_table(
        "ratings",
        sa.Column("ticket", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("business_day", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_ratings"),
    )
    op.create_index("ratings_by_day", "ratings", ["hall", "business_day"])
    op.create_table(
        "complaints",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("ticket", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.String(length=200)),
        sa.PrimaryKeyConstraint("id", name="pk_complaints"),
    )
    op.create_index("ix_complaints_ticket", "complaints", ["ticket"])
    op.create_index("complaints_by_hall", "complaints", ["hall", "made_at"])
    op.create_table(
        "complaint_texts",
        sa.Column("complaint", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.PrimaryKeyConstraint("complaint", name="pk_complaint_texts"),
    )
    op.create_table(
        "media",
        sa.Column("hall", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("milliseconds", sa.Integer()),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hall", "id", name="pk_media"),
    )


def _seat_who_sits() -> None:
    """As a replay would have it: from the last time somebody sat down at each counter that is not empty."""
    here = op.get_bind()
    counters = sa.table("counters", *map(sa.column, ("id", "hall", "clerk", "seated_at")))
    journal = sa.table("journal", *map(sa.column, ("hall", "at", "kind", "payload", "position")))
    for id, hall in here.execute(sa.select(counters.c.id, counters.c.hall).where(counters.c.clerk.is_not(None))).all():
        sat_down = (
            sa.select(journal.c.at)
            .where(journal.c.hall == hall, journal.c.kind == "shift_started")
            .where(journal.c.payload.contains(f'"counter":"{id}"', autoescape=True))
            .order_by(journal.c.position.desc())
            .limit(1)
        )
        here.execute(sa.update(counters).where(counters.c.id == id).values(seated_at=sat_down.scalar_subquery()))
