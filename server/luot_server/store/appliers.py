"""What each happening does to the rows: the only writer of the projected tables.

Commands and replay walk through this one door, so equal journals make equal rows. An applier uses the rows, the
happening and its time; never the clock, randomness or a setting.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from ..domain import happenings as h
from ..domain.calling import Need
from ..domain.forecast import learnt
from ..domain.ticket import Action, ErrandState, State, check, target
from . import feedback, handovers, kiosks
from . import tables as t
from .rows import Rows

H = TypeVar("H", bound=h.Happening)
Applier = Callable[[Rows, Any, datetime, int], None]

APPLIERS: dict[type[h.Happening], Applier] = {}


def applies(kind: type[H]) -> Callable[[Callable[[Rows, H, datetime, int], None]], Applier]:
    """Mark the one function that carries ``kind`` into the rows; it gets (rows, happening, at, position)."""

    def register(function: Callable[[Rows, H, datetime, int], None]) -> Applier:
        APPLIERS[kind] = function
        return function

    return register


def apply(rows: Rows, happening: h.Happening, at: datetime, position: int) -> None:
    APPLIERS[type(happening)](rows, happening, at, position)


# ── tickets ──────────────────────────────────────────────────────────────────────────────────────


@applies(h.TicketIssued)
def ticket_issued(rows: Rows, it: h.TicketIssued, at: datetime, position: int) -> None:
    current = it.errands[0]
    rows.add(
        t.tickets,
        id=it.ticket,
        hall=rows.hall,
        business_day=it.business_day,
        series=it.series,
        number=it.number,
        label=it.label,
        position=position,
        state=State.WAITING,
        priority=it.priority,
        weight=it.weight,
        language=it.language,
        channel=it.channel,
        party=it.party,
        dossier_count=it.dossier_count,
        need=need_of(current).key(),
        errand=current["id"],
        issued_at=it.given_at(at),
        arrived_at=it.given_at(at),
        times_called=0,
        reason=it.despite,
        despite=it.despite,
        mark=it.mark,
        age_band=it.age_band,
        lease=it.lease,
        rejoins=0,
        delays=0,
    )
    rows.add_all(t.errands, [_errand_row(it.ticket, ordinal, errand) for ordinal, errand in enumerate(it.errands)])


def need_of(errand: dict[str, Any], to_counter: str = "") -> Need:
    """What a counter must be able to do for ``errand`` (an errand's row or its payload)."""
    return Need(
        errand["purpose"],
        errand["field"] or "",
        errand["procedure"] or "",
        errand["agency"] or "",
        errand["decision"].get("route") or "",
        to_counter,
    )


def _errand_row(ticket: str, ordinal: int, errand: dict[str, Any]) -> dict[str, Any]:
    return {
        **errand,
        "ticket": ticket,
        "ordinal": ordinal,
        "state": ErrandState.OPEN,
        "result": None,
        "dossiers": [],
        "count": 0,
        "missing": [],
        "finished_at": None,
    }


@applies(h.TicketRelabelled)
def ticket_relabelled(rows: Rows, it: h.TicketRelabelled, at: datetime, position: int) -> None:
    rows.set(t.tickets, it.ticket, series=it.series, number=it.number, label=it.label, lease=it.lease)


@applies(h.ErrandAdded)
def errand_added(rows: Rows, it: h.ErrandAdded, at: datetime, position: int) -> None:
    row = rows.ticket(it.ticket)
    check(Action.ADD_ERRAND, row["state"], label=row["label"])
    rows.add_errand(_errand_row(it.ticket, len(rows.errands(it.ticket)), it.errand))


@applies(h.TicketCalled)
def ticket_called(rows: Rows, it: h.TicketCalled, at: datetime, position: int) -> None:
    before = rows.ticket(it.ticket)
    rows.move(
        it.ticket,
        Action.CALL,
        state=target(Action.CALL),
        counter=it.counter,
        clerk=it.clerk,
        called_at=at,
        first_called_at=before["first_called_at"] or at,
        why=it.why,
        times_called=before["times_called"] + 1,
    )


@applies(h.TicketRecalled)
def ticket_recalled(rows: Rows, it: h.TicketRecalled, at: datetime, position: int) -> None:
    before = rows.ticket(it.ticket)
    rows.move(it.ticket, Action.RECALL, called_at=at, times_called=before["times_called"] + 1)


@applies(h.TicketStarted)
def ticket_started(rows: Rows, it: h.TicketStarted, at: datetime, position: int) -> None:
    rows.move(it.ticket, Action.START, state=target(Action.START), started_at=at)


@applies(h.TicketMissed)
def ticket_missed(rows: Rows, it: h.TicketMissed, at: datetime, position: int) -> None:
    rows.move(it.ticket, Action.NO_SHOW, state=target(Action.NO_SHOW), finished_at=at)


@applies(h.TicketRequeued)
def ticket_requeued(rows: Rows, it: h.TicketRequeued, at: datetime, position: int) -> None:
    columns: dict[str, Any] = {"counter": None, "clerk": None, "finished_at": None}
    if it.rejoined:
        columns["rejoins"] = rows.ticket(it.ticket)["rejoins"] + 1
    rows.move(it.ticket, Action.REQUEUE, state=target(Action.REQUEUE), **columns)


@applies(h.TicketDelayed)
def ticket_delayed(rows: Rows, it: h.TicketDelayed, at: datetime, position: int) -> None:
    delays = rows.ticket(it.ticket)["delays"] + 1
    rows.move(it.ticket, Action.DELAY, arrived_at=datetime.fromisoformat(it.arrived_at), delays=delays)


@applies(h.TicketParked)
def ticket_parked(rows: Rows, it: h.TicketParked, at: datetime, position: int) -> None:
    rows.move(it.ticket, Action.PARK, state=target(Action.PARK), reason=it.reason)


@applies(h.TicketUnparked)
def ticket_unparked(rows: Rows, it: h.TicketUnparked, at: datetime, position: int) -> None:
    before = rows.ticket(it.ticket)
    rows.move(
        it.ticket,
        Action.UNPARK,
        state=target(Action.UNPARK),
        counter=it.counter,
        clerk=it.clerk,
        called_at=at,
        reason=None,
        times_called=before["times_called"] + 1,
    )


@applies(h.TicketTransferred)
def ticket_transferred(rows: Rows, it: h.TicketTransferred, at: datetime, position: int) -> None:
    row = rows.ticket(it.ticket)
    if it.errand:
        rows.set(t.errands, row["errand"], **it.errand)
    need = need_of(rows.errand(row["errand"]), it.to_counter or "")
    rows.move(it.ticket, Action.TRANSFER, state=target(Action.TRANSFER), counter=None, clerk=None, need=need.key())


@applies(h.TicketCorrected)
def ticket_corrected(rows: Rows, it: h.TicketCorrected, at: datetime, position: int) -> None:
    row = rows.ticket(it.ticket)
    check(Action.CORRECT, row["state"], label=row["label"])
    columns = dict(it.about)
    if it.changes:
        rows.set(t.errands, it.errand, **it.changes)
    if it.changes and it.errand == row["errand"]:
        columns["need"] = need_of(rows.errand(it.errand), Need.of_key(row["need"]).counter).key()
    if columns:
        rows.set(t.tickets, it.ticket, **columns)


@applies(h.TicketVoided)
def ticket_voided(rows: Rows, it: h.TicketVoided, at: datetime, position: int) -> None:
    rows.move(it.ticket, Action.VOID, state=target(Action.VOID), finished_at=at, reason=it.reason)


@applies(h.TicketCancelled)
def ticket_cancelled(rows: Rows, it: h.TicketCancelled, at: datetime, position: int) -> None:
    rows.move(it.ticket, Action.CANCEL, state=target(Action.CANCEL), finished_at=at)


@applies(h.TicketExpired)
def ticket_expired(rows: Rows, it: h.TicketExpired, at: datetime, position: int) -> None:
    rows.move(it.ticket, Action.EXPIRE, state=target(Action.EXPIRE), finished_at=at)


@applies(h.ErrandFinished)
def errand_finished(rows: Rows, it: h.ErrandFinished, at: datetime, position: int) -> None:
    errand = rows.errand(it.errand)
    rows.set(
        t.errands,
        it.errand,
        state=ErrandState.DONE,
        result=it.result,
        dossiers=it.dossiers,
        count=it.count,
        missing=it.missing,
        finished_at=at,
    )
    columns: dict[str, Any] = {"state": it.then}
    if it.next_errand is not None:
        columns |= {"errand": it.next_errand, "need": need_of(rows.errand(it.next_errand)).key(), "started_at": at}
    if it.then == State.WAITING:
        columns |= {"counter": None, "clerk": None, "started_at": None}
    if it.then == State.SERVED:
        columns["finished_at"] = at
    before = rows.move(it.ticket, Action.FINISH, **columns)
    _learn_service_time(rows, errand["field"] or "", int((at - before["started_at"]).total_seconds()))


def _learn_service_time(rows: Rows, field: str, seconds: int) -> None:
    known = rows.connection.execute(_SERVICE_TIME, {"hall": rows.hall, "field": field}).first()
    mean, count = learnt(known[0], known[1], seconds) if known else learnt(None, 0, seconds)
    if known:
        rows.remove(t.service_times, hall=rows.hall, field=field)
    rows.add(t.service_times, hall=rows.hall, field=field, mean_seconds=mean, count=count)


_SERVICE_TIME = select(t.service_times.c.mean_seconds, t.service_times.c["count"]).where(
    t.service_times.c.hall == bindparam("hall"), t.service_times.c.field == bindparam("field")
)


@applies(h.TicketServedByHand)
def ticket_served_by_hand(rows: Rows, it: h.TicketServedByHand, at: datetime, position: int) -> None:
    for one in it.outcomes:
        done = {name: one[name] for name in ("result", "dossiers", "count")}
        rows.set(t.errands, one["errand"], state=ErrandState.DONE, finished_at=at, **done)
    rows.move(
        it.ticket,
        Action.BY_HAND,
        state=target(Action.BY_HAND),
        counter=it.counter,
        clerk=it.clerk,
        finished_at=at,
        by_hand=True,
    )


@applies(h.SlipPrinted)
def slip_printed(rows: Rows, it: h.SlipPrinted, at: datetime, position: int) -> None:
    printed = {"printed": True, "failed": False}.get(it.result)
    rows.set(t.tickets, it.ticket, printed=printed, print_problem=it.problem)
    if it.job is not None:
        rows.set(t.print_jobs, it.job, state="done")


@applies(h.SlipReprinted)
def slip_reprinted(rows: Rows, it: h.SlipReprinted, at: datetime, position: int) -> None:
    rows.set(t.tickets, it.ticket, printed=None, print_problem=None)


# ── the hall ─────────────────────────────────────────────────────────────────────────────────────


@applies(h.HallSetUp)
def hall_set_up(rows: Rows, it: h.HallSetUp, at: datetime, position: int) -> None:
    rows.remove(t.halls, id=it.hall)
    rows.add(t.halls, id=it.hall, name=it.name, address=it.address, area=it.area, province=it.province, zone=it.zone)


@applies(h.SettingChanged)
def setting_changed(rows: Rows, it: h.SettingChanged, at: datetime, position: int) -> None:
    rows.add(t.hall_settings, hall=rows.hall, name=it.name, valid_from=it.valid_from, position=position, value=it.value)


@applies(h.CounterAdded)
def counter_added(rows: Rows, it: h.CounterAdded, at: datetime, position: int) -> None:
    rows.add(t.counters, id=it.counter, hall=rows.hall, number=it.number, name=it.name, state="closed")


@applies(h.ShiftStarted)
def shift_started(rows: Rows, it: h.ShiftStarted, at: datetime, position: int) -> None:
    rows.set(t.counters, it.counter, state="open", clerk=it.clerk, seated_at=at, pause_reason=None)


@applies(h.ShiftEnded)
def shift_ended(rows: Rows, it: h.ShiftEnded, at: datetime, position: int) -> None:
    rows.set(t.counters, it.counter, state="closed", clerk=None, seated_at=None, pause_reason=None)


@applies(h.CounterPaused)
def counter_paused(rows: Rows, it: h.CounterPaused, at: datetime, position: int) -> None:
    rows.set(t.counters, it.counter, state="paused", pause_reason=it.reason)


@applies(h.CounterResumed)
def counter_resumed(rows: Rows, it: h.CounterResumed, at: datetime, position: int) -> None:
    rows.set(t.counters, it.counter, state="open", pause_reason=None)


@applies(h.DeviceConditionChanged)
def device_condition_changed(rows: Rows, it: h.DeviceConditionChanged, at: datetime, position: int) -> None:
    rows.remove(t.device_conditions, device=it.device)
    rows.add(
        t.device_conditions,
        device=it.device,
        hall=rows.hall,
        kind=it.kind_of_device,
        name=it.name,
        printer=it.printer,
        detail=it.detail,
        since=at,
        trouble=it.trouble,
        lost_since=None,
    )


@applies(h.DayClosed)
def day_closed(rows: Rows, it: h.DayClosed, at: datetime, position: int) -> None:
    rows.add(t.closed_days, hall=rows.hall, business_day=it.business_day)


applies(h.DeviceLost)(kiosks.lost)
applies(h.DeviceFound)(kiosks.found)
applies(h.KioskLeased)(kiosks.leased)
applies(h.SlipOrdered)(kiosks.slip_ordered)
applies(h.HelpCalled)(kiosks.help_called)
applies(h.HelpAnswered)(kiosks.help_answered)


applies(h.TicketRated)(feedback.rated)
applies(h.ComplaintMade)(feedback.complaint_made)
applies(h.ComplaintAnswered)(feedback.complaint_answered)


# ── handovers ────────────────────────────────────────────────────────────────────────────────────

applies(h.HandoverOpened)(handovers.opened)
applies(h.HandoverSent)(handovers.sent)
applies(h.HandoverReceived)(handovers.received)
applies(h.HandoverResultSent)(handovers.result_sent)
applies(h.HandoverResultArrived)(handovers.result_arrived)


# ── what halls share ─────────────────────────────────────────────────────────────────────────────


@applies(h.FactRecorded)
def fact_recorded(rows: Rows, it: h.FactRecorded, at: datetime, position: int) -> None:
    rows.add(
        t.facts,
        kind=it.fact,
        key=it.key,
        valid_from=it.valid_from,
        valid_to=it.valid_to,
        position=position,
        data=it.data,
    )


@applies(h.StaffAdded)
def staff_added(rows: Rows, it: h.StaffAdded, at: datetime, position: int) -> None:
    rows.add(t.staff, id=it.staff, user=it.user, name=it.name, counters=it.counters, active=True)


@applies(h.StaffLeft)
def staff_left(rows: Rows, it: h.StaffLeft, at: datetime, position: int) -> None:
    rows.set(t.staff, it.staff, active=False)


@applies(h.GrantGiven)
def grant_given(rows: Rows, it: h.GrantGiven, at: datetime, position: int) -> None:
    rows.add(t.grants, staff=it.staff, role=it.role, scope=it.scope, place=it.place)


@applies(h.GrantWithdrawn)
def grant_withdrawn(rows: Rows, it: h.GrantWithdrawn, at: datetime, position: int) -> None:
    rows.remove(t.grants, staff=it.staff, role=it.role, scope=it.scope, place=it.place)


@applies(h.DeviceEnrolled)
def device_enrolled(rows: Rows, it: h.DeviceEnrolled, at: datetime, position: int) -> None:
    rows.add(t.devices, id=it.device, hall=it.hall, kind=it.kind_of_device, name=it.name, scopes=it.scopes, active=True)


@applies(h.DeviceRetired)
def device_retired(rows: Rows, it: h.DeviceRetired, at: datetime, position: int) -> None:
    rows.set(t.devices, it.device, active=False)
