"""The door: what every rule has in common, then the rule of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from luot_server.domain.codes import CodeError, parse_dossier
from luot_server.domain.competence.areas import AreaUnknown, locate, parts
from luot_server.domain.competence.case import Case
from luot_server.domain.competence.regimes import rule_of
from luot_server.domain.competence.values import AgencyRef, AskedArea, Decision, Question
from luot_server.domain.facts import Gone
from luot_server.domain.records import HallPlace, Level
from luot_server.domain.text import Names, Text, day_names
from luot_server.domain.ticket import BY_DOSSIER, Purpose
from luot_server.domain.world import World


def decide(question: Question, hall: HallPlace, world: World) -> Decision:
    """What this hall does with this errand on the day of ``world``.

    Pure and total but for one thing: an area nobody knows raises `AreaUnknown`, because the person can put
    it right, while everything else is answered with what to do next.
    """
    if question.purpose == Purpose.ADVICE:
        return Decision("yes", Text("competence.advice"), route="here")
    procedure = world.procedure(question.procedure)
    ended = world.procedure_gone(question.procedure) if question.procedure and procedure is None else None
    if question.procedure and procedure is None and ended is None:
        return Decision("no", Text("competence.unknown_code", {"code": question.procedure}))
    home = world.ancestor(hall.area, Level.PROVINCE)
    places = [locate(part, home.code if home else hall.area, world) for part in parts(question.area)]
    if question.purpose in BY_DOSSIER:
        return _by_dossier(question, world)
    if ended is not None:
        return _ended(ended, world)
    if procedure is None:
        return Decision("no", Text("competence.no_procedure"))
    province = world.province(home.code) if home else None
    rule = rule_of(province.regime) if province else None
    if province is None or rule is None:
        return Decision("no", Text("competence.no_rule", {"hall": hall.name}))
    return _any_match([rule(Case(procedure, hall, where, province, world)) for where in places])


def answer(question: Question, hall: HallPlace, world: World) -> Decision:
    """`decide` for whoever must be told something in any case: an area nobody knows is none, and asked for."""
    unknown = None
    while True:
        try:
            decision = decide(question, hall, world)
            break
        except AreaUnknown as wrong:
            unknown = unknown or wrong
            left = [part for part in parts(question.area) if part and part != wrong.area]  # one less: it ends
            question = replace(question, area=",".join(left) or None)
    if unknown is None or decision.accept != "ask":
        return decision
    now = tuple(AskedArea(area.code, area.name) for area in unknown.now)
    return replace(decision, reason=unknown.text, ask=now or decision.ask)


def _any_match(decisions: Sequence[Decision]) -> Decision:
    """Where a procedure names several areas any match counts: what this hall decides itself, else who is named first.

    Nobody named for any of them: it is asked for, since the answer may still lead here.
    """
    own = (it for it in decisions if it.accept == "yes")
    named = (it for it in decisions if it.competent)
    asking = [it for it in decisions if it.accept == "ask"]
    chosen = next(own, None) or next(named, None)
    if chosen or not asking:
        return chosen or decisions[0]
    offered = {area.area: area for it in asking for area in it.ask}
    return replace(asking[0], ask=tuple(offered.values()))


def _ended(ended: Gone, world: World) -> Decision:
    """A procedure that is no more: since when, and what to ask for instead."""
    told = {"code": ended.was.key, "name": ended.was.data["name"], "since": day_names(ended.since)}
    successors = ended.told.get("replaced_by") or ended.was.data.get("replaced_by")
    if not successors:
        return Decision("no", Text("competence.ended", told))
    by = [_called(code, world) for code in successors]
    joined = {lang: ", ".join(name[lang] for name in by) for lang in ("vi", "en")}
    return Decision("no", Text("competence.ended_replaced", {**told, "by": joined}))


def _called(code: str, world: World) -> Names:
    known = world.procedure(code)
    return {lang: f"{known.short_name[lang]} ({code})" if known else code for lang in ("vi", "en")}


def _by_dossier(question: Question, world: World) -> Decision:
    """A result or a missing paper is queued by what it is for; the dossier's agency does not matter for that.

    The agency is named only where the dossier code names one the catalogue knows, by the identifier's meaning on the
    day the dossier was handed in.
    """
    agency = None
    try:
        if question.dossier:
            dossier = parse_dossier(question.dossier)
            agency = world.identified_on(dossier.agency.text, dossier.received_on)
    except CodeError:
        pass  # a smudged receipt: the counter finds the dossier by name
    key = "competence.collect" if question.purpose == Purpose.COLLECT_RESULT else "competence.supplement"
    competent = AgencyRef(agency.id, agency.name) if agency else None
    return Decision("yes", Text(key), route="here", competent=competent)
