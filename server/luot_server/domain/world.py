"""The world on one day: every dated fact that holds then, ready to be asked.

A `World` never changes; when a fact is added, the next one is built. Sixteen hundred procedures and
four hundred areas build in about a tenth of a second, so it is kept per day, not per question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final, TypeVar

from luot_server.domain import search
from luot_server.domain.codes import procedure_key
from luot_server.domain.facts import Fact, Gone, gone, holding
from luot_server.domain.records import Agency, Area, Field, HallPlace, Identifier, Level, Procedure, Province
from luot_server.domain.said import SAID_OF_AREAS, SAID_OF_ERRANDS
from luot_server.domain.text import Names, Text

__all__ = ["Agency", "Area", "AreaHit", "Field", "HallPlace", "Level", "Procedure", "Province", "World"]

_TOLD_OF_WHEN_GONE: Final = ("procedure", "hall", "area")
"""What people still ask for after its end."""

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class AreaHit:
    """An area somebody may have meant: ``area`` is the very string to send back, ``note`` what it has become."""

    area: str
    name: Names
    note: Text | None


@dataclass(frozen=True, eq=False)
class World:
    """What is true on the day ``on``. Build it with `World.of`."""

    on: date
    _procedures: Mapping[str, Procedure]
    _fields: Mapping[str, Field]
    _agencies: Mapping[str, Agency]
    _areas: Mapping[str, Area]
    _former_areas: Mapping[str, Area]
    _successors: Mapping[str, tuple[str, ...]]
    _halls: Mapping[str, HallPlace]
    _provinces: Mapping[str, Province]
    _lists: Mapping[str, frozenset[str]]
    _gone: Mapping[tuple[str, str], Gone]
    _agencies_ever: tuple[Fact, ...]

    @classmethod
    def of(cls, facts: Iterable[Fact], on: date) -> World:
        """Everything ``facts`` say about the day ``on`` (a local date); what begins later is not looked at."""
        facts = tuple(fact for fact in facts if fact.valid_from <= on)
        now: dict[str, dict[str, Fact]] = {}
        for (kind, key), fact in sorted(holding(facts, on).items()):
            if not fact.ends_it:
                now.setdefault(kind, {})[key] = fact
        past = gone((fact for fact in facts if fact.kind in _TOLD_OF_WHEN_GONE), on)
        areas = {key: it.was for (kind, key), it in past.items() if kind == "area"}
        successors: dict[str, list[str]] = {}
        for fact in now.get("area_merge", {}).values():
            successors.setdefault(fact.data["old"], []).append(fact.data["new"])
        return cls(
            on=on,
            _procedures=_frozen({key: Procedure.read(key, it.data) for key, it in now.get("procedure", {}).items()}),
            _fields=_frozen({key: Field.read(key, it.data) for key, it in now.get("field", {}).items()}),
            _agencies=_frozen({key: Agency.read(key, it.data) for key, it in now.get("agency", {}).items()}),
            _areas=_frozen({key: Area.read(key, it.data) for key, it in now.get("area", {}).items()}),
            _former_areas=_frozen({key: Area.read(key, it.data) for key, it in areas.items()}),
            _successors=_frozen({old: tuple(sorted(set(new))) for old, new in successors.items()}),
            _halls=_frozen({key: HallPlace.read(key, it.data) for key, it in now.get("hall", {}).items()}),
            _provinces=_frozen({key: Province.read(key, it.data) for key, it in now.get("province", {}).items()}),
            _lists=_frozen({key: _codes(it.data["codes"]) for key, it in now.get("list", {}).items()}),
            _gone=_frozen(past),
            _agencies_ever=tuple(fact for fact in facts if fact.kind == "agency"),
        )

    def procedure(self, code: str | None) -> Procedure | None:
        """The procedure of a code in any of its spellings; None when the catalogue lacks it."""
        key = procedure_key(code) if code else None
        return self._procedures.get(key) if key else None

    def procedure_gone(self, code: str) -> Gone | None:
        """The ended procedure of a code in any of its spellings: since when, and in ``told`` what replaces it."""
        return self._gone.get(("procedure", procedure_key(code) or ""))

    def procedure_ever(self, code: str | None) -> Procedure | None:
        """The procedure of a code, also an ended one as it was: a number given before its end goes by its name."""
        known = self.procedure(code)
        if known is not None or code is None:
            return known
        ended = self.procedure_gone(code)
        return Procedure.read(ended.was.key, ended.was.data) if ended else None

    def listed(self, province: str, name: str) -> frozenset[str] | None:
        """The codes on a province's list (``L1``, ``published``); None where it keeps none of that name."""
        return self._lists.get(f"{province}/{name}")

    def procedures(self) -> Iterator[Procedure]:
        """Every procedure, in the order of its code."""
        return iter(self._procedures.values())

    def field(self, id: str) -> Field | None:
        """The field of work with this id."""
        return self._fields.get(id)

    def fields(self) -> Iterator[Field]:
        """Every field of work, in the order of its id."""
        return iter(self._fields.values())

    def agency(self, id: str) -> Agency | None:
        """The agency with this id."""
        return self._agencies.get(id)

    def agencies(self) -> Iterator[Agency]:
        """Every agency."""
        return iter(self._agencies.values())

    def agency_for(self, role: str, area: str) -> Agency | None:
        """Who has ``role`` for ``area``: the agency serving it, else the one serving what it lies in."""
        at: str | None = area
        while at is not None:
            if agency := self._roles.get((role, at)):
                return agency
            unit = self._areas.get(at)
            at = unit.parent if unit else None
        return None

    def agency_identified(self, identifier: str) -> Agency | None:
        """The agency with this official identifier, as valid on the day."""
        return self.identified_on(identifier, self.on)

    def identified_on(self, identifier: str, day: date) -> Agency | None:
        """The agency this official identifier meant on ``day``, which may since have ended; a day to come is today."""
        day = min(day, self.on)
        found = holding(self._identified.get(identifier, ()), day)
        for (_, key), fact in sorted(found.items()):
            agency = None if fact.ends_it else Agency.read(key, fact.data)
            if agency and any(it.text == identifier and it.holds_on(day) for it in agency.identifiers):
                return agency
        return None

    def area(self, code: str) -> Area | None:
        """The unit with this code today."""
        return self._areas.get(code)

    def areas(self) -> Iterator[Area]:
        """Every unit of today."""
        return iter(self._areas.values())

    def former_area(self, code: str) -> Area | None:
        """What the code meant before the last change of boundaries."""
        return self._former_areas.get(code)

    def area_gone(self, code: str) -> Gone | None:
        """Since when the unit the code meant before is no more."""
        return self._gone.get(("area", code))

    def former_areas(self) -> Iterator[Area]:
        """Every unit that has ended, as it was last."""
        return iter(self._former_areas.values())

    def became(self, code: str) -> tuple[str, ...]:
        """The units of today a former unit lies in: one when it was merged whole, several when it was split."""
        if direct := self._successors.get(code):
            return direct
        parts = [new for area in self._former_areas.values() if area.parent == code for new in self.became(area.code)]
        return tuple(dict.fromkeys(parts))

    def ancestor(self, code: str, level: Level) -> Area | None:
        """The unit of ``level`` that ``code`` is or lies in."""
        unit = self._areas.get(code)
        while unit is not None and unit.level is not level:
            unit = self._areas.get(unit.parent) if unit.parent else None
        return unit

    def province(self, code: str) -> Province | None:
        """The settings of the province with this code."""
        return self._provinces.get(code)

    def hall(self, id: str) -> HallPlace | None:
        """The hall with this id."""
        return self._halls.get(id)

    def hall_gone(self, id: str) -> Gone | None:
        """The hall with this id that has ended: since when, and in ``told`` which one took its work over."""
        return self._gone.get(("hall", id))

    def halls(self) -> Iterator[HallPlace]:
        """Every hall, in the order of its id."""
        return iter(self._halls.values())

    def find_procedures(self, q: str, limit: int = 20) -> list[Procedure]:
        """Procedures by what people call them, by their name, or by their code; best first."""
        if exact := self.procedure(q) or self.procedure(_code_in_front(q)):
            return [exact][:limit]
        return [self._procedures[code] for code in self._procedure_index.find(q, limit)]

    def find_areas(self, q: str, limit: int = 20) -> list[AreaHit]:
        """Communes by name, today's first, and units of before the merger with a note of what they are now."""
        return [self._hit(area) for area in self._area_index.find(q, limit)]

    @cached_property
    def _roles(self) -> Mapping[tuple[str, str], Agency]:
        return {(role, area): it for it in self._agencies.values() for role in it.roles for area in it.serves}

    def shown(self, area: str) -> AreaHit:
        """An area by the string a request names it with, ``CODE`` or ``old:CODE``; LookupError when there is none."""
        return self._hit(area)

    @cached_property
    def _identified(self) -> Mapping[str, list[Fact]]:
        """Per identifier every version of the agencies it ever meant: the newest one may no longer have it."""
        meant: dict[str, set[str]] = {}
        for fact in self._agencies_ever:
            for identifier in map(Identifier.read, fact.data.get("identifiers", ())):
                meant.setdefault(identifier.text, set()).add(fact.key)
        return {text: [fact for fact in self._agencies_ever if fact.key in keys] for text, keys in meant.items()}

    @cached_property
    def _procedure_index(self) -> search.Index:
        return search.Index(tuple(self._searchable(it) for it in self.procedures()), SAID_OF_ERRANDS)

    def _searchable(self, it: Procedure) -> search.Searchable:
        field = self._fields.get(it.field)
        said = [*it.short_name.values(), *it.search_words] if it.everyday else list(it.search_words)
        return search.Searchable.of(
            it.code,
            said,
            [*it.name.values(), it.code, it.code.replace(".", ""), it.code[2:]],
            list(field.name.values()) if field else [],
            20 if it.everyday else 0,
        )

    @cached_property
    def _area_index(self) -> search.Index:
        today = [
            search.Searchable.of(area.code, _called(area), [area.code], self._around(area, self._areas), 25)
            for area in self._areas.values()
            if area.level is Level.COMMUNE
        ]
        gone = [
            search.Searchable.of(
                f"old:{area.code}",
                [*_called(area), f"{area.name['vi']} cũ"],
                [area.code, "cũ trước đây former"],
                self._around(area, self._former_areas),
            )
            for area in self._former_areas.values()
            if area.level is Level.COMMUNE and self.became(area.code)
        ]
        return search.Index((*today, *gone), SAID_OF_AREAS)

    def _around(self, area: Area, units: Mapping[str, Area]) -> list[str]:
        """The names of what an area lies in: somebody may type the town rather than the ward."""
        above = units.get(area.parent) if area.parent else None
        return [*above.name.values(), *self._around(above, units)] if above else []

    def _hit(self, area: str) -> AreaHit:
        code = area.removeprefix("old:")
        if code == area:
            return AreaHit(area, self._areas[code].name, None)
        before = self._former_areas[code]
        now = [self._areas[new].name for new in self.became(code) if new in self._areas]
        joined = {lang: ", ".join(name[lang] for name in now) for lang in ("vi", "en")}
        key = "area.now" if len(now) == 1 else "area.now_split"
        return AreaHit(area, self._former_name(before), Text(key, {"now": joined}))

    def _former_name(self, area: Area) -> Names:
        """The name with the district it lay in: many old units shared one name."""
        above = self._former_areas.get(area.parent) if area.parent else None
        if above is None:
            return area.name
        town = above.name["vi"]
        return {"vi": f"{area.name['vi']}, {town[0].lower()}{town[1:]}", "en": f"{area.name['en']}, {above.name['en']}"}


def _code_in_front(q: str) -> str | None:
    """The key of a code whose case, province or suffix is only half typed: ``1.001193.H1``."""
    match = re.match(r"\s*([1-9]\.\d{6})(?!\d)", q)
    return match[1] if match else None


def _called(area: Area) -> list[str]:
    """An area's names, and a numbered ward as addresses shorten it: P9, P.9."""
    number = area.name["vi"].rpartition(" ")[2]
    return [*area.name.values(), *([f"P{number}", f"P.{number}"] if number.isdigit() else [])]


def _codes(codes: Iterable[str]) -> frozenset[str]:
    """The keys of a list's procedures, however the list spells them."""
    return frozenset(procedure_key(code) or code for code in codes)


def _frozen(data: dict[K, T]) -> Mapping[K, T]:
    return MappingProxyType(data)
