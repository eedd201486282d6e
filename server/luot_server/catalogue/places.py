"""Whether two references name one place: by id or by any of its names, however hòa is spelt.

A commune's hall and its people's committee are one place, ``xa:CODE``; so are a district's hall and its committee, a
department and the centre of its province, where it is met, and an office (police, land registry) and the hall it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from luot_server.domain.records import Agency, HallKind, HallPlace, Level
from luot_server.domain.search import same_spelling
from luot_server.domain.world import World

_OF_COMMUNE: Final = (HallKind.COMMUNE, HallKind.COMMUNE_2022, HallKind.COMMUNE_POINT)
_OF_TIER: Final = {HallKind.PROVINCE: Level.PROVINCE, HallKind.DISTRICT_2022: Level.DISTRICT}
_OFFICES: Final = {HallKind.POLICE: "cong_an_xa", HallKind.LAND_OFFICE: "land_branch"}


def same(expected: Any, got: str | None, world: World) -> bool:
    """Whether ``got``, a reference of a decision, is what was meant; an object may stand for its reference or name."""
    if expected is None or got is None:
        return expected is got
    if isinstance(expected, Mapping):
        told = [expected[key] for key in ("ref", "id", "area", "name") if expected.get(key)]
        return bool(told) and same(told[0], got, world)
    return same_spelling(str(expected)) in {same_spelling(name) for name in _names(got, world)}


def same_set(expected: Iterable[Any], got: Iterable[str], world: World) -> bool:
    """Whether the two name the same places, in any order."""
    left = list(got)
    for item in expected:
        match = next((it for it in left if same(item, it, world)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _names(ref: str, world: World) -> Iterator[str]:
    """Everything the place behind a reference may be called."""
    yield ref
    if hall := world.hall(ref):
        yield from _of_hall(hall, world)
    if agency := world.agency(ref):
        yield from _of_agency(agency, world)
    prefix, _, code = ref.partition(":")
    if code:
        for agency in world.agencies():
            if agency.ref == prefix and code in agency.serves:
                yield from _called(agency)
    if prefix == "xa":
        yield from _commune(code, world)


def _of_hall(hall: HallPlace, world: World) -> Iterator[str]:
    yield from hall.name.values()
    if _stands_for(hall, hall.area, world):
        yield from _commune(hall.area, world)
    for code in hall.shared_commune:
        yield from _commune(code, world)
    for agency in world.agencies():
        if agency.id in hall.agencies or _is_met_at(agency, hall, world):
            yield from _called(agency)


def _of_agency(agency: Agency, world: World) -> Iterator[str]:
    yield from _called(agency)
    if agency.ref == "xa":
        yield from _commune(agency.serves[0], world)
    for hall in world.halls():
        if agency.id in hall.agencies or _is_met_at(agency, hall, world):
            yield from (hall.id, *hall.name.values())


def _stands_for(hall: HallPlace, code: str, world: World) -> bool:
    """Whether this is the hall of commune ``code``; a reception point is, unless it is another tier's."""
    parent = world.hall(hall.of) if hall.of else None
    return hall.area == code and hall.kind in _OF_COMMUNE and (parent or hall).kind in _OF_COMMUNE


def _is_met_at(agency: Agency, hall: HallPlace, world: World) -> bool:
    if tier := _OF_TIER.get(hall.kind):
        return agency.level is tier and hall.area in agency.serves
    office = _OFFICES.get(hall.kind)
    return office is not None and world.agency_for(office, hall.area) == agency


def _commune(code: str, world: World) -> Iterator[str]:
    yield f"xa:{code}"
    for agency in world.agencies():
        if agency.ref == "xa" and code in agency.serves:
            yield from _called(agency)
    for hall in world.halls():
        if _stands_for(hall, code, world) or code in hall.shared_commune:
            yield from (hall.id, *hall.name.values())


def _called(agency: Agency) -> Iterator[str]:
    yield from (agency.id, *agency.name.values(), *agency.aliases)
    if agency.ref:
        yield from (f"{agency.ref}:{code}" for code in agency.serves)
