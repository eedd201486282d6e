"""The sockets' one door: ``watch``, and nothing else.

Sockets only listen. A connection says what it wants to watch; it gets the whole board at once, then every change,
and for halls and turns the moments. Whatever changes something goes through HTTP.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import flask
import flask_socketio

from luot_server.clock import Clock
from luot_server.live.moments import FURTHEST_BACK, moment_of
from luot_server.live.relay import Journal
from luot_server.live.rooms import LiveBoard, LocalRooms, Refused, Room, View, admit, calls_room

log = logging.getLogger(__name__)

PATH = "/live"
MOST_WATCHES = 64  # boards on one connection; a manager's wall has a few


class Say(Protocol):
    def __call__(self, key: str, lang: str) -> str: ...


@dataclass(frozen=True)
class _Caller:
    identity: Any
    language: str


class LiveNamespace(flask_socketio.Namespace):  # type: ignore[misc]
    def __init__(
        self,
        *,
        boards: Mapping[str, LiveBoard],
        rooms: LocalRooms,
        identify: Callable[[flask.Request, str | None], Any],
        journal: Journal,
        clock: Clock,
        say: Say,
        caught_up: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        super().__init__(PATH)
        self._boards = boards
        self._rooms = rooms
        self._identify = identify
        self._journal = journal
        self._clock = clock
        self._say = say
        self._caught_up = caught_up
        self._callers: dict[str, _Caller] = {}

    def on_connect(self, auth: object = None) -> None:
        """Anybody may connect; who they are decides what they may watch. A token wins over the cookie."""
        token = auth.get("token") if isinstance(auth, Mapping) else None
        identity = self._identify(flask.request, token if isinstance(token, str) else None)
        self._callers[_sid()] = _Caller(identity, flask.request.accept_languages.best_match(["vi", "en"]) or "vi")

    def on_disconnect(self, _reason: object = None) -> None:
        self._rooms.leave(_sid())
        self._callers.pop(_sid(), None)

    def on_watch(self, request: object = None) -> None:
        sid = _sid()
        caller = self._callers.get(sid)
        if caller is None:  # gone while this was on its way
            return
        try:
            board, room = admit(self._boards, caller.identity, request)
            if len(self._rooms.watched_by(sid)) >= MOST_WATCHES:
                raise Refused("too_many")
            self._begin(sid, board, room, _after(request))
        except Refused as refusal:
            self._refuse(sid, caller, refusal.code)
        except Exception:
            if sid in self._callers:  # a client that left meanwhile has no room to enter, and no ear
                log.exception("a watch failed")
                self._refuse(sid, caller, "unavailable")
        finally:
            if sid not in self._callers:
                self._rooms.leave(sid)

    def _begin(self, sid: str, board: LiveBoard, room: Room, after: int | None) -> None:
        """Joins, sends the truth, then the moments missed, all at one place in the hall's order.

        Joined before the board is read: a change in between is told twice rather than never.
        """
        ticket = board.ticket_of(room.key) if board.ticket_of else None
        with self._caught_up(room.hall):
            self._rooms.join(room, sid)
            self.enter_room(sid, room.name)
            view = board.snapshot(room.key)
            self._tell(sid, "state", view)
            if board.hears_calls or ticket is not None:
                self.enter_room(sid, calls_room(room.hall, None if board.hears_calls else ticket))
                if after is not None:
                    self._tell_missed(sid, room.hall, max(after, int(view["position"]) - FURTHEST_BACK), ticket)

    def _tell_missed(self, sid: str, hall: str, after: int, ticket: str | None) -> None:
        for entry in self._journal.entries(hall, after, FURTHEST_BACK):
            moment = moment_of(entry, self._journal.describe, self._clock)
            if moment is not None and ticket in (None, moment["ticket"]):
                self._tell(sid, "moment", moment)

    def _refuse(self, sid: str, caller: _Caller, code: str) -> None:
        self._tell(sid, "refused", {"code": code, "title": self._say(f"live.{code}", caller.language)})

    def _tell(self, sid: str, event: str, view: View) -> None:
        # ignore_queue: this connection is ours, so the message need not travel through Redis.
        self.socketio.server.emit(event, view, to=sid, namespace=PATH, ignore_queue=True)


def _sid() -> str:
    """The connection this event came on, which Flask-SocketIO hangs on the request."""
    sid: str = flask.request.sid  # type: ignore[attr-defined]
    return sid


def _after(request: object) -> int | None:
    after = request.get("after") if isinstance(request, Mapping) else None
    if after is None:
        return None
    if isinstance(after, bool) or not isinstance(after, int) or after < 0:
        raise Refused("malformed")
    return after
