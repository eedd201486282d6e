"""The live boards: who may watch each, declared like a route's roles, and what they show."""

from collections.abc import Callable
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import bindparam, select

from ..boards.coverage import coverage_board
from ..boards.desk import desk_board
from ..boards.figures import figures_board
from ..boards.guide import guide_board
from ..boards.hall import hall_board
from ..boards.menu import menu_board
from ..boards.rating import rating_board
from ..domain.errors import TooMany, Unknown
from ..domain.roles import STAFF, Identity, Role
from ..live import LiveBoard
from ..store import tables as t
from ..store.ids import ticket_of_token, turn_token
from ..store.view import HallView
from .access import Permission, holder
from .services import Services

#: Board → who may watch it; nobody named means anyone. One test walks this beside the routes.
WATCHERS: dict[str, Permission] = {
    "menu": Permission(frozenset({Role.KIOSK, *STAFF}), "hall"),
    "hall": Permission(frozenset(), "hall"),
    "desk": Permission(frozenset({Role.CLERK, Role.MANAGER}), "counter"),
    "turn": Permission(frozenset(), "token"),
    "rating": Permission(frozenset({Role.DISPLAY, *STAFF}), "counter"),
    "guide": Permission(frozenset({Role.GUIDE, Role.MANAGER}), "hall"),
    "coverage": Permission(frozenset({Role.SUPERVISOR, *STAFF}), "hall"),
    "figures": Permission(frozenset({Role.MANAGER, Role.SUPERVISOR}), "hall"),
}

_PROVINCE = select(t.halls.c.province).where(t.halls.c.id == bindparam("hall"))
_COUNTER = select(t.counters.c.hall).where(t.counters.c.id == bindparam("id"))


def live_boards(app: Flask) -> dict[str, LiveBoard]:
    """The registry the relay builds from; the app's services are looked up when a board is asked for."""

    def here() -> Services:
        found: Services = app.extensions["luot"]
        return found

    def allowed(board: str) -> Callable[[Any, str], bool]:
        permission = WATCHERS[board]

        def check(identity: Identity | None, hall: str) -> bool:
            if permission.public:
                return True
            if identity is None:
                return False
            with here().store.reading() as connection:
                province = connection.scalar(_PROVINCE, {"hall": hall})
            return bool(permission.roles & identity.roles_in(hall, province or ""))

        return check

    def hall_itself(hall: str) -> str | None:
        with here().store.reading() as connection:
            return hall if connection.scalar(_PROVINCE, {"hall": hall}) is not None else None

    def hall_of_counter(counter: str) -> str | None:
        with here().store.reading() as connection:
            return connection.scalar(_COUNTER, {"id": counter})

    def ticket_of(token: str) -> str | None:
        return ticket_of_token(here().secret, token)

    def hall_of_token(token: str) -> str | None:
        """Asked for each ``watch`` of a turn: a socket that tries tokens is counted like a browser that does."""
        address = (request.remote_addr or "") if has_request_context() else None
        try:
            return holder(here(), token, address)[0]
        except (Unknown, TooMany):
            return None

    def of_hall(board: Callable[[HallView], dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
        def snapshot(hall: str) -> dict[str, Any]:
            with here().store.viewing(hall) as view:
                return board(view)

        return snapshot

    def desk(counter: str) -> dict[str, Any]:
        hall = hall_of_counter(counter)
        if hall is None:
            raise Unknown("counter_unknown", counter=counter)
        with here().store.viewing(hall) as view:
            return desk_board(view, counter)

    def rating(counter: str) -> dict[str, Any]:
        hall = hall_of_counter(counter)
        if hall is None:
            raise Unknown("counter_unknown", counter=counter)
        with here().store.viewing(hall) as view:
            return rating_board(view, counter, lambda ticket: turn_token(here().secret, ticket))

    def turn(token: str) -> dict[str, Any]:
        hall, ticket = holder(here(), token, None)
        with here().store.viewing(hall) as view:
            return here().turns.board(view, ticket)

    boards = (
        LiveBoard("menu", "hall", allowed("menu"), hall_itself, of_hall(menu_board), gap=1.0),
        LiveBoard("hall", "hall", allowed("hall"), hall_itself, of_hall(hall_board), hears_calls=True),
        LiveBoard("desk", "counter", allowed("desk"), hall_of_counter, desk),
        LiveBoard("turn", "token", allowed("turn"), hall_of_token, turn, ticket_of=ticket_of),
        LiveBoard("rating", "counter", allowed("rating"), hall_of_counter, rating),
        LiveBoard("guide", "hall", allowed("guide"), hall_itself, of_hall(guide_board), gap=0.3),
        LiveBoard("coverage", "hall", allowed("coverage"), hall_itself, of_hall(coverage_board), gap=1.0),
        LiveBoard("figures", "hall", allowed("figures"), hall_itself, of_hall(figures_board), gap=1.0),
    )
    return {board.name: board for board in boards}
