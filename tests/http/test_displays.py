"""Zones and screens: what may be set, what a screen's page is drawn from, and which screen hangs on a device."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.halls import HALL
from tests.http.conftest import MakePlace, Place
from tests.http.words import ADVICE, COPY, Json, answered, called, opened, refused, shown, taken

DISPLAYS = f"/halls/{HALL}/settings/displays"
LEFT = {"id": "trai", "name": {"vi": "Khu A"}, "counters": [f"{HALL}.1", f"{HALL}.2"]}
RIGHT = {"id": "phai", "name": {"vi": "Khu B", "en": "Area B"}, "counters": [f"{HALL}.4"]}
WHOLE = {"layout": "calls", "zone": None, "counter": None, "speaks": True, "images": [], "preview": False}


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    return make_place()


def screen(**more: Any) -> Json:
    return {"id": "cua-vao", "name": "Cửa vào", **more}


def put(place: Place, *screens: Json, zones: Any = (LEFT, RIGHT), valid_from: str | None = None) -> Any:
    body = {"value": {"zones": list(zones), "screens": list(screens)}, "valid_from": valid_from}
    return place.as_("manager").put(DISPLAYS, body)


def page(place: Place, address: str = "") -> Json | None:
    """The snapshot inside a display's page; None for the page that says there is no such screen."""
    answer = place.client.ask("GET", f"/display/{HALL}{address}")
    if answer.status_code == 404:
        return None
    found = re.search(r'id="snapshot">(.*?)</script>', answer.text)
    assert found is not None
    drawn: Json = json.loads(found[1])
    return drawn


def seen(place: Place, address: str = "") -> Json:
    drawn = page(place, address)
    assert drawn is not None
    told: Json = drawn["screen"]
    return told


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ([screen(id="Cửa vào")], "screens.0.id"),
        ([screen(), screen()], "screens.1.id"),
        ([screen(name="")], "screens.0.name"),
        ([screen(zone="giua")], "screens.0.zone"),
        ([screen(layout="counter")], "screens.0.counter"),
        ([screen(layout="counter", counter="DL-24133.1")], "screens.0.counter"),
        ([screen(layout="images")], "screens.0.images"),
        ([screen(images=["0" * 64])], "screens.0.images.0"),
        ([screen(device="kiosk")], "screens.0.device"),
        ([screen(device="display"), screen(id="loi-ra", device="display")], "screens.0.device"),
        ([screen(colour="red")], "screens.0.colour"),
        ([screen(id=f"s-{n}") for n in range(51)], "screens"),
    ],
)
def test_a_screen_that_cannot_be_is_refused_by_its_member(place: Place, value: list[Json], field: str) -> None:
    told = refused(put(place, *value), 422, "setting_wrong")
    assert field in told["fields"], told["fields"]
    assert all(sentence for sentences in told["fields"].values() for sentence in sentences)


@pytest.mark.parametrize(
    ("zone", "field"),
    [
        ({**LEFT, "counters": []}, "zones.0.counters"),
        ({**LEFT, "counters": [f"{HALL}.1", "DL-24133.1"]}, "zones.0.counters.1"),
        ({**LEFT, "name": {"en": "Area A"}}, "zones.0.name.vi"),
    ],
)
def test_a_zone_is_made_of_the_halls_own_counters(place: Place, zone: Json, field: str) -> None:
    assert field in refused(put(place, zones=[zone]), 422, "setting_wrong")["fields"]


def test_a_hall_has_a_screen_before_anything_is_set_and_each_that_is_set_has_its_address(make_place: MakePlace) -> None:
    place = make_place()
    assert seen(place) == {"id": None, "name": None, **WHOLE}
    assert page(place, "/cua-vao") is None
    before = answered(place.as_("nobody").get(f"/halls/{HALL}/board"), 200)["arrangement"]
    image = shown(place)
    bound = {"device": "display", "layout": "images", "images": [image], "zone": "trai", "speaks": False}
    answered(put(place, screen(**bound), screen(id="quay-4", layout="counter", counter=f"{HALL}.4")), 200)
    told = seen(place, "/cua-vao")
    assert told["zone"] == {**LEFT, "name": {"vi": "Khu A", "en": "Khu A"}}
    assert (told["name"], told["layout"], told["speaks"]) == ("Cửa vào", "images", False)
    assert told["images"] == [{"url": f"/api/v1/halls/{HALL}/media/{image}", "width": 8, "height": 6, "name": ""}]
    assert seen(place, "/quay-4")["counter"] == {"id": f"{HALL}.4", "number": 4}
    assert answered(place.as_("nobody").get(f"/halls/{HALL}/board"), 200)["arrangement"] != before
    assert answered(place.as_("display").get("/devices/self"), 200)["screen"] == "cua-vao"
    assert answered(place.as_("kiosk").get("/devices/self"), 200) == {
        "device": "kiosk",
        "hall": HALL,
        "name": "kiosk",
        "kind": "kiosk",
        "screen": None,
    }


def test_what_is_not_saved_is_tried_in_the_address_and_nonsense_is_left_out(place: Place) -> None:
    answered(put(place, screen(zone="phai")), 200)
    tried = seen(place, f"?layout=counter&counter={HALL}.2&speaks=0&preview=1")
    assert (tried["layout"], tried["counter"]["number"], tried["speaks"], tried["preview"]) == (
        "counter",
        2,
        False,
        True,
    )
    assert seen(place, "/cua-vao?zone=trai")["zone"]["id"] == "trai"
    assert seen(place, "/cua-vao?zone=")["zone"] is None
    assert seen(place, f"?counters={HALL}.5,{HALL}.99")["zone"]["counters"] == [f"{HALL}.5"]
    for nonsense in ("?layout=disco", "?layout=counter&counter=9", "?zone=nowhere", "?images=x,,y", "?counters="):
        assert seen(place, nonsense) == {"id": None, "name": None, **WHOLE}, nonsense


def test_a_quiet_zones_calls_are_not_pushed_out_by_a_busy_one(make_place: MakePlace) -> None:
    place = make_place()
    answered(put(place), 200)
    kiosk, quiet, busy = place.as_("kiosk"), opened(place.as_("quay1"), 1), opened(place.as_("quay4"), 4)
    taken(kiosk, ADVICE)
    first = called(quiet, 1)["label"]
    later = []
    for _ in range(9):
        place.clock.advance(timedelta(seconds=20))
        taken(kiosk, COPY)
        one = called(busy, 4)
        later.append(one["label"])
        answered(busy.post(f"/tickets/{one['id']}/starts"), 200)
        answered(busy.put(f"/tickets/{one['id']}/outcome", {"result": "accepted"}), 200)
    calls = [one["label"] for one in answered(place.as_("nobody").get(f"/halls/{HALL}/board"), 200)["calls"]]
    assert calls == [*reversed(later[1:]), first]
