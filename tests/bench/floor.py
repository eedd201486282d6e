"""The floors: what the same machine does when almost nothing is asked of it.

``python -m tests.bench.floor http DATABASE``: Flask that does nothing, and Flask that makes one Core insert, answered
by the same server and the same database settings as ours. ``… broadcast``: asyncio telling the same bytes to as many
websockets.
"""

from __future__ import annotations

import asyncio
import base64
import sys
import time
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
    """Prints its port; then each line of standard input, base64 texts, is told to everybody; prints when it began."""
    from websockets.asyncio.server import ServerConnection, serve
    from websockets.asyncio.server import broadcast as tell

    screens: set[ServerConnection] = set()

    async def screen(connection: ServerConnection) -> None:
        screens.add(connection)
        try:
            await connection.wait_closed()
        finally:
            screens.discard(connection)

    lines = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with serve(screen, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        while line := await lines.readline():
            texts = [base64.b64decode(one).decode() for one in line.split()]
            began = time.monotonic()
            for text in texts:
                tell(screens, text)
            print(began, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "http":
        http(Path(sys.argv[2]))
    else:
        asyncio.run(broadcast())
