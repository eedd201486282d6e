"""Screens are told the new truth after it is true.

:func:`build` puts together what one process needs; the app hands in its boards and the journal, and calls
:meth:`Live.wake` after each commit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

import flask
from flask_socketio import SocketIO

from luot_server import runtime
from luot_server.clock import Clock
from luot_server.live.callers import Callers, Door, Known
from luot_server.live.cursor import FileCursors
from luot_server.live.fanout import cut_stalled, held_back, manager_for
from luot_server.live.moments import WORTH_HEARING
from luot_server.live.namespace import PATH, LiveNamespace, Say
from luot_server.live.relay import Journal, Relay
from luot_server.live.rooms import LiveBoard, LocalRooms, View, Watched
from luot_server.live.shared import HEARD_EVERY, AnnouncedRooms, RoomsOfAll, Shared
from luot_server.live.trouble import Troubles
from luot_server.live.upkeep import Upkeep
from luot_server.live.voices import LocalLedger, Voices

__all__ = ["Door", "Journal", "Known", "Live", "LiveBoard", "Relay", "build"]

# A line cut without a goodbye (a pulled cable) is noticed by a missing ping. The library's 25 s + 20 s would leave a
# display wrong for most of a minute; these cost a thousand screens a few per cent of a processor.
PING_EVERY = 4  # s
PING_PATIENCE = 8  # s for the answer; a busy machine or a phone in a lift is not a broken line
LONGEST_MESSAGE = 16_384  # bytes a client may send; a watch is a hundred


class Live:
    """Sockets and relay of one process."""

    def __init__(
        self,
        socketio: SocketIO,
        relay: Relay,
        rooms: LocalRooms,
        voices: Voices,
        upkeep: Upkeep,
        shared: Shared | None,
    ) -> None:
        self.socketio = socketio
        self.relay = relay
        self.rooms = rooms
        self._voices = voices
        self._upkeep = upkeep
        self._shared = shared

    def wake(self, hall: str, position: int | None = None) -> None:
        """After each commit: the hall has entries up to ``position``. Returns at once and never fails.

        Where nobody watches the hall nobody is woken: the relay's next look reads a second's entries at once, and
        whoever comes to watch is first told what was committed.
        """
        if self._shared is not None:
            self._shared.wake(hall, position)
        elif hall in self.rooms.halls():
            self.relay.wake(hall, position)

    def start(self) -> None:
        """``luot serve``: tells its own screens, or, with Redis, leaves that to ``luot relay``."""
        self._upkeep.start()
        if isinstance(self.rooms, AnnouncedRooms) and self._shared is not None:
            runtime.spawn(self.rooms.keep_announcing, name="rooms")
            runtime.spawn(self._shared.listen_for_voices, self._voices.changed, name="voices")
            runtime.spawn(self._keep_speaking, name="candidates")
        else:
            self.relay.start()

    def _keep_speaking(self) -> None:
        troubles = Troubles()
        while True:
            with troubles.around("announcing who would speak"):
                self._voices.again()
            runtime.sleep(HEARD_EVERY)

    def run_relay(self) -> None:
        """``luot relay``: tells the screens of every process, until :meth:`stop`."""
        if self._shared is not None:
            runtime.spawn(self._shared.listen, self.relay.wake, name="wakes")
        self.relay.run()

    def stop(self) -> None:
        """Closes every connection below Socket.IO, so that clients take it for a broken line and come back; a
        Socket.IO disconnect would be a goodbye for ever."""
        self.relay.stop()
        self._upkeep.stop()
        engine = self.socketio.server.eio
        for connection in list(engine.sockets.values()):
            with contextlib.suppress(Exception):  # closing or closed already: nothing left to do for it
                connection.close(wait=False)


def build(
    app: flask.Flask,
    *,
    boards: Mapping[str, LiveBoard],
    door: Door,
    journal: Journal,
    clock: Clock,
    say: Say,
    data_dir: Path,
    redis_url: str | None = None,
) -> Live:
    """Hangs ``/live`` on the app."""
    shared = Shared(redis_url, clock) if redis_url else None
    rooms = AnnouncedRooms(shared) if shared else LocalRooms()
    socketio = SocketIO(
        app,
        async_mode=runtime.mode(),
        client_manager=manager_for(redis_url),
        manage_session=False,
        ping_interval=PING_EVERY,
        ping_timeout=PING_PATIENCE,
        max_http_buffer_size=LONGEST_MESSAGE,
    )

    def emit(event: str, data: View, to: str | list[str]) -> None:
        if shared:
            shared.reach()
        socketio.server.emit(event, data, to=to, namespace=PATH)

    def tell(sid: str, event: str, data: View) -> None:
        # ignore_queue: this connection is ours, so the message need not travel through Redis.
        socketio.server.emit(event, data, to=sid, namespace=PATH, ignore_queue=True)

    watched: Watched = RoomsOfAll(shared) if shared else rooms
    relay = Relay(
        boards=boards,
        watched=watched,
        emit=emit,
        journal=journal,
        clock=clock,
        cursors=FileCursors(data_dir / "relay-cursor.json"),
    )
    callers = Callers()
    voices = Voices(shared or LocalLedger(lambda: clock.real_now().timestamp(), WORTH_HEARING), tell)
    namespace = LiveNamespace(
        boards=boards,
        rooms=rooms,
        door=door,
        callers=callers,
        voices=voices,
        tell=tell,
        journal=journal,
        clock=clock,
        say=say,
        caught_up=relay.caught_up if shared is None else lambda _hall: held_back(socketio.server.manager),
    )
    socketio.on_namespace(namespace)
    upkeep = Upkeep(callers, door, namespace.withdraw, lambda: cut_stalled(socketio.server.eio))
    return Live(socketio, relay, rooms, voices, upkeep, shared)
