"""The service manager hears that the kiosk is well, as long as it is."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from luot_kiosk.watchdog import Watchdog


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """What systemd listens with."""
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(str(tmp_path / "notify"))
    ear.settimeout(5)
    yield ear
    ear.close()


def test_it_says_ready_then_well_then_goodbye(manager: socket.socket) -> None:
    dog = Watchdog(manager.getsockname(), 0.03, lambda: True)
    dog.start()
    assert [manager.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    dog.stop()
    while (word := manager.recv(100)) == b"WATCHDOG=1":
        pass
    assert word == b"STOPPING=1"


def test_a_page_that_does_not_answer_is_not_called_well(manager: socket.socket) -> None:
    asked = 0

    def well() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    dog = Watchdog(manager.getsockname(), 0.03, well)
    dog.start()
    assert manager.recv(100) == b"READY=1"
    assert manager.recv(100) == b"WATCHDOG=1"
    assert asked > 3, "the first three times it was silent"
    dog.stop()


@pytest.mark.parametrize("address", [None, "/nowhere/at/all", "@nobody-listens-here"])
def test_without_a_listener_the_kiosk_runs_all_the_same(address: str | None) -> None:
    dog = Watchdog(address, 30, lambda: True)
    dog.start()
    dog.stop()


def test_a_kiosk_that_starts_says_so_once_its_page_answers(manager: socket.socket, tmp_path: Path) -> None:
    environ = os.environ | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LUOT_KIOSK_TOKEN": "a-token",
        "LUOT_KIOSK_DATA": str(tmp_path / "data"),
        "NOTIFY_SOCKET": manager.getsockname(),
        "WATCHDOG_USEC": "60000000",
    }
    run = [sys.executable, "-c", "from luot_server.cli import main; main()", "kiosk", "run"]
    told = ["--server", "http://127.0.0.1:9", "--hall", "DL-22015", "--printer", "none", "--port", "0"]
    manager.settimeout(30)
    with subprocess.Popen([*run, *told], env=environ, stderr=subprocess.DEVNULL) as process:
        assert manager.recv(100) == b"READY=1"
        process.terminate()
        assert manager.recv(100) == b"STOPPING=1"
        assert process.wait(20) == 0
