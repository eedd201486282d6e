"""What a dated fact says once it is read: the agencies, areas, provinces and halls of one day, and the procedures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luot_server.domain.codes import procedure_key
from luot_server.domain.procedures import AREA_KEYS, AreaQuestion, Field, Key, Procedure, Processing
from luot_server.domain.text import Names
from luot_server.domain.tiers import HallKind, Level

__all__ = [
    "AREA_KEYS",
    "Agency",
    "Area",
    "AreaQuestion",
    "Field",
    "HallKind",
    "HallPlace",
    "Identifier",
    "Key",
    "Level",
    "MobileDay",
    "Procedure",
    "Processing",
    "Province",
]


@dataclass(frozen=True)
class Identifier:
    """An official identifier and the days on which it means its agency; None leaves that end open."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None

    @classmethod
    def read(cls, data: str | Mapping[str, Any]) -> Identifier:
        """A plain string holds as long as the agency does; ``{id, valid_from, valid_to}`` says since and until when."""
        if isinstance(data, str):
            return cls(data)
        return cls(data["id"], _day(data.get("valid_from")), _day(data.get("valid_to")))

    def holds_on(self, day: date) -> bool:
        """Whether it means its agency on ``day``; both ends count."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True)
class Agency:
    """Who decides. ``id`` is ours and permanent; official identifiers are dated aliases of it.

    ``serves`` lists the areas it has the ``roles`` for; the first role is the one it exists for. ``ref`` is the
    first half of a reference that names the agency through an area (``xa``, ``land_branch``); None: it is named
    by its id.
    """

    id: str
    name: Names
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    serves: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    level: Level | None
    ref: str | None
    address: str | None
    hours: str | None
    url: str | None

    @classmethod
    def read(cls, key: str, data: Mapping[str, Any]) -> Agency:
        """From the data of a fact."""
        return cls(
            id=key,
            name=data["name"],
            aliases=tuple(data.get("aliases", ())),
            roles=tuple(data.get("roles", ())),
            serves=tuple(data.get("serves", ())),
            identifiers=tuple(map(Identifier.read, data.get("identifiers", ()))),
            level=Level(data["level"]) if data.get("level") else None,
            ref=data.get("ref"),
            address=data.get("address"),
            hours=data.get("hours"),
            url=data.get("url"),
        )


@dataclass(frozen=True)
class Area:
    """An administrative unit. The same code may have meant another unit before: see `World.former_area`."""

    code: str
    name: Names
    level: Level
    parent: str | None

    @classmethod
    def read(cls, key: str, data: Mapping[str, Any]) -> Area:
        """From the data of a fact."""
        return cls(key, data["name"], Level(data["level"]), data.get("parent"))


@dataclass(frozen=True)
class Province:
    """A province's own choices.

    ``regime``: the name of the rule of reception it follows, see `luot_server.domain.competence.regimes`.
    ``articles``: branch of the rule → the article a clerk can look up.
    """

    code: str
    regime: str
    list_mode: bool
    articles: Mapping[str, str]

    @classmethod
    def read(cls, key: str, data: Mapping[str, Any]) -> Province:
        """From the data of a fact."""
        return cls(key, data["regime"], bool(data.get("list_mode", False)), data.get("articles", {}))


@dataclass(frozen=True)
class MobileDay:
    """Hours in which a hall receives elsewhere, in ``area``: every ``weekday`` (0 is Monday), or on ``on`` only.

    ``opens`` and ``closes`` are local times as people read them ("8:00").
    """

    area: str
    place: Names
    opens: str
    closes: str
    weekday: int | None = None
    on: date | None = None

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> MobileDay:
        """From an entry of a hall's ``mobile``; ValueError when it names neither a weekday nor a date."""
        on, weekday = _day(data.get("date")), data.get("weekday")
        if on is None and weekday not in range(7):
            raise ValueError(f"a mobile day needs a date, or a weekday from 0 (Monday) to 6, not {weekday!r}")
        return cls(data["area"], data["place"], data["from"], data["to"], None if on else weekday, on)


@dataclass(frozen=True)
class HallPlace:
    """A hall as the rules see it: where it stands, of what kind it is, and which services staff a counter in it.

    A hall that moves gets a newer version with its new address; one that was merged into another ends, and says so.
    """

    id: str
    name: Names
    kind: HallKind
    area: str
    shared_commune: frozenset[str] = frozenset()
    vertical_present: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()  # codes a provincial centre was assigned beyond its own (three tiers)
    agencies: frozenset[str] = frozenset()  # agencies at home here beyond those its kind implies
    address: str | None = None
    hours: str | None = None
    url: str | None = None
    of: str | None = None  # the hall a reception point belongs to
    stands_in: str | None = None  # the commune it is to be found in, where ``area`` is a whole province or district
    merged_into: str | None = None  # the hall that took its work over, once it has ended
    mobile: tuple[MobileDay, ...] = ()

    @classmethod
    def read(cls, key: str, data: Mapping[str, Any]) -> HallPlace:
        """From the data of a fact; a plain string as name, or Vietnamese alone, stands for every language."""
        name = data["name"]
        return cls(
            id=key,
            name={"vi": name, "en": name} if isinstance(name, str) else {"en": name["vi"], **name},
            kind=HallKind(data["kind"]),
            area=data["area"],
            shared_commune=_strings(data.get("shared_commune")),
            vertical_present=_strings(data.get("vertical_present")),
            assigned=frozenset(procedure_key(code) or code for code in _strings(data.get("assigned"))),
            agencies=_strings(data.get("agencies")),
            address=data.get("address"),
            hours=data.get("hours"),
            url=data.get("url"),
            of=data.get("of"),
            stands_in=data.get("stands_in"),
            merged_into=data.get("merged_into"),
            mobile=tuple(map(MobileDay.read, data.get("mobile") or ())),
        )


def _strings(values: Iterable[str] | str | None) -> frozenset[str]:
    """One value may stand without a list around it."""
    return frozenset([values] if isinstance(values, str) and values else values or ())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
