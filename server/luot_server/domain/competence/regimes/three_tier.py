"""Until 30/6/2025: province, district and commune, and the lists of Decision 1028/QĐ-UBND of Phú Yên (29/8/2022).

L1: provincial procedures received at district halls. L2: district procedures, any district hall. L3: commune
procedures, any commune hall.
"""

from __future__ import annotations

from typing import Final

from luot_server.domain.competence.case import HOME_COMMUNE, PORTAL, POST, Case
from luot_server.domain.competence.shared import at_ministry, certified_here, nationwide, vertical
from luot_server.domain.competence.values import Decision, Referral
from luot_server.domain.records import Agency, HallKind, Key, Level

TIERS: Final = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)


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
    if agency is None:
        return case.unsettled()
    if level is Level.PROVINCE:
        return _provincial(case, agency)
    return _district(case, agency, area) if level is Level.DISTRICT else _commune(case, agency, area)


def _provincial(case: Case, agency: Agency) -> Decision:
    if case.home is Level.PROVINCE:
        return case.yes(agency, "competence.own", "receive")
    centre = case.hall_at(case.province.code, HallKind.PROVINCE) or case.place_of(agency)
    listed = case.listed("L1")
    if case.home is Level.DISTRICT:
        if listed:
            return case.handover(agency, centre.ref, "competence.list_provincial", "receive")
        return case.refer([centre], "competence.at_centre", "receive", agency)
    district = case.world.ancestor(case.hall.area, Level.DISTRICT)
    own = case.hall_at(district.code, HallKind.DISTRICT_2022) if listed and district else None
    return case.refer([centre, own], "competence.at_centre", "receive", agency)


def _district(case: Case, agency: Agency, area: str) -> Decision:
    district = case.world.ancestor(area, Level.DISTRICT)
    code = district.code if district else None
    owner = case.hall_at(code, HallKind.DISTRICT_2022) or case.place_of(agency, code)
    if case.home is Level.DISTRICT:
        if case.home_area == code:
            return case.yes(agency, "competence.own", "receive")
        if case.listed("L2"):
            return case.handover(agency, owner.ref, "competence.list_district", "receive")
    if case.home is Level.PROVINCE and case.procedure.code in case.hall.assigned:
        return case.handover(agency, owner.ref, "competence.assigned", "receive")
    return case.refer([owner], "competence.at_owner", "receive", agency)


def _commune(case: Case, agency: Agency, area: str) -> Decision:
    """A district hall that stands in a commune is that commune's hall too, so L3 opens it like any commune hall."""
    if case.home is Level.COMMUNE and case.home_area == area:
        return case.yes(agency, "competence.own", "receive")
    if area in case.hall.shared_commune:
        return case.handover(agency, _committee_of(case, agency, area).ref, "competence.doubles", "receive")
    owner = case.place_of(agency, area)
    if case.listed("L3") and (case.home is Level.COMMUNE or case.hall.shared_commune):
        return case.handover(agency, owner.ref, "competence.list_commune", "receive")
    return case.refer([owner], "competence.at_owner", "receive", agency)


def _outside(case: Case) -> Decision:
    to = [case.service(PORTAL), case.service(POST), case.service(HOME_COMMUNE)]
    return case.refer(to, "competence.outside", "outside")


def _committee_of(case: Case, agency: Agency, area: str) -> Referral:
    """The commune's committee itself: its hall is this very one, so the dossier cannot be sent there."""
    return Referral(f"{agency.ref}:{area}" if agency.ref else agency.id, agency.name)


def _undecided(case: Case, level: Level) -> bool:
    """Whether the address still leaves open who decides at ``level``."""
    if not case.procedure.needs_area and level is Level.PROVINCE:
        return False
    return not case.where.known_at(level, case.world)
