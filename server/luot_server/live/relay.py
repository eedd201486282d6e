"""The relay: the journal told to those who watch, after it is true.

It stands beside the hall, never in an action: whoever commits only wakes it. It reads the entries after its
cursor, tells moments in order, then builds each watched board that may have changed. What it loses by a crash it
reads again; what another process commits it finds at its next look.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luot_server import runtime
from luot_server.clock import Clock
from luot_server.live.cursor import Cursors
from luot_server.live.moments import FURTHEST_BACK, Described, JournalEntry, moment_of
from luot_server.live.rooms import LiveBoard, Room, View, Watched, calls_room
from luot_server.live.trouble import Troubles

LOOK = 1.0  # s between looks for entries nobody woke us for: another process's, or a command's
REFRESH = 15.0  # s between looks at boards that change by the clock alone: a hall opens, a wait grows
SAVE = 1.0  # s between two savings of the cursor
RETRY = 1.0  # s until a board that could not be built is tried again
BATCH = 200  # entries read at once

Emit = Callable[[str, View, str | list[str]], None]
"""(event, data, room or rooms): to each connection once, however many of the rooms it sits in."""


@dataclass(frozen=True)
class Journal:
    """What the relay may ask of the store."""

    entries: Callable[[str, int, int], Sequence[JournalEntry]]
    """(hall, after, limit) → the entries after that position, in order."""
    heads: Callable[[], Mapping[str, int]]
    """The last position of every hall."""
    describe: Callable[[Any], Described | None]
    """A call's entry → what is said of it."""


class Relay:
    def __init__(
        self,
        *,
        boards: Mapping[str, LiveBoard],
        watched: Watched,
        emit: Emit,
        journal: Journal,
        clock: Clock,
        cursors: Cursors,
    ) -> None:
        self._boards = boards
        self._watched = watched
        self._emit = emit
        self._journal = journal
        self._clock = clock
        self._kept = cursors
        self._told: dict[str, int] = dict(cursors.load())
        self._saved = dict(self._told)
        self._locks: dict[str, threading.Lock] = {}
        self._woken: set[str] = set()
        self._called: dict[str, set[str]] = {}  # by hall, the tickets called since its boards were last looked at
        self._wake = runtime.Event()
        self._stopped = runtime.Event()
        self._states = _States(boards, emit)
        self._troubles = Troubles()

    def wake(self, hall: str, position: int | None = None) -> None:
        """Called after a commit, from any task; returns at once."""
        if position is None or position > self._told.get(hall, 0):
            self._woken.add(hall)
            self._wake.set()

    def start(self) -> runtime.Task:
        return runtime.spawn(self.run, name="relay")

    def stop(self) -> None:
        self._stopped.set()
        self._wake.set()

    def run(self) -> None:
        """Tells until stopped; nothing that goes wrong in one hall or board ends it."""
        look = refresh = save = 0.0
        while not self._stopped.is_set():
            now = time.monotonic()
            if now >= look:
                look = now + LOOK
                self._look()
            if now >= refresh:
                refresh = now + REFRESH
                for hall in self._watched.halls():
                    self._states.changed(self._watched.of_hall(hall))
            self._tell_woken()
            due = self._states.tell(self._troubles, until=lambda: bool(self._woken))
            if now >= save:
                save = now + SAVE
                self._save()
            if not self._woken:
                self._wake.wait(max(0.0, min(look, due) - time.monotonic()))
            self._wake.clear()
        self._save()

    @contextlib.contextmanager
    def caught_up(self, hall: str) -> Iterator[int | None]:
        """Inside, everything up to the position given has been told and nothing more is: a newcomer's place in the
        order."""
        lock = self._locks.setdefault(hall, runtime.Lock())
        with lock:
            with self._troubles.around(f"telling {hall}"):
                self._tell(hall)
            yield self._told.get(hall)

    def _look(self) -> None:
        with self._troubles.around("looking for new entries"):
            for hall, position in self._journal.heads().items():
                # Older than this is no moment any more, so a first start need not read years.
                self._told[hall] = max(self._told.get(hall, 0), position - FURTHEST_BACK)
                if position < self._told[hall]:  # a restored backup counts again from further back
                    self._told[hall] = position
                if position > self._told[hall]:
                    self._woken.add(hall)

    def _tell_woken(self) -> None:
        while self._woken:
            hall = self._woken.pop()
            with self.caught_up(hall):
                rooms = frozenset(self._watched.of_hall(hall))
            self._states.changed(rooms, self._called.pop(hall, set()))
            self._states.forget(hall, rooms)

    def _tell(self, hall: str) -> None:
        """Moments of every entry after the cursor; the cursor follows each, so a failure repeats and skips nothing."""
        if hall not in self._told:
            self._look()
        while entries := self._journal.entries(hall, self._told.get(hall, 0), BATCH):
            for entry in entries:
                moment = None
                with self._troubles.around(f"describing {entry.kind}"):
                    moment = moment_of(entry, self._journal.describe, self._clock)
                if moment is not None:
                    ticket = str(moment["ticket"])
                    self._emit("moment", moment, [calls_room(hall), calls_room(hall, ticket)])
                    self._called.setdefault(hall, set()).add(ticket)
                    runtime.sleep(0)  # two hundred at once, after a stop, must not keep a tap waiting
                self._told[hall] = entry.position
            if len(entries) < BATCH:
                return

    def _save(self) -> None:
        if self._told != self._saved:
            with self._troubles.around("keeping the relay's cursor"):
                self._kept.save(self._told)
                self._saved = dict(self._told)


