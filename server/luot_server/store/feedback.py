"""The rows of what citizens say afterwards: a mark for a visit, complaints and their answers."""

from datetime import datetime

from ..domain import happenings as h
from . import tables as t
from .rows import Rows


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
