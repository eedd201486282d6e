"""What a citizen, a kiosk or a guide asks: the menu, procedures, areas, decisions, a number, a turn."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from ... import runtime
from ...actions import citizen, paper
from ...actions.citizen import ErrandRequest, TicketRequest
from ...actions.dossiers import require_ready, to_look_up
from ...actions.lease import lent_ticket
from ...boards.coverage import coverage_board, uncovered_errand
from ...boards.hall import hall_board
from ...boards.menu import by_need, menu_board, procedure_line, procedure_page
from ...boards.slip import referral_of, slip_of
from ...boards.ticket import Seen, see, ticket_wire
from ...boards.wire import Wire, decision_wire, text_wire
from ...domain.errors import CompetenceRefusal, Forbidden, Invalid, Unknown
from ...domain.roles import STAFF, Role
from ...domain.ticket import Channel
from ...store.changing import Changing
from ...store.ids import uuid7
from ...store.view import HallView
from ..access import hall_of_turn, known_identity, permit
from ..answering import Answer, answer, change
from ..days import day_of
from ..holding import by_holder
from ..schemas import DecisionQuery, SearchQuery, TicketIn
from ..services import services
from ..shapes.boards import Board, Turn
from ..shapes.common import Decision
from ..shapes.coverage import Coverage
from ..shapes.menus import Areas, Menu, ProcedurePage, Procedures
from ..shapes.tickets import IssuedTicket

bp = APIBlueprint("citizens", __name__, tag="citizens")


@bp.get("/halls/<hall>/menu")
@permit(Role.KIOSK, *STAFF, at="hall")
@bp.output(Menu)
def menu(hall: str) -> Response:
    """What can be done here today, who waits, and for how long."""
    with services().store.viewing(hall) as view:
        return answer(200, menu_board(view))


@bp.get("/halls/<hall>/board")
@permit()
@bp.output(Board)
def board(hall: str) -> Response:
    """What the hall display shows."""
    with services().store.viewing(hall) as view:
        return answer(200, hall_board(view))


@bp.get("/halls/<hall>/coverage")
@permit(Role.SUPERVISOR, *STAFF, at="hall")
@bp.output(Coverage)
def coverage(hall: str) -> Response:
    """Which errands an open counter can serve now, who waits for the others, and what to say."""
    with services().store.viewing(hall) as view:
        return answer(200, coverage_board(view))


@bp.get("/halls/<hall>/procedures")
@permit()
@bp.input(SearchQuery, location="query")
@bp.output(Procedures)
def procedures(hall: str, query_data: SearchQuery) -> Response:
    """Search by what people call it, by name or by code; diacritics do not matter.

    Without ``q``: the hall's commonest errands first, then the everyday ones, each by short name.
    """
    with services().store.viewing(hall) as view:
        found = view.world.find_procedures(query_data.q, 200) if query_data.q else list(view.world.procedures())
        if query_data.field:
            found = [one for one in found if one.field == query_data.field]
        if not query_data.q:
            found = by_need(view, found)
        return answer(200, {"items": [procedure_line(one) for one in found[: query_data.limit]], "next": None})


@bp.get("/halls/<hall>/procedures/<code>")
@permit()
@bp.output(ProcedurePage)
def procedure(hall: str, code: str) -> Response:
    """One procedure: papers to bring, processing time, how many wait for its field."""
    with services().store.viewing(hall) as view:
        known = view.world.procedure(code)
        if known is None:
            raise Unknown("procedure_unknown", procedure=code)
        return answer(200, procedure_page(view, known))


@bp.get("/halls/<hall>/areas")
@permit()
@bp.input(SearchQuery, location="query")
@bp.output(Areas)
def areas(hall: str, query_data: SearchQuery) -> Response:
    """Find a commune by its name of today or of before; ``area`` is the string to send back."""
    with services().store.viewing(hall) as view:
        return answer(200, {"items": _areas(view, query_data.q, query_data.limit), "next": None})


@bp.get("/halls/<hall>/decisions")
@permit()
@bp.input(DecisionQuery, location="query")
@bp.output(Decision)
def decisions(hall: str, query_data: DecisionQuery) -> Response:
    """Would this hall take it, who decides, and how does it travel? Nothing is recorded."""
    asked = ErrandRequest(query_data.purpose, query_data.procedure, query_data.area, query_data.dossier)
    on = day_of(query_data.on, "on") if query_data.on else None
    return answer(200, decision_wire(citizen.consider(services().store, hall, asked, on)))


@bp.post("/halls/<hall>/tickets")
@permit(Role.KIOSK, *STAFF, at="hall")
@bp.input(TicketIn)
@bp.output(IssuedTicket, status_code=201)
def issue(hall: str, json_data: TicketIn) -> Response:
    """Give a number, or say why not and where to go."""
    asked = _request(json_data)
    # Before the hall is locked: a one-stop software may take two seconds to answer.
    standings = {code: services().dossiers.find(code) for code in to_look_up(asked)}

    def act(changing: Changing) -> Answer:
        require_ready(changing, standings)
        if json_data.print_at is not None:
            paper.require_kiosk(changing, json_data.print_at)
        try:
            ticket = citizen.issue(changing, asked, lambda: uuid7(changing.now))
        except CompetenceRefusal as refusal:
            code = asked.errands[refusal.errand].procedure
            refusal.slip = referral_of(
                changing, refusal.decision, code, asked.language, guide=refusal.code == "guidance"
            )
            raise
        if json_data.print_at is not None:
            paper.order(changing, ticket, json_data.print_at, uuid7(changing.now), copy=False)
        seen = see(changing, ticket)
        return 201, {**_papered(seen), "uncovered": uncovered_errand(seen.line, seen.errands)}

    return change(hall, act)


@bp.get("/turns/<token>")
@permit()
@bp.output(Turn)
def turn(token: str) -> Response:
    """The citizen's own view of a ticket."""
    # A reading never waits for anything, so a client that asks on without a pause would be the only one answered:
    # under 64 connections half had their answer in 2 ms and the rest after a second. A clerk's tap comes in between.
    runtime.sleep(0)
    hall, ticket = hall_of_turn(token)
    with services().store.viewing(hall) as view:
        return answer(200, services().turns.board(view, ticket))


