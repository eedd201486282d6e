"""The devices of a hall, each in sentences, and who rings for help."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from ..domain.roles import DEVICES
from ..domain.text import Text
from ..messages import both
from ..store import tables as t
from ..store.beats import hall_time
from ..store.view import HallView
from .wire import Wire, instant

#: A bell that rang for so long rings the manager too.
GUIDE_HAS = timedelta(seconds=60)

#: What a printer says of itself that nobody must do anything about.
_QUIET = frozenset({"ok", "none"})


def devices_wire(view: HallView) -> list[Wire]:
    """Kiosks and displays in use, by name; ``sentences`` say how each is, what is wrong first."""
    return [_device(view, row) for row in _rows(view)]


def device_trouble(view: HallView) -> list[Text]:
    """What a manager must hear of devices beyond their printers; most urgent first."""
    waiting = [call for call in open_calls(view) if view.now - call.called_at >= GUIDE_HAS]
    rung = [Text("trouble.help", {"device": call.name, "since": _hour(view, call.called_at)}) for call in waiting]
    # messages: trouble.device.*
    return rung + [
        Text(f"trouble.device.{key}", {"device": row.name, **told})
        for row in _rows(view)
        for key, told in _wrong(view, row)
    ]


def help_wire(view: HallView) -> list[Wire]:
    """Who rings for help and has not been answered today, the longest first."""
    return [{"id": one.id, "name": one.name, "called_at": instant(view, one.called_at)} for one in open_calls(view)]


def open_calls(view: HallView) -> list[Any]:
    """Rows of today's unanswered calls; yesterday's bell calls nobody any more."""
    midnight = view.settings.hours.midnight(view.today)
    return list(view.connection.execute(_OPEN_CALLS, {"hall": view.id, "midnight": midnight}))


def lease_needed(view: HallView, device: str) -> bool:
    """Whether this kiosk has been lent nothing for today, so that it could not go on without the server."""
    lent = view.connection.execute(_LENT, {"hall": view.id, "device": device, "day": view.day}).first()
    return lent is None


def _device(view: HallView, row: Any) -> Wire:
    seen_at = hall_time(view, row.seen_at) if row.seen_at else None
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "mark": row.mark,
        "seen_at": instant(view, seen_at),
        "version": row.version,
        "printer": row.printer,
        "detail": row.detail or "",
        "trouble": row.trouble,
        "lost_since": instant(view, row.lost_since),
        "unsent": row.unsent,
        "sentences": [both(one) for one in _sentences(view, row)],
    }


def _sentences(view: HallView, row: Any) -> list[Text]:
    # messages: device.wrong.*, device.printer.*
    wrong = [Text(f"device.wrong.{key}", told) for key, told in _wrong(view, row)]
    if row.lost_since is None and row.printer not in (None, *_QUIET):
        wrong.append(Text(f"device.printer.{row.printer}"))
    return wrong or [Text("device.well" if row.seen_at or row.printer else "device.never_heard")]


def _wrong(view: HallView, row: Any) -> list[tuple[str, dict[str, Any]]]:
    """What is wrong with the device itself. Of one that is not heard nothing newer is known."""
    wrong: list[tuple[str, dict[str, Any]]] = []
    if row.lost_since is not None:
        wrong.append(("lost", {"since": _hour(view, row.lost_since)}))
    elif row.trouble:
        wrong.append((row.trouble, {}))
    if row.unsent:
        wrong.append(("unsent", {"count": row.unsent}))
    return wrong


def _hour(view: HallView, at: datetime) -> str:
    local = view.settings.hours.local(at)
    hour = f"{local.hour}:{local:%M}"
    return hour if local.date() == view.today else f"{hour} {local.day}/{local.month}"


def _rows(view: HallView) -> list[Any]:
    return list(view.connection.execute(_DEVICES, {"hall": view.id}))


_MARKS = (
    select(t.kiosk_leases.c.device, func.max(t.kiosk_leases.c.mark).label("mark"))
    .where(t.kiosk_leases.c.hall == bindparam("hall"))
    .group_by(t.kiosk_leases.c.device)
    .subquery()
)
_DEVICES = (
    select(
        t.devices.c.id,
        t.devices.c.kind,
        t.devices.c.name,
        _MARKS.c.mark,
        t.device_beats.c.seen_at,
        t.device_beats.c.version,
        t.device_beats.c.unsent,
        t.device_conditions.c.printer,
        t.device_conditions.c.detail,
        t.device_conditions.c.trouble,
        t.device_conditions.c.lost_since,
    )
    .join(t.device_beats, t.device_beats.c.device == t.devices.c.id, isouter=True)
    .join(t.device_conditions, t.device_conditions.c.device == t.devices.c.id, isouter=True)
    .join(_MARKS, _MARKS.c.device == t.devices.c.id, isouter=True)
    .where(t.devices.c.hall == bindparam("hall"), t.devices.c.active, t.devices.c.kind.in_(DEVICES))
    .order_by(t.devices.c.kind.desc(), t.devices.c.name, t.devices.c.id)  # kiosks before displays
)
_OPEN_CALLS = (
    select(t.help_calls)
    .where(
        t.help_calls.c.hall == bindparam("hall"),
        t.help_calls.c.answered_at.is_(None),
        t.help_calls.c.called_at >= bindparam("midnight", type_=t.Instant()),
    )
    .order_by(t.help_calls.c.called_at, t.help_calls.c.id)
)
_LENT = (
    select(t.kiosk_leases.c.id)
    .where(
        t.kiosk_leases.c.hall == bindparam("hall"),
        t.kiosk_leases.c.device == bindparam("device"),
        t.kiosk_leases.c.business_day == bindparam("day"),
    )
    .limit(1)
)
