"""What complaints say and are answered: beside the journal, so that it can be forgotten.

The journal is kept for ever and read by programs; people write names, addresses and worse into such boxes. That a
complaint was made, and whether it was answered in time, is history; its words are not (docs/decisions).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from . import tables as t

_OF_TICKET = (
    select(t.complaints, t.complaint_texts.c.text, t.complaint_texts.c.answer)
    .join(t.complaint_texts, t.complaint_texts.c.complaint == t.complaints.c.id, isouter=True)
    .where(t.complaints.c.ticket == bindparam("ticket"))
    .order_by(t.complaints.c.made_at, t.complaints.c.id)
)
_ANSWER = update(t.complaint_texts).where(t.complaint_texts.c.complaint == bindparam("of_complaint"))
_OLD = select(t.complaints.c.id).where(t.complaints.c.answered_at < bindparam("before", type_=t.Instant()))
_WIPE = delete(t.complaint_texts).where(t.complaint_texts.c.complaint.in_(_OLD))


def of_ticket(connection: Connection, ticket: str) -> list[dict[str, Any]]:
    """The complaints about a visit in the order they were made, with ``text`` and ``answer``; None once wiped."""
    return [t.plain(row) for row in connection.execute(_OF_TICKET, {"ticket": ticket})]


def keep(connection: Connection, complaint: str, text: str) -> None:
    connection.execute(insert(t.complaint_texts), {"complaint": complaint, "text": text, "answer": None})


def answer(connection: Connection, complaint: str, text: str) -> None:
    connection.execute(_ANSWER.values(answer=text), {"of_complaint": complaint})


def answer_of(connection: Connection, complaint: str) -> str | None:
    return connection.scalar(select(t.complaint_texts.c.answer).where(t.complaint_texts.c.complaint == complaint))


def any_old(connection: Connection, before: datetime) -> bool:
    """Whether words are left of a complaint answered before that instant."""
    old = select(t.complaint_texts.c.complaint).where(t.complaint_texts.c.complaint.in_(_OLD)).limit(1)
    return connection.execute(old, {"before": before}).first() is not None


def wipe_old(connection: Connection, before: datetime) -> int:
    """Forget the words of complaints answered before that instant; how many."""
    return connection.execute(_WIPE, {"before": before}).rowcount
