"""What citizens say after a visit, with the slip in hand."""

from apiflask import APIBlueprint
from flask import Response, g

from ...actions import feedback
from ...boards.turn import turn_board
from ...store.changing import Changing
from ...store.ids import uuid7
from ..access import hall_of_turn, permit
from ..answering import Answer, change
from ..feedback_schemas import RatingIn, SaidIn
from ..flood import admit_complaint
from ..shapes.boards import Turn

bp = APIBlueprint("feedback", __name__, tag="feedback")


@bp.post("/turns/<token>/ratings")
@permit()
@bp.input(RatingIn)
@bp.output(Turn, status_code=201)
def rate(token: str, json_data: RatingIn) -> Response:
    """Give the visit a mark, once, on the day it was served or within a week; the same mark again changes nothing."""
    hall, ticket = hall_of_turn(token)
    g.turn = ticket

    def act(changing: Changing) -> Answer:
        feedback.rate(changing, ticket, json_data.score, json_data.reasons, json_data.channel)
        return 201, turn_board(changing, ticket)

    return change(hall, act)


@bp.post("/turns/<token>/complaints")
@permit()
@bp.input(SaidIn)
@bp.output(Turn, status_code=201)
def complain(token: str, json_data: SaidIn) -> Response:
    """Complain about the visit; the turn says until when it is answered, and the answer once there is one."""
    hall, ticket = hall_of_turn(token)
    admit_complaint()
    g.turn = ticket

    def act(changing: Changing) -> Answer:
        feedback.complain(changing, ticket, json_data.text, lambda: uuid7(changing.now))
        return 201, turn_board(changing, ticket)

    return change(hall, act)
