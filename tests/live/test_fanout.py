"""The fast write: taken at all, byte for byte what the plain path sends, and safe with a screen that does not read."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import socketio
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from luot_server.live.fanout import MOST_WAITING, SEND_BUFFER, text_frame

BIG = "X" * 100_000  # three of these are more than the buffers between it and the server hold


@pytest.fixture
def mode() -> str:
    return "eventlet"


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_is_one_any_websocket_reads(length: int) -> None:
    text = "lượt"[: length % 5] + "x" * (length - min(length, length % 5))
    reader = Connection(ConnectionType.CLIENT)
    reader.receive_data(text_frame(text))
    got = "".join(event.data for event in reader.events() if isinstance(event, TextMessage))
    assert got == text


def test_what_comes_through_redis_still_passes_the_place_where_it_can_be_held_back() -> None:
    """Fails when an upgrade of python-socketio has moved the private method that `HoldingRedisManager` stands on."""
    assert callable(socketio.PubSubManager._handle_emit)


def test_every_message_to_an_idle_screen_takes_the_fast_way(hall: Any) -> None:
    """Fails when an upgrade of python-engineio or eventlet has moved a part the fast write uses."""
    displays = [hall.display() for _ in range(3)]
    for display in displays:
        display.next("state")
    before = written_at_once(hall)
    hall.call("A001")
    for display in displays:
        assert display.next("moment")["label"] == "A001"
        assert display.next("state")["calls"] == ["A001"]
    assert written_at_once(hall) - before == 6


def test_a_screen_that_does_not_read_delays_nobody_and_misses_nothing(hall: Any) -> None:
    """It has negotiated compression too, as every browser does; the fast frames are plain."""
    ticking = hall.display()
    ticking.next("state")
    with raw_display(hall) as stalled:
        last = hall.recall(f"A001{BIG}", count=10)
        positions = list(range(last - 9, last + 1))
        assert [ticking.next("moment")["position"] for _ in positions] == positions

        told: list[int] = []
        while len(told) < len(positions):
            event, data = received(stalled)
            if event == "moment":
                told.append(data["position"])
        assert told == positions
        hall.call("A002")
        while received(stalled)[1].get("label") != "A002":
            pass


def test_a_screen_that_takes_too_slowly_is_let_go_and_comes_back_to_the_truth(hall: Any) -> None:
    """What waits for it is bounded: by what the operating system may keep, and by a number of messages."""
    ticking = hall.display()
    ticking.next("state")
    others = lines_open(hall)
    with raw_display(hall, compression=None) as stalled:  # a thousand X's, compressed, would all find room
        own = lines_open(hall) - others
        for count in (300, 500):  # the writer takes in hand whatever waits; what comes after that waits in the queue
            last = hall.recall("A001" + "X" * 2_000, count=count)
            while ticking.next("moment")["position"] != last:
                pass
        while lines_open(hall) & own:
            time.sleep(0.05)
        assert SEND_BUFFER / 2_400 < until_it_is_cut(stalled) < 800 - MOST_WAITING
    back = hall.display(after=last - 1)
    assert back.next("state")["position"] == last
    assert back.next("moment")["position"] == last


def until_it_is_cut(display: ClientConnection) -> int:
    """How many messages it still gets."""
    got = 0
    with contextlib.suppress(ConnectionClosed):
        while received(display):
            got += 1
    return got


def lines_open(hall: Any) -> set[str]:
    return set(requests.get(f"{hall.app.url}/lines", timeout=5).json()["open"])


def written_at_once(hall: Any) -> int:
    frames: int = requests.get(f"{hall.app.url}/written-at-once", timeout=5).json()["frames"]
    return frames


@contextlib.contextmanager
def raw_display(hall: Any, compression: str | None = "deflate") -> Iterator[ClientConnection]:
    """A display whose reading is ours: it takes a frame from the socket only when asked."""
    url = hall.app.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
    line.connect(("127.0.0.1", int(hall.app.url.rpartition(":")[2])))
    with connect(url, sock=line, max_size=None, max_queue=1, compression=compression, close_timeout=0.5) as display:
        assert str(display.recv()).startswith("0")
        display.send("40/live,")
        assert str(display.recv()).startswith("40/live,")
        display.send("42/live," + json.dumps(["watch", {"board": "hall", "hall": hall.id}]))
        assert received(display)[0] == "state"
        yield display


def received(display: ClientConnection) -> tuple[str, dict[str, Any]]:
    while not (text := str(display.recv(timeout=10))).startswith("42/live,"):
        pass
    event, data = json.loads(text.removeprefix("42/live,"))
    return event, data
