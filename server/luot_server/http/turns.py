"""A citizen's turn as the phone page needs it: by token, without exceptions for what is ordinary."""

from typing import Any

from flask import g

from ..actions import citizen
from ..boards.turn import turn_board
from ..domain.errors import Conflict, Unknown
from .access import hall_of_turn
from .answering import request_actor
from .pages import Left
from .services import services


def turn_by_token(token: str) -> dict[str, Any] | None:
    """The turn board of a genuine token, else None."""
    try:
        hall, ticket = hall_of_turn(token)
    except Unknown:
        return None
    with services().store.viewing(hall) as view:
        return turn_board(view, ticket)


def leave_by_page(token: str) -> Left:
    """Leave the queue from the page's own form, without script."""
    try:
        hall, ticket = hall_of_turn(token)
    except Unknown:
        return "unknown"
    g.identity, g.turn = None, ticket
    try:
        with services().store.changing(hall, request_actor()) as changing:
            citizen.leave(changing, ticket)
    except Conflict:
        return "too_late"
    return "left"
