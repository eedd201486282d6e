"""People who were called by hand while the screens were away, entered afterwards from the printed list."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from ..domain.errors import Unknown
from ..domain.happenings import TicketServedByHand
from ..domain.ticket import Action, ErrandState, Purpose, Result, State, check
from ..store import tables as t
from ..store.changing import Changing
from .handovers import open_after

Row = dict[str, Any]

#: How an errand ended of which nobody wrote down more than that it was served.
USUAL = {
    Purpose.SUBMIT: Result.ACCEPTED,
    Purpose.SUPPLEMENT: Result.ACCEPTED,
    Purpose.COLLECT_RESULT: Result.RESULT_RETURNED,
    Purpose.ADVICE: Result.ADVISED,
}


@dataclass(frozen=True, slots=True)
class HandCall:
    """One line of the list: a ticket by its id, or by its label and local day (None: today).

    ``result`` is that of every errand still open, None the usual one of each; ``count`` is the dossiers of all.
    """

    ticket: str | None = None
    label: str | None = None
    business_day: str | None = None
    counter: str | None = None
    result: str | None = None
    count: int = 0


def find(hall: Changing, call: HandCall) -> Row:
    """The ticket's row. Raises Unknown: a number its kiosk has not handed in yet is not known here either."""
    if call.ticket is not None:
        return hall.ticket(call.ticket)
    key = (t.tickets.c.hall == hall.id, t.tickets.c.business_day == (call.business_day or hall.day))
    found = hall.connection.scalar(select(t.tickets.c.id).where(*key, t.tickets.c.label == (call.label or "").upper()))
    if found is None:
        raise Unknown("label_unknown", label=call.label)
    return hall.ticket(found)


def serve(hall: Changing, row: Row, call: HandCall, clerk: str | None) -> Literal["served", "known"]:
    """Enter that the ticket was served; a ticket that is served already stays as it is.

    Its times are nobody's measure. ``clerk`` is who entered it, where that is a clerk. Raises MoveNotAllowed for a
    ticket that a counter is busy with, or that was given up or voided.
    """
    if row["state"] == State.SERVED:
        return "known"
    check(Action.BY_HAND, row["state"], label=row["label"])
    if call.counter is not None:
        hall.counter(call.counter)
    open_ = [one for one in hall.errands(row["id"]) if one["state"] == ErrandState.OPEN]
    outcomes = [
        {
            "errand": one["id"],
            "result": call.result or USUAL[Purpose(one["purpose"])],
            "dossiers": [],
            "count": call.count if one["id"] == row["errand"] else 0,
        }
        for one in open_
    ]
    hall.record(TicketServedByHand(ticket=row["id"], counter=call.counter, clerk=clerk, outcomes=outcomes))
    for one in open_:
        open_after(hall, row["id"], one["id"], None)
    return "served"
