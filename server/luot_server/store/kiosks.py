"""The rows of devices in a hall: what kiosks were lent, slips sent to their printers, the bell, who is not heard."""

from datetime import datetime

from sqlalchemy import bindparam, insert, update

from ..domain import happenings as h
from . import tables as t
from .rows import Rows


def lost(rows: Rows, it: h.DeviceLost, at: datetime, position: int) -> None:
    """A device that never said how its printer is has no row yet."""
    gone = {"of_device": it.device, "seen_at": datetime.fromisoformat(it.seen_at)}
    if rows.connection.execute(_LOST, gone).rowcount:
        return
    rows.add(
        t.device_conditions,
        device=it.device,
        hall=rows.hall,
        kind=it.kind_of_device,
        name=it.name,
        printer="unknown",
        detail="",
        since=at,
        trouble=None,
        lost_since=gone["seen_at"],
    )


def found(rows: Rows, it: h.DeviceFound, at: datetime, position: int) -> None:
    rows.connection.execute(_LOST, {"of_device": it.device, "seen_at": None})


def leased(rows: Rows, it: h.KioskLeased, at: datetime, position: int) -> None:
    rows.connection.execute(
        _LEASE,
        {
            "id": it.lease,
            "hall": rows.hall,
            "device": it.device,
            "mark": it.mark,
            "first": it.first,
            "last": it.last,
            "business_day": it.business_day,
            "given_at": at,
            "position": position,
        },
    )


def slip_ordered(rows: Rows, it: h.SlipOrdered, at: datetime, position: int) -> None:
    rows.add(
        t.print_jobs,
        id=it.job,
        hall=rows.hall,
        device=it.device,
        ticket=it.ticket,
        copy=it.copy,
        state="waiting",
        ordered_at=at,
    )
    rows.set(t.tickets, it.ticket, printed=None, print_problem=None)


def help_called(rows: Rows, it: h.HelpCalled, at: datetime, position: int) -> None:
    rows.add(
        t.help_calls,
        id=it.call,
        hall=rows.hall,
        device=it.device,
        name=it.name,
        called_at=at,
        answered_at=None,
        answered_by=None,
    )


def help_answered(rows: Rows, it: h.HelpAnswered, at: datetime, position: int) -> None:
    rows.set(t.help_calls, it.call, answered_at=at, answered_by=it.staff)


_LEASE = insert(t.kiosk_leases)
_LOST = (
    update(t.device_conditions)
    .where(t.device_conditions.c.device == bindparam("of_device"))
    .values(lost_since=bindparam("seen_at", type_=t.Instant()))
)
