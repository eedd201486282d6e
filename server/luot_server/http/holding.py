"""What the holder of a number changes: its token names hall and ticket, the answer is the turn as it is now."""

from collections.abc import Callable

from flask import Response, g

from ..boards.turn import turn_board
from ..store.changing import Changing
from .access import hall_of_turn
from .answering import Answer, change


def by_holder(token: str, act: Callable[[Changing, str], None], status: int = 200) -> Response:
    """``act(hall, ticket)`` in one transaction. Raises Unknown for a token that is none, and what ``act`` raises."""
    hall, ticket = hall_of_turn(token)
    g.turn = ticket

    def acted(changing: Changing) -> Answer:
        act(changing, ticket)
        return status, turn_board(changing, ticket)

    return change(hall, acted)
