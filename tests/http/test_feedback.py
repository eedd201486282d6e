"""Marks and complaints: with the slip in hand, for the manager and the province, and never in the journal's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from luot_server.clock import FixedClock
from luot_server.domain.feedback import Reason
from luot_server.http.boards import live_boards
from luot_server.store import complaint_texts
from luot_server.store import tables as t
from luot_server.timers import Timers
from tests.halls import HALL, MONDAY
from tests.http.conftest import MakePlace, Place
from tests.http.words import LAND, answered, called, opened, refused, served, serving, taken, token_of

SECRET_WORDS = "Tôi là Công Dân Mẫu, chờ 90 phút tại quầy."


@pytest.fixture
def place(shared_place: Place) -> Iterator[Place]:
    """The module's one hall; each test sees to its own visits."""
    yield shared_place
    for number in (4, 5):
        shared_place.as_(f"quay{number}").delete(f"/counters/{HALL}.{number}/shift")


def rated(place: Place, ticket: dict[str, Any], score: int, *reasons: str, **more: Any) -> Any:
    body = {"score": score, **({"reasons": list(reasons)} if reasons else {}), **more}
    return place.as_("nobody").post(f"/turns/{token_of(ticket)}/ratings", body)


def turn(place: Place, ticket: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = answered(place.as_("nobody").get(f"/turns/{token_of(ticket)}"), 200)
    return told


def test_a_visit_is_marked_once_from_whichever_screen(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    ticket = taken(place.as_("kiosk"))
    refused(rated(place, ticket, 5), 409, "rating_over")
    serving(clerk, 4)
    assert "rate" not in turn(place, ticket)["may"]
    answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted"}), 200)
    assert turn(place, ticket)["rating"] is None
    assert {"rate", "complain"} <= set(turn(place, ticket)["may"])
    for wrong, code in (({"score": 0}, "score_unknown"), ({"score": "five"}, "field_invalid"), ({}, "field_invalid")):
        refused(place.as_("nobody").post(f"/turns/{token_of(ticket)}/ratings", wrong), 422, code)
    refused(rated(place, ticket, 4, "long_wait"), 422, "reason_unasked")
    told = answered(rated(place, ticket, 2, "other", "long_wait", channel="tablet"), 201)
    assert told["rating"] == {"score": 2, "reasons": ["long_wait", "other"]}
    assert "rate" not in told["may"]
    answered(rated(place, ticket, 2, "long_wait", "other"), 201)  # the phone says the same
    refused(rated(place, ticket, 5), 409, "rated_already")
    kinds = [one for one in journal(place) if one["payload"].get("ticket") == ticket["id"]]
    marks = [one["payload"] for one in kinds if one["kind"] == "ticket_rated"]
    assert marks == [{"ticket": ticket["id"], "score": 2, "reasons": ["long_wait", "other"], "channel": "tablet"}]
    refused(place.as_("nobody").post("/turns/none/ratings", {"score": 5}), 404, "turn_unknown")


def test_who_was_not_served_gives_no_mark_but_may_complain(place: Place) -> None:
    ticket = taken(place.as_("kiosk"))
    answered(place.as_("guide").post(f"/tickets/{ticket['id']}/voids", {"reason": "pressed twice"}), 200)
    refused(rated(place, ticket, 1), 409, "rating_over")
    assert turn(place, ticket)["may"] == ["complain"]


def test_a_complaint_is_answered_once_and_its_words_stand_outside_the_journal(place: Place) -> None:
    ticket, holder = served(place), place.as_("nobody")
    path = f"/turns/{token_of(ticket)}/complaints"
    refused(holder.post(path, {"text": " \n "}), 422, "text_needed")
    refused(holder.post(path, {"text": "a" * 2001}), 422, "text_too_long")
    refused(holder.post(path, {}), 422, "field_invalid")
    for _ in range(2):  # a lost answer, asked for again
        told = answered(holder.post(path, {"text": SECRET_WORDS}, key="once"), 201)
    (made,) = told["complaints"]
    assert (made["text"], made["due"], made["answer"]) == (SECRET_WORDS, "2026-11-30", None)

    manager = place.as_("manager")
    listed = answered(manager.get(f"/complaints?hall={HALL}&state=open"), 200)
    mine = next(one for one in listed["items"] if one["id"] == made["id"])
    assert mine["visit"]["label"] == ticket["label"]
    assert mine["visit"]["counter"]["number"] == 4
    assert mine["sentence"]["vi"].startswith("Còn 5 ngày làm việc")
    assert "clerk" not in str(mine)
    board = answered(manager.get(f"/halls/{HALL}/figures"), 200)
    assert any("phản ánh chờ trả lời" in one["vi"] for one in board["notices"])

    answers = f"/complaints/{made['id']}/answers"
    words = "Trung tâm xin lỗi và đã mở thêm quầy."
    refused(manager.post(answers, {"text": " "}), 422, "text_needed")
    assert answered(place.as_("supervisor").post(answers, {"text": words}), 200)["answered_by"]["name"] == "supervisor"
    answered(manager.post(answers, {"text": f"{words} "}), 200)
    refused(manager.post(answers, {"text": "khác"}), 409, "complaint_answered")
    refused(manager.post("/complaints/none/answers", {"text": words}), 404, "complaint_unknown")
    own = turn(place, ticket)["complaints"][0]
    assert (own["answer"], own["answered_at"] is not None) == (words, True)
    assert "supervisor" not in str(turn(place, ticket))
    done = answered(manager.get("/complaints?state=answered"), 200)["items"]
    (last,) = [one for one in done if one["id"] == made["id"]]
    assert last["sentence"]["vi"].endswith("đúng hạn.")

    with place.client.services.store.reading() as connection:
        rows = [str(row) for row in connection.execute(select(t.journal))]
    assert any("complaint_made" in row for row in rows)
    assert not [row for row in rows if "Công Dân Mẫu" in row or "mở thêm quầy" in row]


def test_three_complaints_a_visit_and_a_flood_is_stopped(place: Place) -> None:
    ticket, holder = served(place), place.as_("nobody")
    path = f"/turns/{token_of(ticket)}/complaints"
    for _ in range(3):
        told = answered(holder.post(path, {"text": "lần nữa"}), 201)
    assert "complain" not in told["may"]
    refused(holder.post(path, {"text": "lần nữa"}), 409, "complaint_over")
    address = "203.0.113.9"  # not that of the other tests
    while place.client.services.complaints.hit(address):
        pass
    flood = {"environ_base": {"REMOTE_ADDR": address}}
    refused(holder.post(path, {"text": "lần nữa"}, **flood), 429, "too_many")


def test_figures_say_how_many_and_nothing_of_too_few(make_place: MakePlace) -> None:
    place = make_place(FixedClock(MONDAY))
    for score in (5, 5, 4, 2, 1, 0):
        ticket = served(place)
        if score:
            answered(rated(place, ticket, score, *(["long_wait"] if score < 3 else [])), 201)
    answered(rated(place, served(place, LAND, at=5), 1, channel="tablet"), 201)
    manager = place.as_("manager")
    told = answered(manager.get(f"/figures/ratings?hall={HALL}&by=counter"), 200)
    four, five = sorted(told["items"], key=lambda one: one["key"])
    assert (four["n"], four["served"], four["mean"], four["shares"]) == (5, 6, 3.4, [0.2, 0.2, 0, 0.2, 0.4])
    assert [(one["key"], one["count"]) for one in four["reasons"]] == [("long_wait", 2)]
    assert (five["n"], five["served"], five["mean"], five["shares"], five["reasons"]) == (1, 1, None, None, [])
    assert (told["totals"]["n"], told["totals"]["served"], told["totals"]["mean"]) == (6, 7, 3.0)
    for by, keys in (("field", 2), ("procedure", 2), ("hour", 1), ("day", 1), ("channel", 2)):
        rows = answered(manager.get(f"/figures/ratings?by={by}"), 200)["items"]
        assert (len(rows), sum(one["n"] for one in rows)) == (keys, 6), by
    assert {one["served"] for one in rows} == {7}  # by channel: of everybody served
    refused(manager.get("/figures/ratings?by=clerk"), 422, "dimension_unknown")
    nothing = answered(manager.get("/figures/ratings?from=2026-01-05&to=2026-01-06"), 200)
    assert (nothing["items"], nothing["totals"]["n"], nothing["totals"]["mean"]) == ([], 0, None)
    everywhere = answered(place.as_("supervisor").get("/figures/ratings?by=counter"), 200)
    assert everywhere["totals"]["n"] == 6

    # The week after: nobody marks any more, what is late comes first, and a year after its answer the words are gone.
    late = served(place)
    path = f"/turns/{token_of(late)}/complaints"
    answered(place.as_("nobody").post(path, {"text": SECRET_WORDS}), 201)
    place.clock.advance(timedelta(days=8))
    refused(rated(place, late, 5), 409, "rating_over")
    answered(place.as_("nobody").post(path, {"text": "vẫn chờ"}), 201)
    listed = answered(place.as_("supervisor").get("/complaints?limit=1"), 200)
    assert (listed["open"], listed["overdue"], listed["next"]) == (2, 1, 1)
    assert (listed["items"][0]["state"], listed["items"][0]["text"]) == ("overdue", SECRET_WORDS)
    assert "Quá hạn 1 ngày" in listed["items"][0]["sentence"]["vi"]
    assert [one["text"] for one in answered(manager.get("/complaints?after=1"), 200)["items"]] == ["vẫn chờ"]
    assert len(answered(manager.get("/complaints?state=overdue"), 200)["items"]) == 1
    board = answered(manager.get(f"/halls/{HALL}/figures"), 200)
    assert any("quá hạn trả lời" in one["vi"] for one in board["trouble"])

    answered(manager.post(f"/complaints/{listed['items'][0]['id']}/answers", {"text": "Xin lỗi."}), 200)
    timers = Timers(place.client.services.store, place.clock)
    place.clock.advance(timedelta(days=364))
    timers.tick()
    assert turn(place, late)["complaints"][0]["answer"] == "Xin lỗi."
    place.clock.advance(timedelta(days=2))
    timers.tick()
    first, second = turn(place, late)["complaints"]
    assert (first["text"], first["answer"], first["answered_at"] is not None) == (None, None, True)
    assert second["text"] == "vẫn chờ", "what is not answered is not forgotten"
    with place.client.services.store.reading() as connection:
        assert len(complaint_texts.of_ticket(connection, late["id"])) == 2


def test_the_tablet_asks_for_a_minute_and_not_beyond_the_next_call(place: Place) -> None:
    boards, kiosk = live_boards(place.client.app), place.as_("kiosk")

    def tablet() -> dict[str, Any]:
        return boards["rating"].snapshot(f"{HALL}.4")

    place.clock.advance(timedelta(minutes=2))  # past whatever happened before
    assert (tablet()["label"], tablet()["turn"]) == (None, None)
    ticket = served(place)
    told = tablet()
    assert (told["label"], told["turn"], told["counter"]["number"]) == (ticket["label"], token_of(ticket), 4)
    assert {one["key"] for one in told["reasons"]} == set(Reason)
    place.clock.advance(timedelta(seconds=59))
    assert tablet()["label"] == ticket["label"]
    place.clock.advance(timedelta(seconds=2))
    assert tablet()["label"] is None

    marked = served(place)
    answered(rated(place, marked, 5, channel="tablet"), 201)
    assert tablet()["label"] is None
    served(place)
    following = taken(kiosk)
    assert called(place.as_("quay4"), 4)["id"] == following["id"]
    assert (tablet()["label"], tablet()["turn"]) == (None, None), "the next one is called, and not shown"
    answered(place.as_("quay4").post(f"/tickets/{following['id']}/no-shows"), 200)
    assert tablet()["label"] is None, "who is gone does not give the glass back to the one before"


def journal(place: Place) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"]
    return items
