"""The whole app under ``luot serve``, in each async mode: a number is given, called, and every screen knows."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from luot_server import settings
from luot_server.clock import ToldClock
from luot_server.demo.prepared import prepared_store
from luot_server.demo.seed import Keys

ROOT = Path(__file__).parents[2]
HALL = "DL-22015"
MONDAY_MORNING = datetime.fromisoformat("2026-11-23T08:30:00+07:00")


@dataclass
class Served:
    """A demo hall that is served, and how to speak to it."""

    url: str
    keys: Keys

    def ask(self, method: str, path: str, token: str, body: object = None) -> Any:
        answer = requests.request(
            method, f"{self.url}/api/v1{path}", json=body, headers={"Authorization": f"Bearer {token}"}, timeout=10
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def sign_in(self, user: str) -> str:
        answer = requests.post(
            f"{self.url}/api/v1/session", json={"user": user, "password": self.keys.passwords[user]}, timeout=10
        )
        answer.raise_for_status()
        return str(answer.json()["token"])

    def clerk_who_serves_everybody(self) -> tuple[str, str]:
        """A clerk's token and a counter they may open, whichever comes first."""
        for user in self.keys.passwords:
            token = self.sign_in(user)
            counters = self.ask("GET", "/session", token)["counters"]
            if counters:
                return token, str(counters[0]["id"])
        raise AssertionError("no clerk may open a counter")


@pytest.fixture
def served(mode: str, tmp_path: Path) -> Iterator[Served]:
    clock = ToldClock.starting(MONDAY_MORNING)
    store, keys = prepared_store(tmp_path / "luot.sqlite3", clock)
    store.engine.dispose()
    ready = tmp_path / "ready.json"
    server = subprocess.Popen(
        [sys.executable, "-m", "luot_server.cli", "serve", "--port", "0", "--ready-file", str(ready)],
        env=settings.for_child(data_dir=str(tmp_path), async_mode=mode, clock=str(clock), demo="yes")
        | {"PYTHONPATH": ":".join(str(ROOT / part) for part in ("server", "kiosk", "display", "counter"))},
        stdout=subprocess.DEVNULL,
    )
    while not ready.exists():
        assert server.poll() is None, "luot serve ended before it was ready"
        time.sleep(0.02)
    yield Served(json.loads(ready.read_text())["server"], keys)
    server.terminate()
    assert server.wait(5) == 0


def test_a_number_is_given_and_called_and_every_screen_knows(served: Served, screen: Callable[..., Any]) -> None:
    clerk, counter = served.clerk_who_serves_everybody()
    kiosk = served.keys.tokens["kiosk"]
    display, touch, desk, stranger = screen(served), screen(served, auth={"token": kiosk}), None, screen(served)
    display.watch(board="hall", hall=HALL)
    position = display.next("state")["position"]
    touch.watch(board="menu", hall=HALL)
    assert touch.next("state")["open"]
    desk = screen(served, auth={"token": clerk})
    desk.watch(board="desk", counter=counter)
    assert desk.next("state")["counter"]["state"] == "closed"
    stranger.watch(board="desk", counter=counter)
    assert stranger.next("refused")["code"] == "not_signed_in"

    served.ask("PUT", f"/counters/{counter}/shift", clerk, {})
    ticket = served.ask("POST", f"/halls/{HALL}/tickets", kiosk, {"procedure": None, "purpose": "advice"})
    phone = screen(served)
    phone.watch(board="turn", token=ticket["track_url"].rpartition("/")[2])
    assert phone.next("state")["state"] == "waiting"

    called = served.ask("POST", f"/counters/{counter}/calls", clerk, {})
    if called is None:  # this counter's skills do not take it; then it is called by name
        called = served.ask("POST", f"/counters/{counter}/calls", clerk, {"ticket": ticket["id"], "reason": "test"})
    for hears in (display, phone):
        moment = hears.next("moment")
        assert (moment["kind"], moment["ticket"], moment["label"]) == ("called", ticket["id"], ticket["label"])
    phone.state(lambda state: state["state"] == "called")
    desk.state(lambda state: state["current"] and state["current"]["label"] == ticket["label"])
    display.state(lambda state: any(call["label"] == ticket["label"] for call in state["calls"]))

    returning = screen(served)
    returning.watch(board="hall", hall=HALL, after=position)
    assert returning.next("moment")["position"] == moment["position"]
    served.ask("POST", f"/tickets/{ticket['id']}/recalls", clerk, {})
    assert display.next("moment")["kind"] == "recalled"
