"""An ID card at the kiosk: what comes back, what a number carries of it, and what nobody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luot_server.store import tables as t
from luot_server.store.day_keys import key_of
from luot_server.timers import Timers
from tests.halls import HALL
from tests.http.conftest import Place
from tests.http.words import ADVICE, COPY, answered, refused, taken

CARD = "054190123456||CÔNG DÂN MẪU|01011990|Nữ|Phường 2, Tuy Hòa, Phú Yên|15042021"
OLD = CARD.replace("01011990", "01011950").replace("054190123456", "054150123456")
CARDS = f"/halls/{HALL}/cards"


def test_what_is_left_of_a_card(shared_place: Place) -> None:
    read = answered(shared_place.as_("kiosk").post(CARDS, {"scan": CARD}), 200)
    assert len(read.pop("mark")) == 64
    assert read.pop("area")["area"] == "old:22018"
    assert read == {"age_band": "18_59", "priority": None}


def test_a_class_by_age_is_suggested_and_an_impossible_birth_suggests_nothing(shared_place: Place) -> None:
    guide = shared_place.as_("guide")
    assert answered(guide.post(CARDS, {"scan": OLD}), 200)["priority"] == "elderly"
    read = answered(guide.post(CARDS, {"scan": CARD.replace("01011990", "31021950")}), 200)
    assert (read["age_band"], read["priority"]) == (None, None)


def test_the_age_is_that_of_the_hall_s_day(place: Place) -> None:
    turning = CARD.replace("01011990", "24111966")  # sixty tomorrow
    kiosk = place.as_("kiosk")
    assert answered(kiosk.post(CARDS, {"scan": turning}), 200)["age_band"] == "18_59"
    place.clock.advance(timedelta(hours=17))  # an hour after midnight in the hall, not yet in UTC
    assert answered(kiosk.post(CARDS, {"scan": turning}), 200)["age_band"] == "60_74"


@pytest.mark.parametrize(
    ("scan", "code"),
    [
        (CARD[:30], "card_unreadable"),
        (CARD[1:], "card_unreadable"),
        ("DN4540123456789" + CARD[12:], "card_is_health_card"),
    ],
)
def test_a_refusal_does_not_repeat_the_scan(shared_place: Place, scan: str, code: str) -> None:
    for language in ("vi", "en"):
        response = shared_place.as_("clerk").post(CARDS, {"scan": scan}, headers={"Accept-Language": language})
        assert refused(response, 422, code)["field"] == "scan"
        assert "190123456" not in response.text
        assert "CÔNG DÂN" not in response.text


@pytest.mark.parametrize("body", [{}, {"scan": ""}, {"scan": 54190123456}, {"scan": CARD * 40}, {"scan": [CARD]}])
def test_a_body_that_does_not_fit_names_the_field_and_nothing_more(
    shared_place: Place, body: dict[str, object]
) -> None:
    response = shared_place.as_("kiosk").post(CARDS, body)
    assert refused(response, 422, "field_invalid")["field"] == "scan"
    assert "190123456" not in response.text


def test_an_answer_is_not_kept_under_a_key(shared_place: Place) -> None:
    kiosk = shared_place.as_("kiosk")
    first = answered(kiosk.post(CARDS, {"scan": CARD}, key="one"), 200)
    other = answered(kiosk.post(CARDS, {"scan": OLD}, key="one"), 200)
    assert first["mark"] != other["mark"]
    with shared_place.client.services.store.reading() as connection:
        kept = connection.execute(t.kept_answers.select()).all()
    assert not any(one["mark"] in str(kept) for one in (first, other))


def test_a_number_carries_the_mark_and_the_band_and_shows_neither(shared_place: Place) -> None:
    kiosk = shared_place.as_("kiosk")
    read = answered(kiosk.post(CARDS, {"scan": CARD}), 200)
    ticket = taken(kiosk, COPY, mark=read["mark"], age_band=read["age_band"])
    with shared_place.client.services.store.reading() as connection:
        row = connection.execute(t.tickets.select().where(t.tickets.c.id == ticket["id"])).one()
    assert (row.mark, row.age_band) == (read["mark"], "18_59")
    clerk = shared_place.as_("clerk")
    shown = [
        ticket,
        clerk.get(f"/tickets/{ticket['id']}").get_json(),
        clerk.get(f"/halls/{HALL}/desk?counter={HALL}.3"),
    ]
    assert not any(read["mark"] in str(one if isinstance(one, dict) else one.text) for one in shown)


@pytest.mark.parametrize("more", [{"mark": "054190123456"}, {"mark": "g" * 64}, {"age_band": "36"}])
def test_nothing_else_gets_into_a_number(shared_place: Place, more: dict[str, str]) -> None:
    body = refused(shared_place.as_("kiosk").post(f"/halls/{HALL}/tickets", {**ADVICE, **more}), 422, "field_invalid")
    assert body["field"] == next(iter(more))


# ── the day's key ────────────────────────────────────────────────────────────────────────────────


def test_a_person_has_one_mark_a_day_and_a_hall(place: Place) -> None:
    kiosk = place.as_("kiosk")
    marks = [answered(kiosk.post(CARDS, {"scan": CARD}), 200)["mark"] for _ in range(2)]
    assert marks[0] == marks[1]
    next_door = place.as_("other-kiosk").post(CARDS.replace(HALL, "DL-24133"), {"scan": CARD})
    assert answered(next_door, 200)["mark"] != marks[0]
    place.clock.advance(timedelta(days=1))
    assert answered(kiosk.post(CARDS, {"scan": CARD}), 200)["mark"] != marks[0]


def test_the_key_ends_with_its_day(place: Place) -> None:
    services = place.client.services
    timers = Timers(services.store, place.clock)
    with services.store.viewing(HALL) as view:
        today = view.today
    with services.store.writing() as connection:
        key = key_of(connection, HALL, today)
    timers.tick()
    with services.store.writing() as connection:
        assert key_of(connection, HALL, today) == key, "the day is still on"
    place.clock.advance(timedelta(hours=16))  # past midnight in the hall
    timers.tick()
    with services.store.reading() as connection:
        assert connection.execute(t.day_keys.select()).all() == []
