"""What a clerk does: counters, calls, and the moves of a ticket."""

from collections.abc import Callable
from datetime import timedelta

from apiflask import APIBlueprint
from flask import Response, g
from sqlalchemy import select

from ...actions import correction, desk, finishing
from ...actions.desk import Clerk
from ...actions.finishing import Outcome
from ...boards.centres import centres
from ...boards.counter import counter_board
from ...boards.desk import desk_board
from ...boards.line import Line
from ...boards.ticket import see, see_row, ticket_wire
from ...domain.errors import Invalid
from ...domain.roles import STAFF, Role
from ...store import tables as t
from ...store.changing import Changing
from ...store.ids import ticket_of_token
from ..access import known_identity, permit
from ..answering import Answer, answer, change
from ..schemas import CallIn, CorrectionIn, DeskQuery, FindQuery, OutcomeIn, ReasonIn, SearchQuery, TransferIn
from ..services import services
from ..shapes.boards import Counter, Desk
from ..shapes.menus import Centres
from ..shapes.tickets import Ticket, Tickets

bp = APIBlueprint("desk", __name__, tag="desk")

FOUND_AT_MOST = 20
_LOOK_BACK = timedelta(days=30)


# ── counters ─────────────────────────────────────────────────────────────────────────────────────


@bp.put("/counters/<counter>/shift")
@permit(Role.CLERK, at="counter")
@bp.output(Counter)
def open_counter(counter: str) -> Response:
    """Sit down at a counter; again changes nothing."""
    return _at_counter(counter, lambda hall: desk.start_shift(hall, counter, clerk()))


@bp.delete("/counters/<counter>/shift")
@permit(Role.CLERK, at="counter")
@bp.output(Counter)
def close_counter(counter: str) -> Response:
    """Leave the counter; a citizen still there must be finished first."""
    return _at_counter(counter, lambda hall: desk.end_shift(hall, counter, clerk()))


@bp.post("/counters/<counter>/pauses")
@permit(Role.CLERK, at="counter")
@bp.input(ReasonIn)
@bp.output(Counter)
def pause(counter: str, json_data: ReasonIn) -> Response:
    """Stop calling for a while; the display says so."""
    return _at_counter(counter, lambda hall: desk.pause(hall, counter, clerk(), json_data.reason))


@bp.delete("/counters/<counter>/pauses")
@permit(Role.CLERK, at="counter")
@bp.output(Counter)
def resume(counter: str) -> Response:
    """Go on calling."""
    return _at_counter(counter, lambda hall: desk.resume(hall, counter, clerk()))


@bp.post("/counters/<counter>/calls")
@permit(Role.CLERK, at="counter")
@bp.input(CallIn)
@bp.output(Ticket, status_code=201)
@bp.doc(responses={204: "Nobody waits whom this counter can serve."})
def call(counter: str, json_data: CallIn) -> Response:
    """Call the next ticket, or one out of order with a reason; 204 when nobody waits for this counter."""
    chosen, reason = json_data.ticket, json_data.reason
    if chosen is not None and reason is None:
        raise Invalid("reason_needed", field="reason")

    def act(hall: Changing) -> Answer:
        if chosen is not None and reason is not None:
            ticket: str | None = desk.call_this(hall, counter, clerk(), chosen, reason)
        else:
            ticket = desk.call_next(hall, counter, clerk())
        return (204, None) if ticket is None else (201, ticket_wire(see(hall, ticket)))

    return change(_hall(), act)


@bp.get("/halls/<hall>/desk")
@permit(Role.CLERK, Role.MANAGER, at="hall")
@bp.input(DeskQuery, location="query")
@bp.output(Desk)
def desk_now(hall: str, query_data: DeskQuery) -> Response:
    """The desk of one counter, as the live board shows it."""
    with services().store.viewing(hall) as view:
        return answer(200, desk_board(view, query_data.counter))


@bp.get("/halls/<hall>/centres")
@permit(*STAFF, at="hall")
@bp.input(SearchQuery, location="query")
@bp.output(Centres)
def centres_found(hall: str, query_data: SearchQuery) -> Response:
    """Where a result may be waited for: centres by a part of their name; diacritics do not matter."""
    with services().store.viewing(hall) as view:
        return answer(200, {"items": centres(view, query_data.q, query_data.limit), "next": None})


# ── tickets ──────────────────────────────────────────────────────────────────────────────────────


@bp.get("/halls/<hall>/tickets")
@permit(*STAFF, at="hall")
@bp.input(FindQuery, location="query")
@bp.output(Tickets)
def find(hall: str, query_data: FindQuery) -> Response:
    """Find tickets by label (newest day first) or by a scanned slip: the token, or the address that ends in it."""
    with services().store.viewing(hall) as view:
        where = [t.tickets.c.hall == hall]
        if query_data.token:
            ticket = ticket_of_token(services().secret, query_data.token.rstrip("/").rsplit("/", 1)[-1])
            where.append(t.tickets.c.id == ticket)
        elif query_data.label:
            since = (view.today - _LOOK_BACK).isoformat()
            where += [t.tickets.c.label == query_data.label.upper(), t.tickets.c.business_day >= since]
        else:
            raise Invalid("label_or_token", field="label")
        newest = t.tickets.c.business_day.desc(), t.tickets.c.position.desc()
        rows = view.connection.execute(select(t.tickets).where(*where).order_by(*newest).limit(FOUND_AT_MOST)).all()
        line = Line(view)
        return answer(200, {"items": [ticket_wire(see_row(view, t.plain(row), line)) for row in rows], "next": None})