class _States:
    """Whole boards, told at once on the first change and then at most every ``gap`` seconds a room.

    Only what differs from what the room was last told: most entries change few boards, and a phone's turn stays
    as it is while other counters work. Position and time always differ and count for nothing.
    """

    def __init__(self, boards: Mapping[str, LiveBoard], emit: Emit) -> None:
        self._boards = boards
        self._emit = emit
        self._due: dict[Room, float] = {}
        self._told_at: dict[Room, float] = {}
        self._digest: dict[Room, bytes] = {}
        self._tickets: dict[Room, str | None] = {}
        self._called: set[Room] = set()

    def changed(self, rooms: Collection[Room], called: Collection[str] = ()) -> None:
        """These may have; ``called`` are the tickets just called, whose holders stand up."""
        now = time.monotonic()
        for room in rooms:
            if room not in self._due:
                self._due[room] = max(now, self._told_at.get(room, 0.0) + self._boards[room.board].gap)
            if called and self._ticket_of(room) in called:
                self._called.add(room)

    def forget(self, hall: str, watched: Collection[Room]) -> None:
        """Drops rooms of the hall nobody watches: who comes back gets the truth on watching, and a digest from
        before would hide a change from them."""
        for room in [room for room in self._told_at if room.hall == hall and room not in watched]:
            del self._told_at[room]
            self._digest.pop(room, None)
            self._due.pop(room, None)
            self._tickets.pop(room, None)
            self._called.discard(room)

    def tell(self, troubles: Troubles, until: Callable[[], bool]) -> float:
        """Tells rooms that are due, the most urgent first; when the next one will be (monotonic seconds).

        Stops after any one ``until`` something else is more urgent: the building of a thousand phones' turns, of which
        few have changed, must not hold back a call.
        """
        now = time.monotonic()
        for room in sorted((room for room, due in self._due.items() if due <= now), key=self._urgency):
            self._called.discard(room)
            self._told_at[room] = time.monotonic()
            self._due[room] = self._told_at[room] + RETRY
            with troubles.around(f"the {room.board} board of {room.hall}", about=room.name):
                self._tell(room)
                del self._due[room]
            runtime.sleep(0)  # a hall of phones must not keep a tap waiting
            if until():
                break
        return min(self._due.values(), default=float("inf"))

    def _urgency(self, room: Room) -> tuple[int, float]:
        """Where the whole hall looks; then whoever was called; then those who have waited the longest."""
        if self._boards[room.board].hears_calls:
            return 0, self._due[room]
        return 1 if room in self._called else 2, self._due[room]

    def _ticket_of(self, room: Room) -> str | None:
        if room not in self._tickets:
            ticket_of = self._boards[room.board].ticket_of
            self._tickets[room] = ticket_of(room.key) if ticket_of else None
        return self._tickets[room]

    def _tell(self, room: Room) -> None:
        view = self._boards[room.board].snapshot(room.key)
        digest = _digest(view)
        if self._digest.get(room) != digest:
            self._emit("state", view, room.name)
            self._digest[room] = digest


def _digest(view: View) -> bytes:
    lasting = {name: value for name, value in view.items() if name not in ("position", "server_time")}
    return hashlib.blake2b(json.dumps(lasting, sort_keys=True, default=str).encode(), digest_size=16).digest()
