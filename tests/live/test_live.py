"""What a screen is told, in each async mode."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

MODES = ("eventlet", "gevent", "threading")
Start = Callable[..., Any]
OpenScreen = Callable[..., Any]


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_screen_gets_the_truth_at_once_and_every_change_after(mode: str, start: Start, screen: OpenScreen) -> None:
    app = start(mode)
    app.call("A001")
    display = screen(app)
    display.watch(board="hall", hall="H-1")
    assert display.next("state")["calls"] == ["A001"]

    labels = [f"A{number:03}" for number in range(2, 12)]
    positions = [app.call(label) for label in labels]

    moments = [display.next("moment") for _ in labels]
    assert [moment["label"] for moment in moments] == labels
    assert [moment["position"] for moment in moments] == positions
    assert moments[0] | {"at": 0, "expires_at": 0} == {
        "kind": "called", "hall": "H-1", "position": 2, "ticket": "id-A002", "label": "A002", "counter": 3,
        "at": 0, "expires_at": 0,
    }  # fmt: skip
    assert moments[0]["at"] < moments[0]["expires_at"]
    display.close()


def test_the_last_truth_always_arrives_and_a_burst_is_told_in_few_states(
    mode: str, start: Start, screen: OpenScreen
) -> None:
    app = start(mode)
    display = screen(app)
    display.watch(board="hall", hall="H-1")
    display.next("state")
    for number in range(30):
        app.call(f"B{number:03}")
    told = 0
    while True:
        told += 1
        if len(display.next("state")["calls"]) == 30:
            break
    assert told < 30


def test_only_moments_from_now_on_unless_asked_for_those_after_a_position(
    mode: str, start: Start, screen: OpenScreen
) -> None:
    app = start(mode)
    for label in ("A001", "A002", "A003"):
        app.call(label)
    newcomer, returning = screen(app), screen(app)
    newcomer.watch(board="hall", hall="H-1")
    returning.watch(board="hall", hall="H-1", after=1)
    assert [returning.next("moment")["label"] for _ in range(2)] == ["A002", "A003"]
    app.call("A004")
    assert newcomer.next("moment")["label"] == "A004"
    assert returning.next("moment")["label"] == "A004"


def test_a_turn_hears_its_own_call_and_is_left_alone_otherwise(mode: str, start: Start, screen: OpenScreen) -> None:
    app = start(mode)
    phone, witness = screen(app), screen(app)
    phone.watch(board="turn", token="id-A002")
    assert phone.next("state")["state"] == "waiting"
    witness.watch(board="hall", hall="H-1")
    for label in ("A001", "A002"):
        app.call(label)
        witness.state(lambda state, label=label: label in state["calls"])
    assert phone.next("moment")["label"] == "A002"
    phone.state(lambda state: state["state"] == "called")
    app.call("A003")
    witness.state(lambda state: "A003" in state["calls"])
    assert phone.told() == []


def test_what_may_not_be_watched_is_refused_in_the_callers_language(
    mode: str, start: Start, screen: OpenScreen
) -> None:
    app = start(mode)
    stranger = screen(app, headers={"Accept-Language": "en"})
    manager = screen(app, auth={"token": "manager-token"})
    clerk = screen(app, auth={"token": "clerk-token"})
    by_cookie = screen(app, headers={"Cookie": "session=clerk-token"})
    desk = {"board": "desk", "counter": "H-1.3"}

    stranger.watch(**desk)
    assert stranger.next("refused") == {"code": "not_signed_in", "title": "en live.not_signed_in"}
    manager.watch(**desk)
    assert manager.next("refused") == {"code": "forbidden", "title": "vi live.forbidden"}
    for allowed in (clerk, by_cookie):
        allowed.watch(**desk)
        assert allowed.next("state")["counter"] == "H-1.3"

    for wrong, code in [
        ({"board": "hall", "hall": "H-2"}, "not_found"),
        ({"board": "hall"}, "malformed"),
        ({"board": "hall", "hall": 7}, "malformed"),
        ({"board": "hall", "hall": "H-1", "after": "yesterday"}, "malformed"),
        ({"board": "secrets", "hall": "H-1"}, "unknown_board"),
    ]:
        stranger.watch(**wrong)
        assert stranger.next("refused")["code"] == code
    stranger.client.emit("watch", "nonsense", namespace="/live")
    assert stranger.next("refused")["code"] == "malformed"


def test_one_connection_may_watch_several_boards(mode: str, start: Start, screen: OpenScreen) -> None:
    app = start(mode)
    clerk = screen(app, auth={"token": "clerk-token"}, transports=("polling", "websocket"))
    clerk.watch(board="hall", hall="H-1")
    clerk.watch(board="desk", counter="H-1.3")
    assert {clerk.next("state")["board"], clerk.next("state")["board"]} == {"hall", "desk"}


def test_a_client_cannot_tell_anybody_anything(mode: str, start: Start, screen: OpenScreen) -> None:
    app = start(mode)
    display, liar = screen(app), screen(app)
    display.watch(board="hall", hall="H-1")
    display.next("state")
    liar.client.emit("moment", {"label": "Z999"}, namespace="/live")
    liar.client.emit("state", {"calls": []}, namespace="/live")
    app.call("A001")
    assert display.next("moment")["label"] == "A001"


def test_entries_committed_by_another_process_are_told(mode: str, start: Start, screen: OpenScreen) -> None:
    app = start(mode)
    display = screen(app)
    display.watch(board="hall", hall="H-1")
    display.next("state")
    app.call("A001", wake=False)
    assert display.next("moment")["label"] == "A001"


def test_a_crash_between_commit_and_telling_loses_nothing(mode: str, start: Start, screen: OpenScreen) -> None:
    app = start(mode)
    display = screen(app)
    display.watch(board="hall", hall="H-1")
    last = display.next("state")["position"]
    app.call("A001", wake=False)  # committed; nobody told yet
    app.kill()

    back = screen(start(mode))
    back.watch(board="hall", hall="H-1", after=last)
    assert back.next("state")["calls"] == ["A001"]
    assert back.next("moment")["label"] == "A001"


def test_a_broken_board_stops_neither_the_relay_nor_the_moments(mode: str, start: Start, screen: OpenScreen) -> None:
    app = start(mode)
    display, phone = screen(app), screen(app)
    display.watch(board="hall", hall="H-1")
    display.next("state")
    phone.watch(board="turn", token="id-A001")
    phone.next("state")
    (app.data / "broken").touch()
    app.call("A001")
    assert display.next("moment")["label"] == "A001"
    phone.state(lambda state: state["state"] == "called")
    (app.data / "broken").unlink()
    assert display.next("state")["calls"] == ["A001"]  # tried again by itself


def test_sigterm_ends_it_within_three_seconds_and_requests_under_way_are_answered(
    mode: str, start: Start, screen: OpenScreen
) -> None:
    app = start(mode)
    displays = [screen(app) for _ in range(3)]
    for display in displays:
        display.watch(board="hall", hall="H-1")
        display.next("state")
    answers: list[str] = []

    def ask() -> None:
        answers.append(requests.get(f"{app.url}/slow", timeout=5).text)

    asking = displays[0].client.start_background_task(ask)
    time.sleep(0.2)  # the request is under way; it takes half a second
    assert app.stop() < 3.0
    assert app.process.returncode == 0
    asking.join()
    assert answers == ["done"]
