"""Whose figures are asked for, and of which days: the same for every question about several halls."""

from datetime import date, timedelta

from sqlalchemy import select

from ..domain.errors import Forbidden, Unknown
from ..domain.roles import Identity, Role
from ..store import tables as t
from ..store.view import HallView
from .days import YEARS, day_of
from .schemas import DaysQuery
from .services import services


def halls_of(identity: Identity, asked: str | None) -> list[str]:
    """The halls whose figures are asked for: one, or all in which the asker may see them."""
    wanted = {Role.MANAGER, Role.SUPERVISOR}
    with services().store.reading() as connection:
        rows = connection.execute(select(t.halls.c.id, t.halls.c.province).order_by(t.halls.c.id)).all()
    if asked is not None:
        found = next((row for row in rows if row.id == asked), None)
        held = identity.roles_in(found.id, found.province) if found else frozenset()
        if not held:
            raise Unknown("hall_unknown", hall=asked)
        if not wanted & held:
            raise Forbidden("forbidden")
        return [asked]
    mine = [row.id for row in rows if wanted & identity.roles_in(row.id, row.province)]
    if not mine:
        raise Forbidden("forbidden")
    return mine


def days_asked(view: HallView, query: DaysQuery, usual: timedelta = timedelta()) -> tuple[date, date]:
    """The days asked for; without ``from`` those of the last ``usual`` time up to today."""
    start = view.today - usual if query.start is None else day_of(query.start, "from", YEARS)
    usual_end = max(start, view.today) if query.start else view.today
    return start, usual_end if query.end is None else day_of(query.end, "to", YEARS)
