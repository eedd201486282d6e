"""Branches that read the same under both rules."""

from __future__ import annotations

from luot_server.domain.competence.case import COMMITTEE, PORTAL, Case
from luot_server.domain.competence.values import Decision
from luot_server.domain.records import Agency, HallKind, HallPlace, Key, Level


def certified_here(case: Case) -> Decision:
    """The authority of the receiving place decides, wherever the citizen is from."""
    tier = case.home
    if tier in case.procedure.levels and tier:
        own = case.authority(tier, case.home_area)
    else:
        own = case.world.agency_for(COMMITTEE, case.home_area) if tier else None
    if own:
        return case.yes(own, "competence.receiving_hall", "receiving_hall")
    commune = case.world.ancestor(case.hall.stands_in or case.hall.area, Level.COMMUNE)
    committee = case.world.agency_for(COMMITTEE, commune.code) if commune else None
    if committee is None:
        return case.unsettled()
    return case.refer([case.place_of(committee)], "competence.no_centre_certifies", "receiving_hall")


def nationwide(case: Case, level: Level | None) -> Decision:
    """Any office of the deciding kind in the country will do: this hall's if it has one, else the nearest."""
    here = _office(case, case.hall, level)
    if here:
        return case.yes(here, "competence.nationwide_here", "nationwide")
    such = [hall for hall in case.world.halls() if hall.id != case.hall.id and _office(case, hall, level)]
    if such:
        nearest = min(such, key=lambda hall: _distance(case.hall, hall))
        return case.refer([case.at_hall(nearest)], "competence.nationwide_elsewhere", "nationwide")
    office = case.world.agency_for(case.procedure.vertical, case.hall.area) if case.procedure.vertical else None
    to = [case.place_of(office) if office else None, case.service(PORTAL)]
    return case.refer(to, "competence.nationwide_elsewhere", "nationwide")


def vertical(case: Case, service: str) -> Decision:
    """Police, tax, insurance: received only where the very office that decides staffs a counter."""
    area = case.where.area
    staffed = case.staffed(service)
    if case.procedure.needs_area and (area is None or area.level is not Level.COMMUNE):
        inside = area is not None or bool(case.where.choices)
        if _local(case, service) or (staffed and not inside):
            return case.ask("vertical")
    competent = case.world.agency_for(service, area.code if area else case.province.code)
    here = case.world.agency_for(service, case.hall.area) if staffed else None
    if here and (competent is None or here == competent or not case.procedure.needs_area):
        return case.yes(here, "competence.vertical_here", "vertical")
    if competent is None:
        return case.refer([case.service(PORTAL)], "competence.vertical_elsewhere_unnamed", "vertical")
    to = [case.place_of(competent, area.code if area else None), case.service(PORTAL)]
    return case.refer(to, "competence.vertical_elsewhere", "vertical", competent)


def _local(case: Case, service: str) -> bool:
    """Whether the service has several offices in the province, so that the place says which of them decides."""
    within = {area.code for area in case.world.areas() if area.parent is not None}
    homes = (it for it in case.world.agencies() if service in it.roles)
    served = (area for it in homes for area in it.serves if area in within)
    units = (case.world.ancestor(area, Level.PROVINCE) for area in served)
    return any(unit is not None and unit.code == case.province.code for unit in units)


def at_ministry(case: Case) -> Decision:
    """A ministry decides: its own hall receives, and the portal does for everybody.

    What no tier of the day decides (a district's procedure once there are no districts, a notary's) is nobody's to
    guess.
    """
    if case.procedure.competence_key is not Key.MINISTRY and Level.MINISTRY not in case.procedure.levels:
        return case.unsettled()
    field = case.world.field(case.procedure.field)
    ministry = case.world.agency(field.ministry) if field and field.ministry else None
    if ministry and case.houses(ministry):
        return case.yes(ministry, "competence.own", "ministry")
    halls = (hall for hall in case.world.halls() if hall.kind is HallKind.MINISTRY)
    hall = next((it for it in halls if ministry and ministry.id in it.agencies), None)
    at = case.at_hall(hall) if hall else case.place_of(ministry) if ministry else None
    reason = "competence.ministry" if ministry else "competence.ministry_unnamed"
    return case.refer([at, case.service(PORTAL)], reason, "ministry", ministry)


def _office(case: Case, hall: HallPlace, level: Level | None) -> Agency | None:
    """The office of the deciding kind that has a counter in ``hall``."""
    service = case.procedure.vertical
    if service is not None:
        return case.world.agency_for(service, hall.area) if _at(case, hall).staffed(service) else None
    agency = case.authority(level, hall.area) if level else None
    return agency if agency and _at(case, hall).houses(agency) else None


def _at(case: Case, hall: HallPlace) -> Case:
    return Case(case.procedure, hall, case.where, case.province, case.world)


def _distance(here: HallPlace, there: HallPlace) -> tuple[bool, bool, int, str]:
    """Nearness without a map: the same unit, then a unit of the same tier whose code is close.

    Codes were given out region by region, so neighbouring numbers are neighbouring places; it orders
    halls well enough to name one, and claims no kilometres.
    """
    at, to = (hall.stands_in or hall.area for hall in (here, there))
    far = abs(int(at) - int(to)) if at.isdecimal() and to.isdecimal() else 0
    return at != to, len(at) != len(to), far, there.id
