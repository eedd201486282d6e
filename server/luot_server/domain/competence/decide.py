"""The door: what every rule has in common, then the rule of the day."""

from __future__ import annotations

from typing import Final

from luot_server.domain.codes import CodeError, parse_dossier
from luot_server.domain.competence import three_tier, two_tier
from luot_server.domain.competence.areas import locate
from luot_server.domain.competence.case import Case
from luot_server.domain.competence.values import AgencyRef, Decision, Question
from luot_server.domain.records import HallPlace, Level, Regime
from luot_server.domain.text import Text
from luot_server.domain.ticket import BY_DOSSIER, Purpose
from luot_server.domain.world import World

_RULES: Final = {Regime.TWO_TIER: two_tier.rule, Regime.THREE_TIER: three_tier.rule}


def decide(question: Question, hall: HallPlace, world: World) -> Decision:
    """What this hall does with this errand on the day of ``world``.

    Pure and total but for one thing: an area nobody knows raises `AreaUnknown`, because the person can put
    it right, while everything else is answered with what to do next.
    """
    home = world.ancestor(hall.area, Level.PROVINCE)
    province = world.province(home.code) if home else None
    where = locate(question.area, home.code if home else hall.area, world)
    if question.purpose == Purpose.ADVICE:
        return Decision("yes", Text("competence.advice"), route="here")
    procedure = world.procedure(question.procedure)
    if question.procedure and procedure is None:
        return Decision("no", Text("competence.unknown_code", {"code": question.procedure}))
    if question.purpose in BY_DOSSIER:
        return _by_dossier(question, world)
    if procedure is None:
        return Decision("no", Text("competence.no_procedure"))
    if province is None:
        return Decision("no", Text("competence.no_agency", {"code": procedure.code}))
    return _RULES[province.regime](Case(procedure, hall, where, province, world))


def _by_dossier(question: Question, world: World) -> Decision:
    """A result or a missing paper is queued by what it is for; the dossier's agency does not matter for that.

    The agency is named only where the dossier code names one the catalogue knows.
    """
    agency = None
    try:
        if question.dossier:
            agency = world.agency_identified(parse_dossier(question.dossier).agency.text)
    except CodeError:
        pass  # a smudged receipt: the counter finds the dossier by name
    key = "competence.collect" if question.purpose == Purpose.COLLECT_RESULT else "competence.supplement"
    competent = AgencyRef(agency.id, agency.name) if agency else None
    return Decision("yes", Text(key), route="here", competent=competent)
