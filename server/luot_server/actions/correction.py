"""Correcting a ticket: the press at the kiosk was a guess, the desk knows better."""

from collections.abc import Mapping
from typing import Any

from ..domain.errors import Conflict, Invalid
from ..domain.happenings import TicketCorrected
from ..domain.ticket import Action, ErrandState, check
from ..store.changing import Changing
from .citizen import ErrandRequest, decide_errand, errand_facts, priority_weight, require_procedure

OF_ERRAND = frozenset({"procedure", "purpose", "area"})


def correct(hall: Changing, ticket: str, errand: str | None, given: Mapping[str, Any]) -> None:
    """Change what ``given`` names of procedure, purpose, area, priority and language; no errand named: the current one.

    A priority named is a priority seen: whoever grants it, or names the same class once more, is on record for it.
    The decision is made anew and may well be ``ask`` or ``refer``: the citizen is here and keeps the place. A
    correction that changes nothing leaves no trace. Raises Invalid for a value that cannot be (a procedure that is
    not in the catalogue too: somebody at a desk can name it), Conflict for an errand that is done already.
    """
    row = hall.ticket(ticket)
    check(Action.CORRECT, row["state"], label=row["label"])
    found = next((one for one in hall.errands(ticket) if one["id"] == (errand or row["errand"])), None)
    if found is None:
        raise Invalid("errand_unknown", field="errand", errand=errand or "")
    if found["state"] != ErrandState.OPEN:
        raise Conflict("errand_done", label=row["label"])
    changes = _of_errand(hall, found, given) if given.keys() & OF_ERRAND else {}
    about = _of_ticket(hall, row, given)
    if changes or about:
        hall.record(TicketCorrected(ticket=ticket, errand=found["id"], changes=changes, about=about))


def _of_errand(hall: Changing, errand: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    code = given.get("procedure")
    if code is not None:
        require_procedure(hall, code)
    asked = ErrandRequest(
        given.get("purpose") or errand["purpose"],
        given.get("procedure", errand["procedure"]),
        given.get("area", errand["area"]),
        errand["dossier"],
    )
    facts = errand_facts(hall, asked, decide_errand(hall, asked))
    return {name: value for name, value in facts.items() if value != errand[name]}


def _of_ticket(hall: Changing, row: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if "priority" in given:
        seen_by = hall.actor.id if given["priority"] else None
        weight = priority_weight(hall, given["priority"])
        wanted = {"priority": given["priority"], "weight": weight, "priority_by": seen_by}
    if given.get("language"):
        wanted["language"] = given["language"]
    return {name: value for name, value in wanted.items() if value != row[name]}
