"""The bell on a kiosk: ring, hear, go."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, g

from ...actions import help as bell
from ...boards.devices import help_wire
from ...boards.wire import instant
from ...domain.roles import Role
from ...store.changing import Changing
from ..access import known_identity, permit
from ..answering import Answer, answer, change
from ..services import services
from ..shapes.devices import HelpCall, HelpCalls, HelpRung

bp = APIBlueprint("help", __name__, tag="devices")


@bp.post("/halls/<hall>/help-calls")
@permit(Role.KIOSK, at="hall")
@bp.output(HelpRung, status_code=201)
def ring(hall: str) -> Response:
    """Somebody at this kiosk needs help. While the bell rings, a further press is the same call."""
    kiosk = known_identity()

    def act(changing: Changing) -> Answer:
        row = bell.call(changing, kiosk)
        return 201, {"id": row["id"], "name": row["name"], "called_at": instant(changing, row["called_at"])}

    return change(hall, act)


@bp.get("/halls/<hall>/help-calls")
@permit(Role.GUIDE, Role.MANAGER, at="hall")
@bp.output(HelpCalls)
def ringing(hall: str) -> Response:
    """Whose bell rings today and has not been answered."""
    with services().store.viewing(hall) as view:
        return answer(200, {"items": help_wire(view), "next": None})


@bp.post("/help-calls/<help>/answers")
@permit(Role.GUIDE, Role.MANAGER, at="help")
@bp.output(HelpCall)
def go(help: str) -> Response:
    """I go there. Who said so first stays on record."""
    staff = known_identity()

    def act(changing: Changing) -> Answer:
        return 200, _call(changing, bell.answer(changing, help, staff.id))

    return change(g.hall, act)


def _call(view: Changing, row: dict[str, Any]) -> dict[str, Any]:
    answered = {"answered_at": instant(view, row["answered_at"]), "answered_by": row["answered_by"]}
    rung = {name: row[name] for name in ("id", "device", "name")}
    return {**rung, "called_at": instant(view, row["called_at"]), **answered}
