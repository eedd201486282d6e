"""What an open line is to the store: a display's beat, and a door that closes when its token is withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select

from luot_server.actions.device import hear_displays
from luot_server.boards.moment import call_of
from luot_server.clock import FixedClock
from luot_server.domain.devices import LOST_AFTER
from luot_server.store import people
from luot_server.store import tables as t
from luot_server.store.ids import token_hash
from luot_server.store.journal import entries_after
from luot_server.store.replay import verify
from luot_server.timers import Timers
from tests.databases import Databases
from tests.halls import HALL, MONDAY
from tests.http.conftest import MakePlace, Place


@pytest.fixture
def either_place(make_place: MakePlace, databases: Databases) -> Place:
    return make_place(FixedClock(MONDAY), on=databases)


def said(place: Place) -> list[str]:
    with place.client.services.store.reading() as connection:
        return [one.kind for one in entries_after(connection, HALL, 0) if one.kind.startswith("device_")]


def test_a_line_is_a_beat_and_its_end_is_told_once_and_so_is_its_return(either_place: Place) -> None:
    place, store = either_place, either_place.client.services.store
    timers = Timers(store, place.clock)
    place.clock.advance(60)
    hear_displays(store, ["display"])
    told: list[str] = []
    for _ in range(20):  # an hour's worth would be the same
        place.clock.advance(10)
        listening = event.listens_for(store.engine, "before_cursor_execute")
        told.clear()
        listening(count := lambda *said: told.append(said[2]))
        hear_displays(store, ["display"])
        event.remove(store.engine, "before_cursor_execute", count)
        timers.tick()
    assert [one.split()[0] for one in told if not one.startswith(("BEGIN", "COMMIT"))] == ["UPDATE", "SELECT"]
    assert said(place) == []

    for _ in range(3):
        place.clock.advance(LOST_AFTER)
        timers.tick()
    assert said(place) == ["device_lost"]
    for _ in range(3):
        hear_displays(store, ["display"])
        timers.tick()
    assert said(place) == ["device_lost", "device_found"]
    with store.reading() as connection:
        row = connection.execute(select(t.device_conditions).where(t.device_conditions.c.device == "display")).one()
        assert verify(connection).problems == []
    assert row.trouble is None  # two windows of one display are no two machines


def test_a_retired_display_is_not_heard_while_its_line_lasts(place: Place) -> None:
    store = place.client.services.store
    hear_displays(store, ["display"])
    assert place.as_("manager").delete("/devices/display").status_code == 204
    hear_displays(store, ["display", "nobody-knows-it"])
    with store.reading() as connection:
        assert connection.execute(select(t.device_beats)).all() == []


def test_which_tokens_still_open_a_door(either_place: Place) -> None:
    place, store = either_place, either_place.client.services.store
    hashes = {who: token_hash(token) for who, token in place.cast.tokens.items() if who != "wrong"}
    with store.writing() as connection:
        expires_at = place.clock.real_now() + people.SESSION_LASTS
        hashes["tablet"] = token_hash(people.give_token(connection, "pin", "t-guide", expires_at))

    def good() -> set[str]:
        with store.reading() as connection:
            found = people.good_tokens(connection, list(hashes.values()), place.clock.real_now())
        return {who for who, hashed in hashes.items() if hashed in found}

    everybody = set(hashes)
    assert good() == everybody
    place.as_("manager").delete("/devices/display")
    assert everybody - good() == {"display"}
    place.as_("guide").delete("/session")
    assert everybody - good() == {"display", "guide"}  # one of her two sign-ins
    with store.writing() as connection:
        connection.execute(t.staff.update().where(t.staff.c.id == "t-clerk").values(active=False))
    assert everybody - good() == {"display", "guide", "clerk"}
    place.clock.advance(people.SESSION_LASTS)
    assert everybody - good() == {"display", "guide", "clerk", "tablet"}


def test_a_call_says_how_often_how_urgent_and_what_for_also_when_it_is_told_late(either_place: Place) -> None:
    place, store = either_place, either_place.client.services.store
    clerk = place.as_("clerk")
    counter = f"{HALL}.1"
    clerk.put(f"/counters/{counter}/shift", {})
    ticket = clerk_ticket(place)
    called = clerk.post(f"/counters/{counter}/calls", {"ticket": ticket["id"], "reason": "test"})
    assert called.status_code == 201, called.text
    for _ in range(2):
        assert clerk.post(f"/tickets/{ticket['id']}/recalls", {}).status_code == 200
    with store.reading() as connection:
        calls = [one for one in entries_after(connection, HALL, 0) if one.kind in ("ticket_called", "ticket_recalled")]
        described: list[Any] = [call_of(connection, one) for one in calls]
    assert [one["times"] for one in described] == [1, 2, 3]
    assert described[0] == {
        "ticket": ticket["id"], "label": ticket["label"], "counter": {"id": counter, "number": 1},
        "times": 1, "priority": True, "purpose": "advice",
    }  # fmt: skip


def clerk_ticket(place: Place) -> dict[str, Any]:
    asked = {"procedure": None, "purpose": "advice", "priority": "elderly"}
    issued: dict[str, Any] = place.as_("kiosk").post(f"/halls/{HALL}/tickets", asked).get_json()
    return issued
