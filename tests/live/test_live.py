"""What a screen is told, in each async mode."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests


def test_a_screen_gets_the_truth_at_once_and_every_call_after_in_order(hall: Any) -> None:
    hall.call("A001")
    display = hall.display()
    assert display.next("state")["calls"] == ["A001"]

    labels = [f"A{number:03}" for number in range(2, 12)]
    positions = [hall.call(label) for label in labels]

    moments = [display.next("moment") for _ in labels]
    assert [moment["label"] for moment in moments] == labels
    assert [moment["position"] for moment in moments] == positions
    assert moments[0]["at"] < moments[0]["expires_at"]
    assert moments[0] | {"at": 0, "expires_at": 0} == {
        "kind": "called", "hall": hall.id, "position": 2, "ticket": f"{hall.id}.A002", "label": "A002", "counter": 3,
        "at": 0, "expires_at": 0,
    }  # fmt: skip
    assert display.next("state")["calls"][0] == "A011"
    assert [event for event, _ in display.told() if event == "moment"] == []


def test_a_burst_is_told_in_few_states_and_the_last_is_the_truth(hall: Any) -> None:
    display = hall.display()
    display.next("state")
    for number in range(30):
        hall.call(f"B{number:03}")
    told = 1
    while len(display.next("state")["calls"]) < 30:
        told += 1
    assert told < 30


def test_only_moments_from_now_on_unless_asked_for_those_after_a_position(hall: Any) -> None:
    for label in ("A001", "A002", "A003"):
        hall.call(label)
    newcomer, returning = hall.display(), hall.display(after=1)
    assert [returning.next("moment")["label"] for _ in range(2)] == ["A002", "A003"]
    newcomer.next("state")
    hall.call("A004")
    assert newcomer.next("moment")["label"] == "A004"
    assert returning.next("moment")["label"] == "A004"


def test_a_turn_hears_its_own_call_and_is_left_alone_otherwise(hall: Any) -> None:
    phone, witness = hall.screen(), hall.display()
    phone.watch(board="turn", token=f"{hall.id}.A002")
    assert phone.next("state")["state"] == "waiting"
    for label in ("A001", "A002"):
        hall.call(label)
        witness.state(lambda state, label=label: label in state["calls"])
    assert phone.next("moment")["label"] == "A002"
    phone.state(lambda state: state["state"] == "called")
    hall.call("A003")
    witness.state(lambda state: "A003" in state["calls"])
    assert phone.told() == []


def test_what_may_not_be_watched_is_refused_in_the_callers_language(hall: Any) -> None:
    stranger = hall.screen(headers={"Accept-Language": "en"})
    manager = hall.screen(auth={"token": "manager-token"})
    clerk = hall.screen(auth={"token": "clerk-token"})
    by_cookie = hall.screen(headers={"Cookie": "session=clerk-token"})
    desk = {"board": "desk", "counter": f"{hall.id}.3"}

    stranger.watch(**desk)
    assert stranger.next("refused") == {"code": "not_signed_in", "title": "en live.not_signed_in"}
    manager.watch(**desk)
    assert manager.next("refused") == {"code": "forbidden", "title": "vi live.forbidden"}
    for allowed in (clerk, by_cookie):
        allowed.watch(**desk)
        assert allowed.next("state")["counter"] == f"{hall.id}.3"

    refusals: list[tuple[dict[str, Any], str]] = [
        ({"board": "hall", "hall": "nowhere"}, "not_found"),
        ({"board": "hall"}, "malformed"),
        ({"board": "hall", "hall": 7}, "malformed"),
        ({"board": "hall", "hall": "a\0b"}, "malformed"),
        ({"board": "hall", "hall": "\ud800"}, "malformed"),
        ({"board": "hall", "hall": hall.id, "after": "yesterday"}, "malformed"),
        ({"board": "hall", "hall": hall.id, "after": 10**30}, "malformed"),
        ({"board": "secrets", "hall": hall.id}, "unknown_board"),
        ({"board": ["hall"], "hall": hall.id}, "unknown_board"),
    ]
    for wrong, code in refusals:
        stranger.watch(**wrong)
        assert stranger.next("refused")["code"] == code
    for nonsense in ("nonsense", ("more", "than", "one")):
        stranger.client.emit("watch", nonsense, namespace="/live")
        assert stranger.next("refused")["code"] == "malformed"


def test_one_connection_may_watch_several_boards_and_begin_by_polling(hall: Any) -> None:
    clerk = hall.screen(auth={"token": "clerk-token"}, transports=("polling", "websocket"))
    clerk.watch(board="hall", hall=hall.id)
    clerk.watch(board="desk", counter=f"{hall.id}.3")
    assert {clerk.next("state")["board"], clerk.next("state")["board"]} == {"hall", "desk"}


def test_a_client_cannot_tell_anybody_anything(hall: Any) -> None:
    display, liar = hall.display(), hall.screen()
    display.next("state")
    liar.client.emit("moment", {"label": "Z999"}, namespace="/live")
    liar.client.emit("state", {"calls": []}, namespace="/live")
    hall.call("A001")
    assert display.next("moment")["label"] == "A001"


def test_entries_committed_by_another_process_are_told(hall: Any) -> None:
    display = hall.display()
    display.next("state")
    hall.call("A001", wake=False)
    assert display.next("moment")["label"] == "A001"


def test_a_broken_board_stops_neither_the_relay_nor_the_moments(hall: Any) -> None:
    display, phone = hall.display(), hall.screen()
    display.next("state")
    phone.watch(board="turn", token=f"{hall.id}.A001")
    phone.next("state")
    broken = hall.app.data / f"broken-{hall.id}"
    broken.touch()
    hall.call("A001")
    assert display.next("moment")["label"] == "A001"
    phone.state(lambda state: state["state"] == "called")
    hall.display().next("refused")
    broken.unlink()
    assert display.next("state")["calls"] == ["A001"]  # tried again by itself


def test_a_crash_between_commit_and_telling_loses_nothing_and_a_stop_takes_under_three_seconds(
    mode: str, start: Callable[..., Any], screen: Callable[..., Any], make_hall: Callable[..., Any]
) -> None:
    before = make_hall(start(mode))
    display = before.display()
    last = display.next("state")["position"]
    before.call("A001", wake=False)  # committed; nobody was told yet
    before.app.kill()

    after = make_hall(start(mode))
    back = after.display(after=last)
    assert back.next("state")["calls"] == ["A001"]
    assert back.next("moment")["label"] == "A001"

    answers: list[str] = []
    asking = back.client.start_background_task(
        lambda: answers.append(requests.get(f"{after.app.url}/slow", timeout=5).text)
    )
    while not (after.app.data / "slow").exists():  # the request is under way, and takes half a second
        time.sleep(0.01)
    assert after.app.stop() < 3.0
    assert after.app.process.returncode == 0
    asking.join()
    assert answers == ["done"]
