"""Dossiers another agency decides: who carries them, who has them, who is late."""

from datetime import timedelta
from typing import Any

from apiflask import APIBlueprint
from flask import Response, g

from ...actions import handovers
from ...boards.handovers import courier_sheet, handover_list, handover_wire, incoming_list
from ...domain.errors import Unknown
from ...domain.handovers import Move, Stage
from ...domain.roles import Role
from ...store.changing import Changing
from ...store.handovers import Asked, of_errand
from ...store.view import HallView
from ..access import permit
from ..answering import Answer, answer, change
from ..handover_shapes import (
    BagIn,
    CourierIn,
    Handover,
    HandoverQuery,
    Handovers,
    IncomingHandovers,
    IncomingQuery,
    Sent,
    SheetQuery,
)
from ..problems import language
from ..services import services

bp = APIBlueprint("handovers", __name__, tag="handovers")

#: Who keeps the tray and the bags; the province's supervisor only looks.
KEEPERS = (Role.CLERK, Role.MANAGER)
_CSV = {"text/csv": {"schema": {"type": "string"}}}
SHEET: dict[int | str, Any] = {200: {"description": "The sheet.", "content": _CSV}}


@bp.get("/halls/<hall>/handovers")
@permit(*KEEPERS, Role.SUPERVISOR, at="hall")
@bp.input(HandoverQuery, location="query")
@bp.output(Handovers)
def listed(hall: str, query_data: HandoverQuery) -> Response:
    """The hall's handovers in the order they were opened, and who is late, in sentences."""
    with services().store.viewing(hall) as view:
        asked = _asked(view, query_data, query_data.stages, query_data.after)
        return answer(200, handover_list(view, asked, query_data.late, query_data.limit))


@bp.get("/halls/<hall>/handovers/incoming")
@permit(*KEEPERS, Role.SUPERVISOR, at="hall")
@bp.input(IncomingQuery, location="query")
@bp.output(IncomingHandovers)
def incoming(hall: str, query_data: IncomingQuery) -> Response:
    """What other halls of this server have under way to this one: to be received, to be returned, to arrive."""
    with services().store.viewing(hall) as view:
        return answer(200, incoming_list(view, query_data.stages, query_data.after, query_data.limit))


@bp.get("/halls/<hall>/handovers.csv")
@permit(*KEEPERS, Role.SUPERVISOR, at="hall")
@bp.input(SheetQuery, location="query")
@bp.doc(responses=SHEET)
def sheet(hall: str, query_data: SheetQuery) -> Response:
    """The same as a sheet for the courier, heads in Accept-Language; unless asked otherwise, what is to be sent."""
    with services().store.viewing(hall) as view:
        asked = _asked(view, query_data, query_data.stages or [Stage.TO_SEND])
        text = courier_sheet(view, asked, query_data.late, language())
        name = f"handovers-{hall}-{view.day}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept-Language"}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


@bp.post("/halls/<hall>/handovers/sendings")
@permit(*KEEPERS, at="hall")
@bp.input(BagIn)
@bp.output(Sent)
def send_bag(hall: str, json_data: BagIn) -> Response:
    """A courier's bag in one press: all of it is on record, or nothing. What has left already stays as it is."""

    def act(changing: Changing) -> Answer:
        handovers.send(changing, json_data.errands, json_data.courier)
        return 200, {"items": [_wire(changing, errand) for errand in dict.fromkeys(json_data.errands)]}

    return change(hall, act)


@bp.post("/handovers/<handover>/sendings")
@permit(*KEEPERS, at="handover")
@bp.input(CourierIn)
@bp.output(Handover)
def send(handover: str, json_data: CourierIn) -> Response:
    """It left this hall. A handover goes by its errand's id; again changes nothing."""

    def act(hall: Changing) -> Answer:
        handovers.send(hall, [handover], json_data.courier)
        return 200, _wire(hall, handover)

    return change(g.hall, act)


@bp.post("/handovers/<handover>/receipts")
@permit(*KEEPERS, at="handover", or_at="handover_to")
@bp.output(Handover)
def receive(handover: str) -> Response:
    """The other side has it; said by its own hall, or noted by the sender from the signed sheet."""
    return _moved(handover, Move.RECEIVE)


@bp.post("/handovers/<handover>/returns")
@permit(*KEEPERS, at="handover", or_at="handover_to")
@bp.output(Handover)
def send_back(handover: str) -> Response:
    """The result is on its way to the hall the citizen chose."""
    return _moved(handover, Move.RETURN)


@bp.post("/handovers/<handover>/arrivals")
@permit(*KEEPERS, at="handover", or_at="handover_return")
@bp.output(Handover)
def arrive(handover: str) -> Response:
    """The result lies in the hall the citizen chose."""
    return _moved(handover, Move.ARRIVE)


# ── the common part ──────────────────────────────────────────────────────────────────────────────


def _moved(handover: str, what: Move) -> Response:
    def act(hall: Changing) -> Answer:
        handovers.move(hall, handover, what)
        return 200, _wire(hall, handover)

    return change(g.hall, act)


def _wire(hall: Changing, errand: str) -> dict[str, object]:
    row = of_errand(hall.connection, hall.id, errand)
    if row is None:
        raise Unknown("handover_unknown")
    return handover_wire(hall, row)


def _asked(view: HallView, query: SheetQuery, stages: list[Stage], after: int = 0) -> Asked:
    midnight = view.settings.hours.midnight
    return Asked(
        stages,
        query.to,
        midnight(query.start) if query.start else None,
        midnight(query.until + timedelta(days=1)) if query.until else None,
        after,
    )
