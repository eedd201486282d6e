"""The commonest errands of a hall: those its manager wants in front, or those it has learnt from its own people.

Learnt from what was done, not from what was pressed: half of the presses on "birth" mean another of the fourteen
procedures with that word, and a first screen that learned from presses would only learn from itself.
"""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from ..domain.ticket import Purpose
from ..store.tables import errands, tickets
from ..store.view import HallView

#: Four whole weeks, so that no weekday weighs more than another; today is not over and does not count.
LEARNED_FROM: Final = timedelta(weeks=4)

#: With fewer, chance would pick the first screen; the shipped everyday order is the better guess.
ENOUGH: Final = 50

#: How many are kept: the first screen's eight, and some to fill the gaps of procedures that have ended since.
KEPT: Final = 24

_DONE = (
    select(errands.c.procedure, func.count().label("times"))
    .join_from(tickets, errands, errands.c.ticket == tickets.c.id)
    .where(
        tickets.c.hall == bindparam("hall"),
        tickets.c.business_day.between(bindparam("start"), bindparam("end")),
        errands.c.state == "done",
        errands.c.purpose == Purpose.SUBMIT.value,
        errands.c.procedure.is_not(None),
    )
    .group_by(errands.c.procedure)
    .order_by(func.count().desc(), errands.c.procedure)
)


def commonest(view: HallView) -> list[str]:
    """Codes in the order of the first screen: the manager's choice, else the learnt ones; none where neither is."""
    return view.settings.first or [code for code in learned(view) if view.world.procedure(code)]


def learned(view: HallView) -> tuple[str, ...]:
    """The procedures done most often here in the four weeks before today; none while they are too few to tell.

    Counted once a day: what comes in later of a past day, or is corrected then, moves the first screen tomorrow.
    """
    known = view.store.learned.get(view.id)
    if known is None or known[0] != view.today:
        known = view.store.learned[view.id] = view.today, _count(view, view.today)
    return known[1]


def _count(view: HallView, today: date) -> tuple[str, ...]:
    start, end = today - LEARNED_FROM, today - timedelta(days=1)
    key = {"hall": view.id, "start": start.isoformat(), "end": end.isoformat()}
    found = [(row.procedure, row.times) for row in view.connection.execute(_DONE, key)]
    if sum(times for _, times in found) < ENOUGH:
        return ()
    return tuple(code for code, _ in found[:KEPT])
