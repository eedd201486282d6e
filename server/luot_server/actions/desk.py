"""What a clerk does at a counter, and a guide beside the kiosk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..domain.errors import Conflict, Forbidden, Invalid
from ..domain.happenings import (
    CounterPaused,
    CounterResumed,
    ShiftEnded,
    ShiftStarted,
    TicketCalled,
    TicketMissed,
    TicketParked,
    TicketRecalled,
    TicketRequeued,
    TicketStarted,
    TicketTransferred,
    TicketUnparked,
    TicketVoided,
)
from ..domain.text import Text
from ..domain.ticket import Action, check
from ..store.changing import Changing
from .citizen import ErrandRequest, decide_errand, errand_facts, require_procedure

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who acts; ``counters`` are the counters this person may open (none named: any of the hall)."""

    id: str
    counters: Sequence[str] = ()


# ── the counter ──────────────────────────────────────────────────────────────────────────────────


def start_shift(hall: Changing, counter: str, clerk: Clerk) -> None:
    """Open a counter; again by the same clerk changes nothing.

    Raises Conflict ``counter_taken`` when another clerk sits there, Forbidden for a counter not the clerk's.
    """
    row = hall.counter(counter)
    if clerk.counters and counter not in clerk.counters:
        raise Forbidden("counter_not_yours", number=row["number"])
    if row["clerk"] == clerk.id:
        return
    if row["clerk"] is not None:
        raise Conflict("counter_taken", number=row["number"])
    hall.record(ShiftStarted(counter=counter, clerk=clerk.id))


def end_shift(hall: Changing, counter: str, clerk: Clerk) -> None:
    """Close a counter; closing a closed one changes nothing. A citizen still there must be finished first."""
    row = hall.counter(counter)
    if row["clerk"] is None:
        return
    _own(row, clerk)
    busy = hall.at_counter(counter)
    if busy is not None:
        raise Conflict("counter_busy", number=row["number"], label=busy["label"])
    hall.record(ShiftEnded(counter=counter, clerk=clerk.id))


def pause(hall: Changing, counter: str, clerk: Clerk, reason: str) -> None:
    """Stop calling for a while; pausing again changes nothing."""
    row = _open_counter(hall, counter, clerk, paused_too=True)
    if row["state"] != "paused":
        hall.record(CounterPaused(counter=counter, reason=reason))


def resume(hall: Changing, counter: str, clerk: Clerk) -> None:
    """Go on after a pause; a counter that is not paused stays as it is."""
    row = _open_counter(hall, counter, clerk, paused_too=True)
    if row["state"] == "paused":
        hall.record(CounterResumed(counter=counter))


# ── calling ──────────────────────────────────────────────────────────────────────────────────────


def call_next(hall: Changing, counter: str, clerk: Clerk) -> str | None:
    """Call whom the hall's rule picks among the counter's skills; the ticket, or None when nobody waits for it."""
    _free_counter(hall, counter, clerk)
    candidates = [head for need, head in hall.heads_of_lines() if hall.settings.serves(counter, need)]
    pick = hall.settings.rule.pick(candidates, hall.now)
    if pick is None:
        return None
    hall.record(TicketCalled(ticket=pick.ticket, counter=counter, clerk=clerk.id, why=pick.why.to_data(), reason=None))
    return pick.ticket


def call_this(hall: Changing, counter: str, clerk: Clerk, ticket: str, reason: str) -> str:
    """Call one ticket out of order, with the reason on record."""
    row = hall.ticket(ticket)
    _free_counter(hall, counter, clerk)
    check(Action.CALL, row["state"], label=row["label"])
    why = Text("calling.why.chosen", {"reason": reason})
    hall.record(TicketCalled(ticket=ticket, counter=counter, clerk=clerk.id, why=why.to_data(), reason=reason))
    return ticket


def recall(hall: Changing, ticket: str, clerk: Clerk) -> None:
    """Call again who has not come yet."""
    row = require_mine(hall, ticket, clerk, Action.RECALL)
    hall.record(TicketRecalled(ticket=ticket, counter=row["counter"]))


def start(hall: Changing, ticket: str, clerk: Clerk) -> None:
    """The citizen has sat down."""
    require_mine(hall, ticket, clerk, Action.START)
    hall.record(TicketStarted(ticket=ticket))


