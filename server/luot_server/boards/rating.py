"""The tablet at a counter: for a minute after a visit, five steps for that visit and nothing about any other."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import bindparam, exists, select

from ..domain.feedback import Reason
from ..store import tables as t
from ..store.view import HallView
from .ratings import reason_name
from .wire import Wire, instant

#: How long after the visit's end the tablet asks; who has not answered by then has gone, and the next may come.
ASKS_FOR = timedelta(seconds=60)

_next = t.tickets.alias("next")
_LAST = (
    select(t.tickets.c.id, t.tickets.c.label, t.tickets.c.finished_at, t.ratings.c.score)
    .join(t.ratings, t.ratings.c.ticket == t.tickets.c.id, isouter=True)
    .where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day == bindparam("day"),
        t.tickets.c.counter == bindparam("counter"),
        t.in_state("served"),
        t.tickets.c.by_hand.is_not(True),
        t.tickets.c.finished_at > bindparam("since", type_=t.Instant()),
        # Whoever was called next may have gone again: the glass is not given back to the one before.
        ~exists().where(
            _next.c.hall == bindparam("hall"),
            _next.c.business_day == bindparam("day"),
            _next.c.counter == bindparam("counter"),
            _next.c.id != t.tickets.c.id,
            _next.c.called_at >= t.tickets.c.finished_at,
        ),
    )
    .order_by(t.tickets.c.finished_at.desc(), t.tickets.c.position.desc())
    .limit(1)
)


def rating_board(view: HallView, counter: str, token_of: Callable[[str], str]) -> Wire:
    """The visit that just ended at ``counter``, until the next call there; ``turn`` lets its holder mark it.

    Raises Unknown for another hall's counter.
    """
    row = view.counter(counter)
    asked = {"hall": view.id, "day": view.day, "counter": counter, "since": view.now - ASKS_FOR}
    last = None if view.at_counter(counter) else view.connection.execute(_LAST, asked).first()
    if last is not None and last.score is not None:
        last = None
    return {
        "board": "rating",
        "counter": {"id": counter, "number": row["number"]},
        "hall_name": view.hall["name"],
        "label": last.label if last else None,
        "turn": token_of(last.id) if last else None,
        "until": instant(view, last.finished_at + ASKS_FOR) if last else None,
        "reasons": [{"key": reason, "name": reason_name(reason)} for reason in Reason],
        "position": view.position,
        "server_time": instant(view, view.now),
    }
