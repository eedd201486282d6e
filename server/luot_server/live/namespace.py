"""The sockets' one door: ``watch``, and for whoever reads calls out, ``speak`` and ``spoken``.

Sockets only listen. A connection says what it wants to watch; it gets the whole board at once, then every change,
and for halls and turns the moments. Whatever changes a hall goes through HTTP; which of several devices speaks
changes none, and ends with the connection.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

import flask
import flask_socketio

from luot_server.clock import Clock
from luot_server.live.callers import Caller, Callers, Door
from luot_server.live.moments import FURTHEST_BACK, moment_of
from luot_server.live.relay import Journal
from luot_server.live.rooms import LiveBoard, LocalRooms, Refused, Room, View, admit, calls_room
from luot_server.live.voices import FURTHEST_POSITION, Candidate, Place, Voices, offer_of, said_of

log = logging.getLogger(__name__)

PATH = "/live"
MOST_WATCHES = 64  # boards on one connection; a manager's wall has a few


class Say(Protocol):
    def __call__(self, key: str, lang: str) -> str: ...


class LiveNamespace(flask_socketio.Namespace):  # type: ignore[misc]
    def __init__(
        self,
        *,
        boards: Mapping[str, LiveBoard],
        rooms: LocalRooms,
        door: Door,
        callers: Callers,
        voices: Voices,
        tell: Callable[[str, str, View], None],
        journal: Journal,
        clock: Clock,
        say: Say,
        caught_up: Callable[[str], AbstractContextManager[int | None]],
    ) -> None:
        super().__init__(PATH)
        self._boards = boards
        self._rooms = rooms
        self._door = door
        self._callers = callers
        self._voices = voices
        self._tell = tell
        self._journal = journal
        self._clock = clock
        self._say = say
        self._caught_up = caught_up

    def on_connect(self, auth: object = None) -> None:
        """Anybody may connect; who they are decides what they may watch. A token wins over the cookie."""
        token = auth.get("token") if isinstance(auth, Mapping) else None
        known = self._door.identify(flask.request, token if isinstance(token, str) else None)
        language = flask.request.accept_languages.best_match(["vi", "en"]) or "vi"
        self._callers.come(_sid(), Caller(known, language, self._clock.real_now().timestamp()))

    def on_disconnect(self, _reason: object = None) -> None:
        sid = _sid()
        self._callers.go(sid)
        self._rooms.leave(sid)
        self._voices.leave(sid)

    def on_watch(self, request: object = None, *_more: object) -> None:
        sid = _sid()
        caller = self._callers.get(sid)
        if caller is None:  # gone while this was on its way
            return
        with self._refusing(sid, caller, "a watch"):
            board, room = admit(self._boards, caller.identity, request)
            if len(self._rooms.watched_by(sid)) >= MOST_WATCHES:
                raise Refused("too_many")
            self._begin(sid, board, room, _after(request))

    def on_speak(self, request: object = None, *_more: object) -> None:
        """This page could be heard, or cannot any more."""
        sid = _sid()
        caller = self._callers.get(sid)
        if caller is None:
            return
        with self._refusing(sid, caller, "an offer to speak"):
            place, able = offer_of(request)
            self._admit_to_calls(caller, place)
            self._voices.speak(place, Candidate(not caller.displays_in(place.hall), caller.since, sid), able)

    def on_spoken(self, request: object = None, *_more: object) -> None:
        """These calls were read out to their end."""
        sid = _sid()
        caller = self._callers.get(sid)
        if caller is None:
            return
        with self._refusing(sid, caller, "a word that was said"):
            place, positions = said_of(request)
            self._voices.spoken(place, sid, positions)

    def withdraw(self, sid: str) -> None:
        """What this connection showed at the door is worth nothing any more: it is told so and hears no more.

        It stays connected, as anybody may, and as anybody may it can ask again for what is public.
        """
        caller = self._callers.get(sid)
        if caller is None:
            return
        self._callers.come(sid, replace(caller, known=None))
        self._put_out(sid)
        self._refuse(sid, caller, "token_withdrawn")

    @contextlib.contextmanager
    def _refusing(self, sid: str, caller: Caller, what: str) -> Iterator[None]:
        """Says why not. Whoever left, or lost the right, meanwhile is in no room and no list afterwards."""
        try:
            yield
        except Refused as refusal:
            self._refuse(sid, caller, refusal.code)
        except Exception:
            if self._callers.get(sid) is caller:  # a client that left meanwhile has no room to enter, and no ear
                log.exception("%s failed", what)
                self._refuse(sid, caller, "unavailable")
        finally:
            if self._callers.get(sid) is not caller:
                self._put_out(sid)

    def _put_out(self, sid: str) -> None:
        self._rooms.leave(sid)
        self._voices.leave(sid)
        for room in self.rooms(sid):
            if room != sid:  # its own, by which it is told
                self.leave_room(sid, room)

    def _admit_to_calls(self, caller: Caller, place: Place) -> None:
        """Who may speak is who may hear: a place is real when its hall is. Raises Refused."""
        board = next(one for one in self._boards.values() if one.hears_calls)
        admit(self._boards, caller.identity, {"board": board.name, board.key: place.hall})

    def _begin(self, sid: str, board: LiveBoard, room: Room, after: int | None) -> None:
        """Joins, sends the truth, then the moments missed, all at one place in the hall's order.

        Joined before the board is read: a change in between is told twice rather than never.
        """
        ticket = board.ticket_of(room.key) if board.ticket_of else None
        with self._caught_up(room.hall) as told:
            self._rooms.join(room, sid)
            self.enter_room(sid, room.name)
            view = board.snapshot(room.key)
            self._tell(sid, "state", view)
            if board.hears_calls or ticket is not None:
                self.enter_room(sid, calls_room(room.hall, None if board.hears_calls else ticket))
                if after is not None:
                    after = max(after, int(view["position"]) - FURTHEST_BACK)
                    self._tell_missed(sid, room.hall, after, told, ticket)

    def _tell_missed(self, sid: str, hall: str, after: int, until: int | None, ticket: str | None) -> None:
        """Those after ``after``; what comes after ``until`` was committed this moment, and the room will hear it."""
        for entry in self._journal.entries(hall, after, FURTHEST_BACK):
            if until is not None and entry.position > until:
                return
            moment = moment_of(entry, self._journal.describe, self._clock)
            if moment is not None and ticket in (None, moment["ticket"]):
                self._tell(sid, "moment", moment)

    def _refuse(self, sid: str, caller: Caller, code: str) -> None:
        self._tell(sid, "refused", {"code": code, "title": self._say(f"live.{code}", caller.language)})


def _sid() -> str:
    """The connection this event came on, which Flask-SocketIO hangs on the request."""
    sid: str = flask.request.sid  # type: ignore[attr-defined]
    return sid


def _after(request: object) -> int | None:
    after = request.get("after") if isinstance(request, Mapping) else None
    if after is None:
        return None
    if isinstance(after, bool) or not isinstance(after, int) or not 0 <= after < FURTHEST_POSITION:
        raise Refused("malformed")
    return after
