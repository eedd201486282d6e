"""A day with an outage: a real server and a real kiosk as processes, both killed again and again, and the counts after.

Both are told the same time. A citizen presses until a number is shown, under one key, as the page does; what the last
answer said is the paper in the hand, and the server must know exactly those papers in the end.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import requests

from luot_server.clock import ToldClock
from luot_server.demo.hall import demo_hall
from luot_server.demo.prepared import prepared_store
from luot_server.demo.seed import Keys

COMMAND = [sys.executable, "-c", "from luot_server.cli import main; main()"]
ERRANDS: tuple[dict[str, str], ...] = (
    {"procedure": "2.000815", "purpose": "submit"},
    {"procedure": "1.001193", "purpose": "submit", "area": "later"},
    {"procedure": "1.115279", "purpose": "submit", "area": "later"},
    {"purpose": "advice"},
)
START_WITHIN, GIVE_UP = 120.0, 600.0  # real seconds; a machine may be busy with other things
PAUSE = 0.05


class Machine:
    """A process that is started, killed without a word, and started again on the same port and files."""

    def __init__(self, name: str, folder: Path, arguments: list[str], told: dict[str, str]) -> None:
        self.name, self.folder, self.kills = name, folder, 0
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [*COMMAND, *arguments, "--port", str(self.port)]
        self._environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | told
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, probe: str) -> None:
        """Started and answering."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(self._command, env=self._environ, stdout=log, stderr=log)
        deadline = time.monotonic() + START_WITHIN
        while not _answers(self.url + probe):
            assert self._process.poll() is None, f"{self.name} ended: {self.log()[-2000:]}"
            assert time.monotonic() < deadline, f"{self.name} did not start"
            time.sleep(PAUSE)

    def tell(self, **told: str) -> None:
        """What its environment says from its next start on."""
        self._environ |= told

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None
            self.kills += 1

    def log(self) -> str:
        return (self.folder / f"{self.name}.log").read_text()


@dataclass
class Outcome:
    """What was counted when everything was over."""

    citizens: int  # who hold a paper
    late: int  # who came to no number before the hall shut, because the machine was busy
    alone: int  # papers with the kiosk's own mark
    tickets: int  # rows of the server
    relabelled: int  # the server had given a number too, whose answer was lost
    kills: dict[str, int]
    lost: list[str] = field(default_factory=list)  # papers the server does not know
    other: list[str] = field(default_factory=list)  # tickets nobody holds the paper of
    doubled: list[str] = field(default_factory=list)  # labels on two papers
    disorder: int = 0  # offline tickets that are not on record in the order in which they were given

    @property
    def whole(self) -> bool:
        return not (self.lost or self.other or self.doubled or self.disorder)

    def __str__(self) -> str:
        kills = ", ".join(f"{name} killed {count} times" for name, count in self.kills.items())
        return (
            f"{self.citizens} citizens ({self.late} more came too late), {self.alone} given their number by the kiosk "
            f"alone, {self.relabelled} of those after a lost answer; {self.tickets} tickets on record; "
            f"{len(self.lost)} lost, {len(self.other)} without a paper, {len(self.doubled)} doubled, "
            f"{self.disorder} out of order; {kills}"
        )


