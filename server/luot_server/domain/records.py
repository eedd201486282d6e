"""What a dated fact says once it is read: the procedures, agencies, areas and halls of one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from luot_server.domain.text import Names


class Level(StrEnum):
    """Who may decide: the tiers of government a procedure is settled at."""

    MINISTRY = "bo"
    PROVINCE = "tinh"
    DISTRICT = "huyen"  # gone since 1/7/2025
    COMMUNE = "xa"
    OTHER = "khac"  # notaries, embassies: no rule looks at it


class Key(StrEnum):
    """The one fact of a case that fixes which agency is competent."""

    RESIDENCE = "residence"
    PROPERTY = "property_location"
    BUSINESS = "business_seat"
    EVENT = "event_place"
    PROVINCE = "province"
    RECEIVING_HALL = "receiving_hall"
    NATIONWIDE = "nationwide"
    MINISTRY = "ministry"


AREA_KEYS: Final = frozenset({Key.RESIDENCE, Key.PROPERTY, Key.BUSINESS, Key.EVENT})


class Regime(StrEnum):
    """Which rule of reception a province follows on a day."""

    THREE_TIER = "three_tier"
    TWO_TIER = "two_tier"


class HallKind(StrEnum):
    """What sort of place a hall is; the values are the official short forms."""

    PROVINCE = "tt_tinh"
    PROVINCE_BRANCH = "chi_nhanh"
    COMMUNE = "tt_xa"
    COMMUNE_POINT = "diem_tiep_nhan"
    LAND_OFFICE = "vpdk"
    POLICE = "cong_an"
    MINISTRY = "mc_bo"
    POST = "post"
    DISTRICT_2022 = "mc_huyen"
    COMMUNE_2022 = "mc_xa"


@dataclass(frozen=True)
class Processing:
    """How long a decision takes; ``days`` counts in ``unit`` and is None where the law names no number.

    ``unit``: working_day, day, month, hour, other.
    """

    days: float | None
    unit: str


@dataclass(frozen=True)
class Procedure:
    """One version of an administrative procedure.

    ``vertical`` names the service outside the people's committees that decides (police, tax, insurance), if any.
    ``authority`` holds, per level, the role of the agency that decides where it is not the people's committee.
    ``route`` is how an accepted dossier travels when an agency of the receiving hall decides, ``route_away`` when
    another one does; ``with_roles`` are agencies that decide together with the leading one.
    """

    code: str
    name: Names
    short_name: Names
    search_words: tuple[str, ...]
    field: str
    levels: frozenset[Level]
    vertical: str | None
    competence_key: Key
    lists: frozenset[str]
    in_published_list: bool
    authority: Mapping[Level, str]
    with_roles: tuple[str, ...]
    route: str
    route_away: str
    processing: Processing
    papers: tuple[Names, ...]
    area_question: Names | None
    notices: tuple[Names, ...]
    everyday: bool
    typical_minutes: float

    @property
    def needs_area(self) -> bool:
        """Whether an address must be known before anybody can say who decides."""
        return self.competence_key in AREA_KEYS

    @classmethod
    def read(cls, code: str, data: Mapping[str, Any]) -> Procedure:
        """From the data of a fact; ValueError names a level or key that does not exist."""
        processing = data.get("processing") or {}
        return cls(
            code=code,
            name=data["name"],
            short_name=data.get("short_name") or data["name"],
            search_words=tuple(data.get("search_words", ())),
            field=data["field"],
            levels=frozenset(map(Level, data["levels"])),
            vertical=data.get("vertical"),
            competence_key=Key(data["competence_key"]),
            lists=frozenset(data.get("lists", ())),
            in_published_list=bool(data.get("in_published_list", False)),
            authority=_by_level(data.get("authority")),
            with_roles=tuple(data.get("with_roles", ())),
            route=data.get("route", "here"),
            route_away=data.get("route_away", "paper_handover"),
            processing=Processing(processing.get("days"), processing.get("unit", "other")),
            papers=tuple(data.get("papers", ())),
            area_question=data.get("area_question"),
            notices=tuple(data.get("notices", ())),
            everyday=bool(data.get("everyday", False)),
            typical_minutes=data.get("typical_minutes", DEFAULT_MINUTES),
        )

    def to_data(self) -> dict[str, Any]:
        """The data of a fact that says the same: the inverse of `read`."""
        return {
            "name": dict(self.name),
            "short_name": dict(self.short_name),
            "search_words": list(self.search_words),
            "field": self.field,
            "levels": sorted(level.value for level in self.levels),
            "vertical": self.vertical,
            "competence_key": self.competence_key.value,
            "lists": sorted(self.lists),
            "in_published_list": self.in_published_list,
            "authority": {level.value: role for level, role in self.authority.items()},
            "with_roles": list(self.with_roles),
            "route": self.route,
            "route_away": self.route_away,
            "processing": {"days": self.processing.days, "unit": self.processing.unit},
            "papers": [dict(paper) for paper in self.papers],
            "area_question": dict(self.area_question) if self.area_question else None,
            "notices": [dict(notice) for notice in self.notices],
            "everyday": self.everyday,
            "typical_minutes": self.typical_minutes,
        }


DEFAULT_MINUTES: Final = 12.0
"""Service time assumed for a procedure nobody has measured yet, in minutes."""


@dataclass(frozen=True)
class Field:
    """A field of work (lĩnh vực). ``authority``: per level the role that decides; ``ministry``: its top agency."""

    id: str
    name: Names
    authority: Mapping[Level, str] = field(default_factory=dict)
    ministry: str | None = None

    @classmethod
    def read(cls, key: str, data: Mapping[str, Any]) -> Field:
        """From the data of a fact."""
        return cls(key, data["name"], _by_level(data.get("authority")), data.get("ministry"))


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
    identifiers: tuple[str, ...]
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
            identifiers=tuple(data.get("identifiers", ())),
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
    """A province's own choices. ``articles``: branch of the rule → the article a clerk can look up."""

    code: str
    regime: Regime
    list_mode: bool
    articles: Mapping[str, str]

    @classmethod
    def read(cls, key: str, data: Mapping[str, Any]) -> Province:
        """From the data of a fact."""
        return cls(key, Regime(data["regime"]), bool(data.get("list_mode", False)), data.get("articles", {}))


@dataclass(frozen=True)
class HallPlace:
    """A hall as the rules see it: where it stands, of what kind it is, and which services staff a counter in it."""

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

    @classmethod
    def read(cls, key: str, data: Mapping[str, Any]) -> HallPlace:
        """From the data of a fact; a plain string as name stands for every language."""
        name = data["name"]
        return cls(
            id=key,
            name={"vi": name, "en": name} if isinstance(name, str) else name,
            kind=HallKind(data["kind"]),
            area=data["area"],
            shared_commune=_strings(data.get("shared_commune")),
            vertical_present=_strings(data.get("vertical_present")),
            assigned=_strings(data.get("assigned")),
            agencies=_strings(data.get("agencies")),
            address=data.get("address"),
            hours=data.get("hours"),
            url=data.get("url"),
        )


def _by_level(data: Mapping[str, str] | None) -> dict[Level, str]:
    return {Level(level): role for level, role in (data or {}).items()}


def _strings(values: Iterable[str] | None) -> frozenset[str]:
    return frozenset(values or ())
