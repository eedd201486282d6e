"""The paper of a number: once more, at a kiosk, what became of it, and its code on a screen instead."""

from apiflask import APIBlueprint
from flask import Response, g

from ...actions import paper
from ...boards.paper import PRINTED_WITHIN, to_print
from ...boards.ticket import see, ticket_wire
from ...domain.roles import STAFF, Role
from ...domain.slip_blocks import absolute
from ...store.changing import Changing
from ...store.ids import uuid7
from ..access import known_identity, permit
from ..answering import Answer, answer, change
from ..qr import modules
from ..schemas import PrintIn, ReprintIn
from ..services import services
from ..shapes.guide import Code, PrintJobs
from ..shapes.tickets import PaperedTicket, Ticket
from .citizens import issued_wire

bp = APIBlueprint("paper", __name__, tag="paper")


@bp.post("/tickets/<ticket>/reprints")
@permit(Role.CLERK, Role.GUIDE, at="ticket")
@bp.input(ReprintIn)
@bp.output(PaperedTicket)
def reprint(ticket: str, json_data: ReprintIn) -> Response:
    """The paper once more, marked as a copy: for whoever asks to print, or out of a kiosk's printer."""

    def act(hall: Changing) -> Answer:
        if json_data.device is None:
            paper.reprint(hall, ticket)
        else:
            paper.order(hall, ticket, json_data.device, uuid7(hall.now), copy=True)
        return 200, issued_wire(hall, ticket, copy=True)

    return change(g.hall, act)


@bp.put("/tickets/<ticket>/print")
@permit(Role.KIOSK, *STAFF, at="ticket")
@bp.input(PrintIn)
@bp.output(Ticket)
def printed(ticket: str, json_data: PrintIn) -> Response:
    """What became of the paper: printed, failed, or nobody knows."""

    def act(hall: Changing) -> Answer:
        paper.report(hall, ticket, json_data.result, json_data.problem, json_data.job)
        return 200, ticket_wire(see(hall, ticket))

    return change(g.hall, act)


@bp.get("/tickets/<ticket>/code")
@permit(*STAFF, at="ticket")
@bp.output(Code)
def code(ticket: str) -> Response:
    """The code of the slip, to be shown where nothing prints; without rows where no phone could follow it."""
    with services().store.viewing(g.hall) as view:
        url = services().track_url(view, ticket)
    return answer(200, {"url": url, "rows": modules(url) if absolute(url) else []})


@bp.get("/devices/self/jobs")
@permit(Role.KIOSK)
@bp.output(PrintJobs)
def jobs() -> Response:
    """What staff sent to this kiosk's printer and it has not reported yet, oldest first.

    One that is `late` is not printed any more, for nobody waits for it; the kiosk reports it as failed.
    """
    kiosk = known_identity()
    with services().store.viewing(kiosk.grants[0].place) as view:
        waiting = [(one, issued_wire(view, one.ticket, copy=one.copy)) for one in to_print(view, kiosk.id)]
        last = view.now - PRINTED_WITHIN
    items = [
        {
            "job": one.id,
            "ticket": one.ticket,
            "label": told["label"],
            "slip": told["slip"],
            "late": one.ordered_at < last,
        }
        for one, told in waiting
    ]
    return answer(200, {"items": items})
