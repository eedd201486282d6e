"""Real servers in processes of their own, one per async mode, and real Socket.IO clients over loopback."""

from __future__ import annotations

import queue
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio

from luot_server import settings

HERE = Path(__file__).parent
MODES = ("eventlet", "gevent", "threading")


@dataclass
class Running:
    """A small app that runs."""

    process: subprocess.Popen[str]
    url: str
    data: Path

    def stop(self) -> float:
        """Asks it to stop; how long that took (s)."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(10)
        return time.monotonic() - began

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


@dataclass
class Hall:
    """A hall of a running app; each test has its own."""

    app: Running
    id: str
    open_screen: Callable[..., Screen]

    def record(self, kind: str, wake: bool = True, count: int = 1, **payload: Any) -> int:
        """Appends an entry or ``count`` alike, with ``wake=False`` as another process would; the last position."""
        answer = requests.post(
            f"{self.app.url}/entries?wake={int(wake)}&count={count}",
            json={"hall": self.id, "kind": kind, "payload": payload},
            timeout=5,
        )
        answer.raise_for_status()
        return int(answer.json()["position"])

    def call(self, label: str, counter: int = 3, wake: bool = True) -> int:
        return self.record("ticket_called", wake, ticket=f"{self.id}.{label}", label=label, counter=counter)

    def recall(self, label: str, counter: int = 3, count: int = 1) -> int:
        return self.record(
            "ticket_recalled", count=count, ticket=f"{self.id}.{label[:4]}", label=label, counter=counter
        )

    def screen(self, **options: Any) -> Screen:
        """A connection that watches nothing yet."""
        return self.open_screen(self.app, **options)

    def display(self, **options: Any) -> Screen:
        """A screen that watches the hall board and has its first state."""
        display = self.screen()
        display.watch(board="hall", hall=self.id, **options)
        return display


@dataclass
class Screen:
    """A Socket.IO client and everything it was told, in order."""

    url: str
    auth: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    transports: tuple[str, ...] = ("websocket",)

    def __post_init__(self) -> None:
        self._told: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self.client = socketio.Client(reconnection=False)
        for event in ("state", "moment", "voice", "refused"):
            self.client.on(event, self._keep(event), namespace="/live")
        self.client.connect(
            self.url, namespaces=["/live"], auth=self.auth, headers=self.headers, transports=list(self.transports)
        )

    def _keep(self, event: str) -> Callable[[dict[str, Any]], None]:
        return lambda data: self._told.put((event, data))

    def watch(self, **what: Any) -> None:
        self.client.emit("watch", what, namespace="/live")

    def say(self, event: str, **what: Any) -> None:
        self.client.emit(event, what, namespace="/live")

    def next(self, event: str, timeout: float = 5.0) -> dict[str, Any]:
        """The next message of this kind; others before it are passed over."""
        end = time.monotonic() + timeout
        while True:
            got, data = self._told.get(timeout=max(0.01, end - time.monotonic()))
            if got == event:
                return data

    def state(self, true: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """The first state from here on of which this is true."""
        while not true(state := self.next("state")):
            pass
        return state

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Everything told so far and not asked for yet."""
        told = []
        while not self._told.empty():
            told.append(self._told.get())
        return told

    def close(self) -> None:
        self.client.disconnect()


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def shared_apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    """One app per mode for every test that leaves it running; begun when first asked for."""
    apps = _Apps(tmp_path_factory)
    yield apps
    for app in apps.values():
        app.kill()


class _Apps(dict[str, Running]):
    def __init__(self, places: pytest.TempPathFactory) -> None:
        self._places = places

    def __missing__(self, mode: str) -> Running:
        self[mode] = run(mode, self._places.mktemp(mode))
        return self[mode]


@pytest.fixture
def hall(mode: str, shared_apps: dict[str, Running], screen: Callable[..., Screen]) -> Hall:
    return Hall(shared_apps[mode], f"H-{uuid.uuid4().hex[:8]}", screen)


@pytest.fixture
def make_hall(screen: Callable[..., Screen]) -> Callable[[Running], Hall]:
    return lambda app: Hall(app, "H-1", screen)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts apps on the test's own data, to be stopped by the test."""
    running: list[Running] = []

    def start(mode: str, *rest: str) -> Running:
        running.append(run(mode, tmp_path, *rest))
        return running[-1]

    yield start
    for app in running:
        app.kill()


@pytest.fixture
def screen() -> Iterator[Callable[..., Screen]]:
    screens: list[Screen] = []

    def screen(app: Running, **options: Any) -> Screen:
        screens.append(Screen(app.url, **options))
        return screens[-1]

    yield screen
    for one in screens:
        one.close()


def run(mode: str, data: Path, *rest: str) -> Running:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", str(HERE / "small_app.py"), mode, str(data), *rest],
        stdout=subprocess.PIPE,
        text=True,
        env=settings.for_child() | {"PYTHONPATH": str(HERE.parents[1] / "server")},
    )
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    assert port, f"the small app did not start in {mode} mode"
    return Running(process, f"http://127.0.0.1:{port}", data)
