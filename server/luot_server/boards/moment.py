"""What a call says to those who hear it: the number, the counter, how often, how urgent, and what for."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from ..store import tables as t
from ..store.journal import Entry
from .wire import Wire

_CALLS = ("ticket_called", "ticket_recalled")

# Told late, after a restart or by a relay that was away, a call may have been followed by others: what the row has
# counted since then is taken off. Positions after it are few, and are read by the journal's key.
_SINCE = (
    select(func.count())
    .where(
        t.journal.c.hall == bindparam("hall"),
        t.journal.c.position > bindparam("position"),
        t.journal.c.kind.in_(_CALLS),
        t.journal.c.payload.contains(bindparam("named")),
    )
    .scalar_subquery()
)
_CALL = (
    select(
        t.tickets.c.label,
        t.tickets.c.weight,
        t.counters.c.number,
        t.errands.c.purpose,
        (t.tickets.c.times_called - _SINCE).label("times"),
    )
    .select_from(t.tickets)
    .join(t.counters, t.counters.c.id == bindparam("counter"))
    .join(t.errands, t.errands.c.id == t.tickets.c.errand)
    .where(t.tickets.c.id == bindparam("ticket"))
)


def call_of(connection: Connection, entry: Entry) -> Wire | None:
    """What is said of a call's entry, in one query; None for a ticket or counter that is no more.

    ``times``: 1 for the first call of the number, 2 for the next. ``priority``: the number goes before others.
    """
    called: Any = entry.happening()
    row = connection.execute(
        _CALL,
        {
            "ticket": called.ticket,
            "counter": called.counter,
            "hall": entry.hall,
            "position": entry.position,
            "named": f'"{called.ticket}"',
        },
    ).first()
    if row is None:
        return None
    return {
        "ticket": called.ticket,
        "label": row.label,
        "counter": {"id": called.counter, "number": row.number},
        "times": max(1, row.times),
        "priority": row.weight > 0,
        "purpose": row.purpose,
    }