@bp.delete("/turns/<token>")
@permit()
@bp.output(Turn)
def leave(token: str) -> Response:
    """Leave the queue; only while waiting."""
    return by_holder(token, citizen.leave)


def issued_wire(view: HallView, ticket: str, *, copy: bool = False) -> Wire:
    """A ticket with its paper and the address of its page: what whoever prints needs."""
    return _papered(see(view, ticket), copy=copy)


def _papered(seen: Seen, *, copy: bool = False) -> Wire:
    track_url, wifi = services().track_url(seen.view, seen.row["id"]), services().reach(seen.view).wifi
    return {**ticket_wire(seen), "track_url": track_url, "slip": slip_of(seen, track_url, wifi, copy=copy)}


def _request(body: TicketIn) -> TicketRequest:
    kiosk = known_identity().device_kind == Role.KIOSK
    if kiosk and body.despite is not None:
        raise Forbidden("despite_is_staffs")
    lent = None
    if body.lent is not None:
        lent = lent_ticket(services().secret, known_identity().id, body.lent)
        if lent is None:
            raise Invalid("lent_unknown", field="lent")
    errands: list[Any] = list(body.errands) if body.errands else [body]
    return TicketRequest(
        errands=[ErrandRequest(one.purpose, one.procedure, one.area, one.dossier) for one in errands],
        channel=Channel.KIOSK if kiosk else Channel.DESK,
        priority=body.priority,
        language=body.language,
        party=body.party,
        dossier_count=body.dossier_count,
        despite=body.despite,
        mark=body.mark,
        age_band=body.age_band,
        lent=lent,
    )


def _areas(view: HallView, q: str, limit: int) -> list[dict[str, Any]]:
    if q.strip():
        return [
            {"area": hit.area, "name": hit.name, "note": text_wire(hit.note.to_data()) if hit.note else None}
            for hit in view.world.find_areas(q, limit)
        ]
    place = view.world.hall(view.id)
    communes = [one for one in view.world.areas() if one.level == "xa"]
    communes.sort(key=lambda one: (place is None or one.code != place.area, one.name["vi"]))
    return [{"area": one.code, "name": one.name, "note": None} for one in communes[:limit]]
