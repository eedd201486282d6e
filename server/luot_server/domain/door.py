"""The rules at the door: how many numbers a day, how many of a field, how many to one person.

Each is a hall's own choice; a hall that sets none of them gives numbers as long as it is open. They limit what is
*begun*: an errand whose papers are handed in for the first time. Who brings a missing paper at 10:50, collects a
result or needs guidance is never turned away by them, or the limit would punish whom the desk itself has sent home for
a copy, and nobody refused would have anywhere left to go.

A number *stands* unless it was voided or given up before it was called: a misprint and a change of mind use nothing up.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, Self

from .ticket import Purpose

#: What the rules limit, and what counts against them.
BEGINS = frozenset({Purpose.SUBMIT})

#: One number in so many is left when the kiosk begins to say so, where the hall names no figure itself.
WARN_PART = 10

Card = Literal["none", "asked", "needed"]


@dataclass(frozen=True, slots=True)
class Capacity:
    """``tickets`` numbers a day, all purposes counted; from ``warn_at`` left on, the kiosk says how many are."""

    tickets: int
    warn_at: int

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """From ``{tickets, warn_at?}``."""
        tickets = int(raw["tickets"])
        warn_at = raw.get("warn_at")
        return cls(tickets, tickets // WARN_PART if warn_at is None else int(warn_at))


@dataclass(frozen=True, slots=True)
class Visits:
    """At most ``most`` visits of one person a day; ``needs_card``: whoever shows none at a kiosk is the guide's."""

    most: int
    needs_card: bool

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """From ``{max, without_card: guide | allow}``."""
        return cls(int(raw["max"]), raw.get("without_card", "allow") == "guide")


@dataclass(frozen=True, slots=True)
class Rejoins:
    """How often, and how long after the missed call, somebody may come back into the line by scanning the slip."""

    times: int = 2
    within: timedelta = timedelta(minutes=60)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """From ``{times?, minutes?}``."""
        usual = cls()
        minutes = raw.get("minutes")
        within = usual.within if minutes is None else timedelta(minutes=int(minutes))
        return cls(int(raw.get("times", usual.times)), within)


@dataclass(frozen=True, slots=True)
class Delays:
    """How often in one visit somebody who will be late may let the next go first; 0: the hall does without."""

    times: int = 2

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """From ``{times?}``."""
        return cls(int(raw.get("times", cls().times)))


@dataclass(frozen=True, slots=True)
class Given:
    """What stands of one day: all numbers, and errands begun by field."""

    tickets: int
    begun: Mapping[str, int]

    def and_one(self, wanted: Mapping[str, int]) -> "Given":
        """After one more number with these errands."""
        return Given(self.tickets + 1, Counter(self.begun) + Counter(wanted))


@dataclass(frozen=True)
class DoorRules:
    """A hall's limits on one day; none by default."""

    quotas: Mapping[str, int] = field(default_factory=dict)  # field → errands begun a day
    capacity: Capacity | None = None
    visits: Visits | None = None

    @property
    def card(self) -> Card:
        """Whether a kiosk asks for an identity card, and whether it gives a number without one."""
        if self.visits is None:
            return "none"
        return "needed" if self.visits.needs_card else "asked"

    def left(self, given: Given) -> int | None:
        """How many numbers of the day are left; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity.tickets - given.tickets)

    def left_of(self, field: str, given: Given) -> int | None:
        """How many errands of a field may still be begun today; None without a quota."""
        quota = self.quotas.get(field)
        return None if quota is None else max(0, quota - given.begun.get(field, 0))

    def short_of(self, wanted: Mapping[str, int], given: Given) -> str | None:
        """The first field of which fewer errands are left than ``wanted``; None where there are enough of each."""
        for one, count in wanted.items():
            left = self.left_of(one, given)
            if left is not None and left < count:
                return one
        return None


def begun(errands: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many of ``errands`` ({purpose, field, …}) begin something, by field; what has no field counts under ""."""
    return Counter(one["field"] or "" for one in errands if one["purpose"] in BEGINS)
