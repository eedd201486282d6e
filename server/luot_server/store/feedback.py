"""The rows of what citizens say afterwards: a mark for a visit, complaints and their answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from ..domain import happenings as h
from ..domain.feedback import Mark, Visit
from . import tables as t
from .rows import Rows

_MARK = select(t.ratings.c.score, t.ratings.c.reasons).where(t.ratings.c.ticket == bindparam("ticket"))
_COMPLAINTS = select(func.count()).where(t.complaints.c.ticket == bindparam("ticket"))


def rated(rows: Rows, it: h.TicketRated, at: datetime, position: int) -> None:
    rows.add(
        t.ratings,
        ticket=it.ticket,
        hall=rows.hall,
        business_day=rows.ticket(it.ticket)["business_day"],
        score=it.score,
        reasons=it.reasons,
        channel=it.channel,
        rated_at=at,
    )


def complaint_made(rows: Rows, it: h.ComplaintMade, at: datetime, position: int) -> None:
    rows.add(
        t.complaints,
        id=it.complaint,
        hall=rows.hall,
        ticket=it.ticket,
        made_at=at,
        due=it.due,
        answered_at=None,
        answered_by=None,
    )


def complaint_answered(rows: Rows, it: h.ComplaintAnswered, at: datetime, position: int) -> None:
    rows.set(t.complaints, it.complaint, answered_at=at, answered_by=it.staff)


def visit_of(connection: Connection, row: Mapping[str, Any]) -> Visit:
    """The visit of a ticket's row, with what was said of it."""
    complaints = connection.scalar(_COMPLAINTS, {"ticket": row["id"]}) or 0
    day = date.fromisoformat(row["business_day"])
    return Visit(row["label"], row["state"], day, mark_of(connection, row["id"]), complaints)


def mark_of(connection: Connection, ticket: str) -> Mark | None:
    found = connection.execute(_MARK, {"ticket": ticket}).first()
    return Mark(found.score, tuple(found.reasons)) if found else None
