"""The key of a hall's day, under which a scanned card leaves its mark; gone with the day.

Without the key a mark is 64 digits that say nothing; with it, whoever has both could try every number there is. So it
is random, stands outside the journal, is never told, and is destroyed rather than kept "just in case".
"""

import secrets
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, or_, select
from sqlalchemy.exc import IntegrityError

from . import tables as t

KEY_BYTES = 32

_OF_DAY = select(t.day_keys.c.key).where(
    t.day_keys.c.hall == bindparam("hall"), t.day_keys.c.business_day == bindparam("day")
)
_CLOSED = (
    select(t.closed_days.c.hall)
    .where(t.closed_days.c.hall == t.day_keys.c.hall, t.closed_days.c.business_day == t.day_keys.c.business_day)
    .exists()
)
_OVER = (t.day_keys.c.hall == bindparam("of_hall"), or_(t.day_keys.c.business_day < bindparam("today"), _CLOSED))


def key_of(connection: Connection, hall: str, day: date) -> bytes:
    """The key of a hall's local day, made when it is first asked for. Needs a transaction that may write."""
    asked = {"hall": hall, "day": day.isoformat()}
    key: bytes | None = connection.scalar(_OF_DAY, asked)
    if key is not None:
        return key
    try:
        with connection.begin_nested():
            fresh = secrets.token_bytes(KEY_BYTES)
            connection.execute(insert(t.day_keys), {"hall": hall, "business_day": asked["day"], "key": fresh})
            return fresh
    except IntegrityError:  # on PostgreSQL two processes may both have found none; the first one's holds
        return bytes(connection.execute(_OF_DAY, asked).scalar_one())


def any_over(connection: Connection, hall: str, today: date) -> bool:
    """Whether a key is left of a day that is past or closed."""
    asked = {"of_hall": hall, "today": today.isoformat()}
    return connection.execute(select(t.day_keys.c.hall).where(*_OVER), asked).first() is not None


def destroy_over(connection: Connection, hall: str, today: date) -> None:
    """Destroy the keys of days that are past or closed."""
    connection.execute(delete(t.day_keys).where(*_OVER), {"of_hall": hall, "today": today.isoformat()})
