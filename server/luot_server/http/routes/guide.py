"""What the guide beside the kiosk sees."""

from apiflask import APIBlueprint
from flask import Response

from ...boards.guide import guide_board
from ...domain.roles import Role
from ..access import permit
from ..answering import answer
from ..services import services
from ..shapes.guide import Guide

bp = APIBlueprint("guide", __name__, tag="guide")


@bp.get("/halls/<hall>/guide")
@permit(Role.GUIDE, Role.MANAGER, at="hall")
@bp.output(Guide)
def guide_now(hall: str) -> Response:
    """Who asks for help, whose paper did not come, whose priority nobody has seen: as the live board shows it."""
    with services().store.viewing(hall) as view:
        return answer(200, guide_board(view))
