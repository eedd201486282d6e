"""The fast write: one message to many websockets, built once and handed to the sockets directly.

Plain Flask-SocketIO puts a packet into each connection's queue, wakes a green thread for each, and each builds the
same websocket frame again: 54 ms for a thousand displays. Here the frame is built once and written to every socket
that has nothing else to send: about a third of that. Whoever has something queued, has a full socket, still polls, or
fails in any way takes the plain path, which stays the only judge of a broken connection.

Under eventlet only: with one hub, nothing runs between looking at a connection's queue and writing to it. What is
touched here is private to python-engineio and eventlet. Where an upgrade has moved a piece, websockets are not
remembered, everything takes the plain path, and a test fails.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator
from typing import Any

import socketio
from engineio import packet as engine_packet
from socketio import packet as socket_packet

from luot_server import runtime

WEBSOCKET = "luot_websocket"  # the attribute a connection remembers its websocket under
WAITED = "luot_waited"  # and how much waited for it at the last look

# What the operating system may keep of a client that does not read (bytes; Linux takes it twice). By itself it would
# be up to 4 MB each, which a hundred sleeping phones have no right to; a board is three to ten thousand.
SEND_BUFFER = 65_536

# Messages that may wait in a connection's own queue. A call a second and ten boards do not bring that many in the 12 s
# after which a line that takes nothing is broken anyway: who has so many takes a little now and then. It is cut, comes
# back, and gets the truth at once.
MOST_WAITING = 300


def manager_for(redis_url: str | None) -> Any:
    """The Socket.IO client manager for this process: local or through Redis, with the fast write where it can be."""
    if runtime.mode() != "eventlet":
        return HoldingRedisManager(redis_url) if redis_url else socketio.Manager()
    return FastRedisManager(redis_url) if redis_url else FastManager()


class FastManager(socketio.Manager):  # type: ignore[misc]
    """Emits to rooms by the fast write. As a base of a pub/sub manager it serves what arrives from Redis, too."""

    written_at_once = 0
    """Frames that took the fast way since the start; what a figure or a test asks."""

    def set_server(self, server: Any) -> None:
        super().set_server(server)
        remember_websockets(server.eio)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        packet = None if callback or skip_sid else self._packet(event, data, namespace)
        if packet is None:
            super().emit(event, data, namespace, room, skip_sid, callback, to, **kwargs)
            return
        frame = text_frame(packet.encode())
        engine = self.server.eio
        for _sid, engine_sid in list(self.get_participants(namespace, to or room)):
            connection = engine.sockets.get(engine_sid)
            if connection is not None and write_now(connection, frame):
                self.written_at_once += 1
            else:
                engine.send_packet(engine_sid, packet)

    def _packet(self, event: str, data: Any, namespace: str) -> Any:
        """The Engine.IO packet; None where the message has binary parts and needs several."""
        told = list(data) if isinstance(data, tuple) else [data]
        encoded = self.server.packet_class(socket_packet.EVENT, namespace=namespace, data=[event, *told]).encode()
        return engine_packet.Packet(engine_packet.MESSAGE, encoded) if isinstance(encoded, str) else None


class HoldingRedisManager(socketio.RedisManager):  # type: ignore[misc]
    """What arrives from the relay's process waits while a newcomer of this process is told what it missed."""

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        self.newcomer = runtime.Lock()

    def _handle_emit(self, message: Any) -> None:
        with self.newcomer:
            super()._handle_emit(message)


class FastRedisManager(HoldingRedisManager, FastManager):
    """Through Redis between processes, by the fast write within each."""


@contextlib.contextmanager
def held_back(manager: HoldingRedisManager) -> Iterator[None]:
    """Inside, no call reaches a room of this process. Without it a call of this instant might come before those a
    returning screen missed, which the screen then takes for old. Held back, it comes after them, at worst twice."""
    with manager.newcomer:
        yield


def text_frame(text: str) -> bytes:
    """An unmasked, unfragmented text frame (RFC 6455, 5.2). Never compressed, which a client that negotiated
    compression takes as well (RFC 7692, 6): compressing would differ for each connection."""
    payload = text.encode()
    length = len(payload)
    if length < 126:
        return struct.pack("!BB", 0x81, length) + payload
    if length < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, length) + payload
    return struct.pack("!BBQ", 0x81, 127, length) + payload


def write_now(connection: Any, frame: bytes) -> bool:
    """Writes the frame if this connection has nothing else to send; False leaves it to the plain path."""
    websocket = getattr(connection, WEBSOCKET, None)
    if websocket is None or not connection.upgraded or connection.closed or connection.closing:
        return False
    lock = websocket._sendlock  # held by the writer while it sends
    if lock.locked() or websocket.websocket_closed or not connection.queue.empty():
        return False
    if not connection.check_ping_timeout():  # closes a connection whose client is gone, as the plain path does
        return True
    try:
        # The socket inside the green one: non-blocking, and there is nothing to wait for.
        sent = websocket.socket.fd.send(frame)
    except OSError:  # full or broken: the writer's business either way
        return False
    if sent < len(frame):
        # Half a frame is out: the rest comes before anything else, so the writer is kept out until it has.
        lock.acquire()
        runtime.spawn(_send_rest, websocket, frame[sent:])
    return True


def _send_rest(websocket: Any, rest: bytes) -> None:
    try:
        websocket.socket.sendall(rest)
    except OSError:
        # Broken in the middle of a frame: no frame can follow. Its reader now sees the end, and clears up.
        with contextlib.suppress(OSError):
            websocket.socket.shutdown(socket.SHUT_RDWR)
    finally:
        websocket._sendlock.release()


def cut_stalled(engine: Any) -> int:
    """Ends connections for which too much waits, and at this look no less than at the one before; how many."""
    stalled = []
    for connection in list(engine.sockets.values()):
        waiting, before = connection.queue.qsize(), getattr(connection, WAITED, 0)
        setattr(connection, WAITED, waiting)
        if not connection.closed and waiting >= before > MOST_WAITING:
            stalled.append(connection)
    for connection in stalled:
        connection.close(wait=False, abort=True)
        websocket = getattr(connection, WEBSOCKET, None)
        if websocket is not None:  # its writer is in the middle of a send, and need not try for long
            with contextlib.suppress(OSError):
                websocket.socket.shutdown(socket.SHUT_RDWR)
    return len(stalled)


def remember_websockets(engine: Any) -> None:
    """Makes each connection know its websocket, which python-engineio keeps in a local variable of its reader.

    The driver's websocket class is given the connection's bound handler, and later hands it the websocket; this
    stands in between and notes which belong together.
    """
    driver = engine._async["websocket"]

    class Remembering(driver):  # type: ignore[misc, valid-type]
        def __init__(self, handler: Any, server: Any) -> None:
            connection = handler.__self__

            def noting(websocket: Any) -> Any:
                if _as_expected(websocket):
                    setattr(connection, WEBSOCKET, websocket)
                    websocket.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
                return handler(websocket)

            super().__init__(noting, server)

    engine._async = {**engine._async, "websocket": Remembering}


def _as_expected(websocket: Any) -> bool:
    """Of RFC 6455 and with the private parts used above; older framings and changed insides are left alone."""
    return (
        websocket.version == 13
        and hasattr(websocket, "_sendlock")
        and hasattr(websocket, "websocket_closed")
        and hasattr(websocket.socket, "fd")
    )
