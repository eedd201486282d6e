"""Kiosks on their own: what they are lent, and the numbers they bring back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from luot_server.store import replay
from tests.halls import HALL, MONDAY
from tests.http.cast import OTHER
from tests.http.client import Speaker
from tests.http.conftest import MakePlace, Place
from tests.http.words import COPY, TICKETS, answered, called, opened, refused, taken

Json = dict[str, Any]
TODAY, TOMORROW = "2026-11-23", "2026-11-24"


def lent(kiosk: Speaker, count: int = 5, day: str = TODAY) -> Json:
    lease: Json = answered(kiosk.post("/devices/self/leases", {"business_day": day, "count": count}), 201)
    return lease


def given(lease: Json, n: int, at: Any = MONDAY, letter: str = "B", errands: Any = (COPY,), **more: Any) -> Json:
    """Number ``n`` of a lease as a kiosk tells of it, under id ``n`` of that lease."""
    series, number = f"K{lease['mark']}-{letter}", lease["first"] + n - 1
    one = lease["tickets"][n - 1]
    return {
        "id": one["id"],
        "token": one["token"],
        "lease": lease["lease"],
        "business_day": lease["business_day"],
        "series": series,
        "number": number,
        "label": f"{series}{number:03}",
        "at": at.isoformat(),
        "language": "vi",
        "errands": list(errands),
        "print": "printed",
        **more,
    }


def handed_in(kiosk: Speaker, *tickets: Json, **more: Any) -> list[Json]:
    items: list[Json] = answered(kiosk.post(f"/halls/{HALL}/hand-ins", {"tickets": list(tickets), **more}), 200)[
        "items"
    ]
    assert [one["id"] for one in items] == [one["id"] for one in tickets]
    return items


def results(items: list[Json]) -> list[str]:
    return [one["code"] or one["result"] for one in items]


def test_first_look(place: Place) -> None:
    kiosk = place.as_("kiosk")
    lease = lent(kiosk)
    assert (lease["mark"], lease["first"], lease["last"]) == (1, 1, 5)
    again = lent(kiosk)
    assert (again["mark"], again["first"]) == (1, 6)
    place.clock.advance(timedelta(minutes=30))
    items = handed_in(kiosk, given(lease, 1), given(lease, 2, MONDAY + timedelta(minutes=5)))
    assert results(items) == ["issued", "issued"]
    assert items[0]["label"] == "K1-B001"
    assert results(handed_in(kiosk, given(lease, 1))) == ["known"]
    book = kiosk.get(f"/halls/{HALL}/book")
    assert answered(book, 200)["mark"] == 1
    tag = book.headers["ETag"]
    assert kiosk.get(f"/halls/{HALL}/book", headers={"If-None-Match": tag}).status_code == 304
    calls = {"calls": [{"label": "K1-B001"}, {"label": "K1-B009"}]}
    items = answered(place.as_("guide").post(f"/halls/{HALL}/hand-calls", calls), 200)["items"]
    assert [one["code"] or one["result"] for one in items] == ["served", "label_unknown"]
    ticket = taken(kiosk, COPY, lent=lease["tickets"][3]["token"])
    assert ticket["id"] == lease["tickets"][3]["id"]
    assert results(handed_in(kiosk, given(lease, 4))) == ["relabelled"]