@bp.get("/tickets/<ticket>")
@permit(*STAFF, at="ticket")
@bp.output(Ticket)
def one(ticket: str) -> Response:
    """One ticket."""
    with services().store.viewing(_hall()) as view:
        return answer(200, ticket_wire(see(view, ticket)))


@bp.patch("/tickets/<ticket>")
@permit(Role.CLERK, Role.GUIDE, at="ticket")
@bp.input(CorrectionIn)
@bp.output(Ticket)
def correct(ticket: str, json_data: CorrectionIn) -> Response:
    """Correct procedure, purpose, area, priority or language; decided anew, the place is kept."""
    return _move(ticket, lambda hall: correction.correct(hall, ticket, json_data.errand, json_data.given()))


@bp.post("/tickets/<ticket>/recalls")
@permit(Role.CLERK, at="ticket")
@bp.output(Ticket)
def recall(ticket: str) -> Response:
    """Call again."""
    return _move(ticket, lambda hall: desk.recall(hall, ticket, clerk()))


@bp.post("/tickets/<ticket>/starts")
@permit(Role.CLERK, at="ticket")
@bp.output(Ticket)
def start(ticket: str) -> Response:
    """The citizen has come."""
    return _move(ticket, lambda hall: desk.start(hall, ticket, clerk()))


@bp.post("/tickets/<ticket>/no-shows")
@permit(Role.CLERK, at="ticket")
@bp.output(Ticket)
def no_show(ticket: str) -> Response:
    """The citizen has not come."""
    return _move(ticket, lambda hall: desk.no_show(hall, ticket, clerk()))


@bp.post("/tickets/<ticket>/requeues")
@permit(Role.CLERK, Role.GUIDE, at="ticket")
@bp.output(Ticket)
def requeue(ticket: str) -> Response:
    """Waiting again, with the old seniority."""
    return _move(ticket, lambda hall: desk.requeue(hall, ticket))


@bp.post("/tickets/<ticket>/parks")
@permit(Role.CLERK, at="ticket")
@bp.input(ReasonIn)
@bp.output(Ticket)
def park(ticket: str, json_data: ReasonIn) -> Response:
    """Step aside; the counter is free for the next."""
    return _move(ticket, lambda hall: desk.park(hall, ticket, clerk(), json_data.reason))


@bp.delete("/tickets/<ticket>/parks")
@permit(Role.CLERK, at="ticket")
@bp.output(Ticket)
def unpark(ticket: str) -> Response:
    """Take a parked ticket back."""
    return _move(ticket, lambda hall: desk.unpark(hall, ticket, clerk()))


@bp.post("/tickets/<ticket>/transfers")
@permit(Role.CLERK, at="ticket")
@bp.input(TransferIn)
@bp.output(Ticket)
def transfer(ticket: str, json_data: TransferIn) -> Response:
    """On to another counter, procedure or agency, with the arrival time kept."""
    where = desk.Where(json_data.procedure, json_data.counter, json_data.agency)
    return _move(ticket, lambda hall: desk.transfer(hall, ticket, clerk(), where))


@bp.post("/tickets/<ticket>/voids")
@permit(Role.CLERK, Role.GUIDE, at="ticket")
@bp.input(ReasonIn)
@bp.output(Ticket)
def void(ticket: str, json_data: ReasonIn) -> Response:
    """Take a ticket out, with a reason; counted openly."""
    return _move(ticket, lambda hall: desk.void(hall, ticket, json_data.reason))


@bp.put("/tickets/<ticket>/outcome")
@permit(Role.CLERK, at="ticket")
@bp.input(OutcomeIn)
@bp.output(Ticket)
def finish(ticket: str, json_data: OutcomeIn) -> Response:
    """How the current errand ended; a repeat with the same outcome changes nothing."""
    outcome = Outcome(
        json_data.result,
        json_data.errand,
        tuple(json_data.dossiers),
        json_data.count,
        tuple(json_data.missing),
        procedure=json_data.procedure,
        return_to=json_data.return_to,
    )
    return _move(ticket, lambda hall: finishing.finish(hall, ticket, clerk(), outcome))


# ── the common part ──────────────────────────────────────────────────────────────────────────────


def clerk() -> Clerk:
    identity = known_identity()
    return Clerk(identity.id, identity.counters)


def _hall() -> str:
    """The hall that the permission found for this request's counter or ticket."""
    hall: str = g.hall
    return hall


def _move(ticket: str, act: Callable[[Changing], None]) -> Response:
    def moved(hall: Changing) -> Answer:
        act(hall)
        return 200, ticket_wire(see(hall, ticket))

    return change(_hall(), moved)


def _at_counter(counter: str, act: Callable[[Changing], None]) -> Response:
    def acted(hall: Changing) -> Answer:
        act(hall)
        return 200, counter_board(hall, counter)

    return change(_hall(), acted)
