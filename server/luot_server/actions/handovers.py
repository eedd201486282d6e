"""A dossier another agency decides leaves the hall, and its result comes back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ..domain.errors import Conflict, Invalid, Unknown
from ..domain.handovers import Move, Stage, leaves, medium_of, needed, result_due
from ..domain.happenings import (
    HandoverOpened,
    HandoverReceived,
    HandoverResultArrived,
    HandoverResultSent,
    HandoverSent,
    Happening,
)
from ..store import handovers
from ..store.changing import Changing

Row = dict[str, Any]


def place_for_result(hall: Changing, asked: str | None) -> str | None:
    """The hall ``asked`` for the result, None when it is this one. Raises Invalid for one the catalogue lacks."""
    if asked in (None, hall.id):
        return None
    if hall.world.hall(asked) is None:
        raise Invalid("return_hall_unknown", field="return_to", hall=asked)
    return asked


def require_same_return(hall: Changing, errand: Row, return_to: str | None, label: str) -> None:
    """A repeated outcome must name the hall for the result that is on record. Raises Conflict ``outcome_differs``."""
    row = handovers.of_errand(hall.connection, hall.id, errand["id"])
    if return_to != (row["return_to"] if row else None):
        raise Conflict("outcome_differs", label=label, result=errand["result"])


def open_after(hall: Changing, ticket: str, errand: str, return_to: str | None) -> None:
    """Open the record of an errand just finished, where its dossier goes to another agency.

    Raises Invalid ``return_without_handover`` when a hall for the result was chosen and nothing is handed over.
    """
    done = hall.rows.errand(errand)
    decision = done["decision"]
    if not leaves(decision["accept"], done["result"], done["count"]):
        if return_to is not None:
            raise Invalid("return_without_handover", field="return_to")
        return
    due = _due(hall, done["procedure"])
    hall.record(
        HandoverOpened(
            errand=errand,
            ticket=ticket,
            label=hall.ticket(ticket)["label"],
            procedure=done["procedure"],
            agency=done["agency"],
            to=decision["handover_to"],
            medium=medium_of(decision["route"]),
            dossiers=done["dossiers"],
            count=done["count"],
            return_to=return_to,
            result_due=due.isoformat() if due else None,
        )
    )


def send(hall: Changing, errands: Sequence[str], courier: str | None) -> None:
    """What a courier takes along, one errand or a bag of them: all of it is recorded or nothing.

    Raises Invalid ``errand_not_handed_over`` for one without a handover here.
    """
    for errand in dict.fromkeys(errands):
        if handovers.of_errand(hall.connection, hall.id, errand) is None:
            raise Invalid("errand_not_handed_over", field="errands", errand=errand)
        _record(hall, errand, Move.SEND, HandoverSent(errand=errand, courier=courier))


def move(hall: Changing, errand: str, what: Move) -> None:
    """What became of it after it left; a move on record already changes nothing."""
    _record(hall, errand, what, _HAPPENING[what](errand))


_HAPPENING: Mapping[Move, Callable[[str], Happening]] = {
    Move.RECEIVE: lambda errand: HandoverReceived(errand=errand),
    Move.RETURN: lambda errand: HandoverResultSent(errand=errand),
    Move.ARRIVE: lambda errand: HandoverResultArrived(errand=errand),
}


def _record(hall: Changing, errand: str, what: Move, happening: Happening) -> None:
    row = handovers.of_errand(hall.connection, hall.id, errand)
    if row is None:
        raise Unknown("handover_unknown")
    if needed(what, Stage(row["state"]), label=row["label"]):
        hall.record(happening)


def _due(hall: Changing, procedure: str | None) -> date | None:
    known = hall.world.procedure(procedure)
    return result_due(known.processing, hall.now, hall.settings.hours) if known else None
