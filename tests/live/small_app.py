"""A small real program on the live package: a journal in a SQLite file, three boards, run in any async mode.

It stands for the app until the tests meet the whole of it, and stays as the place where a relay can be stopped
between commit and telling. Run as ``python small_app.py MODE DATA [REDIS_URL [relay]]``; prints its port.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from luot_server import runtime

ROLES = {"clerk-token": "clerk", "manager-token": "manager"}


@dataclass(frozen=True)
class Entry:
    hall: str
    position: int
    at: datetime
    kind: str
    payload: dict[str, Any]


class SmallJournal:
    """Entries of halls in one SQLite file, so that several processes may write it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as rows:
            columns = "hall, position, at, kind, payload, PRIMARY KEY (hall, position)"
            rows.execute(f"CREATE TABLE IF NOT EXISTS entry ({columns})")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, isolation_level=None, timeout=5)

    def append(self, hall: str, kind: str, payload: dict[str, Any], at: datetime, count: int = 1) -> int:
        """``count`` entries alike in one transaction; the last position."""
        entry = {"hall": hall, "at": at.isoformat(), "kind": kind, "payload": json.dumps(payload)}
        with self._open() as rows:
            rows.execute("BEGIN IMMEDIATE")
            rows.executemany(
                "INSERT INTO entry SELECT :hall, coalesce(max(position), 0) + 1, :at, :kind, :payload"
                " FROM entry WHERE hall = :hall",
                [entry] * count,
            )
            last = rows.execute("SELECT max(position) FROM entry WHERE hall = ?", (hall,)).fetchone()[0]
            rows.execute("COMMIT")
            return int(last)

    def entries(self, hall: str, after: int, limit: int) -> list[Entry]:
        with self._open() as rows:
            found = rows.execute(
                "SELECT hall, position, at, kind, payload FROM entry"
                " WHERE hall = ? AND position > ? ORDER BY position LIMIT ?",
                (hall, after, limit),
            ).fetchall()
        return [Entry(h, p, datetime.fromisoformat(at), kind, json.loads(told)) for h, p, at, kind, told in found]

    def heads(self) -> dict[str, int]:
        with self._open() as rows:
            return dict(rows.execute("SELECT hall, max(position) FROM entry GROUP BY hall").fetchall())

    def calls(self, hall: str) -> list[dict[str, Any]]:
        with self._open() as rows:
            found = rows.execute(
                "SELECT payload FROM entry WHERE hall = ? AND kind = 'ticket_called' ORDER BY position", (hall,)
            ).fetchall()
        return [json.loads(payload) for (payload,) in found]


def hall_of(within: str) -> str:
    """Tickets and counters are named ``HALL.…``."""
    return within.partition(".")[0]


def main(mode: str, data: str, redis_url: str | None = None, role: str = "serve") -> None:
    runtime.patch(mode)
    import flask

    from luot_server import live
    from luot_server.clock import SystemClock

    clock = SystemClock()
    journal = SmallJournal(Path(data) / "journal.sqlite3")

    def hall_board(hall: str) -> dict[str, Any]:
        if (Path(data) / f"broken-{hall}").exists():
            raise RuntimeError("the board is broken on purpose")
        calls = [call["label"] for call in journal.calls(hall)]
        return {"board": "hall", "hall": hall, "position": journal.heads().get(hall, 0), "calls": calls[::-1]}

    def turn(ticket: str) -> dict[str, Any]:
        hall = hall_of(ticket)
        called = any(call["ticket"] == ticket for call in journal.calls(hall))
        return {"board": "turn", "position": journal.heads().get(hall, 0), "state": "called" if called else "waiting"}

    def desk(counter: str) -> dict[str, Any]:
        return {"board": "desk", "position": journal.heads().get(hall_of(counter), 0), "counter": counter}

    def known(hall: str) -> str | None:
        return hall if hall.startswith("H-") else None

    boards = {
        "hall": live.LiveBoard("hall", "hall", lambda _, hall: True, known, hall_board, hears_calls=True),
        "turn": live.LiveBoard("turn", "token", lambda _, hall: True, hall_of, turn, ticket_of=lambda token: token),
        "desk": live.LiveBoard("desk", "counter", lambda who, hall: who == "clerk", hall_of, desk),
    }

    def identify(request: flask.Request, token: str | None) -> live.Known | None:
        """``display-N-HALL`` is the token of an enrolled display of that hall."""
        given = token or request.cookies.get("session", "")
        if given.startswith("display-"):
            return live.Known("display", given, display=given, hall=given.split("-", 2)[2])
        return live.Known(ROLES[given], given) if given in ROLES else None

    def still_good(tokens: Collection[str]) -> list[str]:
        return [token for token in tokens if not (Path(data) / f"withdrawn-{token}").exists()]

    heard: set[str] = set()

    app = flask.Flask("small")
    told = live.build(
        app,
        boards=boards,
        door=live.Door(identify, still_good, heard.update),
        journal=live.Journal(journal.entries, journal.heads, lambda entry: entry.payload),
        clock=clock,
        say=lambda key, lang: f"{lang} {key}",
        data_dir=Path(data),
        redis_url=redis_url,
    )

    @app.post("/entries")
    def record() -> dict[str, int]:
        """Appends one entry, or ``count`` alike; with ``wake=0`` as if another process had."""
        told_to = flask.request.get_json()
        count = flask.request.args.get("count", 1, int)
        position = journal.append(told_to["hall"], told_to["kind"], told_to["payload"], clock.now(), count)
        if flask.request.args.get("wake") != "0":
            told.wake(told_to["hall"], position)
        return {"position": position}

    @app.get("/written-at-once")
    def written_at_once() -> dict[str, int]:
        return {"frames": getattr(told.socketio.server.manager, "written_at_once", 0)}

    @app.get("/lines")
    def lines() -> dict[str, list[str]]:
        return {"open": [sid for sid, one in list(told.socketio.server.eio.sockets.items()) if not one.closed]}

    @app.get("/heard")
    def displays_heard() -> list[str]:
        return sorted(heard)

    @app.get("/slow")
    def slow() -> str:
        (Path(data) / "slow").touch()
        runtime.sleep(0.5)
        return "done"

    if role == "relay":
        sys.stdout.write("0\n")
        sys.stdout.flush()
        told.run_relay()
        return
    listener = runtime.listen("127.0.0.1", 0)
    told.start()
    runtime.serve(
        app,
        listener,
        on_ready=lambda: sys.stdout.write(f"{listener.getsockname()[1]}\n") and sys.stdout.flush(),
        on_stop=told.stop,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
