"""What a citizen does: take a number, leave the queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from ..domain.codes import CodeError, parse_dossier, procedure_key
from ..domain.competence import Decision, Question, answer, decide
from ..domain.errors import CompetenceRefusal, Conflict, Invalid, Unknown
from ..domain.happenings import TicketCancelled, TicketIssued
from ..domain.numbering import label
from ..domain.text import Text, day_names
from ..domain.ticket import BY_DOSSIER, Action, Purpose, State, check
from ..domain.world import World
from ..store import tables as t
from ..store.changing import Changing
from ..store.store import Store
from ..store.view import HallView
from .catalogue import legal_today
from .door import require_entry

#: Service minutes assumed for an errand whose procedure states none.
TYPICAL_MINUTES = 8

MAY_LACK_PROCEDURE = BY_DOSSIER | {Purpose.ADVICE}


@dataclass(frozen=True, slots=True)
class ErrandRequest:
    """One thing the citizen came for, as asked."""

    purpose: str
    procedure: str | None = None
    area: str | None = None
    dossier: str | None = None


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """A number is asked for; ``errands`` in the order they are to be served, at least one.

    ``lent``: the id that this kiosk was lent for the ticket, should the answer get lost and the kiosk go on alone.
    """

    errands: Sequence[ErrandRequest]
    channel: str
    priority: str | None = None
    language: str = "vi"
    party: str | None = None
    dossier_count: int | None = None
    despite: str | None = None
    mark: str | None = None
    age_band: str | None = None
    lent: str | None = None


def issue(hall: Changing, asked: TicketRequest, new_id: Callable[[], str]) -> str:
    """Give a number; the new ticket's id.

    Raises Conflict ``hall_closed`` outside number-taking hours or where the hall's limits let nobody else in, and
    ``lent_used`` when the lent id is a ticket already, CompetenceRefusal when the rule refers, does not know the code,
    or needs an area first, Invalid for a value that cannot be. A refusal uses no number. With ``despite`` staff
    overrule the decision and the limits, not the hours.
    """
    if asked.lent is not None:
        _require_unused(hall, asked.lent)
    weight = priority_weight(hall, asked.priority)
    decided = [decide_errand(hall, errand) for errand in asked.errands]
    hall.settings.require_numbers(hall.now)
    if asked.despite is None:
        for index, (errand, decision) in enumerate(zip(asked.errands, decided, strict=True)):
            require_accepted(errand, decision, index)
    errands = [
        {"id": new_id(), **errand_facts(hall, errand, decision)}
        for errand, decision in zip(asked.errands, decided, strict=True)
    ]
    if asked.despite is None:
        require_entry(hall, errands, channel=asked.channel, mark=asked.mark)
    first = errands[0]
    series = hall.settings.series_for(first["purpose"], first["field"] or "", first["decision"]["route"] or "")
    number = hall.next_number(series)
    ticket = asked.lent or new_id()
    hall.record(issued(asked, errands, ticket, hall.day, series, number, weight=weight, catalogue=hall.catalogue))
    return ticket


def issued(
    asked: TicketRequest,
    errands: list[dict[str, Any]],
    ticket: str,
    day: str,
    series: str,
    number: int,
    *,
    weight: int,
    catalogue: int,
    lease: str | None = None,
    issued_at: datetime | None = None,
) -> TicketIssued:
    """A number as the journal keeps it; ``lease`` and ``issued_at`` are those of a kiosk that gave it by itself."""
    return TicketIssued(
        ticket=ticket,
        business_day=day,
        series=series,
        number=number,
        label=label(series, number),
        priority=asked.priority,
        weight=weight,
        language=asked.language,
        channel=asked.channel,
        party=asked.party,
        dossier_count=asked.dossier_count,
        errands=errands,
        catalogue=catalogue,
        despite=asked.despite,
        mark=asked.mark,
        age_band=asked.age_band,
        lease=lease,
        issued_at=issued_at.isoformat() if issued_at else None,
    )


def _require_unused(hall: Changing, lent: str) -> None:
    """A repeat under its own key never comes this far: it is answered again."""
    used = hall.connection.scalar(select(t.tickets.c.label).where(t.tickets.c.id == lent))
    if used is not None:
        raise Conflict("lent_used", label=used)


def leave(hall: Changing, ticket: str) -> None:
    """The citizen gives the place up; only while waiting. Leaving again changes nothing."""
    row = hall.ticket(ticket)
    if row["state"] == State.CANCELLED:
        return
    check(Action.CANCEL, row["state"], label=row["label"])
    hall.record(TicketCancelled(ticket=ticket))


def consider(store: Store, hall: str, errand: ErrandRequest, on: date | None) -> Decision:
    """What the rule of local day ``on`` (none: today) says to a question; nothing is recorded.

    It always says something, also for a hall the catalogue knows and this server does not operate, and on a day on
    which the hall did not exist. Raises Unknown only for a hall no day knows.
    """
    try:
        with store.viewing(hall) as view:
            return considered(view.world_on(on), hall, errand)
    except Unknown:
        pass
    with store.reading() as connection:
        if not store.knows(connection, "hall", hall):
            raise Unknown("hall_unknown", hall=hall)
        return considered(store.world(connection, on or legal_today(store))[1], hall, errand)


def considered(world: World, hall: str, errand: ErrandRequest) -> Decision:
    """What the rule says in ``world``; an area nobody knows is none, and asked for where it matters."""
    place = world.hall(hall)
    if place is not None:
        question = Question(errand.procedure, errand.purpose, errand.area, errand.dossier, world.on)
        return answer(question, place, world)
    ended = world.hall_gone(hall)
    if ended is None:
        return Decision("no", Text("competence.hall_not_then", {"date": day_names(world.on)}))
    into = world.hall(ended.told.get("merged_into") or "")
    since = day_names(ended.since)
    if into is None:
        return Decision("no", Text("competence.hall_ended", {"since": since}))
    return Decision("no", Text("competence.hall_merged", {"since": since, "into": into.name}))


def decide_errand(hall: HallView, errand: ErrandRequest, on: date | None = None) -> Decision:
    """The competence decision for one errand in this hall, by the law of local day ``on``; None: today.

    Raises Invalid for a dossier code that is none, an area nobody knows, or a purpose that needs a procedure.
    """
    if errand.dossier is not None:
        _require_dossier(errand.dossier)
    if errand.procedure is None and errand.purpose != Purpose.ADVICE:
        if errand.purpose not in BY_DOSSIER:
            raise Invalid("procedure_needed", field="procedure")
        if errand.dossier is None:
            raise Invalid("procedure_or_dossier_needed", field="dossier")
    world = hall.world_on(on)
    place = world.hall(hall.id)
    if place is None:
        raise Conflict("hall_not_in_catalogue", hall=hall.id)
    # Guidance is for whoever cannot say, so an address that says nothing is no reason to refuse it.
    area = None if errand.purpose == Purpose.ADVICE else errand.area
    question = Question(errand.procedure, errand.purpose, area, errand.dossier, world.on)
    return decide(question, place, world)


def _require_dossier(code: str) -> None:
    try:
        parse_dossier(code)
    except CodeError as error:
        # Not repeated: who mistakes the line may have typed or scanned the number of a card.
        raise Invalid("dossier_code", sentence="dossier_code_none", field="dossier") from error


def require_accepted(errand: ErrandRequest, decision: Decision, index: int) -> None:
    """Raises CompetenceRefusal for errand number ``index`` of a visit unless ``decision`` lets it be received."""
    match decision.accept:
        case "refer":
            raise CompetenceRefusal("referred", decision=decision, errand=index)
        case "no":
            raise CompetenceRefusal("guidance", decision=decision, errand=index)
        case "ask" if errand.area != "later":
            raise CompetenceRefusal("area_needed", decision=decision, errand=index)


def priority_weight(hall: HallView, asked: str | None) -> int:
    """The weight of a priority class of this hall, nought for none. Raises Invalid for a class it does not have."""
    if asked is None:
        return 0
    known = hall.settings.priority_classes.get(asked)
    if known is None:
        raise Invalid("priority_unknown", field="priority", priority=asked)
    return known.weight


def require_procedure(hall: HallView, code: str) -> None:
    """Raises Invalid for a code the catalogue does not hold today; of one that has ended it says since when."""
    if hall.world.procedure(code) is not None:
        return
    ended = hall.world.procedure_gone(code)
    if ended is None:
        raise Invalid("procedure_unknown", field="procedure", procedure=code)
    since = day_names(ended.since)
    raise Invalid(
        "procedure_unknown", sentence="procedure_unknown_ended", field="procedure", procedure=code, since=since
    )


def errand_facts(hall: HallView, errand: ErrandRequest, decision: Decision, on: date | None = None) -> dict[str, Any]:
    """The errand as the journal keeps it: what was asked, and what the law of day ``on`` (None: today) made of it."""
    procedure = hall.world_on(on).procedure(errand.procedure) if errand.procedure else None
    code = procedure.code if procedure else procedure_key(errand.procedure or "")
    if code is None and errand.purpose not in MAY_LACK_PROCEDURE:
        raise Invalid("procedure_unknown", field="procedure", procedure=errand.procedure or "")
    return {
        "procedure": code,
        "purpose": errand.purpose,
        "field": procedure.field if procedure else None,
        "area": errand.area,
        "agency": decision.competent.id if decision.competent else None,
        "dossier": errand.dossier,
        "decision": decision.to_data(),
        "minutes": round(procedure.typical_minutes if procedure else TYPICAL_MINUTES),
    }
