"""What the rules at the door count: the numbers of a day that stand, and those of one person."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, not_, select

from ..domain.door import BEGINS, Given
from .tables import errands, tickets

#: All of the day's numbers that stand, by the unique index of numbers, which begins with hall and day.
_STANDING = and_(
    tickets.c.hall == bindparam("hall"),
    tickets.c.business_day == bindparam("day"),
    tickets.c.state != "voided",
    not_(and_(tickets.c.state == "cancelled", tickets.c.first_called_at.is_(None))),
)
_OF_TICKET = and_(errands.c.ticket == tickets.c.id, errands.c.purpose.in_(sorted(BEGINS)))

_TICKETS = select(func.count()).select_from(tickets).where(_STANDING)
_BEGUN = select(errands.c.field, func.count()).join_from(tickets, errands, _OF_TICKET).where(_STANDING)
_BY_FIELD = _BEGUN.group_by(errands.c.field)
_VISITS = (
    select(tickets.c.label, tickets.c.state)
    .where(
        _STANDING,
        tickets.c.mark == bindparam("mark"),
        select(errands.c.id).where(_OF_TICKET).correlate(tickets).exists(),
    )
    .order_by(tickets.c.position)
)


class Visit(NamedTuple):
    """One visit of a person, in the state it is in now."""

    label: str
    state: str


def given(connection: Connection, hall: str, day: str) -> Given:
    """What stands of a business day."""
    key = {"hall": hall, "day": day}
    by_field = {field or "": count for field, count in connection.execute(_BY_FIELD, key)}
    return Given(connection.scalar(_TICKETS, key) or 0, by_field)


def visits(connection: Connection, hall: str, day: str, mark: str) -> Sequence[Visit]:
    """The visits of one person that stand and began something, in the order of their numbers."""
    found = connection.execute(_VISITS, {"hall": hall, "day": day, "mark": mark})
    return [Visit(row.label, row.state) for row in found]
