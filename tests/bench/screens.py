"""Many screens in one process: websockets that note when a message has arrived at the last of them.

Run as ``python -m tests.bench.screens`` it takes one job a line, as :mod:`.client` does; :class:`Screens` is the
bench's end. Ours speak Engine.IO as a browser's socket.io-client does; the floor's only listen. Both do the same with
what comes.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from .machines import HALL
from .sockets import Line, connected

Json = dict[str, Any]
ENGINE = "/socket.io/?EIO=4&transport=websocket"
MOMENT, STATE, TURN = b'42/live,["moment"', b'42/live,["state",{"board":"hall"', b'42/live,["state",{"board":"turn"'
KINDS = {"moment": MOMENT, "state": STATE, "turn": TURN}
NAMES = {kind: name for name, kind in KINDS.items()}
AT_ONCE = 20  # connections opened side by side
PATIENCE = 60.0  # s until a message that has not come is taken for lost


class Screens:
    """The bench's end: displays and phones of our server and of the floor, told apart by name."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.screens"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def open(self, whose: str, port: int, displays: int, turns: Sequence[str] = ()) -> None:
        """So many displays more watch, and a phone for each of ``turns``; the first of them is the one called."""
        self._ask({"do": "open", "whose": whose, "port": port, "displays": displays, "turns": list(turns)})

    def stall(self, port: int, count: int) -> None:
        """Displays of ours that answer pings and read nothing."""
        self._ask({"do": "stall", "whose": "ours", "port": port, "count": count})

    def listen(self, whose: str, expected: dict[str, int]) -> None:
        """From now on arrivals count; returns once that is so. ``expected``: kind → how many in all."""
        self._ask({"do": "listen", "whose": whose, "expected": expected})

    def heard(self, whose: str) -> Json:
        """Once all have come: ``first`` and ``last``: kind → when the first and last one did (s, monotonic); ``texts``:
        kind → one of them; ``count``: how many of any kind."""
        return self._ask({"do": "heard", "whose": whose})

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _ask(self, job: Json) -> Json:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the screens' process ended; its traceback is above")
        answer: Json = json.loads(line)
        return answer


class Wall:
    """All screens of one server."""

    def __init__(self) -> None:
        self._waiting: dict[Line, asyncio.Future[None]] = {}
        self._stalled: list[asyncio.Task[None]] = []
        self.listen({})

    def listen(self, expected: dict[str, int]) -> None:
        self._left = {KINDS[name]: count for name, count in expected.items()}
        self._first: dict[bytes, float] = {}
        self._last: dict[bytes, float] = {}
        self._texts: dict[bytes, bytes] = {}
        self._count = 0
        self._complete = asyncio.Event()

    async def open(self, whose: str, port: int, displays: int, turns: Sequence[str]) -> None:
        watches = [{"board": "hall", "hall": HALL}] * displays + [{"board": "turn", "token": one} for one in turns]
        if whose == "floor":  # of the phones only the first is told anything
            paths = ["/hall"] * displays + ["/turn"] * min(len(turns), 1) + ["/idle"] * (len(turns) - 1)
            for begin in range(0, len(paths), AT_ONCE):
                some = paths[begin : begin + AT_ONCE]
                await asyncio.gather(*(connected(port, path, self._hear) for path in some))
            return
        for begin in range(0, len(watches), AT_ONCE):
            some = watches[begin : begin + AT_ONCE]
            await asyncio.gather(*(self._open(port, watch) for watch in some))

    async def stall(self, port: int, count: int) -> None:
        for _ in range(count):
            line = await self._open(port, {"board": "hall", "hall": HALL}, receive_buffer=4_096)
            line.transport.pause_reading()
            self._stalled.append(asyncio.create_task(_only_pongs(line)))

    async def _open(self, port: int, watch: Json, receive_buffer: int | None = None) -> Line:
        line = await connected(port, ENGINE, self._hear, receive_buffer)
        for text in ("40/live,", "42/live," + json.dumps(["watch", watch])):
            self._waiting[line] = asyncio.get_running_loop().create_future()
            line.send(text)
            await self._waiting[line]
            del self._waiting[line]
        return line

    async def heard(self) -> Json:
        await asyncio.wait_for(self._complete.wait(), PATIENCE)
        return {
            "first": {NAMES[kind]: at for kind, at in self._first.items()},
            "last": {NAMES[kind]: at for kind, at in self._last.items()},
            "texts": {NAMES[kind]: text.decode() for kind, text in self._texts.items()},
            "count": self._count,
        }

    def _hear(self, line: Line, text: bytes) -> None:
        if text == b"2":
            line.send("3")
            return
        opening = self._waiting.get(line)
        if opening is not None and not opening.done() and not text.startswith(b"0"):
            opening.set_result(None)
            return
        for kind, left in self._left.items():
            if text.startswith(kind):
                self._count += 1
                self._last[kind] = now = time.monotonic()
                self._first.setdefault(kind, now)
                self._texts[kind] = text
                self._left[kind] = left - 1
                if left == 1 and not any(one > 0 for one in self._left.values()):
                    self._complete.set()
                return


async def _only_pongs(line: Line) -> None:
    """A client that looks alive to whoever only counts its answers to pings."""
    while not line.transport.is_closing():
        await asyncio.sleep(3.0)
        line.send("3")


async def main() -> None:
    lines = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    walls = {"ours": Wall(), "floor": Wall()}
    while line := await lines.readline():
        job = json.loads(line)
        wall, answer = walls[job["whose"]], {}
        if job["do"] == "open":
            await wall.open(job["whose"], job["port"], job["displays"], job["turns"])
        elif job["do"] == "stall":
            await wall.stall(job["port"], job["count"])
        elif job["do"] == "listen":
            wall.listen(job["expected"])
        else:
            answer = await wall.heard()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
