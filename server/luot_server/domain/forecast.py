"""How long the wait will be: a range, or nothing at all when nobody can say.

The work in front of a citizen is the people ahead, each at the mean service time of their own field, plus
half a service for every busy counter (the mean rest of a service under way, for service times with little
spread). It is shared among the open counters that can serve the citizen. The range is about ±1 standard
deviation of that sum, with the coefficient of variation seen at counters of this kind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, sqrt

from .hours import Hours

#: Spread of service times over their mean. To be learnt from the hall's own figures later.
VARIATION = 0.6

#: How many finished services weigh as much as the catalogue's own guess.
PRIOR_WEIGHT = 5

#: The newest service moves the mean by one part in this many.
MEMORY = 20


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected wait in whole minutes of wall-clock time, and the instants they point at."""

    low_minutes: int
    high_minutes: int
    low_at: datetime
    high_at: datetime


def expected(
    now: datetime, ahead: Iterable[tuple[float, float]], own: float, busy: Sequence[bool], hours: Hours
) -> Expected | None:
    """The wait of a citizen.

    ``ahead``: (mean service minutes, how many) of those in front, people who can also be served elsewhere counted
    by the part of them that falls on the citizen's counters; ``own``: mean service minutes of the
    citizen's own errand; ``busy``: one flag per open counter that can serve it. None without a counter.
    """
    if not busy:
        return None
    lines = list(ahead)
    people = sum(count for _, count in lines)
    in_front = sum(minutes * count for minutes, count in lines)
    mean = in_front / people if people else own
    free = len(busy) - sum(busy)
    work = 0.0 if people < free else (in_front + sum(busy) * own / 2) / len(busy)
    spread = VARIATION * mean * sqrt(people + sum(busy)) / len(busy)
    low_at = hours.after_service_time(now, timedelta(minutes=max(0.0, work - spread)))
    high_at = hours.after_service_time(now, timedelta(minutes=work + spread))
    return Expected(
        floor((low_at - now).total_seconds() / 60), ceil((high_at - now).total_seconds() / 60), low_at, high_at
    )


def learnt(mean: int | None, count: int, seconds: int) -> tuple[int, int]:
    """The running mean service time (whole seconds, so that replay is exact) after one more service."""
    if mean is None:
        return seconds, 1
    weight = min(count + 1, MEMORY)
    return mean + round((seconds - mean) / weight), count + 1


def service_minutes(typical: float, mean: int | None, count: int) -> float:
    """The catalogue's typical minutes, giving way to the hall's own mean as services are counted."""
    if mean is None:
        return typical
    return (typical * PRIOR_WEIGHT + mean / 60 * count) / (PRIOR_WEIGHT + count)
