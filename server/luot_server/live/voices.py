"""One speaking device per hall and zone: who may speak, who does, and what was said.

A page that can be heard offers itself; of all that offer themselves for one place the same one is chosen by whoever
asks: an enrolled display of the hall before a page nobody vouches for, then the one that is connected the longest.
When it goes, the next one is told at once, together with what has been said already.

Each server process elects among the candidates of all (:class:`Ledger`), and tells its own connections. No process
is in charge, so none can be missing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from luot_server import runtime
from luot_server.live.rooms import Refused, View
from luot_server.live.trouble import Troubles

MOST_PLACES = 4  # zones one connection may speak for
MOST_CANDIDATES = 32  # pages of one process, for one place, that nobody enrolled; more would only wait
MOST_POSITIONS = 64  # in one `spoken`
MOST_SPOKEN = 512  # kept of one place: no hall calls so many in the minute they are worth hearing
LONGEST_ZONE = 80  # characters
FURTHEST_POSITION = 2**53  # what JavaScript counts exactly


class Place(NamedTuple):
    """Where one device speaks. ``zone`` None: the whole hall."""

    hall: str
    zone: str | None


class Candidate(NamedTuple):
    """A connection that would speak. The smallest does: fields in order of what counts."""

    stranger: bool
    """Not an enrolled display of this hall."""
    since: float
    """When it connected (s, Unix)."""
    sid: str


class Ledger(Protocol):
    """What all processes know of who would speak and what was said."""

    def enter(self, place: Place, candidate: Candidate) -> None: ...

    def leave(self, place: Place, candidate: Candidate) -> None: ...

    def candidates(self, place: Place) -> Iterable[Candidate]: ...

    def spoke(self, place: Place, stranger: bool, positions: Iterable[int]) -> None:
        """Keeps that these were said, and by whom, for as long as a call is worth hearing."""

    def spoken(self, place: Place) -> Mapping[int, bool]:
        """Position → whether only a stranger says so."""


@dataclass(slots=True)
class _Told:
    speaking: bool
    alone: bool
    """It speaks, and nobody would follow."""
    spoken: frozenset[int]


class Voices:
    """The candidates of this process's own connections."""

    def __init__(self, ledger: Ledger, tell: Callable[[str, str, View], None]) -> None:
        self._ledger = ledger
        self._tell = tell
        self._own: dict[Place, dict[str, Candidate]] = {}
        self._told: dict[tuple[Place, str], _Told] = {}
        self._lock = runtime.Lock()
        # Telling may find a connection broken and end in `leave`, so it is not done under the lock; and one task at
        # a time does it, or the older of two elections might be told last.
        self._outbox: deque[tuple[str, View]] = deque()
        self._telling = False
        self._troubles = Troubles()

    def speak(self, place: Place, candidate: Candidate, able: bool) -> None:
        """The connection would speak here, or would not any more; it is told where it stands. Raises Refused."""
        with self._lock:
            if able:
                self._enter(place, candidate)
            else:
                self._withdraw(place, candidate.sid)
                self._answer(place, candidate, False, False, self._ledger.spoken(place))
                self._told.pop((place, candidate.sid), None)
            self._elect(place)
        self._send()

    def spoken(self, place: Place, sid: str, positions: Iterable[int]) -> None:
        """An announcement is through. Only the speaking one's word counts."""
        with self._lock:
            told = self._told.get((place, sid))
            if told is None or not told.speaking:
                return
            self._ledger.spoke(place, self._own[place][sid].stranger, positions)
            self._elect(place)
        self._send()

    def leave(self, sid: str) -> None:
        """The connection is gone, or may not speak any more."""
        with self._lock:
            for place in [place for place, own in self._own.items() if sid in own]:
                self._withdraw(place, sid)
                self._told.pop((place, sid), None)
                with self._troubles.around("electing who speaks"):
                    self._elect(place)
        self._send()

    def changed(self, place: Place) -> None:
        """Another process's candidates came or went, or its speaker spoke."""
        with self._lock:
            if place in self._own:
                self._elect(place)
        self._send()

    def again(self) -> None:
        """Makes this process's candidates known anew, and looks who is left: processes that died are followed here."""
        with self._lock:
            for place, own in self._own.items():
                for candidate in own.values():
                    self._ledger.enter(place, candidate)
                self._elect(place)
        self._send()

    def _enter(self, place: Place, candidate: Candidate) -> None:
        own = self._own.get(place, {})
        if candidate.sid in own:
            return
        if sum(candidate.sid in others for others in self._own.values()) >= MOST_PLACES:
            raise Refused("too_many")
        if candidate.stranger and sum(one.stranger for one in own.values()) >= MOST_CANDIDATES:
            raise Refused("too_many")
        self._ledger.enter(place, candidate)
        self._own.setdefault(place, {})[candidate.sid] = candidate

    def _withdraw(self, place: Place, sid: str) -> None:
        own = self._own.get(place, {})
        candidate = own.pop(sid, None)
        if not own:
            self._own.pop(place, None)
        if candidate is not None:
            with self._troubles.around("withdrawing a voice"):  # out of reach it is forgotten by itself
                self._ledger.leave(place, candidate)

    def _elect(self, place: Place) -> None:
        """Whom the election or what was said is news to will be told; who is to be silent first."""
        candidates = list(self._ledger.candidates(place))
        first = min(candidates, default=None)
        spoken = self._ledger.spoken(place)
        for candidate in sorted(self._own.get(place, {}).values(), reverse=True):
            speaking = candidate == first
            self._answer(place, candidate, speaking, speaking and len(candidates) == 1, spoken)

    def _answer(
        self, place: Place, candidate: Candidate, speaking: bool, alone: bool, said: Mapping[int, bool]
    ) -> None:
        # A stranger could claim that everything was said, and a display that believed it would be silent.
        spoken = frozenset(position for position, by_stranger in said.items() if candidate.stranger or not by_stranger)
        told = self._told.get((place, candidate.sid))
        self._told[place, candidate.sid] = _Told(speaking, alone, spoken)
        if (
            told is not None
            and (told.speaking, told.alone) == (speaking, alone)
            and (speaking or spoken <= told.spoken)
        ):
            return  # what it said itself is no news to who speaks
        view = {
            "hall": place.hall,
            "zone": place.zone,
            "speaking": speaking,
            "alone": alone,
            "spoken": sorted(spoken),
        }
        self._outbox.append((candidate.sid, view))

    def _send(self) -> None:
        with self._lock:
            if self._telling:
                return
            self._telling = True
        while (message := self._next()) is not None:
            with self._troubles.around("telling who speaks"):
                self._tell(message[0], "voice", message[1])

    def _next(self) -> tuple[str, View] | None:
        with self._lock:
            if self._outbox:
                return self._outbox.popleft()
            self._telling = False
            return None


