"""HTTP with one deadline for a whole answer: the standard library's timeout is each piece's, and a slow head has many.

It runs in a real thread beside the hub: no log, no lock, no database.
"""

from __future__ import annotations

import io
import socket
import time
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any, Final
from urllib.request import HTTPHandler, HTTPSHandler, Request

PATIENCE: Final = 2.0  # seconds for a whole answer: somebody stands at the kiosk


class _Pieces(io.RawIOBase):
    """What a socket gives until ``deadline`` (of ``time.monotonic``); TimeoutError after it."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase, deadline: float) -> None:
        self._sock, self._raw, self._deadline = sock, raw, deadline
        self._each = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any, /) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the whole answer took too long")
        self._sock.settimeout(min(left, self._each or left))
        return self._raw.readinto(into)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, deadline: float, **how: Any) -> None:
        super().__init__(sock, *args, **how)
        self.fp: Any = io.BufferedReader(_Pieces(sock, self.fp.detach(), deadline))


class _Connection(HTTPConnection):
    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.response_class: Any = partial(_Answer, deadline=time.monotonic() + PATIENCE)


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class InTime(HTTPHandler):
    """Opens http addresses."""

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Connection, req)


class InTimeSecure(HTTPSHandler):
    """Opens https addresses."""

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_SecureConnection, req)
