"""The demo hall as its data files tell it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from luot_server.domain.hours import Hours
from luot_server.domain.roles import Grant, Role

Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody who works in the hall, or watches it from the province. ``counters`` are ids, best first."""

    user: str
    name: str
    grant: Grant
    counters: tuple[str, ...]

    @property
    def has_pin(self) -> bool:
        """The guide carries a tablet."""
        return self.grant.role == Role.GUIDE


@dataclass(frozen=True)
class DemoDevice:
    """A device or program; ``use`` is the name its token goes by."""

    id: str
    kind: str
    name: str
    use: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class DemoHall:
    """Everything that is decided about the hall before anybody comes in."""

    id: str
    name: dict[str, str]
    address: dict[str, str]
    area: str
    province: str
    zone: str
    valid_from: str
    counters: dict[str, Json]
    settings: dict[str, Any]
    people: tuple[Person, ...]
    devices: tuple[DemoDevice, ...]

    @property
    def hours(self) -> Hours:
        return Hours.of(self.zone, self.settings["hours"], [one["date"] for one in self.settings["holidays"]])


@cache
def demo_hall() -> DemoHall:
    """The hall of ``data/hall.json`` and the people of ``data/people.json``; shared, so not to be changed."""
    hall, people = _read("hall.json"), _read("people.json")
    counters = {f"{hall['id']}.{one['number']}": one for one in hall["counters"]}
    days = hall["days"]
    settings = {**hall["settings"], "hours": {day: days[kind] for day, kind in hall["settings"]["hours"].items()}}
    return DemoHall(
        hall["id"],
        hall["name"],
        hall["address"],
        hall["area"],
        hall["province"],
        hall["zone"],
        hall["valid_from"],
        counters,
        settings,
        tuple(_person(hall, one) for one in people["staff"]),
        tuple(
            DemoDevice(one["id"], one["kind"], one["name"], one["use"], tuple(one.get("scopes", ())))
            for one in people["devices"]
        ),
    )


def _person(hall: Json, raw: Json) -> Person:
    """A supervisor's scope is the province, everybody else's the hall."""
    scope, place = ("province", hall["province"]) if raw["role"] == Role.SUPERVISOR else ("hall", hall["id"])
    counters = tuple(f"{hall['id']}.{number}" for number in raw["counters"])
    return Person(raw["user"], raw["name"], Grant(raw["role"], scope, place), counters)


def _read(name: str) -> Json:
    read: Json = json.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))
    return read