def no_show(hall: Changing, ticket: str, clerk: Clerk) -> None:
    """The citizen did not come; the hall may ask for a wait and recalls first."""
    row = require_mine(hall, ticket, clerk, Action.NO_SHOW)
    settings = hall.settings
    left: timedelta = row["called_at"] + settings.no_show_after - hall.now
    if left > timedelta() or row["times_called"] - 1 < settings.no_show_recalls:
        raise Conflict(
            "no_show_too_early",
            label=row["label"],
            seconds=max(0, int(left.total_seconds())),
            recalls=settings.no_show_recalls,
        )
    hall.record(TicketMissed(ticket=ticket))


def requeue(hall: Changing, ticket: str) -> None:
    """Back into the queue with the seniority of the first arrival."""
    _checked(hall, ticket, Action.REQUEUE)
    hall.record(TicketRequeued(ticket=ticket, rejoined=False))


def park(hall: Changing, ticket: str, clerk: Clerk, reason: str) -> None:
    """Step aside, for a form or a copy; the counter is free for the next."""
    require_mine(hall, ticket, clerk, Action.PARK)
    hall.record(TicketParked(ticket=ticket, reason=reason))


def unpark(hall: Changing, ticket: str, clerk: Clerk) -> None:
    """Take a parked ticket back to the counter it left."""
    row = _checked(hall, ticket, Action.UNPARK)
    _free_counter(hall, row["counter"], clerk)
    hall.record(TicketUnparked(ticket=ticket, counter=row["counter"], clerk=clerk.id))


@dataclass(frozen=True, slots=True)
class Where:
    """Where a ticket goes on: exactly one is set."""

    procedure: str | None = None
    counter: str | None = None
    agency: str | None = None


def transfer(hall: Changing, ticket: str, clerk: Clerk, where: Where) -> None:
    """On to another counter, procedure or agency; waits there with the arrival time kept.

    Raises Unknown for a counter of another hall, Invalid for a procedure or agency nobody knows.
    """
    row = require_mine(hall, ticket, clerk, Action.TRANSFER)
    if where.counter is not None:
        hall.counter(where.counter)
        hall.record(TicketTransferred(ticket=ticket, to_counter=where.counter, errand={}))
        return
    current = next(one for one in hall.errands(ticket) if one["id"] == row["errand"])
    changed = _other_procedure(hall, current, where.procedure) if where.procedure else _other_agency(hall, where.agency)
    hall.record(TicketTransferred(ticket=ticket, to_counter=None, errand=changed))


def _other_procedure(hall: Changing, errand: Row, code: str) -> Row:
    require_procedure(hall, code)
    asked = ErrandRequest(errand["purpose"], code, errand["area"], errand["dossier"])
    return errand_facts(hall, asked, decide_errand(hall, asked))


def _other_agency(hall: Changing, agency: str | None) -> Row:
    if agency is None or hall.world.agency(agency) is None:
        raise Invalid("agency_unknown", field="agency", agency=agency or "")
    return {"agency": agency}


def void(hall: Changing, ticket: str, reason: str) -> None:
    """Take a ticket out (a misprint, a double press); counted openly."""
    _checked(hall, ticket, Action.VOID)
    hall.record(TicketVoided(ticket=ticket, reason=reason))


# ── who may, and in what state ───────────────────────────────────────────────────────────────────


def _checked(hall: Changing, ticket: str, action: Action) -> Row:
    row = hall.ticket(ticket)
    check(action, row["state"], label=row["label"], past=row["business_day"] < hall.day)
    return row


def require_mine(hall: Changing, ticket: str, clerk: Clerk, action: Action) -> Row:
    """The ticket's row, when it can ``action`` and stands at this clerk's counter."""
    row = _checked(hall, ticket, action)
    if row["clerk"] != clerk.id:
        raise Conflict("ticket_elsewhere", label=row["label"], number=hall.counter(row["counter"])["number"])
    return row


def _own(counter: Row, clerk: Clerk) -> None:
    if counter["clerk"] not in (None, clerk.id):
        raise Conflict("counter_taken", number=counter["number"])


def _open_counter(hall: Changing, counter: str, clerk: Clerk, *, paused_too: bool = False) -> Row:
    row = hall.counter(counter)
    _own(row, clerk)
    if row["state"] == "closed" or (row["state"] == "paused" and not paused_too):
        raise Conflict("counter_closed", number=row["number"])
    return row


def _free_counter(hall: Changing, counter: str, clerk: Clerk) -> Row:
    row = _open_counter(hall, counter, clerk)
    busy = hall.at_counter(counter)
    if busy is not None:
        raise Conflict("counter_busy", number=row["number"], label=busy["label"])
    return row
