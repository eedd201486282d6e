"""The Idempotency-Key: answered again, not done again."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from luot_server.store import tables as t
from tests.halls import HALL
from tests.http.cast import PASSWORD
from tests.http.conftest import Place
from tests.http.words import BIRTH, COPY, RESIDENCE, TICKETS, answered, counter, opened, refused, taken


def test_a_repeat_is_answered_and_not_done_again(place: Place) -> None:
    kiosk = place.as_("kiosk")
    first = answered(kiosk.post(TICKETS, BIRTH, key="a"), 201)
    assert answered(kiosk.post(TICKETS, BIRTH, key="a"), 201) == first
    assert answered(kiosk.post(TICKETS, BIRTH, key="b"), 201)["number"] == 2


def test_the_body_is_compared_as_a_value(place: Place) -> None:
    kiosk = place.as_("kiosk")
    first = answered(kiosk.post(TICKETS, data='{"purpose":"submit", "procedure":"2.000815"}', key="a"), 201)
    spelt = '{ "procedure" : "2.000\\u003815", "purpose" : "submit" }'
    assert answered(kiosk.post(TICKETS, data=spelt, key="a"), 201) == first
    refused(kiosk.post(TICKETS, BIRTH, key="a"), 422, "idempotency_mismatch")
    assert answered(kiosk.post(TICKETS, COPY, key="a"), 201) == first


def test_the_scope_is_who_asks_what(place: Place) -> None:
    first = answered(place.as_("kiosk").post(TICKETS, COPY, key="a"), 201)
    assert answered(place.as_("guide").post(TICKETS, COPY, key="a"), 201)["id"] != first["id"]
    clerk = opened(place.as_("quay4"), 4)
    answered(clerk.post(f"{counter(4)}/pauses", {"reason": "x"}, key="a"), 200)
    answered(clerk.delete(f"{counter(4)}/pauses", key="a"), 200)  # another method
    assert answered(clerk.put(f"{counter(4)}/shift", {}, key="a"), 200)["state"] == "open"  # another path


def test_a_conflict_is_an_answer_and_is_kept(place: Place) -> None:
    kiosk, clerk = place.as_("kiosk"), place.as_("quay4")
    problem = refused(clerk.post(f"{counter(4)}/calls", {}, key="a"), 409, "counter_closed")
    opened(clerk, 4)
    taken(kiosk)
    assert refused(clerk.post(f"{counter(4)}/calls", {}, key="a"), 409, "counter_closed") == problem
    again = [refused(kiosk.post(TICKETS, RESIDENCE, key="r"), 409, "referred") for _ in range(2)]
    assert again[0] == again[1]


def test_nothing_to_do_and_other_refusals_are_not_kept(place: Place) -> None:
    clerk, kiosk = opened(place.as_("quay4"), 4), place.as_("kiosk")
    answered(clerk.post(f"{counter(4)}/calls", {}, key="a"), 204)
    ticket = taken(kiosk)
    assert answered(clerk.post(f"{counter(4)}/calls", {}, key="a"), 201)["id"] == ticket["id"]
    refused(place.as_("nobody").post(TICKETS, COPY, key="k"), 401, "not_signed_in")
    refused(kiosk.post(TICKETS, {**COPY, "priority": "royalty"}, key="k"), 422, "priority_unknown")
    answered(kiosk.post(TICKETS, COPY, key="k"), 201)


def test_it_is_kept_for_a_day_of_real_time(place: Place) -> None:
    kiosk = place.as_("kiosk")
    first = answered(kiosk.post(TICKETS, COPY, key="a"), 201)
    place.clock.set(place.clock.now() + timedelta(days=2))  # the hall's time is not what counts
    assert answered(kiosk.post(TICKETS, COPY, key="a"), 201) == first
    place.clock.advance(timedelta(hours=24, seconds=1))
    assert answered(kiosk.post(TICKETS, BIRTH, key="a"), 201)["id"] != first["id"]


def test_a_concurrent_repeat_waits_for_the_first(place: Place) -> None:
    kiosk = place.as_("kiosk")
    answers: list[Any] = []

    def press() -> None:
        answers.append(answered(kiosk.post(TICKETS, COPY, key="double tap"), 201))

    presses = [threading.Thread(target=press) for _ in range(6)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(answers) == 6
    assert all(answer == answers[0] for answer in answers)
    assert taken(kiosk)["number"] == 2


def test_signing_in_is_never_kept(place: Place) -> None:
    tokens = {
        answered(place.as_("nobody").post("/session", {"user": "quay1", "password": PASSWORD}, key="a"), 200)["token"]
        for _ in range(2)
    }
    assert len(tokens) == 2
    with place.client.services.store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(t.kept_answers)) == 0


def test_a_key_has_a_size(place: Place) -> None:
    for key in ("", "k" * 201):
        refused(place.as_("kiosk").post(TICKETS, COPY, key=key), 400, "idempotency_key")
    assert answered(place.as_("manager").get(f"/halls/{HALL}/figures"), 200)["totals"]["issued"] == 0
