"""The floors: what the same machine does when almost nothing is asked of it.

``python -m tests.bench.floor http DATABASE``: Flask that does nothing, and Flask that makes one Core insert, answered
by the same server and the same database settings as ours. ``… broadcast``: asyncio telling the same bytes to as many
websockets.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

ANSWER = {"label": "A001", "state": "waiting"}


def http(database: Path) -> None:
    """``POST /noop`` and ``POST /insert``; prints its port."""
    from luot_server import runtime

    runtime.patch("eventlet")
    import flask
    from sqlalchemy import Column, Integer, MetaData, String, Table, insert

    from luot_server.store.engine import WRITING, open_engine

    engine = open_engine(f"sqlite:///{database}").execution_options(**{WRITING: True})
    metadata = MetaData()
    tickets = Table(
        "tickets",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("procedure", String(80)),
        Column("purpose", String(20)),
    )
    metadata.create_all(engine)
    one_ticket = insert(tickets)
    app = flask.Flask("floor")

    @app.post("/noop")
    def noop() -> dict[str, str]:
        return ANSWER

    @app.post("/insert")
    def insert_one() -> tuple[dict[str, str], int]:
        asked = flask.request.get_json()
        with engine.begin() as connection:
            connection.execute(one_ticket, {"procedure": asked["procedure"], "purpose": asked["purpose"]})
        return ANSWER, 201

    listener = runtime.listen("127.0.0.1", 0)
    runtime.serve(app, listener, on_ready=lambda: print(listener.getsockname()[1], flush=True))


async def broadcast() -> None:
    """Prints its port; then does each job (JSON) of standard input and prints when it began and ended.

    A job is ``{told: [{to, text}…], times}``: each text goes to everybody who came to one of the paths in ``to``.
    Between two rounds of several, and at the end, it waits until the operating system has taken every byte.
    """
    from websockets.asyncio.server import ServerConnection, serve
    from websockets.asyncio.server import broadcast as tell

    screens: dict[str, set[ServerConnection]] = defaultdict(set)

    async def screen(connection: ServerConnection) -> None:
        assert connection.request is not None
        here = screens[connection.request.path]
        here.add(connection)
        try:
            await connection.wait_closed()
        finally:
            here.discard(connection)

    async def taken() -> None:
        while any(one.transport.get_write_buffer_size() for here in screens.values() for one in here):
            await asyncio.sleep(0)

    lines = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with serve(screen, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        gc.collect()
        gc.freeze()
        while line := await lines.readline():
            job = json.loads(line)
            began = time.monotonic()
            for _ in range(job["times"]):
                for one in job["told"]:
                    tell([line for path in one["to"] for line in screens[path]], one["text"])
                await taken()
            print(json.dumps({"began": began, "ended": time.monotonic()}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "http":
        http(Path(sys.argv[2]))
    else:
        asyncio.run(broadcast())
