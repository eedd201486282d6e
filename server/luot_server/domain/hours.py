"""Opening hours: when numbers are given, when people are served, and how long a wait is on the wall clock.

All inputs are aware instants; a hall's zone turns them into its local day. Number-taking and service have
intervals of their own: the cut-off is earlier than closing, and tickets already issued are served.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: How far ahead the next opening is looked for; the longest holiday in the country is about ten days.
HORIZON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of a working day, in local time."""

    opens: time
    closes: time
    tickets_from: time
    tickets_until: time


@dataclass(frozen=True)
class Hours:
    """A hall's week and its holidays, in its own zone."""

    zone: ZoneInfo
    week: Mapping[str, Sequence[Interval]]
    holidays: frozenset[date] = field(default_factory=frozenset)

    @classmethod
    def of(cls, zone: str, week: Mapping[str, Any], holidays: Sequence[str] = ()) -> "Hours":
        """Read the setting: ``{"mon": [{"opens": "07:30", "closes": "11:30", "tickets_from": …}]}``."""
        return cls(
            ZoneInfo(zone),
            {day: [_interval(part) for part in week.get(day, ())] for day in WEEKDAYS},
            frozenset(date.fromisoformat(day) for day in holidays),
        )

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def business_day(self, at: datetime) -> date:
        """The local calendar day ``at`` falls on: the key under which numbers start from 1."""
        return self.local(at).date()

    def midnight(self, day: date) -> datetime:
        """When the local day begins."""
        return datetime.combine(day, time(), self.zone)

    def of_day(self, day: date) -> Sequence[Interval]:
        """The intervals of ``day``; none on a holiday."""
        return () if day in self.holidays else self.week.get(WEEKDAYS[day.weekday()], ())

    def gives_numbers(self, at: datetime) -> bool:
        local = self.local(at)
        return any(part.tickets_from <= local.time() < part.tickets_until for part in self.of_day(local.date()))

    def next_numbers(self, at: datetime) -> datetime | None:
        """When numbers are given next, strictly after ``at``; None within :data:`HORIZON_DAYS`."""
        return next((opens for opens in self._starts(at) if opens > at), None)

    def next_day_numbers(self, at: datetime) -> datetime | None:
        """When numbers are given on the next day that has any, after the local day of ``at``; None as above."""
        today = self.business_day(at)
        return next((opens for opens in self._starts(at) if opens.date() > today), None)

    def serves_until(self, at: datetime) -> datetime | None:
        """When the interval of service that ``at`` lies in ends; None outside of any."""
        open_now = (closes for opens, closes in self._open_on(self.business_day(at)) if opens <= at < closes)
        return next(open_now, None)

    def leap(self, now: datetime, at: datetime) -> datetime | None:
        """When service begins again, where ``at`` lies behind a break of today that begins or goes on after ``now``.

        None where ``at`` lies in the interval that is going on, in no interval, or on another day: who is not served
        today needs another number tomorrow, so nobody is told to come back then with this one.
        """
        for opens, closes in self._open_on(self.business_day(now)):
            if opens <= at <= closes:
                return opens if opens > now else None
        return None

    def closes_for_good(self, day: date) -> datetime | None:
        """When the last interval of ``day`` ends; None on a day that never opens."""
        parts = self.of_day(day)
        return datetime.combine(day, parts[-1].closes, self.zone) if parts else None

    def after_service_time(self, start: datetime, span: timedelta) -> datetime:
        """The instant by which ``span`` of *service* time has passed since ``start``: lunch and nights do not count."""
        left = span
        for opens, closes in self._service(start):
            begins = max(opens, start)
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        return start + span

    def _starts(self, at: datetime) -> Iterator[datetime]:
        first = self.business_day(at)
        for ahead in range(HORIZON_DAYS):
            day = first + timedelta(days=ahead)
            for part in self.of_day(day):
                yield datetime.combine(day, part.tickets_from, self.zone)

    def _service(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self.business_day(at)
        for ahead in range(HORIZON_DAYS):
            for opens, closes in self._open_on(first + timedelta(days=ahead)):
                if closes > at:
                    yield opens, closes

    def _open_on(self, day: date) -> Sequence[tuple[datetime, datetime]]:
        """The hours of ``day`` as instants, kept: a long queue is laid over weeks of them at every ticket."""
        if day not in self._kept:
            self._kept[day] = [
                (
                    datetime.combine(day, part.opens, self.zone).astimezone(UTC),
                    datetime.combine(day, part.closes, self.zone).astimezone(UTC),
                )
                for part in self.of_day(day)
            ]
        return self._kept[day]

    @cached_property
    def _kept(self) -> dict[date, Sequence[tuple[datetime, datetime]]]:
        return {}


def _interval(raw: Mapping[str, str]) -> Interval:
    opens, closes = time.fromisoformat(raw["opens"]), time.fromisoformat(raw["closes"])
    return Interval(
        opens,
        closes,
        time.fromisoformat(raw.get("tickets_from", raw["opens"])),
        time.fromisoformat(raw.get("tickets_until", raw["closes"])),
    )
