"""The hall itself: its settings, its counters, its days."""

from typing import Any

from .base import Happening


class HallSetUp(Happening):
    """A hall exists. ``name`` and ``address`` are {vi, en}; ``zone`` is an IANA time zone."""

    hall: str
    name: dict[str, str]
    address: dict[str, str]
    area: str
    province: str
    zone: str


class SettingChanged(Happening):
    """From local day ``valid_from`` on, the hall's setting ``name`` is ``value``."""

    name: str
    value: Any
    valid_from: str


class CounterAdded(Happening):
    """A counter stands in the hall; people read its ``number``."""

    counter: str
    number: int
    name: dict[str, str]


class ShiftStarted(Happening):
    counter: str
    clerk: str


class ShiftEnded(Happening):
    counter: str
    clerk: str


class CounterPaused(Happening):
    counter: str
    reason: str


class CounterResumed(Happening):
    counter: str


class DayClosed(Happening):
    """The hall's business day ended; every ticket still open expired just before."""

    business_day: str
