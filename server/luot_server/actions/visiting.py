"""What a citizen does with a number already taken: come back after a missed call, let the next go first, ask for one
thing more."""

from collections.abc import Callable, Mapping
from typing import Any

from ..domain.calling import Candidate
from ..domain.delaying import arrival_behind
from ..domain.errors import Conflict
from ..domain.happenings import ErrandAdded, TicketDelayed, TicketRequeued
from ..domain.ticket import Action, State, check
from ..domain.visits import Held
from ..store.changing import Changing
from .citizen import ErrandRequest, decide_errand, errand_facts, require_accepted
from .door import require_another


def rejoin(hall: Changing, ticket: str) -> None:
    """Waiting again after a missed call, with the seniority of the first arrival; who waits already goes on waiting.

    Raises Conflict ``rejoin_over`` when the number was not missed, or too often or too long ago for the hall.
    """
    row = hall.ticket(ticket)
    if row["state"] == State.WAITING:
        return
    _held(hall, row).require_rejoin(hall.settings.rejoins, hall.now)
    hall.record(TicketRequeued(ticket=ticket, rejoined=True))


def delay(hall: Changing, ticket: str) -> None:
    """Let the next go first: the place is right behind theirs from now on.

    Raises MoveNotAllowed for a number that does not wait, Conflict ``delay_over`` when it has let others go first as
    often as the hall allows, ``nobody_behind`` when there is nobody to let go.
    """
    row = hall.ticket(ticket)
    check(Action.DELAY, row["state"], label=row["label"])
    _held(hall, row).require_delay(hall.settings.delays)
    behind = hall.next_behind(row)
    if behind is None:
        raise Conflict("nobody_behind", label=row["label"])
    arrived_at = arrival_behind(Candidate.of(row), behind)
    hall.record(TicketDelayed(ticket=ticket, behind=behind.ticket, arrived_at=arrived_at.isoformat()))


def add_errand(hall: Changing, ticket: str, asked: ErrandRequest, new_id: Callable[[], str], *, at_desk: bool) -> None:
    """One thing more in the same visit, served after those the ticket has.

    The rules are those of issuing, except that who sits ``at_desk`` is not sent home because the door has closed, or
    the day's numbers are used up. Raises Conflict as when a number is taken and ``errands_full``, MoveNotAllowed once
    the visit is over, CompetenceRefusal and Invalid as when a number is taken; the errands the ticket has are kept.
    """
    row = hall.ticket(ticket)
    check(Action.ADD_ERRAND, row["state"], label=row["label"])
    if not at_desk:
        hall.settings.require_numbers(hall.now)
    number = _held(hall, row)
    number.require_room()
    decision = decide_errand(hall, asked)
    require_accepted(asked, decision, number.errands)
    errand = {"id": new_id(), **errand_facts(hall, asked, decision)}
    if not at_desk:
        require_another(hall, hall.errands(ticket), errand, channel=row["channel"], mark=row["mark"])
    hall.record(ErrandAdded(ticket=ticket, errand=errand))


def _held(hall: Changing, row: Mapping[str, Any]) -> Held:
    return Held.of(row, day=hall.day, errands=len(hall.errands(row["id"])))
