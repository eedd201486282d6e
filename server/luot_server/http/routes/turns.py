"""What the holder of a number asks with the slip in hand, and one thing more that staff adds for them."""

from apiflask import APIBlueprint
from flask import Response, g

from ...actions import visiting
from ...actions.citizen import ErrandRequest
from ...boards.slip import referral_of
from ...boards.ticket import see, ticket_wire
from ...domain.errors import CompetenceRefusal
from ...domain.roles import Role
from ...store.changing import Changing
from ...store.ids import uuid7
from ..access import permit
from ..answering import Answer, change
from ..holding import by_holder
from ..schemas import ErrandIn
from ..shapes.boards import Turn
from ..shapes.tickets import Ticket

bp = APIBlueprint("turns", __name__, tag="citizens")


@bp.post("/turns/<token>/rejoins")
@permit()
@bp.output(Turn)
def rejoin(token: str) -> Response:
    """Wait again after a missed call, in the old place; who waits already goes on waiting."""
    return by_holder(token, visiting.rejoin)


@bp.post("/turns/<token>/delays")
@permit()
@bp.output(Turn)
def delay(token: str) -> Response:
    """Be late: let the next go first, and stand right behind them. A retry needs an Idempotency-Key, or it is twice."""
    return by_holder(token, visiting.delay)


@bp.post("/turns/<token>/errands")
@permit()
@bp.input(ErrandIn)
@bp.output(Turn, status_code=201)
def add_errand(token: str, json_data: ErrandIn) -> Response:
    """One thing more under the same number; refused as a number would be, and then the others stay as they are."""

    def act(hall: Changing, ticket: str) -> None:
        _add(hall, ticket, json_data, at_desk=False)

    return by_holder(token, act, 201)


@bp.post("/tickets/<ticket>/errands")
@permit(Role.CLERK, Role.GUIDE, at="ticket")
@bp.input(ErrandIn)
@bp.output(Ticket, status_code=201)
def add_errand_at_desk(ticket: str, json_data: ErrandIn) -> Response:
    """One thing more in the same visit, also when the door has closed."""

    def act(changing: Changing) -> Answer:
        _add(changing, ticket, json_data, at_desk=True)
        return 201, ticket_wire(see(changing, ticket))

    return change(g.hall, act)


def _add(changing: Changing, ticket: str, body: ErrandIn, *, at_desk: bool) -> None:
    asked = ErrandRequest(body.purpose, body.procedure, body.area, body.dossier)
    try:
        visiting.add_errand(changing, ticket, asked, lambda: uuid7(changing.now), at_desk=at_desk)
    except CompetenceRefusal as refusal:
        language, unknown = changing.ticket(ticket)["language"], refusal.code == "guidance"
        refusal.slip = referral_of(changing, refusal.decision, body.procedure, language, guide=unknown)
        raise