class Hall:
    """The server and one kiosk of the demo hall. `begins` is the told time; `speed` the told seconds in a real one."""

    def __init__(self, folder: Path, begins: datetime, speed: float, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.clock = ToldClock.starting(begins, speed)
        (folder / "server").mkdir()
        self.database = folder / "server" / "luot.sqlite3"
        store, self.keys = prepared_store(self.database, self.clock)
        store.engine.dispose()
        self.server = Machine(
            "server", folder, ["serve", "--data", str(folder / "server")], {"LUOT_CLOCK": str(self.clock)}
        )
        self.kiosk = Machine(
            "kiosk", folder, ["kiosk", "run"], _kiosk_told(self.server.url, folder, self.clock, self.keys)
        )
        self.shuts = begins.replace(hour=17, minute=0)
        self.papers: list[Future[dict[str, Any] | None]] = []

    def come(self, people: ThreadPoolExecutor) -> None:
        """One more citizen begins to press."""
        nth = len(self.papers)
        self.papers.append(people.submit(self._press, f"citizen-{nth}", ERRANDS[nth % len(ERRANDS)]))

    def lend(self) -> None:
        """Waits until the kiosk could go on alone."""
        _until(lambda: self._spooled("SELECT count(*) FROM lent") > 0, "nothing was lent")

    def merged(self) -> None:
        """Waits until everything is handed in."""
        _until(lambda: self._spooled("SELECT count(*) FROM numbers WHERE state = 'unsent'") == 0, "not handed in")

    def unsent(self) -> int:
        return self._spooled("SELECT count(*) FROM numbers WHERE state = 'unsent'")

    def count(self) -> Outcome:
        held = [one for one in (it.result() for it in self.papers) if one is not None]
        papers = {one["id"]: str(one["label"]) for one in held}
        labels = Counter(str(one["label"]) for one in held)
        rows = _rows(self.database, "SELECT id, label, issued_at FROM tickets ORDER BY rowid")
        known = {row[0]: row[1] for row in rows}
        given = _rows(self._spool, "SELECT label FROM numbers WHERE state = 'issued' ORDER BY position")
        at = {row[1]: row[2] for row in rows}
        times = [at[label] for (label,) in given if label in at]
        return Outcome(
            citizens=len(held),
            late=len(self.papers) - len(held),
            alone=sum(label.startswith("K") for label in papers.values()),
            tickets=len(known),
            relabelled=self._spooled("SELECT count(*) FROM numbers WHERE state = 'relabelled'"),
            kills={one.name: one.kills for one in (self.server, self.kiosk)},
            lost=[f"{label} ({known.get(ticket)})" for ticket, label in papers.items() if known.get(ticket) != label],
            other=[known[ticket] for ticket in known.keys() - papers.keys()],
            doubled=[label for label, times_given in labels.items() if times_given > 1],
            disorder=sum(later < earlier for earlier, later in pairwise(times)),
        )

    def _press(self, key: str, errand: dict[str, str]) -> dict[str, Any] | None:
        """Until a number is shown; None for whom no number was left before the hall shut.

        Whom a restart keeps past the hour comes back when numbers are given again.
        """
        deadline = time.monotonic() + GIVE_UP
        while time.monotonic() < deadline:
            try:
                answer = requests.post(
                    f"{self.kiosk.url}/local/tickets", json=errand, headers={"Idempotency-Key": key}, timeout=20
                )
            except requests.RequestException:  # the kiosk was killed under the finger
                time.sleep(PAUSE)
                continue
            if answer.status_code == 201:
                told: dict[str, Any] = answer.json()
                return told
            closed = answer.json().get("code") == "hall_closed"
            assert closed or answer.status_code >= 500, answer.text
            if closed and self.clock.now() >= self.shuts:
                return None
            key += "+" if closed else ""  # a refusal is the answer to its key for good; who comes back has a new one
            time.sleep(PAUSE)
        raise AssertionError(f"{key} was given no number")

    @property
    def _spool(self) -> Path:
        return self.folder / "kiosk" / f"spool-{demo_hall().id}.sqlite3"

    def _spooled(self, question: str) -> int:
        return int(_rows(self._spool, question)[0][0])


@contextmanager
def open_hall(folder: Path, begins: datetime, speed: float, seed: int) -> Iterator[Hall]:
    hall = Hall(folder, begins, speed, seed)
    starting = threading.Thread(target=hall.server.start, args=("/readyz",))
    starting.start()
    try:
        hall.kiosk.start("/local/health")
        starting.join()
        hall.lend()
        yield hall
    finally:
        kills = hall.server.kills, hall.kiosk.kills
        hall.server.kill()
        hall.kiosk.kill()
        hall.server.kills, hall.kiosk.kills = kills


def told_minutes(hall: Hall, minutes: float) -> float:
    """So many minutes of the told day, in real seconds."""
    return hall.clock.real_seconds(timedelta(minutes=minutes))


def _kiosk_told(server: str, folder: Path, clock: ToldClock, keys: Keys) -> dict[str, str]:
    return {
        "LUOT_KIOSK_SERVER": server,
        "LUOT_KIOSK_HALL": demo_hall().id,
        "LUOT_KIOSK_TOKEN": keys.tokens["device_kiosk"],
        "LUOT_KIOSK_PRINTER": "none",
        "LUOT_KIOSK_MENU_SECONDS": "0.2",
        "LUOT_KIOSK_PATIENCE_SECONDS": "0.5",
        "LUOT_KIOSK_DATA": str(folder / "kiosk"),
        "LUOT_KIOSK_NOW": str(clock),
    }


def _rows(file: Path, question: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(file, timeout=10)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def _until(holds: Any, otherwise: str) -> None:
    deadline = time.monotonic() + GIVE_UP
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(PAUSE)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
