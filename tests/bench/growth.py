"""Does a long past cost anything? Issue and call in a hall with a thousand tickets behind it and in one with many."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from luot_server import domain, store
from luot_server.clock import FixedClock
from luot_server.demo.hall import demo_hall
from luot_server.demo.prepared import prepared_store
from luot_server.store import replay

from . import history, machines
from .client import Client
from .machines import MONDAY, Luot
from .rates import call_requests, take_seats, wait_in_line
from .report import Figure, median


def growth(folder: Path, kept: Path, client: Client, little: int, much: int, rounds: int) -> Figure:
    """p50 of both requests beside ``little`` and beside ``much`` history, on one connection, in turn."""
    took: dict[str, list[float]] = {}
    asked = right = 0
    wanted = rounds * 2 + 8
    pasts = {"little": past(kept, little), "much": past(kept, much)}
    with (
        machines.luot(folder / "little", history=pasts["little"], prepare=lambda it: wait_in_line(it, wanted)) as one,
        machines.luot(folder / "much", history=pasts["much"], prepare=lambda it: wait_in_line(it, wanted)) as other,
    ):
        halls = {"little": one, "much": other}
        seats = {name: take_seats(client, hall, list(demo_hall().counters)[:1]) for name, hall in halls.items()}
        for number in range(rounds + 5):  # five to warm
            for name, hall in halls.items():
                issue, call, statuses = _once(client, hall, seats[name])
                asked, right = asked + 3, right + (statuses == [201, 201, 200])
                if number >= 5:
                    took.setdefault(f"issue_{name}", []).append(issue)
                    took.setdefault(f"call_{name}", []).append(call)
        memory = {name: hall.server.memory() for name, hall in halls.items()}
    p50 = {name: median(values) * 1000 for name, values in took.items()}
    ratios = {what: p50[f"{what}_much"] / p50[f"{what}_little"] for what in ("issue", "call")}
    return Figure(
        f"history of {little} and of {much} tickets",
        {
            "p50_ms": {name: round(value, 2) for name, value in p50.items()},
            "growth": {what: round(value, 3) for what, value in ratios.items()},
            "memory": memory,
            "verified_entries": {name: json.loads(_stamp(file).read_text())["entries"] for name, file in pasts.items()},
        },
        ratio=round(max(ratios.values()), 3),
        true=right * 3 == asked,
    )


def past(folder: Path, tickets: int) -> Path:
    """A database with so much history, verified by replay; kept until the code that writes or reads it changes."""
    folder.mkdir(exist_ok=True)
    file = folder / f"history-{tickets}.sqlite3"
    code = _code()
    stamp = _stamp(file)
    if file.exists() and stamp.exists() and json.loads(stamp.read_text())["code"] == code:
        return file
    stamp.unlink(missing_ok=True)
    draft = folder / f".{file.name}.{os.getpid()}"
    new, _ = prepared_store(draft, FixedClock(MONDAY))
    history.write(new, tickets)
    with new.reading() as connection:
        report = replay.verify(connection)
    with new.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    new.engine.dispose()
    if not report.ok:
        raise RuntimeError(f"the history written is not the one replay makes: {report.problems[:3]}")
    draft.replace(file)
    stamp.write_text(json.dumps({"code": code, "entries": report.entries, "rows": report.rows}))
    return file


def _stamp(file: Path) -> Path:
    return file.with_suffix(".json")


def _code() -> str:
    """A digest of everything the written history depends on."""
    digest = hashlib.sha256()
    folders = [Path(package.__path__[0]) for package in (store, domain)]
    for file in sorted([*(one for it in folders for one in it.rglob("*.py")), Path(history.__file__)]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _once(client: Client, hall: Luot, seats: list[tuple[str, str]]) -> tuple[float, float, list[int]]:
    """One ticket and one call (s each); the counter is freed again."""
    issued = client.ask(hall.server.port, 1, [hall.issue()])
    called = client.ask(hall.server.port, 1, call_requests(hall, seats), bodies=True)
    missed = f"/api/v1/tickets/{json.loads(called.bodies[0])['id']}/no-shows"
    freed = client.ask(hall.server.port, 1, [hall.post(missed, {}, seats[0][1])])
    return issued.latencies[0], called.latencies[0], [*issued.statuses, *called.statuses, *freed.statuses]
