"""What a dated fact says of a procedure and of its field of work, once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from luot_server.domain.text import Names
from luot_server.domain.tiers import Level


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


@dataclass(frozen=True)
class Processing:
    """How long a decision takes; ``days`` counts in ``unit`` and is None where the law names no number.

    ``unit``: working_day, day, month, hour, other.
    """

    days: float | None
    unit: str


@dataclass(frozen=True)
class AreaQuestion:
    """One of several areas a procedure asks for; any of them may settle who decides."""

    id: str
    question: Names


@dataclass(frozen=True)
class Procedure:
    """One version of an administrative procedure.

    ``vertical`` names the service outside the people's committees that decides (police, tax, insurance), if any.
    ``authority`` holds, per level, the role of the agency that decides where it is not the people's committee.
    ``route`` is how an accepted dossier travels when an agency of the receiving hall decides, ``route_away`` when
    another one does; ``with_roles`` are agencies that decide together with the leading one. ``area_question`` is how
    the procedure asks for its area; where its text asks for several, each has its own of ``area_questions``.
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
    area_questions: tuple[AreaQuestion, ...] = ()
    replaced_by: tuple[str, ...] = ()  # codes to ask for once this one has ended
    to_confirm: tuple[str, ...] = ()  # names of these fields that nobody has held against the procedure's own text yet

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
            vertical=data.get("vertical") if data.get("vertical") not in _NO_SERVICE else None,
            competence_key=Key(data["competence_key"]),
            lists=frozenset(data.get("lists", ())),
            in_published_list=bool(data.get("in_published_list", False)),
            authority=by_level(data.get("authority")),
            with_roles=tuple(data.get("with_roles", ())),
            route=data.get("route", "here"),
            route_away=data.get("route_away", "paper_handover"),
            processing=Processing(processing.get("days"), processing.get("unit", "other")),
            papers=tuple(data.get("papers", ())),
            area_question=data.get("area_question"),
            notices=tuple(data.get("notices", ())),
            everyday=bool(data.get("everyday", False)),
            typical_minutes=data.get("typical_minutes", DEFAULT_MINUTES),
            area_questions=tuple(AreaQuestion(it["id"], it["question"]) for it in data.get("area_questions") or ()),
            replaced_by=tuple(data.get("replaced_by") or ()),
            to_confirm=tuple(data.get("to_confirm") or ()),
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
            "area_questions": [{"id": it.id, "question": dict(it.question)} for it in self.area_questions],
            "replaced_by": list(self.replaced_by),
            "to_confirm": list(self.to_confirm),
        }


_NO_SERVICE: Final = ("", "none", None)

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
        return cls(key, data["name"], by_level(data.get("authority")), data.get("ministry"))


def by_level(data: Mapping[str, str] | None) -> dict[Level, str]:
    """Level → role, as a fact writes it."""
    return {Level(level): role for level, role in (data or {}).items()}
