"""Where the paper of a number is: what its kiosk reported, and what is still to come out of a printer."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import bindparam, select

from ..domain.ticket import REPRINTABLE, Channel
from ..store import tables as t
from ..store.view import HallView

Paper = Literal["none", "waiting", "sent", "confirmed", "failed"]

#: Nobody prints a number given across a counter unless somebody orders it.
_WITHOUT_PAPER = frozenset({Channel.DESK, Channel.WALK_UP, Channel.PHONE, Channel.APPOINTMENT})
_JOB = t.print_jobs.c
#: Tickets of hall ``hall`` with a slip still to come out of a kiosk, one that was retired meanwhile too.
ORDERED = select(_JOB.ticket).where(
    _JOB.device.in_(select(t.devices.c.id).where(t.devices.c.hall == bindparam("hall"))), _JOB.state == "waiting"
)
_TO_PRINT = (
    select(_JOB.id, _JOB.ticket, t.print_jobs.c["copy"], _JOB.ordered_at)
    .join(t.tickets, t.tickets.c.id == _JOB.ticket)
    .where(
        _JOB.device == bindparam("device"),
        _JOB.state == "waiting",
        t.tickets.c.business_day == bindparam("day"),
        t.tickets.c.state.in_([str(one) for one in REPRINTABLE]),
    )
    .order_by(_JOB.ordered_at, _JOB.id)
)


#: Whoever sent a slip to a kiosk that was away has found another way by then; it would come out for nobody.
PRINTED_WITHIN = timedelta(minutes=15)


class Papers:
    """The paper of a hall's numbers at one moment; what is ordered is read once, and only where it matters."""

    def __init__(self, view: HallView) -> None:
        self.view = view

    def of(self, row: Mapping[str, Any]) -> Paper:
        """``confirmed``: the printer said so; ``sent``: nobody knows; ``waiting``: nothing was reported yet."""
        if row["printed"] is not None:
            return "confirmed" if row["printed"] else "failed"
        if row["print_problem"] is not None:
            return "sent"
        if row["channel"] in _WITHOUT_PAPER and row["id"] not in self._ordered:
            return "none"
        return "waiting"

    @cached_property
    def _ordered(self) -> frozenset[str]:
        return frozenset(self.view.connection.scalars(ORDERED, {"hall": self.view.id}))


def to_print(view: HallView, device: str) -> Sequence[Any]:
    """What kiosk ``device`` is to print, oldest order first: (id, ticket, copy, ordered_at).

    Left out is paper that is of no use any more: the number was voided, served, or another day's.
    """
    return view.connection.execute(_TO_PRINT, {"device": device, "day": view.day}).all()
