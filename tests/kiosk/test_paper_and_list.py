"""Paper and list agree: the printer fails at every step of a slip, and the server's list says what the hand holds.

The printer is a port of ours that misbehaves at one step; everything else is real: the kiosk's process parts, the
server in a process of its own, its database, its figures.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import requests

from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.printing import Limits, open_printer
from luot_kiosk.printing.raster import FEED_AND_CUT
from luot_kiosk.settings import Settings
from luot_server.demo.hall import demo_hall
from tests.kiosk.test_real_server import Installation, manager, server, take

__all__ = ["manager", "server"]  # fixtures

BRISK = Limits(whole_job=2.0, connect=0.5, send=0.5, answer_before=0.15, answer=0.3, answer_next=0.15, turn=2.0)
PATIENCE = 10.0
ASK, WELL, PAPER_OUT, COVER_OPEN = b"\x10\x04", b"\x12", b"\x72", b"\x16"

Serve = Callable[[socket.socket], None]


def asked(data: bytes) -> bool:
    """Whether it ends in a question; the one after a slip may come together with the slip's end."""
    return data[-3:-1] == ASK


def answering(*, from_byte: int = 0, paper: bytes = WELL, cause: bytes = WELL) -> Serve:
    """A printer that is well until ``from_byte`` bytes have come, and from then on answers as told."""

    def serve(link: socket.socket) -> None:
        heard = b""
        while data := link.recv(65_536):
            heard += data
            if asked(data):
                changed = len(heard) >= from_byte
                link.sendall({4: paper, 2: cause}.get(data[-1], WELL) if changed else WELL)

    return serve


def closing(after_bytes: int) -> Serve:
    """A printer that goes away once so many bytes have come."""

    def serve(link: socket.socket) -> None:
        heard = 0
        while heard <= after_bytes and (data := link.recv(min(1024, after_bytes + 1 - heard))):
            heard += len(data)
            if asked(data):
                link.sendall(WELL)

    return serve


def at_once(link: socket.socket) -> None:
    """Takes the connection and drops it."""


def mute(link: socket.socket) -> None:
    while link.recv(65_536):
        pass


def garbage(link: socket.socket) -> None:
    while link.recv(65_536):
        link.sendall(b"\x00\xff8OK\n")


def gone_after_the_cut(link: socket.socket) -> None:
    heard = b""
    while FEED_AND_CUT not in heard and (data := link.recv(65_536)):
        heard += data
        if asked(data):
            link.sendall(WELL)


#: What the printer does, and what may be said of the paper then. Half a slip taken: the rest may still lie in the
#: network's buffers, so either word is true, and neither is "confirmed".
STEPS: dict[str, tuple[Serve | None, str]] = {
    "nobody listens": (None, "failed"),
    "the connection is dropped at once": (at_once, "failed"),
    "out of paper before the slip": (answering(paper=PAPER_OUT), "failed"),
    "cover open before the slip": (answering(cause=COVER_OPEN), "failed"),
    "gone within the slip": (closing(2_000), "sent failed"),
    "out of paper within the slip": (answering(from_byte=2_000, paper=PAPER_OUT), "failed"),
    "cover opened within the slip": (answering(from_byte=2_000, cause=COVER_OPEN), "failed"),
    "gone after the cut, without a word": (gone_after_the_cut, "sent"),
    "mute from the start": (mute, "sent"),
    "answers with something else": (garbage, "sent"),
    "well": (answering(), "confirmed"),
}


@contextmanager
def printer(serve: Serve | None) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        where = f"tcp://127.0.0.1:{door.getsockname()[1]}"
        if serve is None:
            door.close()
            yield where
            return

        def accept() -> None:
            while True:
                try:
                    link, _ = door.accept()
                except OSError:
                    return
                with link:
                    try:
                        serve(link)
                    except OSError:
                        continue

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield where
        door.shutdown(socket.SHUT_RDWR)
    thread.join(PATIENCE)


@contextmanager
def kiosk_with(server: Installation, url: str, data: Path) -> Iterator[Kiosk]:
    token, hall = server.keys.tokens["kiosk"], demo_hall().id
    settings = Settings(server=server.url, token=token, hall=hall, printer=url, port=0, data=data)
    device = Kiosk(settings, open_printer(url, BRISK))
    assert device.menu.refresh()
    device.start()
    yield device
    device.stop()


def settled(server: Installation, manager: requests.Session, ticket: str, paper: str) -> dict[str, Any]:
    """The ticket as the server's list has it, once its paper is what is expected."""
    end = monotonic() + PATIENCE
    while True:
        seen: dict[str, Any] = manager.get(f"{server.url}/api/v1/tickets/{ticket}", timeout=5).json()
        if seen["paper"] in paper.split():
            return seen
        assert monotonic() < end, f"{seen['label']}: {seen['paper']} ({seen['print_problem']}), not {paper}"
        sleep(0.02)


def counted(server: Installation, manager: requests.Session) -> int:
    rows = manager.get(f"{server.url}/api/v1/figures/throughput?by=purpose", timeout=5).json()["rows"]
    return sum(row["issued"] for row in rows)


@pytest.mark.parametrize("step", STEPS)
def test_the_list_says_what_the_hand_holds(
    server: Installation, manager: requests.Session, tmp_path: Path, step: str
) -> None:
    serve, paper = STEPS[step]
    before = counted(server, manager)
    with printer(serve) as url, kiosk_with(server, url, tmp_path) as kiosk:
        given = take(create_app(kiosk).test_client(), step, {"purpose": "advice"})
        assert given.status_code == 201
        seen = settled(server, manager, given.json["id"], paper)
    assert seen["label"] == given.json["label"]
    assert seen["state"] == "waiting", "the number is valid whatever became of the paper"
    assert (seen["print_problem"] is None) == (paper == "confirmed")
    assert counted(server, manager) == before + 1, "a slip that failed is one number, once"
