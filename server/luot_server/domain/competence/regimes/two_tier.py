"""Since 1/7/2025, two tiers: any centre of the province receives for the whole province (Decree 118/2025)."""

from __future__ import annotations

from typing import Final

from luot_server.domain.competence.case import HOME_PROVINCE, PORTAL, POST, PUBLISHED, Case
from luot_server.domain.competence.shared import at_ministry, certified_here, nationwide, vertical
from luot_server.domain.competence.values import Decision
from luot_server.domain.records import Agency, Key, Level

TIERS: Final = (Level.COMMUNE, Level.PROVINCE)


def rule(case: Case) -> Decision:
    """The branches in the order of the rule; the first that applies decides."""
    procedure, where = case.procedure, case.where
    level = case.level(TIERS)
    if procedure.competence_key is Key.RECEIVING_HALL:
        return certified_here(case)
    if procedure.competence_key is Key.NATIONWIDE:
        return nationwide(case, level)
    if procedure.vertical is not None:
        return _outside(case) if where.outside else vertical(case, procedure.vertical)
    if level is None or procedure.competence_key is Key.MINISTRY:
        return at_ministry(case)
    if where.outside:
        return _outside(case)
    if _undecided(case, level):
        return case.ask()
    area = where.area.code if where.area else case.province.code
    agency = case.authority(level, area)
    return _receive(case, agency, area) if agency else case.unsettled()


def _receive(case: Case, agency: Agency, area: str) -> Decision:
    """A provincial or commune procedure of this province whose agency is known."""
    if case.houses(agency):
        return case.yes(agency, "competence.own", "receive")
    owner = case.place_of(agency, area)
    if not case.receives(agency):
        return case.refer([case.met_at(agency, area)], "competence.no_centre", "receive", agency)
    if case.province.list_mode and not case.listed(PUBLISHED):
        return case.refer([case.met_at(agency, area)], "competence.not_listed", "list_mode", agency)
    online = case.procedure.route_away == "assisted_online"
    reason = "competence.handover_online" if online else "competence.handover"
    return case.handover(agency, owner.ref, reason, "receive")


def _outside(case: Case) -> Decision:
    to = [case.service(PORTAL), case.service(POST), case.service(HOME_PROVINCE)]
    return case.refer(to, "competence.outside", "outside")


def _undecided(case: Case, level: Level) -> bool:
    """Whether the address still leaves open who decides; a provincial matter without an area key never does."""
    if not case.procedure.needs_area and level is Level.PROVINCE:
        return False
    return not case.where.known_at(Level.COMMUNE, case.world)
