"""What is measured, each in a process of its own: our server on a demo hall, and the floors."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType

import psutil

from luot_server import settings
from luot_server.clock import ToldClock
from luot_server.demo.prepared import prepared_store
from luot_server.demo.seed import Keys, seed
from luot_server.store.engine import open_engine
from luot_server.store.store import Store

from .client import request

HALL = "DL-22015"
MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
PATIENCE = 90.0  # s for a server to answer, on a machine that does much else
TICKETS = f"/api/v1/halls/{HALL}/tickets"

#: Everyday errands of several fields: several series, several needs in the line.
ERRANDS: tuple[dict[str, str], ...] = (
    {"procedure": "1.001193", "purpose": "submit", "area": "22015"},
    {"procedure": "2.000815", "purpose": "submit"},
    {"procedure": "1.115279", "purpose": "submit", "area": "22015"},
    {"procedure": "1.014027", "purpose": "submit", "area": "22015"},
)


@dataclass
class Process:
    """A running server; CPU and memory are those the operating system counts for it."""

    process: subprocess.Popen[str]
    port: int
    _seen: psutil.Process = field(init=False)

    def __post_init__(self) -> None:
        self._seen = psutil.Process(self.process.pid)

    def cpu(self) -> float:
        """Seconds of processor used since its start, user and system."""
        times = self._seen.cpu_times()
        return times.user + times.system

    def memory(self) -> int:
        """Resident bytes."""
        return int(self._seen.memory_info().rss)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@dataclass
class Luot:
    """Our server on a database of its own."""

    server: Process
    database: Path
    keys: Keys
    clock: ToldClock
    _asked: int = 0

    def issue(self) -> str:
        """A request for the next number; every one has its own Idempotency-Key, as a kiosk's has."""
        self._asked += 1
        return self.post(TICKETS, dict(ERRANDS[self._asked % len(ERRANDS)]), self.keys.tokens["kiosk"])

    def post(self, path: str, body: dict[str, str], token: str) -> str:
        self._asked += 1
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"bench-{self._asked}"}
        return request("POST", path, body, headers)

    def count(self, table: str, where: str = "1") -> int:
        return counted(self.database, table, where)

    def ids(self, table: str, where: str = "1") -> list[str]:
        with sqlite3.connect(self.database) as connection:
            found = [
                str(row[0]) for row in connection.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY position")
            ]
        connection.close()
        return found

    def store(self) -> Store:
        """The same database from the bench's own process."""
        return Store(f"sqlite:///{self.database}", self.clock)


def counted(database: Path, table: str, where: str = "1") -> int:
    with sqlite3.connect(database) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    connection.close()
    return found


@contextmanager
def luot(
    folder: Path,
    *,
    history: Path | None = None,
    prepare: Callable[[Store], None] | None = None,
    module: tuple[str, ...] = ("luot_server.cli", "serve"),
) -> Iterator[Luot]:
    """``luot serve`` on a Monday at eight, in a hall where nobody waits, or after ``prepare`` did something there.

    ``history``: a database to begin from instead of the seeded one.
    """
    folder.mkdir(parents=True)
    clock = ToldClock.starting(MONDAY)
    database = folder / "luot.sqlite3"
    store, keys = prepared_store(database, clock)
    if history is not None:
        store.engine.dispose()
        shutil.copyfile(history, database)
        store = Store(f"sqlite:///{database}", clock)
        keys = seed(store)  # the same hall, with keys anew
    if prepare is not None:
        prepare(store)
    store.engine.dispose()
    ready = folder / "ready.json"
    process = subprocess.Popen(
        [sys.executable, "-m", *module, "--port", "0", "--ready-file", str(ready)],
        env=settings.for_child(data_dir=str(folder), clock=str(clock), async_mode="eventlet"),
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        _wait_for(ready.exists, process)
        port = int(json.loads(ready.read_text())["server"].rpartition(":")[2])
        with Process(process, port) as server:
            yield Luot(server, database, keys, clock)
    finally:
        process.kill()
        process.wait(10)


def floor(*arguments: str) -> Process:
    """One of the floors of :mod:`.floor`, answering."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.floor", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return Process(process, int(process.stdout.readline()))


def pragmas(folder: Path) -> dict[str, str | int]:
    """How SQLite is set up, read from a connection made as the server makes its own."""
    engine = open_engine(f"sqlite:///{folder / 'pragmas.sqlite3'}")
    names = ("journal_mode", "synchronous", "wal_autocheckpoint", "page_size", "foreign_keys")
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}
    engine.dispose()
    return {**found, "synchronous": {1: "NORMAL", 2: "FULL"}.get(found["synchronous"], found["synchronous"])}


def _wait_for(true: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not come up (exit status {process.returncode})")
        time.sleep(0.02)
