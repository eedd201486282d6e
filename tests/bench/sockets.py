"""A websocket's client side and no more: bytes in, texts out.

Two thousand of them share one process with the clock that times their arrivals, so each must cost less than the server
that is measured: an ordinary client spends more on a frame than any server on sending it.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable

UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: bHVvdC1iZW5jaC1saW5lcw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
HEADER_ENDS = b"\r\n\r\n"
CLOSE = 8


class Line(asyncio.Protocol):
    """One connection. ``hear`` gets each text, as bytes; ``opened`` is done after the handshake."""

    def __init__(self, path: str, hear: Callable[[Line, bytes], None]) -> None:
        self._path = path
        self._hear = hear
        self._buffer = b""
        self._upgraded = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(UPGRADE.format(path=self._path).encode())

    def send(self, text: str) -> None:
        """A masked text frame (RFC 6455, 5.3) whose mask is zero: allowed, and nothing to compute."""
        payload = text.encode()
        length = len(payload)
        head = struct.pack("!BB", 0x81, 0x80 | length) if length < 126 else struct.pack("!BBH", 0x81, 0xFE, length)
        self.transport.write(head + b"\0\0\0\0" + payload)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        if not self._upgraded:
            head, found, rest = buffer.partition(HEADER_ENDS)
            if not found:
                self._buffer = buffer
                return
            if b" 101 " not in head[:20]:
                self.opened.set_exception(ConnectionError(head.decode(errors="replace")))
                return
            self._upgraded = True
            self.opened.set_result(None)
            buffer = rest
        self._buffer = self._frames(buffer)

    def _frames(self, buffer: bytes) -> bytes:
        """Hands on what is whole; the rest. Servers of ours and the floor send unmasked, unfragmented text."""
        at, end = 0, len(buffer)
        while end - at >= 2:
            length, begin = buffer[at + 1], at + 2
            if length >= 126:
                size = 2 if length == 126 else 8
                if end - begin < size:
                    break
                length, begin = int.from_bytes(buffer[begin : begin + size], "big"), begin + size
            if end - begin < length:
                break
            if buffer[at] & 0x0F == CLOSE:
                self.transport.close()
                return b""
            self._hear(self, buffer[begin : begin + length])
            at = begin + length
        return buffer[at:]


async def connected(
    port: int, path: str, hear: Callable[[Line, bytes], None], receive_buffer: int | None = None
) -> Line:
    """An open connection; ``receive_buffer``: bytes the operating system keeps for us, where it shall be few."""
    raw = socket.socket()
    raw.setblocking(False)
    if receive_buffer is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, ("127.0.0.1", port))
    _, line = await loop.create_connection(lambda: Line(path, hear), sock=raw)
    await line.opened
    return line
