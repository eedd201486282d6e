"""What whoever stands beside the kiosk is told.

Who asks for help, whose paper did not come out, whose priority nobody has seen, and how the kiosks are.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from ..domain.ticket import Channel
from ..messages import both
from ..store import tables as t
from ..store.view import HallView
from .coverage import uncovered_groups
from .devices import devices_wire, help_wire
from .line import Line
from .paper import ORDERED, Papers
from .ticket import brief
from .wire import Wire, instant

#: More than one person can see to; the newest come first, and those whose paper failed before all others.
SHOWN = 40
#: A kiosk prints within seconds. After this long without a word the paper is not on its way any more.
PRINTS_WITHIN = timedelta(seconds=60)

_TICKET = t.tickets.c
_TODAY = (
    select(t.tickets, t.errands.c.procedure, t.errands.c.purpose, t.errands.c.field)
    .join(t.errands, t.errands.c.id == _TICKET.errand)
    .where(_TICKET.hall == bindparam("hall"), _TICKET.business_day == bindparam("day"))
    .limit(SHOWN)
)
_REPORTED_BY = bindparam("reported_by", type_=t.Instant())
#: A kiosk gives paper with its number; what was ordered of one that does not answer any more never came out either.
_SILENT = and_(
    _TICKET.printed.is_(None),
    _TICKET.print_problem.is_(None),
    or_(
        and_(_TICKET.channel.in_([Channel.KIOSK, Channel.OFFLINE]), _TICKET.issued_at < _REPORTED_BY),
        _TICKET.id.in_(ORDERED.where(t.print_jobs.c.ordered_at < _REPORTED_BY)),
    ),
)
_UNPRINTED = _TODAY.where(
    t.in_state("waiting"),
    or_(_TICKET.printed.is_(False), and_(_TICKET.printed.is_(None), _TICKET.print_problem.is_not(None)), _SILENT),
).order_by(_TICKET.printed.is_(None), _TICKET.print_problem.is_(None), _TICKET.position.desc())
_MISSED = _TODAY.where(t.in_state("no_show")).order_by(_TICKET.finished_at.desc())
#: Who works here sees whom the number is for; a claim is what a machine was told.
_CLAIMED = _TODAY.where(
    t.in_state("waiting"),
    _TICKET.priority.is_not(None),
    _TICKET.priority_by.is_(None),
    _TICKET.channel.not_in([Channel.DESK, Channel.WALK_UP]),
).order_by(_TICKET.position)


def guide_board(view: HallView) -> Wire:
    """The guide's board of one hall."""
    papers = Papers(view)

    def lines(which: Any, **more: Any) -> list[Wire]:
        rows = view.connection.execute(which, {"hall": view.id, "day": view.day, **more})
        return [brief(papers, row, row) for row in map(t.plain, rows)]

    return {
        "board": "guide",
        "hall": view.id,
        "position": view.position,
        "server_time": instant(view, view.now),
        "help": help_wire(view),
        "devices": devices_wire(view),
        "unprinted": lines(_UNPRINTED, reported_by=view.now - PRINTS_WITHIN),
        "missed": lines(_MISSED),
        "claimed": lines(_CLAIMED),
        "uncovered": [both(one) for one in uncovered_groups(Line(view))],
    }
