"""The other side of the line: one process that keeps connections open and asks as fast as it is answered.

Run as ``python -m tests.bench.client`` it reads one job a line and answers each with one line; :class:`Client` is the
bench's end of it. A process of its own, so that asking does not take time from answering; one loop over plain sockets,
because an ordinary HTTP client costs more processor than the server it measures.
"""

from __future__ import annotations

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What one job brought: ``seconds`` from first byte to last, ``latencies`` in order of the answers (s)."""

    seconds: float
    latencies: list[float]
    statuses: list[int]
    bodies: list[str]

    def counted(self, status: int) -> int:
        return self.statuses.count(status)


class Client:
    """The bench's end of a client process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.client"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, port: int, connections: int, requests: Sequence[str], *, bodies: bool = False) -> Asked:
        """Sends every request, ``connections`` at a time, on connections that stay open for the next job."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = {"port": port, "connections": connections, "requests": requests, "bodies": bodies}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the client process ended; its traceback is above")
        return Asked(**json.loads(line))

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def request(method: str, path: str, body: Json | None = None, headers: Mapping[str, str] | None = None) -> str:
    """An HTTP/1.1 request as text; JSON where there is a body."""
    content = "" if body is None else json.dumps(body)
    told = {"Host": "127.0.0.1", "Content-Length": str(len(content)), **(headers or {})}
    if body is not None:
        told["Content-Type"] = "application/json"
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n{content}"


def main() -> None:
    """Jobs in, answers out, until the bench closes the pipe."""
    lines: dict[tuple[int, int], list[socket.socket]] = {}
    for job in map(json.loads, sys.stdin):
        key = (job["port"], job["connections"])
        if key not in lines:
            lines[key] = [_connected(job["port"]) for _ in range(job["connections"])]
        print(json.dumps(_asked(lines[key], [one.encode() for one in job["requests"]], job["bodies"])), flush=True)


def _connected(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _asked(lines: Sequence[socket.socket], requests: Sequence[bytes], bodies: bool) -> Json:
    waiting = iter(requests)
    asked: Json = {"seconds": 0.0, "latencies": [], "statuses": [], "bodies": []}
    sent: dict[socket.socket, float] = {}
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for line, first in zip(lines, waiting, strict=False):
            selector.register(line, selectors.EVENT_READ, line)
            sent[line] = time.perf_counter()
            line.sendall(first)
        while sent:
            for key, _ in selector.select(30) or _nobody_answers():
                line = key.data
                status, content = _answer(line)
                asked["latencies"].append(time.perf_counter() - sent.pop(line))
                asked["statuses"].append(status)
                if bodies:
                    asked["bodies"].append(content.decode())
                following = next(waiting, None)
                if following is not None:
                    sent[line] = time.perf_counter()
                    line.sendall(following)
    return {**asked, "seconds": time.perf_counter() - began}


def _answer(line: socket.socket) -> tuple[int, bytes]:
    """One whole answer; what is measured is small and comes in one piece, so waiting for a rest delays nobody."""
    data = line.recv(65_536)
    while b"\r\n\r\n" not in data:
        data += _more(line)
    head, _, content = data.partition(b"\r\n\r\n")
    status = int(head[9:12])
    lowered = head.lower()
    if b"content-length:" not in lowered:
        return status, content
    length = int(lowered.partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(content) < length:
        content += _more(line)
    return status, content


def _more(line: socket.socket) -> bytes:
    data = line.recv(65_536)
    if not data:
        raise ConnectionError("the server closed a connection in the middle of an answer")
    return data


def _nobody_answers() -> list[Any]:
    raise TimeoutError("no answer for 30 s")


if __name__ == "__main__":
    main()
