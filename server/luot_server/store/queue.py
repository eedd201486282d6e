"""The queue as the calling rule needs it: the heads of its lines, and how many stand before one.

Both read the partial index ``the_waiting``, whose size is the queue's and not the history's.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from ..domain.calling import Candidate, Need
from . import tables as t
from .tables import tickets

_waiting = and_(
    tickets.c.hall == bindparam("hall"),
    tickets.c.business_day == bindparam("day"),
    t.in_state("waiting"),
)

_ranked = select(
    tickets.c.id,
    tickets.c.need,
    tickets.c.weight,
    tickets.c.arrived_at,
    tickets.c.position,
    tickets.c.priority,
    func.row_number()
    .over(partition_by=(tickets.c.need, tickets.c.weight), order_by=(tickets.c.arrived_at, tickets.c.position))
    .label("place"),
).where(_waiting)
_ranked_sub = _ranked.subquery()
_HEADS = select(_ranked_sub).where(_ranked_sub.c.place == 1)

_BEFORE = (
    select(tickets.c.need, func.count())
    .where(
        _waiting,
        # PriorityThenTime.order, said in SQL; a test compares the two on random queues.
        or_(
            tickets.c.weight > bindparam("weight"),
            and_(
                tickets.c.weight == bindparam("weight"),
                or_(
                    tickets.c.arrived_at < bindparam("arrived_at", type_=t.Instant()),
                    and_(
                        tickets.c.arrived_at == bindparam("arrived_at", type_=t.Instant()),
                        tickets.c.position < bindparam("position"),
                    ),
                ),
            ),
        ),
    )
    .group_by(tickets.c.need)
)

_LINES = (
    select(tickets.c.need, tickets.c.weight, func.count(), func.min(tickets.c.arrived_at))
    .where(_waiting)
    .group_by(tickets.c.need, tickets.c.weight)
)

#: People with equal need and weight → how many, and since when the first of them.
Lines = Mapping[tuple[Need, int], tuple[int, datetime]]


def heads_of_lines(connection: Connection, hall: str, day: str) -> list[tuple[Need, Candidate]]:
    """The first of every line: people with equal need and weight."""
    found = connection.execute(_HEADS, {"hall": hall, "day": day})
    return [
        (Need.of_key(row.need), Candidate(row.id, row.weight, row.arrived_at, row.position, row.priority))
        for row in found
    ]


def counted_before(
    connection: Connection, hall: str, day: str, *, weight: int, arrived_at: datetime, position: int
) -> list[tuple[Need, int]]:
    """How many of each need the rule would call before a ticket with this weight, arrival and position."""
    found = connection.execute(
        _BEFORE, {"hall": hall, "day": day, "weight": weight, "arrived_at": arrived_at, "position": position}
    )
    return [(Need.of_key(need), count) for need, count in found]


def lines(connection: Connection, hall: str, day: str) -> Lines:
    """Who waits, without their names."""
    found = connection.execute(_LINES, {"hall": hall, "day": day})
    return {(Need.of_key(need), weight): (count, oldest) for need, weight, count, oldest in found}
