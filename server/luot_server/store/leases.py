"""What kiosks were lent, read from the rows."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from . import tables as t

_LEASES = t.kiosk_leases.c
_MINE = (_LEASES.hall == bindparam("hall"), _LEASES.device == bindparam("device"))
_RETIRED = select(t.devices.c.id).where(t.devices.c.hall == bindparam("hall"), t.devices.c.active.is_(False))
_LEASE = select(t.kiosk_leases).where(
    _LEASES.id == bindparam("lease"),
    _LEASES.hall == bindparam("hall"),
    or_(_LEASES.device == bindparam("device"), _LEASES.device.in_(_RETIRED)),
)
_MARK = select(_LEASES.mark).where(*_MINE).limit(1)
_HIGHEST_MARK = select(func.max(_LEASES.mark)).where(_LEASES.hall == bindparam("hall"))
_LAST = select(func.max(_LEASES.last)).where(
    _LEASES.hall == bindparam("hall"), _LEASES.mark == bindparam("mark"), _LEASES.business_day == bindparam("day")
)


def lease_of(connection: Connection, hall: str, device: str, lease: str) -> dict[str, Any] | None:
    """The lease's row, where it is this kiosk's in this hall, or one's that was retired: enrolled anew, say.

    Its numbers are on paper, and their tokens prove what was lent.
    """
    row = connection.execute(_LEASE, {"hall": hall, "device": device, "lease": lease}).first()
    return t.plain(row) if row is not None else None


def mark_of(connection: Connection, hall: str, device: str) -> int | None:
    """The kiosk's number in its hall, the 2 of "K2-A001": its own for ever from its first lease on."""
    return connection.scalar(_MARK, {"hall": hall, "device": device})


def free_mark(connection: Connection, hall: str) -> int:
    return (connection.scalar(_HIGHEST_MARK, {"hall": hall}) or 0) + 1


def last_lent(connection: Connection, hall: str, mark: int, day: str) -> int:
    """The highest number of the day under this mark that was ever lent; 0 for none."""
    return connection.scalar(_LAST, {"hall": hall, "mark": mark, "day": day}) or 0
