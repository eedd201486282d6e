"""A hall's settings as values: what its manager decided, on one day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from .calling import ANYTHING, RULES, Need, PriorityThenTime, Skill, can_serve
from .displays import Displays
from .door import Capacity, Delays, DoorRules, Rejoins, Visits
from .errors import Conflict
from .hours import Hours
from .reach import Reach
from .voice import Voice

Names = Mapping[str, str]

#: How many errands the first page of the touch screen has room for.
FIRST_SCREEN = 8


@dataclass(frozen=True, slots=True)
class Series:
    """One run of numbers, from 1 each day, for a group of fields or purposes."""

    letter: str
    name: Names
    fields: frozenset[str]
    purposes: frozenset[str]
    routes: frozenset[str] = frozenset()

    def takes(self, purpose: str, field: str, route: str) -> bool:
        return (
            (not self.purposes or purpose in self.purposes)
            and (not self.fields or ANYTHING in self.fields or field in self.fields)
            and (not self.routes or route in self.routes)
        )


@dataclass(frozen=True, slots=True)
class Absence:
    """A service of its own (police, tax, insurance) does not staff its counter; ``last`` None: until further notice."""

    service: str
    first: date
    last: date | None

    @classmethod
    def read(cls, raw: Mapping[str, str | None]) -> "Absence":
        """From ``{service, from, to?}``, local days."""
        first, last = (date.fromisoformat(day) if (day := raw.get(name)) else None for name in ("from", "to"))
        if first is None:
            raise ValueError(f"The absence of {raw['service']} needs a first day, as from.")
        return cls(str(raw["service"]), first, last)

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """A class of people called earlier; ``weight`` above 0, larger is earlier."""

    id: str
    name: Names
    note: Names
    weight: int
    min_age: int | None = None  # full years; None: the class is not one of age


@dataclass(frozen=True)
class HallSettings:
    """Every setting of one hall as it stands on one local day. ``values`` is {name: JSON value}.

    ``hall`` is who it is: {id, name, address, area, province, zone}.
    """

    hall: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def on(cls, hall: Mapping[str, Any], dated: Sequence[tuple[str, str, int, Any]], day: date) -> "HallSettings":
        """From (name, valid_from, position, value) rows: the newest not after ``day`` holds, None ends a setting."""
        in_force = sorted((row for row in dated if row[1] <= day.isoformat()), key=lambda row: (row[1], row[2]))
        values = {name: value for name, _, _, value in in_force}
        return cls(hall, {name: value for name, value in values.items() if value is not None})

    @cached_property
    def hours(self) -> Hours:
        holidays = [day["date"] for day in self.values.get("holidays", ())]
        return Hours.of(self.hall["zone"], self.values.get("hours", {}), holidays)

    @cached_property
    def series(self) -> list[Series]:
        return [
            Series(
                raw["series"],
                raw["name"],
                frozenset(raw.get("fields", ())),
                frozenset(raw.get("purposes", ())),
                frozenset(raw.get("routes", ())),
            )
            for raw in self.values.get("series", ())
        ]

    def series_for(self, purpose: str, field: str, route: str = "") -> str:
        """The series of a ticket: the first in the hall's order that takes it.

        A hall whose series leave something out still gives it a number: the last series takes the rest.
        """
        return next((one.letter for one in self.series if one.takes(purpose, field, route)), self.series[-1].letter)

    @cached_property
    def priority_classes(self) -> dict[str, PriorityClass]:
        return {
            raw["id"]: PriorityClass(
                raw["id"], raw["name"], raw.get("note", {}), raw.get("weight", 1), raw.get("min_age")
            )
            for raw in self.values.get("priority_classes", ())
        }

    @cached_property
    def skills(self) -> dict[str, tuple[Skill, ...]]:
        return {
            counter: tuple(Skill.read(raw) for raw in skills)
            for counter, skills in self.values.get("skills", {}).items()
        }

    def serving(self, counters: Sequence[str], need: Need) -> list[str]:
        """Those of ``counters`` that can serve ``need``, in the given order."""
        return [one for one in counters if self.serves(one, need)]

    def serves(self, counter: str, need: Need) -> bool:
        """Whether ``counter`` has the skills for ``need``; asked for every line at every ticket, so remembered."""
        known = self._serves.get((counter, need))
        if known is None:
            known = self._serves[counter, need] = can_serve(counter, self.skills.get(counter, ()), need)
        return known

    @cached_property
    def _serves(self) -> dict[tuple[str, Need], bool]:
        return {}

    def competing(self, opened: Sequence[str], counters: Sequence[str], need: Need) -> Callable[[Need], bool]:
        """Whether a need is served by a counter that could serve ``need``: an open one or, where none is, any.

        The same need always is, though no counter of the hall can serve it.
        """
        could = self.serving(opened, need) or self.serving(counters, need)
        return lambda other: other == need or any(self.serves(one, other) for one in could)

    def absent(self, day: date) -> list[Absence]:
        """The services whose counter is not staffed on ``day``; setting ``vertical_absent``."""
        return [one for one in map(Absence.read, self.values.get("vertical_absent", ())) if one.on(day)]

    def require_numbers(self, at: datetime) -> None:
        """Raise Conflict ``hall_closed`` unless numbers are given at ``at``; it says when next.

        After the cut-off it also says until when those are served who have a number: they wait on the same chairs.
        """
        if self.hours.gives_numbers(at):
            return
        opens = self.hours.next_numbers(at)
        if opens is None:
            raise Conflict("hall_closed", sentence="hall_closed_long")
        again = self.said(opens)
        if not self.hours.of_day(self.hours.business_day(at)):
            raise Conflict("hall_closed", sentence="hall_closed_holiday", next=again)
        until = self.hours.serves_until(at)
        if until is None:
            raise Conflict("hall_closed", next=again)
        local = self.hours.local(until)
        raise Conflict("hall_closed", sentence="hall_closed_serving", next=again, until=f"{local:%H:%M}")

    def said(self, at: datetime) -> str:
        """An instant as a sentence says it: 13:00 23/11/2026, by the hall's clock."""
        return f"{self.hours.local(at):%H:%M %d/%m/%Y}"

    @cached_property
    def displays(self) -> Displays:
        """Setting ``displays``: the hall's zones and screens."""
        return Displays.read(self.values.get("displays"))

    @cached_property
    def door(self) -> DoorRules:
        """Settings ``quotas``, ``capacity`` and ``visits``; empty or null is no limit."""
        capacity, visits = self.values.get("capacity"), self.values.get("visits")
        return DoorRules(
            quotas=self.values.get("quotas") or {},
            capacity=Capacity.read(capacity) if capacity else None,
            visits=Visits.read(visits) if visits else None,
        )

    @property
    def delays(self) -> Delays:
        """Setting ``delays``: how often somebody who will be late lets the next go first."""
        return Delays.read(self.values.get("delays") or {})

    @property
    def rejoins(self) -> Rejoins:
        """Setting ``rejoins``: how somebody who missed a call comes back by scanning the slip."""
        return Rejoins.read(self.values.get("rejoins") or {})

    @cached_property
    def voice(self) -> Voice:
        """Setting ``voice``: how calls are said on the hall's displays."""
        return Voice.read(self.values.get("voice"))

    def reach(self, usual: str | None) -> Reach:
        """Setting ``public_url``; where nobody set it, ``usual``: what the installation was told."""
        return Reach.read(self.values.get("public_url"), usual)

    @property
    def rule(self) -> PriorityThenTime:
        return RULES[self.values.get("rule", {}).get("name", PriorityThenTime.name)]

    @property
    def first(self) -> list[str]:
        """The procedures its manager wants on the kiosk's first screen, at most eight; none: the hall learns them."""
        return list(self.values.get("first") or ())[:FIRST_SCREEN]

    @property
    def notices(self) -> list[Names]:
        return list(self.values.get("notices", ()))

    @property
    def no_show_after(self) -> timedelta:
        return timedelta(seconds=self.values.get("limits", {}).get("no_show_after_seconds", 0))

    @property
    def no_show_recalls(self) -> int:
        return int(self.values.get("limits", {}).get("no_show_recalls", 0))
