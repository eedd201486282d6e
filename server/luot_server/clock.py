"""What time it is, and for whom.

A clock is an object that is handed around, never a global: the demo lives through a morning in minutes, a
hall can be tried as if it were next Monday, 7:29, and a test stands still until it is moved.

``now()`` is the hall's time: everything that is recorded, counted or shown. ``real_now()`` is the machine's:
tokens, idempotency keys, retries and pings expire by it at any speed of the other. Both are aware UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

TOLD = re.compile(r"(?P<told>\S+)@(?P<real>\S+?)(?:x(?P<speed>\d+(?:\.\d+)?))?")
FASTEST = 3600.0  # an hour a second; beyond it a timer's shortest sleep is a whole business day


class Clock(Protocol):
    def now(self) -> datetime:
        """The hall's time, aware, UTC."""

    def real_now(self) -> datetime:
        """The machine's time, aware, UTC."""

    def real_seconds(self, told: timedelta) -> float:
        """How long a stretch of the hall's time really takes; what a timer sleeps."""

    def told(self, real_seconds: float) -> timedelta:
        """The hall's time that goes by in so many real seconds; how long a chime is worth hearing."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def real_now(self) -> datetime:
        return datetime.now(UTC)

    def real_seconds(self, told: timedelta) -> float:
        return told.total_seconds()

    def told(self, real_seconds: float) -> timedelta:
        return timedelta(seconds=real_seconds)


@dataclass(frozen=True)
class ToldClock:
    """told = anchor_told + (real − anchor_real) × speed.

    Written as one setting, ``TOLD@REALxSPEED``, so that server, kiosk and relay agree without talking:
    every process that is given the same words tells the same time.
    """

    anchor_told: datetime
    anchor_real: datetime
    speed: float = 1.0

    def __post_init__(self) -> None:
        for anchor in (self.anchor_told, self.anchor_real):
            if anchor.tzinfo is None:
                raise ValueError(f"{anchor.isoformat()} has no UTC offset; write it like 2026-11-23T08:00:00+07:00")
        if not 0 < self.speed <= FASTEST:
            raise ValueError(f"speed {self.speed:g} is not between 0 and {FASTEST:g}")

    @classmethod
    def starting(cls, told: datetime, speed: float = 1.0) -> ToldClock:
        """A clock that shows ``told`` at this very moment."""
        return cls(told, datetime.now(UTC), speed)

    @classmethod
    def parse(cls, text: str) -> ToldClock:
        """From ``TOLD@REAL`` or ``TOLD@REALxSPEED``, both instants ISO 8601 with offset; ValueError otherwise."""
        match = TOLD.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a told time; write TOLD@REALxSPEED, like {EXAMPLE}")
        return cls(_instant(match["told"]), _instant(match["real"]), float(match["speed"] or 1))

    def __str__(self) -> str:
        return f"{self.anchor_told.isoformat()}@{self.anchor_real.isoformat()}x{self.speed!r}"

    def now(self) -> datetime:
        return (self.anchor_told + (self.real_now() - self.anchor_real) * self.speed).astimezone(UTC)

    def real_now(self) -> datetime:
        return datetime.now(UTC)

    def real_seconds(self, told: timedelta) -> float:
        return told.total_seconds() / self.speed

    def told(self, real_seconds: float) -> timedelta:
        return timedelta(seconds=real_seconds * self.speed)


class FixedClock:
    """A clock set by hand: it stands still until it is told to move. Real time stands still with it."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError(f"{at.isoformat()} has no UTC offset")
        self._now = self._real_now = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def real_now(self) -> datetime:
        return self._real_now

    def real_seconds(self, told: timedelta) -> float:
        return told.total_seconds()

    def told(self, real_seconds: float) -> timedelta:
        return timedelta(seconds=real_seconds)

    def advance(self, by: timedelta | float) -> datetime:
        """Lets ``by`` (a timedelta, or seconds) go by on both times; the new now."""
        step = by if isinstance(by, timedelta) else timedelta(seconds=by)
        self._now += step
        self._real_now += step
        return self._now

    def set(self, at: datetime) -> None:
        """Puts the hall's time anywhere, also back, as a dead clock battery does; real time stays."""
        self._now = at.astimezone(UTC)


def from_setting(text: str | None) -> Clock:
    """The clock of one setting: told, or the machine's where nothing is told."""
    return ToldClock.parse(text) if text else SystemClock()


EXAMPLE = "2026-11-23T08:00:00+07:00@2026-11-22T09:00:00+07:00x20"


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as problem:
        raise ValueError(f"{text!r} is not an instant; write it like 2026-11-23T08:00:00+07:00") from problem
