"""The queue as the calling rule needs it: the heads of its lines, how many stand before one, and who behind.

All of it reads the partial index ``the_waiting``, whose size is the queue's and not the history's.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache

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
    tickets.c.issued_at,
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

#: Everybody of one weight from one arrival on, in the rule's order.
_FROM = (
    select(tickets.c.id, tickets.c.need, tickets.c.arrived_at, tickets.c.position)
    .where(
        _waiting,
        tickets.c.weight == bindparam("weight"),
        tickets.c.arrived_at >= bindparam("arrived_at", type_=t.Instant()),
    )
    .order_by(tickets.c.arrived_at, tickets.c.position)
)

_EVERYBODY = (
    select(tickets.c.id, tickets.c.need, tickets.c.weight, tickets.c.arrived_at, tickets.c.position)
    .where(_waiting)
    .order_by(tickets.c.weight.desc(), tickets.c.arrived_at, tickets.c.position)
)

_LINES = (
    select(
        tickets.c.need,
        tickets.c.weight,
        func.count(),
        func.min(tickets.c.issued_at),
        func.max(tickets.c.arrived_at),
    )
    .where(_waiting)
    .group_by(tickets.c.need, tickets.c.weight)
)

#: People with equal need and weight → how many, since when the first of them waits, and the last one's arrival.
Lines = Mapping[tuple[Need, int], tuple[int, datetime, datetime]]


def heads_of_lines(connection: Connection, hall: str, day: str) -> list[tuple[Need, Candidate]]:
    """The first of every line: people with equal need and weight."""
    found = connection.execute(_HEADS, {"hall": hall, "day": day})
    return [
        (
            Need.of_key(row.need),
            Candidate(row.id, row.weight, row.arrived_at, row.position, row.priority, row.issued_at),
        )
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


def waiting_from(
    connection: Connection, hall: str, day: str, *, weight: int, arrived_at: datetime
) -> Iterator[tuple[Need, Candidate]]:
    """The people of one weight who came then or later, in the order the rule calls them."""
    found = connection.execute(_FROM, {"hall": hall, "day": day, "weight": weight, "arrived_at": arrived_at})
    return ((Need.of_key(row.need), Candidate(row.id, weight, row.arrived_at, row.position)) for row in found)


def everybody(connection: Connection, hall: str, day: str) -> list[tuple[Need, Candidate]]:
    """Whoever waits, in the order the rule calls them."""
    found = connection.execute(_EVERYBODY, {"hall": hall, "day": day})
    of_key = lru_cache(maxsize=None)(Need.of_key)  # a few dozen needs among hundreds of people
    return [(of_key(row.need), Candidate(row.id, row.weight, row.arrived_at, row.position)) for row in found]


def lines(connection: Connection, hall: str, day: str) -> Lines:
    """Who waits, without their names."""
    found = connection.execute(_LINES, {"hall": hall, "day": day})
    return {(Need.of_key(need), weight): (count, oldest, last) for need, weight, count, oldest, last in found}
