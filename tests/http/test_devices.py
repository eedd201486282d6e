"""The life of a device: a code that enrols it once, beats that say how it is, and a token that can be taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from luot_server.clock import FixedClock
from luot_server.store import tables as t
from luot_server.store.journal import entries_after
from luot_server.store.replay import verify
from luot_server.timers import Timers
from tests.databases import Databases
from tests.halls import HALL, MONDAY
from tests.http.conftest import MakePlace, Place


@pytest.fixture
def either_place(make_place: MakePlace, databases: Databases) -> Place:
    """A hall of one's own on each database, for what is taken once or kept by a lock."""
    return make_place(FixedClock(MONDAY), on=databases)


def told(place: Place, run: str = "run-a", **more: Any) -> dict[str, Any]:
    """A beat of a kiosk on which all is well."""
    return {"version": "1.4", "run": run, "clock": place.clock.real_now().isoformat(), "printer": "ok", **more}


def beats(place: Place, run: str = "run-a", who: str = "kiosk", **more: Any) -> dict[str, Any]:
    answered = place.as_(who).post("/devices/self/beats", told(place, run, **more))
    assert answered.status_code == 200, answered.text
    body: dict[str, Any] = answered.get_json()
    return body


def line(place: Place, device: str = "kiosk") -> dict[str, Any]:
    items = place.as_("guide").get(f"/halls/{HALL}/devices").get_json()["items"]
    found: dict[str, Any] = next(one for one in items if one["id"] == device)
    return found


def said(place: Place) -> list[str]:
    """What the journal says of devices, in order: a kind, and a trouble or how the printer is."""
    with place.client.services.store.reading() as connection:
        entries = [one.wire() for one in entries_after(connection, HALL, 0) if one.kind.startswith("device_")]
    return [
        " ".join(filter(None, [one["kind"].removeprefix("device_"), one["payload"].get("trouble")])) for one in entries
    ]


def sentences(place: Place) -> str:
    figures = place.as_("manager").get(f"/halls/{HALL}/figures").get_json()
    return " ".join(one["vi"] for one in figures["trouble"])


# ── coming and going ─────────────────────────────────────────────────────────────────────────────


def a_code(place: Place, name: str = "Máy 2") -> str:
    given = place.as_("manager").post(f"/halls/{HALL}/devices", {"kind": "kiosk", "name": name})
    assert given.status_code == 201
    return str(given.get_json()["code"])


def enrols(place: Place, code: str) -> Any:
    return place.as_("nobody").post("/devices/enrolments", {"code": code})


def test_a_code_enrols_one_device_which_can_be_retired(either_place: Place) -> None:
    place = either_place
    code = a_code(place)
    with place.client.services.store.reading() as connection:
        kept = connection.execute(t.enrolment_codes.select()).one()
    assert code not in str(kept)
    enrolled = enrols(place, f" {code[:4].lower()}-{code[4:]} ")
    assert enrolled.status_code == 201
    device = enrolled.get_json()
    assert (device["hall"], device["kind"], device["name"]) == (HALL, "kiosk", "Máy 2")
    assert enrols(place, code).get_json(force=True)["code"] == "enrolment_code"

    place.cast.tokens["new"] = device["token"]
    assert line(place, device["device"])["sentences"][0]["vi"] == "Chưa liên lạc lần nào."
    assert beats(place, who="new")["lease_needed"] is True
    assert line(place, device["device"])["sentences"][0]["vi"] == "Đang hoạt động bình thường."
    gone = f"/devices/{device['device']}"
    assert [place.as_(who).delete(gone).status_code for who in ("guide", "other-manager")] == [403, 404]
    assert [place.as_("manager").delete(gone).status_code for _ in range(2)] == [204, 204]
    assert place.as_("new").post("/devices/self/beats", told(place)).status_code == 401
    items = place.as_("guide").get(f"/halls/{HALL}/devices").get_json()["items"]
    assert device["device"] not in [one["id"] for one in items]
    del place.cast.tokens["new"]


def test_a_code_that_is_old_or_guessed_tells_nothing(place: Place) -> None:
    code = a_code(place)
    place.clock.advance(timedelta(hours=1))
    too_old, wrong = enrols(place, code), enrols(place, "ACDEFGHJ")
    assert too_old.status_code == wrong.status_code == 422
    assert too_old.get_json(force=True) == wrong.get_json(force=True)
    assert [enrols(place, f"ACDEFGH{one}").status_code for one in "ACDEFGHJK"][-1] == 429
    assert enrols(place, a_code(place)).status_code == 201  # who mistyped ten times is not locked out


# ── being heard ──────────────────────────────────────────────────────────────────────────────────


def test_a_beat_without_news_records_nothing(place: Place) -> None:
    beats(place, version="1.4", unsent=0)
    before = said(place)
    for _ in range(3):
        place.clock.advance(10)
        beats(place, version="1.5", unsent=12)
    assert said(place) == before == ["condition_changed"]
    seen = line(place)
    assert (seen["version"], seen["unsent"], seen["printer"], seen["lost_since"]) == ("1.5", 12, "ok", None)
    assert seen["seen_at"].startswith("2026-11-23T08:00:30")
    assert "còn 12 số" in sentences(place)
    beats(place, unsent=0)
    assert "còn 12 số" not in sentences(place)


