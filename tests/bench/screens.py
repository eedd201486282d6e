"""Many displays in one process: websockets that note when a message has arrived at the last of them.

Run as ``python -m tests.bench.screens`` it takes one job a line, as :mod:`.client` does; :class:`Screens` is the
bench's end. Ours speak Engine.IO as a browser's socket.io-client does; the floor's only listen. Both do the same with
what comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from .machines import HALL

Json = dict[str, Any]
WATCH = "42/live," + json.dumps(["watch", {"board": "hall", "hall": HALL}])
MOMENT, STATE = '42/live,["moment"', '42/live,["state"'
PATIENCE = 20.0  # s until a message that has not come is taken for lost


class Screens:
    """The bench's end: displays of our server and of the floor, told apart by name."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.screens"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def open(self, whose: str, port: int, count: int) -> None:
        """``count`` more displays watch."""
        self._tell({"do": "open", "whose": whose, "port": port, "count": count})
        self._answer()

    def listen(self, whose: str) -> None:
        """From now on arrivals count; returns once that is so."""
        self._tell({"do": "listen", "whose": whose})
        self._answer()

    def heard(self) -> Json:
        """``{moment, state}``: when each was at the last display (s, monotonic); ``texts``: what one display got."""
        return self._answer()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _tell(self, job: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> Json:
        assert self._process.stdout is not None
        answer: Json = json.loads(self._process.stdout.readline())
        return answer


class Wall:
    """All displays of one server."""

    def __init__(self) -> None:
        self.count = 0
        self._readers: list[asyncio.Task[None]] = []
        self._clear()

    def _clear(self) -> None:
        self.left = {MOMENT: self.count, STATE: self.count}
        self.last = {MOMENT: 0.0, STATE: 0.0}
        self.texts: dict[str, str] = {}
        self.complete = asyncio.Event()

    async def open(self, whose: str, port: int, count: int) -> None:
        for _ in range(count):
            line = await (_display(port) if whose == "ours" else connect(f"ws://127.0.0.1:{port}", compression=None))
            self._readers.append(asyncio.create_task(self._read(line)))
        self.count += count

    def listen(self) -> None:
        self._clear()

    async def heard(self) -> Json:
        await asyncio.wait_for(self.complete.wait(), PATIENCE)
        return {"moment": self.last[MOMENT], "state": self.last[STATE], "texts": list(self.texts.values())}

    async def _read(self, line: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):  # a server that ends at the end of its figure
            async for text in line:
                assert isinstance(text, str)
                if text == "2":
                    await line.send("3")
                    continue
                for kind, left in self.left.items():
                    if text.startswith(kind):
                        self.last[kind] = time.monotonic()
                        self.texts[kind] = text
                        self.left[kind] = left - 1
                if not any(self.left.values()):
                    self.complete.set()


async def _display(port: int) -> ClientConnection:
    line = await connect(f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", compression=None)
    await line.recv()
    await line.send("40/live,")
    await line.recv()
    await line.send(WATCH)
    while not str(await line.recv()).startswith(STATE):
        pass
    return line


async def main() -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    walls = {"ours": Wall(), "floor": Wall()}
    while line := await lines.readline():
        job = json.loads(line)
        wall = walls[job["whose"]]
        if job["do"] == "open":
            await wall.open(job["whose"], job["port"], job["count"])
            print("{}", flush=True)
        else:
            wall.listen()
            print("{}", flush=True)
            print(json.dumps(await wall.heard()), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
