"""`luot demo` for real: processes, HTTP, a hall that lives, and what happens when somebody pulls a plug."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from luot_server.demo.hall import demo_hall
from luot_server.domain.roles import Role

PATIENCE = 40.0  # seconds; a loaded machine is slow, a broken demo never gets there


@dataclass
class Demo:
    """A demo process and what its ready file says."""

    process: subprocess.Popen[bytes]
    data: Path
    ready: dict[str, Any]
    everybody: list[psutil.Process] = field(default_factory=list)

    def child(self, name: str) -> psutil.Process:
        """A child by a word of its command line."""
        return next(one for one in self.children() if name in one.cmdline())

    def children(self) -> list[psutil.Process]:
        found = psutil.Process(self.process.pid).children()
        self.everybody += [one for one in found if one not in self.everybody]
        return found

    def get(self, path: str, token: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = requests.get(f"{self.ready['server']}{path}", headers=headers, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def journal(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = []
        while True:
            after = entries[-1]["position"] if entries else 0
            path = f"/api/v1/halls/{self.ready['hall']}/journal?after={after}&limit=1000"
            page = self.get(path, self.ready["tokens"]["integration"])
            entries += page["items"]
            if page["next"] is None:
                return entries


Start = Callable[..., Demo]


def within(seconds: float, true: Callable[[], object]) -> None:
    """Waits until it is true; an answer that does not come counts as not yet."""
    end = time.monotonic() + seconds
    while True:
        try:
            if true():
                return
        except (requests.RequestException, psutil.NoSuchProcess, StopIteration):
            pass
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts demos on one data directory, seeded beforehand so that the test is about what comes after."""
    started: list[Demo] = []

    def start(*options: str) -> Demo:
        data, file = tmp_path / "data", tmp_path / "ready.json"
        command = [sys.executable, "-m", "luot_server.cli", "demo", "--port", "0", "--data", str(data)]
        with (tmp_path / "demo.out").open("ab") as output:
            process = subprocess.Popen(
                [*command, "--ready-file", str(file), *options], stdout=output, stderr=output, start_new_session=True
            )
        demo = Demo(process, data, {})
        started.append(demo)
        within(PATIENCE, lambda: file.exists() or process.poll() is not None)
        assert process.poll() is None, (tmp_path / "demo.out").read_text()
        demo.ready = json.loads(file.read_text())
        file.unlink()
        demo.children()
        return demo

    yield start
    for demo in started:
        demo.process.kill()
        demo.process.wait()
        psutil.wait_procs(demo.everybody, timeout=10)


def test_a_played_morning_survives_its_server_and_itself(start: Start) -> None:
    first = start("--play", "--speed", "120", "--now", "2026-11-23T08:00")
    the_ready_file_is_whole(first)
    within(PATIENCE, lambda: kinds(first)["errand_finished"] >= 3)

    before = len(first.journal())
    first.child("serve").kill()
    within(PATIENCE, lambda: len(first.journal()) > before + 20)

    last = first.journal()[-1]
    first.process.kill()
    first.process.wait()
    psutil.wait_procs(first.everybody, timeout=5)
    assert [one for one in first.everybody if one.is_running()] == []

    again = start("--play", "--speed", "120")
    within(PATIENCE, lambda: len(again.journal()) > last["position"] + 20)
    assert again.ready["staff"] == first.ready["staff"]
    it_went_on(again.journal(), last)
    again.process.terminate()
    assert again.process.wait(timeout=3.5) == 0
    psutil.wait_procs(again.everybody, timeout=1)
    assert [one for one in again.everybody if one.is_running()] == []


def the_ready_file_is_whole(demo: Demo) -> None:
    ready, hall = demo.ready, demo_hall()
    for page in ("server", "kiosk", "display", "counter", "manager", "paper"):
        assert requests.get(ready[page], timeout=10).status_code == 200
        assert not ready[page].endswith("/")
    assert ready["hall"] == hall.id
    assert ready["counters"] == list(hall.counters)
    assert ready["printer"].startswith("tcp://127.0.0.1:")
    assert {"kiosk", "display"} <= ready["tokens"].keys()
    roles = Counter(one["role"] for one in ready["staff"])
    assert roles[Role.CLERK] == 7
    assert roles[Role.GUIDE] == roles[Role.MANAGER] == roles[Role.SUPERVISOR] == 1
    assert stat.S_IMODE((demo.data / "demo.json").stat().st_mode) == 0o600


def it_went_on(entries: list[dict[str, Any]], after: dict[str, Any]) -> None:
    """One history: gapless, never back in time, every number once, every ticket called once at a time."""
    assert [one["position"] for one in entries] == list(range(1, len(entries) + 1))
    assert sorted(one["at"] for one in entries) == [one["at"] for one in entries]
    assert {one["at"][:10] for one in entries[after["position"] :]} == {after["at"][:10]}
    issued = Counter(
        (one["payload"]["business_day"], one["payload"]["label"]) for one in entries if one["kind"] == "ticket_issued"
    )
    assert max(issued.values()) == 1
    assert sum(issued.values()) > 16
    started = [one["payload"]["ticket"] for one in entries if one["kind"] == "ticket_started"]
    assert started


def kinds(demo: Demo) -> Counter[str]:
    return Counter(one["kind"] for one in demo.journal())


def test_without_play_nobody_waits(start: Start) -> None:
    demo = start("--now", "2026-11-24T08:00")
    board = demo.get(f"/api/v1/halls/{demo.ready['hall']}/board")
    assert board["server_time"].startswith("2026-11-24T08:00")
    assert sum(line["count"] for line in board["waiting"]) == 0
    assert {one["state"] for one in board["counters"]} == {"closed"}
    a_second_one_says_who_is_there(demo)
    os.kill(demo.process.pid, signal.SIGINT)
    assert demo.process.wait(timeout=3.5) == 0
    assert not (demo.data / "play.log").exists()


def a_second_one_says_who_is_there(demo: Demo) -> None:
    command = [sys.executable, "-m", "luot_server.cli", "demo", "--port", "0", "--data", str(demo.data)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode == 1
    assert "another demo runs with" in second.stderr
