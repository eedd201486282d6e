"""The bell on a kiosk: who presses it, and who goes there."""

from typing import Any

from sqlalchemy import bindparam, select

from ..domain.errors import Unknown
from ..domain.happenings import HelpAnswered, HelpCalled
from ..domain.roles import Identity
from ..store import tables as t
from ..store.changing import Changing
from ..store.ids import uuid7

Row = dict[str, Any]


def call(hall: Changing, kiosk: Identity) -> Row:
    """Ring for somebody. Pressed again while the bell still rings, it is the same call."""
    midnight = hall.settings.hours.midnight(hall.today)
    ringing = hall.connection.execute(_RINGING, {"device": kiosk.id, "hall": hall.id, "midnight": midnight}).first()
    if ringing is not None:
        return t.plain(ringing)
    call = uuid7(hall.now)
    hall.record(HelpCalled(call=call, device=kiosk.id, name=kiosk.name))
    return _row(hall, call)


def answer(hall: Changing, call: str, staff: str) -> Row:
    """Somebody goes there. Who was first stays on record. Raises Unknown."""
    row = _row(hall, call)
    if row["answered_at"] is not None:
        return row
    hall.record(HelpAnswered(call=call, staff=staff))
    return _row(hall, call)


def _row(hall: Changing, call: str) -> Row:
    row = hall.connection.execute(_CALL, {"call": call}).first()
    if row is None:
        raise Unknown("help_unknown")
    return t.plain(row)


_CALL = select(t.help_calls).where(t.help_calls.c.id == bindparam("call"))
_RINGING = select(t.help_calls).where(
    t.help_calls.c.hall == bindparam("hall"),
    t.help_calls.c.device == bindparam("device"),
    t.help_calls.c.answered_at.is_(None),
    t.help_calls.c.called_at >= bindparam("midnight", type_=t.Instant()),
)
