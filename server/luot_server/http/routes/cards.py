"""A citizen's ID card, read and forgotten: nothing of it is stored, logged or answered but what this route returns."""

from apiflask import APIBlueprint
from flask import Response

from ...boards.card import card_board
from ...domain.errors import Invalid
from ...domain.idcard import Card, CardError, parse
from ...domain.roles import Role
from ...store.day_keys import key_of
from ..access import permit
from ..answering import answer
from ..schemas import CardIn
from ..services import services
from ..shapes.menus import ReadCard

bp = APIBlueprint("cards", __name__, tag="citizens")


@bp.post("/halls/<hall>/cards")
@permit(Role.KIOSK, Role.GUIDE, Role.CLERK, at="hall")
@bp.input(CardIn)
@bp.output(ReadCard)
def read(hall: str, json_data: CardIn) -> Response:
    """A mark for today, an age band, an area and a priority to offer. Nothing is changed, so no answer is kept."""
    card = _card(json_data.scan)
    store = services().store
    with store.viewing(hall) as view:
        today = view.today
    with store.writing() as connection:
        key = key_of(connection, hall, today)
    with store.viewing(hall) as view:
        return answer(200, card_board(view, card, key))


def _card(scan: str) -> Card:
    try:
        return parse(scan)
    except CardError as error:
        raise Invalid(error.code, field="scan") from None