class LocalLedger:
    """The ledger where one process has all connections. ``now``: seconds; ``kept``: how long what was said is kept."""

    def __init__(self, now: Callable[[], float], kept: float) -> None:
        self._now = now
        self._kept = kept
        self._candidates: dict[Place, set[Candidate]] = {}
        self._spoken: dict[Place, dict[int, tuple[float, bool]]] = {}

    def enter(self, place: Place, candidate: Candidate) -> None:
        self._candidates.setdefault(place, set()).add(candidate)

    def leave(self, place: Place, candidate: Candidate) -> None:
        candidates = self._candidates.get(place, set())
        candidates.discard(candidate)
        if not candidates:
            self._candidates.pop(place, None)

    def candidates(self, place: Place) -> Iterable[Candidate]:
        return self._candidates.get(place, ())

    def spoke(self, place: Place, stranger: bool, positions: Iterable[int]) -> None:
        now = self._now()
        said = self._spoken.setdefault(place, {})
        for position in positions:
            said[position] = (now, stranger and said.get(position, (now, True))[1])
        for position in list(said)[:-MOST_SPOKEN]:
            del said[position]

    def spoken(self, place: Place) -> Mapping[int, bool]:
        self._forget(self._now())
        return {position: stranger for position, (_, stranger) in self._spoken.get(place, {}).items()}

    def _forget(self, now: float) -> None:
        for place, said in list(self._spoken.items()):
            for position in [position for position, (at, _) in said.items() if at + self._kept <= now]:
                del said[position]
            if not said:
                del self._spoken[place]


def offer_of(request: object) -> tuple[Place, bool]:
    """What a ``speak`` says: where, and whether this page can be heard. Raises Refused."""
    asked = _members(request)
    able = asked.get("able")
    if not isinstance(able, bool):
        raise Refused("malformed")
    return _place(asked), able


def said_of(request: object) -> tuple[Place, list[int]]:
    """What a ``spoken`` says: where, and the calls' positions in the journal. Raises Refused."""
    asked = _members(request)
    positions = asked.get("positions")
    if not isinstance(positions, list) or len(positions) > MOST_POSITIONS:
        raise Refused("malformed")
    if not all(type(one) is int and 0 < one < FURTHEST_POSITION for one in positions):  # a bool is an int, too
        raise Refused("malformed")
    return _place(asked), positions


def _members(request: object) -> Mapping[str, Any]:
    if not isinstance(request, Mapping):
        raise Refused("malformed")
    return request


def _place(asked: Mapping[str, Any]) -> Place:
    hall, zone = asked.get("hall"), asked.get("zone")
    if not isinstance(hall, str) or not hall:
        raise Refused("malformed")
    if zone is not None and not (isinstance(zone, str) and 0 < len(zone) <= LONGEST_ZONE):
        raise Refused("malformed")
    return Place(hall, zone)