def test_the_first_beat_may_come_from_two_machines_at_once(either_place: Place) -> None:
    together = Barrier(4)

    def first(number: int) -> dict[str, Any]:
        together.wait()
        return beats(either_place, f"run-{number}")

    with ThreadPoolExecutor(4) as machines:
        assert len(list(machines.map(first, range(4)))) == 4
    assert line(either_place)["printer"] == "ok"


def test_silence_is_said_once_and_so_is_its_end(either_place: Place) -> None:
    place = either_place
    services = place.client.services
    timers = Timers(services.store, place.clock)
    beats(place)
    place.clock.advance(44)
    timers.tick()
    assert "lost" not in said(place)
    place.clock.advance(1)
    for _ in range(2):
        timers.tick()
    assert said(place).count("lost") == 1
    assert line(place)["lost_since"].startswith("2026-11-23T08:00:00")
    assert "mất liên lạc từ 8:00" in sentences(place)
    # A server that has just come back heard nobody, whoever was there.
    place.clock.advance(60)
    beats(place)
    place.clock.advance(60)
    Timers(services.store, place.clock).tick()
    assert said(place) == ["condition_changed", "lost", "found"]
    assert "mất liên lạc" not in sentences(place)
    # A change of its printer is told by another road; it is no second recovery.
    place.clock.advance(60)
    timers.tick()
    place.as_("kiosk").put("/devices/self/condition", {"printer": "paper_out"})
    beats(place, printer="paper_out")
    assert said(place)[3:] == ["lost", "found", "condition_changed"]


def test_who_never_beat_or_is_retired_is_not_missed(place: Place) -> None:
    timers = Timers(place.client.services.store, place.clock)
    beats(place, who="display", printer="none")
    place.as_("manager").delete("/devices/display")
    place.as_("kiosk").put("/devices/self/condition", {"printer": "ok"})
    place.clock.advance(600)
    timers.tick()
    assert said(place) == ["condition_changed"]


def test_two_machines_with_one_identity(place: Place) -> None:
    def troubles() -> list[str]:
        return [one for one in said(place) if one != "condition_changed"]

    beats(place, "run-a")
    beats(place, "run-b")  # a restart
    assert troubles() == []
    for run in ("run-a", "run-b", "run-a"):
        place.clock.advance(5)
        beats(place, run)
    assert troubles() == ["condition_changed twice"]
    assert "hai máy" in sentences(place)
    assert "Có hai máy" in line(place)["sentences"][0]["vi"]
    place.clock.advance(114)
    beats(place, "run-a")
    assert said(place)[-1] == "condition_changed twice"  # the other may be slow
    place.clock.advance(1)
    beats(place, "run-a")
    assert said(place)[-1] == "condition_changed"
    assert "hai máy" not in sentences(place)


def test_a_wrong_clock_is_said_once_and_so_is_its_end(place: Place) -> None:
    yesterday = (place.clock.real_now() - timedelta(days=1)).isoformat()
    beats(place)
    for _ in range(2):
        beats(place, clock=yesterday)
    assert line(place)["trouble"] == "clock"
    # What the printer says by its own road does not put the clock right.
    place.as_("kiosk").put("/devices/self/condition", {"printer": "near_end"})
    beats(place, printer="near_end", clock=yesterday)
    beats(place, printer="near_end")
    changes = [one for one in said(place) if one.startswith("condition")]
    assert changes == ["condition_changed", *["condition_changed clock"] * 2, "condition_changed"]
    place.clock.set(MONDAY + timedelta(days=2))  # a demo's time: the device may live in it or in the machine's
    beats(place, printer="near_end", clock=place.clock.now().isoformat())
    beats(place, printer="near_end")
    assert line(place)["trouble"] is None
    with place.client.services.store.reading() as connection:
        assert verify(connection).problems == []


# ── the bell ─────────────────────────────────────────────────────────────────────────────────────


def test_the_bell_rings_until_somebody_goes(place: Place) -> None:
    kiosk, guide, manager = (place.as_(who) for who in ("kiosk", "guide", "manager"))
    calls = f"/halls/{HALL}/help-calls"
    rung = kiosk.post(calls)
    assert rung.status_code == 201
    call = rung.get_json()
    place.clock.advance(30)
    assert kiosk.post(calls).get_json() == call
    assert guide.get(calls).get_json()["items"] == [call]
    assert "gọi hỗ trợ" not in sentences(place)  # the guide's for a minute
    place.clock.advance(30)
    assert "gọi hỗ trợ từ 8:00" in sentences(place)
    gone = guide.post(f"/help-calls/{call['id']}/answers").get_json()
    assert gone["answered_by"] == "t-guide"
    assert manager.post(f"/help-calls/{call['id']}/answers").get_json() == gone
    assert manager.get(calls).get_json()["items"] == []
    assert "gọi hỗ trợ" not in sentences(place)
    assert kiosk.post(calls).get_json()["id"] != call["id"]
    place.clock.advance(timedelta(days=1))
    assert guide.get(calls).get_json()["items"] == []  # yesterday's bell calls nobody
    assert kiosk.post("/halls/DL-24133/help-calls").status_code == 404
