"""When each device was last heard, and what it said. Outside the journal: too often, and in real time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.devices import Heard
from . import tables as t
from .view import HallView


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a beat. ``unsent``: numbers the kiosk gave by itself and has not handed in yet."""

    version: str
    printer: str
    unsent: int


def last_heard(connection: Connection, device: str) -> Heard | None:
    """None for a device that never beat. The row is locked where the database can: two machines may beat at once."""
    row = connection.execute(_LAST, {"device": device}).first()
    return Heard(row.run, row.seen_at, row.other_run, row.other_seen_at) if row else None


def keep(connection: Connection, hall: str, device: str, heard: Heard, said: Said) -> None:
    told = {
        "seen_at": heard.at,
        "run": heard.run,
        "other_run": heard.other_run,
        "other_seen_at": heard.other_at,
        "version": said.version,
        "printer": said.printer,
        "unsent": said.unsent,
    }
    again = _AGAIN.values(told)
    if connection.execute(again, {"of_device": device}).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(t.device_beats), {"device": device, "hall": hall, **told})
    except IntegrityError:  # on PostgreSQL two machines may both have found no row to lock
        connection.execute(again, {"of_device": device})


def keep_lines(connection: Connection, displays: Collection[str], at: datetime) -> list[Any]:
    """These displays are connected: an open line is a beat. Rows {id, hall} of those that were lost until now.

    One statement for all, and one more where a display connects for the first time. What a program of the device
    said by beats of its own stays as it is; a retired one is not heard.
    """
    ids = {"displays": list(displays)}
    if connection.execute(_LINES, {**ids, "at": at}).rowcount < len(displays):
        connection.execute(_FIRST_LINES, {**ids, "at": at})
    return list(connection.execute(_LOST, ids))


def forget(connection: Connection, device: str) -> None:
    """A retired device is nobody's loss."""
    connection.execute(delete(t.device_beats).where(t.device_beats.c.device == device))


def silent(connection: Connection, hall: str, since: datetime) -> list[Any]:
    """Devices not heard since then and not yet lost: rows {id, kind, name, seen_at}. Who never beat is not missed."""
    return list(connection.execute(_SILENT, {"hall": hall, "since": since}))


def hall_time(view: HallView, real: datetime) -> datetime:
    """A past instant of the machine's time in the hall's, which a demo may tell faster."""
    clock = view.store.clock
    return view.now - clock.told(max(clock.real_now() - real, timedelta()).total_seconds())


_LAST = select(t.device_beats).where(t.device_beats.c.device == bindparam("device")).with_for_update()
_AGAIN = update(t.device_beats).where(t.device_beats.c.device == bindparam("of_device"))
_ON_LINE: BindParameter[str] = bindparam("displays", expanding=True)
_LINES = update(t.device_beats).where(t.device_beats.c.device.in_(_ON_LINE)).values(seen_at=bindparam("at"))
_FIRST_LINES = insert(t.device_beats).from_select(
    ["device", "hall", "seen_at", "version", "run", "printer", "unsent"],
    select(
        t.devices.c.id,
        t.devices.c.hall,
        bindparam("at", type_=t.Instant()),
        literal(""),
        literal("line"),
        literal("none"),
        literal(0),
    ).where(
        t.devices.c.id.in_(_ON_LINE),
        t.devices.c.active,
        t.devices.c.id.not_in(select(t.device_beats.c.device)),
    ),
)
_LOST = (
    select(t.devices.c.id, t.devices.c.hall)
    .join(t.device_conditions, t.device_conditions.c.device == t.devices.c.id)
    .where(t.devices.c.id.in_(_ON_LINE), t.devices.c.active, t.device_conditions.c.lost_since.is_not(None))
)
_SILENT = (
    select(t.devices.c.id, t.devices.c.kind, t.devices.c.name, t.device_beats.c.seen_at)
    .join(t.device_beats, t.device_beats.c.device == t.devices.c.id)
    .join(t.device_conditions, t.device_conditions.c.device == t.devices.c.id, isouter=True)
    .where(
        t.device_beats.c.hall == bindparam("hall"),
        t.device_beats.c.seen_at <= bindparam("since", type_=t.Instant()),
        t.devices.c.active,
        t.device_conditions.c.lost_since.is_(None),
    )
    .order_by(t.devices.c.id)
)
