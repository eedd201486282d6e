"""Who may watch what, and who does.

A board is watched by its key: a hall's id, a counter's id, or a citizen's tracking token. Everybody who watches
the same board by the same key sits in one room, so a change is built once however many look at it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from luot_server import runtime

View = dict[str, Any]
Key = Literal["hall", "counter", "token"]


@dataclass(frozen=True)
class LiveBoard:
    """One kind of board, as the app declares it."""

    name: str
    key: Key
    allowed: Callable[[Any, str], bool]
    """(identity or None, hall) → may watch; declared here as a route declares its roles."""
    hall_of: Callable[[str], str | None]
    """The hall whose journal changes the board of this key; None where there is no such thing."""
    snapshot: Callable[[str], View]
    """The whole truth for one key, with its ``position``."""
    gap: float = 0.1
    """Real seconds between two states of one room while changes go on; the last truth always follows."""
    hears_calls: bool = False
    """Its watchers get the hall's moments."""
    ticket_of: Callable[[str], str | None] | None = None
    """Its watchers get the moments of this one ticket."""


class Room(NamedTuple):
    """A board by its key, and the hall it hangs on."""

    board: str
    key: str
    hall: str

    @property
    def name(self) -> str:
        return f"{self.board}:{self.key}"


def calls_room(hall: str, ticket: str | None = None) -> str:
    """Where a hall's moments are told, or those of one ticket."""
    return f"calls:{hall}" if ticket is None else f"calls:{hall}:{ticket}"


class Refused(Exception):
    """A watch that is not granted; ``code`` names a message ``live.<code>``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def admit(boards: Mapping[str, LiveBoard], identity: Any, request: Any) -> tuple[LiveBoard, Room]:
    """The board and room a ``watch`` asks for. Raises :class:`Refused`.

    Whether the thing exists is settled before who may see it: ids of halls and counters are public, and a
    token that fits nothing tells nobody anything.
    """
    if not isinstance(request, Mapping):
        raise Refused("malformed")
    board = boards.get(str(request.get("board")))
    if board is None:
        raise Refused("unknown_board")
    key = request.get(board.key)
    if not isinstance(key, str) or not key or not key.isprintable():  # no database is asked for a NUL
        raise Refused("malformed")
    hall = board.hall_of(key)
    if hall is None:
        raise Refused("not_found")
    if not board.allowed(identity, hall):
        raise Refused("not_signed_in" if identity is None else "forbidden")
    return board, Room(board.name, key, hall)


class Watched(Protocol):
    """What the relay asks: which rooms of a hall are worth building."""

    def of_hall(self, hall: str) -> Collection[Room]: ...

    def halls(self) -> Collection[str]: ...


class LocalRooms:
    """The rooms of this process's own connections."""

    def __init__(self) -> None:
        self._watchers: dict[str, dict[Room, set[str]]] = {}
        self._rooms_of: dict[str, set[Room]] = {}
        self._lock = runtime.Lock()  # one comes while another goes

    def join(self, room: Room, sid: str) -> None:
        with self._lock:
            self._watchers.setdefault(room.hall, {}).setdefault(room, set()).add(sid)
            self._rooms_of.setdefault(sid, set()).add(room)

    def leave(self, sid: str) -> None:
        with self._lock:
            for room in self._rooms_of.pop(sid, ()):
                rooms = self._watchers[room.hall]
                rooms[room].discard(sid)
                if not rooms[room]:
                    del rooms[room]
                if not rooms:
                    del self._watchers[room.hall]

    def watched_by(self, sid: str) -> Collection[Room]:
        return self._rooms_of.get(sid, ())

    def of_hall(self, hall: str) -> Collection[Room]:
        return tuple(self._watchers.get(hall, ()))

    def halls(self) -> Collection[str]:
        return tuple(self._watchers)

    def all(self) -> list[Room]:
        return [room for hall in self.halls() for room in self.of_hall(hall)]
