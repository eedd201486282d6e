"""The service manager hears that the kiosk is well, as long as it is."""

import socket
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
