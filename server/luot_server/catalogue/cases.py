"""Worked competence cases: read a file of them, decide each with the shipped catalogue, compare.

A case states the question (regime, hall, code, area, purpose, dossier), may override what the catalogue says of
the procedure, and states as much of the answer as its author is sure of. Only what it states is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from luot_server.catalogue.shipped import shipped_facts
from luot_server.domain.competence import AreaUnknown, Decision, Question, decide
from luot_server.domain.facts import Fact, newest
from luot_server.domain.records import HallKind
from luot_server.domain.search import same_spelling
from luot_server.domain.world import World

_REGIMES: Final = {
    "2022": (date(2022, 9, 15), False),
    "2025": (date(2026, 3, 2), False),
    "2025-listmode": (date(2026, 3, 2), True),
}
"""Regime of a case → the day it is decided on, and whether the province is in list mode that day."""

_OF_COMMUNE: Final = (HallKind.COMMUNE, HallKind.COMMUNE_2022)


class CaseError(ValueError):
    """The file, or one case of it, cannot be asked at all; the message says what to put right."""


@dataclass(frozen=True)
class Difference:
    """One stated field of one case that came out otherwise."""

    case: str
    field: str
    expected: Any
    got: Any

    def __str__(self) -> str:
        return f"{self.case}: {self.field} should be {self.expected!r}, is {self.got!r}"


def check(document: Mapping[str, Any]) -> Iterator[tuple[str, list[Difference]]]:
    """Each case's id with its differences, in the file's order; an empty list means the case holds."""
    cases = document.get("tests")
    if not isinstance(cases, list):
        raise CaseError('The file has no list of cases: it needs {"halls_2025": {…}, "tests": [{…}]}.')
    for place, case in enumerate(cases, start=1):
        if not isinstance(case, Mapping):
            raise CaseError(f"Case {place} is no object.")
        id = str(case.get("id", place))
        yield id, list(_differences(id, case, document))


def _differences(id: str, case: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Difference]:
    world = world_of(case, document)
    hall = world.hall(str(case.get("hall")))
    if hall is None:
        raise CaseError(f"Case {id} names the hall {case.get('hall')!r}, which the file does not describe.")
    question = Question(
        case.get("code"), case.get("purpose") or "submit", case.get("area"), case.get("dossier"), world.on
    )
    try:
        decision = decide(question, hall, world)
    except AreaUnknown as unknown:
        yield Difference(id, "area", case.get("accept"), unknown.code)
        return
    yield from compare(id, case, decision, world)


def world_of(case: Mapping[str, Any], document: Mapping[str, Any]) -> World:
    """The world a case is decided in: the shipped catalogue, the file's own halls, the case's own facts."""
    regime = str(case.get("regime", "2025"))
    if regime not in _REGIMES:
        raise CaseError(f"Case {case.get('id')} has the regime {regime!r}; known are {', '.join(_REGIMES)}.")
    on, list_mode = _REGIMES[regime]
    if case.get("on"):
        on = date.fromisoformat(case["on"])
    facts = [fact for fact in shipped_facts() if fact.kind != "hall"]
    halls = document.get(f"halls_{regime.partition('-')[0]}") or {}
    facts += [Fact("hall", id, on, on, hall) for id, hall in halls.items()]
    if list_mode:
        facts += [
            Fact("province", it.key, on, on, {**it.data, "list_mode": True})
            for it in facts
            if it.kind == "province" and it.holds_on(on)
        ]
    facts += _procedure(case, on)
    try:
        return World.of(facts, on)
    except (KeyError, ValueError) as wrong:
        raise CaseError(f"Case {case.get('id')} states a fact that cannot be: {wrong}.") from wrong


def _procedure(case: Mapping[str, Any], on: date) -> list[Fact]:
    """The procedure as the case states it, upon the catalogue's version of that day or, failing that, any day."""
    code = case.get("code")
    versions = [fact for fact in shipped_facts() if fact.kind == "procedure" and fact.key == code]
    valid = [fact for fact in versions if fact.holds_on(on)]
    known = newest(valid or versions)
    base = next(iter(known.values())).data if known else None
    level, key = case.get("level"), case.get("competence_key")
    if base is None and not (level and key):
        return []
    if not valid and not (level and key):
        return []
    if base is None:
        base = {"name": {"vi": str(code), "en": str(code)}, "field": "", "levels": [], "competence_key": key}
    stated: dict[str, Any] = {"competence_key": key} if key else {}
    if level:
        stated["levels"] = _list(level)
    if "list" in case:
        stated["lists"] = _list(case["list"])
    stated.update({name: case[name] for name in ("vertical", "in_published_list") if name in case})
    return [Fact("procedure", str(code), on, on, {**base, **stated})]


def compare(id: str, case: Mapping[str, Any], decision: Decision, world: World) -> Iterator[Difference]:
    """The stated fields of the answer against the decision."""
    got = decision.to_data()
    for field in ("accept", "route", "article"):
        if field in case and case[field] != got[field]:
            yield Difference(id, field, case[field], got[field])
    competent = decision.competent.id if decision.competent else None
    for field, actual in (("competent", competent), ("handover_to", decision.handover_to)):
        if field in case and not _same(case[field], actual, world):
            yield Difference(id, field, case[field], actual)
    refs = [it.ref for it in decision.refer_to]
    agencies = [it.id for it in decision.with_]
    areas = [it.area for it in decision.ask]
    for field, several in (("refer_to", refs), ("with", agencies), ("ask", areas)):
        if field in case and not _same_set(case[field] or [], several, world):
            yield Difference(id, field, case[field], several)


def _same_set(expected: Iterable[Any], got: Iterable[str], world: World) -> bool:
    """Whether the two name the same places, in any order."""
    left = list(got)
    for item in expected:
        name = item.get("ref") or item.get("id") or item.get("area") if isinstance(item, Mapping) else item
        match = next((it for it in left if _same(name, it, world)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _same(expected: str | None, got: str | None, world: World) -> bool:
    if expected is None or got is None:
        return expected is got
    return same_spelling(str(expected)) in {same_spelling(name) for name in _names(got, world)}


def _names(ref: str, world: World) -> Iterator[str]:
    """Everything the place behind a reference may be called: a commune's hall and its committee are one place."""
    yield ref
    commune = ref.removeprefix("xa:") if ref.startswith("xa:") else None
    if hall := world.hall(ref):
        yield from hall.name.values()
        commune = hall.area if hall.kind in _OF_COMMUNE else None
    if agency := world.agency(ref):
        yield from (*agency.name.values(), *agency.aliases)
        commune = agency.serves[0] if agency.ref == "xa" else None
    if prefix := ref.partition(":")[0] if ":" in ref else None:
        served = (it for it in world.agencies() if it.ref == prefix and ref.partition(":")[2] in it.serves)
        for agency in served:
            yield from (agency.id, *agency.name.values(), *agency.aliases)
    if commune is not None:
        yield from _commune(commune, world)


def _commune(code: str, world: World) -> Iterator[str]:
    yield f"xa:{code}"
    for agency in world.agencies():
        if agency.ref == "xa" and code in agency.serves:
            yield from (agency.id, *agency.name.values(), *agency.aliases)
    for hall in world.halls():
        if (hall.kind in _OF_COMMUNE and hall.area == code) or code in hall.shared_commune:
            yield from (hall.id, *hall.name.values())


def _list(value: Any) -> list[str]:
    """``"xa+khac"``, a list, or nothing."""
    if not value:
        return []
    return value.split("+") if isinstance(value, str) else list(value)
