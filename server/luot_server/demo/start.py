"""What time it is when the demo begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from luot_server.domain.hours import HORIZON_DAYS, Hours

MORNING = time(8)
#: After closing, those who still sit there are served; who is left an hour later has gone home.
LINGER = timedelta(hours=1)


@dataclass(frozen=True)
class Past:
    """What the journal knows: when its last entry was made, and how that day stands."""

    last: datetime
    anybody_came: bool
    """Whether a number was ever given or a counter opened; setting a hall up is nobody's day."""
    left_open: bool
    """Whether tickets of that day are still open."""


def starting_time(hours: Hours, real_now: datetime, past: Past | None, told: datetime | None = None) -> datetime:
    """The instant the demo's clock shows first; never before the last entry, for a hall's time does not go back.

    ``told`` is the user's wish. Otherwise a day that is still open goes on, and a new one begins at 8:00.
    """
    if told is not None:
        return max(told, past.last) if past else told
    today = hours.business_day(real_now)
    if past is None:
        return _morning(hours, today)
    if not past.anybody_came:
        return max(_morning(hours, today), past.last)
    if _still_open(hours, past):
        return past.last
    return _morning(hours, hours.business_day(past.last) + timedelta(days=1))


def _still_open(hours: Hours, past: Past) -> bool:
    closes = hours.closes_for_good(hours.business_day(past.last))
    if closes is None:
        return past.left_open
    return past.last < closes or (past.left_open and past.last < closes + LINGER)


def _morning(hours: Hours, first: date) -> datetime:
    """8:00 of the first working day from ``first`` on."""
    days = (first + timedelta(days=ahead) for ahead in range(HORIZON_DAYS))
    return datetime.combine(next((day for day in days if hours.of_day(day)), first), MORNING, hours.zone)
