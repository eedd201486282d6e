"""A hall that limits its numbers says so early, refuses with a way out, and never one person more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from luot_server.actions import manager
from luot_server.clock import FixedClock
from luot_server.domain.ticket import Purpose
from luot_server.store.journal import Actor
from tests.halls import HALL, MONDAY
from tests.http.conftest import MakePlace, Place
from tests.http.words import ADVICE, BIRTH, COPY, LAND, TICKETS, Json, answered, called, opened, refused, serving, taken

MARK, OTHER_MARK = "a" * 64, "b" * 64
SUPPLEMENT: Json = {"procedure": "2.000815", "purpose": "supplement"}
COPIES = "chung-thuc"


def settle(place: Place, **settings: Any) -> None:
    """The manager decides it from today on."""
    with place.client.services.store.changing(HALL, Actor("staff", "test")) as changing:
        for name, value in settings.items():
            manager.change_setting(changing, name, value, "2026-11-23")


def menu(place: Place) -> Json:
    found: Json = answered(place.as_("kiosk").get(f"/halls/{HALL}/menu"), 200)
    return found


def field(told: Json, id: str) -> Json:
    found: Json = next(one for one in told["fields"] if one["id"] == id)
    return found


def ask(place: Place, body: Json = COPY, who: str = "kiosk", **more: Any) -> Any:
    return place.as_(who).post(TICKETS, {**body, **more})


# ── a quota of a field, a capacity of the day ────────────────────────────────────────────────────


def test_a_hall_without_limits_says_nothing_of_them(shared_place: Place) -> None:
    told = menu(shared_place)
    assert (told["left"], told["card"], told["warning"]) == (None, "none", None)
    assert {one["left"] for one in [*told["fields"], *told["stations"]]} == {None}


def test_a_field_s_numbers_run_out_and_nothing_else_does(place: Place) -> None:
    settle(place, quotas={COPIES: 3})
    first = taken(place.as_("kiosk"))
    taken(place.as_("kiosk"), {"errands": [BIRTH, COPY]})
    assert field(menu(place), COPIES)["left"] == 1
    assert answered(place.as_("kiosk").get(f"/halls/{HALL}/procedures/2.000815"), 200)["left"] == 1
    refused(ask(place, {"errands": [COPY, COPY]}), 409, "quota_used")  # two of them, and one place
    last = taken(place.as_("kiosk"))
    told = menu(place)
    assert field(told, COPIES)["left"] == 0
    assert told["warning"]["vi"] == "Hôm nay đã hết số: Chứng thực."
    body = refused(ask(place), 409, "quota_used")
    assert body["detail"] == (
        "Hôm nay đã hết số của lĩnh vực Chứng thực. Mời Quý công dân lấy số lại lúc 07:00 24/11/2026, nộp hồ sơ trực "
        "tuyến tại dichvucong.gov.vn, hoặc gặp cán bộ hướng dẫn."
    )
    assert "field" not in body
    refused(ask(place, {"errands": [BIRTH, COPY]}), 409, "quota_used")
    # No number was used, and whoever begins nothing is let in.
    assert taken(place.as_("kiosk"), SUPPLEMENT | {"dossier": "H15.50-261104-0583"})["label"] == "B003"
    taken(place.as_("kiosk"), ADVICE)
    taken(place.as_("kiosk"), BIRTH)
    # A misprint and somebody who left before being called use nothing up; a number that was served does.
    answered(place.as_("guide").post(f"/tickets/{last['id']}/voids", {"reason": "in hỏng"}), 200)
    again = taken(place.as_("kiosk"))
    answered(place.as_("nobody").delete(again["track_url"].replace("/t/", "/turns/")), 200)
    taken(place.as_("kiosk"))
    clerk = opened(place.as_("quay4"), 4)
    assert serving(clerk, 4)["id"] == first["id"]
    answered(clerk.put(f"/tickets/{first['id']}/outcome", {"result": "accepted", "count": 1}), 200)
    refused(ask(place), 409, "quota_used")
    place.clock.advance(24 * 3600)
    taken(place.as_("kiosk"))


def test_staff_give_a_number_all_the_same_and_it_is_on_record(place: Place) -> None:
    settle(place, quotas={COPIES: 0}, visits={"max": 1, "without_card": "guide"})
    refused(ask(place, who="guide"), 409, "quota_used")
    ticket = answered(ask(place, who="guide", despite="đi từ xa đến"), 201)
    assert ticket["despite"] == "đi từ xa đến"
    refused(ask(place, despite="x"), 403, "despite_is_staffs")
    suspected = answered(place.as_("manager").get(f"/halls/{HALL}/suspected?from=2026-11-23&to=2026-11-23"), 200)
    assert suspected["items"] == [], "a limit that gave way is no doubt of who decides"


def test_what_the_desk_corrects_counts_where_it_belongs(place: Place) -> None:
    settle(place, quotas={COPIES: 1})
    ticket = taken(place.as_("kiosk"))
    answered(place.as_("guide")("PATCH", f"/tickets/{ticket['id']}", LAND), 200)
    assert field(menu(place), COPIES)["left"] == 1
    taken(place.as_("kiosk"))


def test_the_day_s_numbers_are_counted_down_and_then_used_up(place: Place) -> None:
    settle(place, capacity={"tickets": 4, "warn_at": 2})
    for left, warning in ((4, None), (3, None), (2, "Hôm nay còn 2 số."), (1, "Hôm nay còn 1 số.")):
        told = menu(place)
        assert (told["left"], (told["warning"] or {}).get("vi")) == (left, warning)
        taken(place.as_("kiosk"), ADVICE if left == 2 else LAND)
    told = menu(place)
    assert told["left"] == 0
    assert told["warning"]["vi"].startswith("Hôm nay đã cấp hết số; trung tâm cấp số lại lúc 07:00 24/11/2026.")
    assert refused(ask(place), 409, "capacity_used")["detail"].endswith("hoặc gặp cán bộ hướng dẫn.")
    taken(place.as_("kiosk"), ADVICE)
    assert menu(place)["left"] == 0


def test_a_hall_that_opens_on_no_other_day_promises_none(place: Place) -> None:
    settle(place, capacity={"tickets": 1}, hours={"mon": [{"opens": "07:30", "closes": "11:30"}]})
    settle(place, holidays=[{"date": day} for day in ("2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21")])
    taken(place.as_("kiosk"))
    assert "lấy số lại" not in refused(ask(place), 409, "capacity_used")["detail"]
    assert "lúc" not in menu(place)["warning"]["vi"]


# ── one visit per person ─────────────────────────────────────────────────────────────────────────


def test_one_person_takes_one_number_and_is_told_which(place: Place) -> None:
    settle(place, visits={"max": 1, "without_card": "guide"})
    assert menu(place)["card"] == "needed"
    assert "cán bộ hướng dẫn" in refused(ask(place), 409, "card_needed")["detail"]
    first = answered(ask(place, {"errands": [COPY, LAND]}, mark=MARK), 201)  # two errands are one visit
    body = refused(ask(place, BIRTH, mark=MARK), 409, "visit_taken")
    assert f"đã có số {first['label']}." in body["detail"]
    assert (
        "guide" in place.as_("kiosk")("POST", TICKETS, {**COPY, "mark": MARK}, headers={"Accept-Language": "en"}).text
    )
    answered(ask(place, mark=OTHER_MARK), 201)
    # Staff see who stands there; with a card held to the scanner the limit holds for them too, until they say why not.
    answered(ask(place, who="guide"), 201)
    refused(ask(place, who="guide", mark=MARK), 409, "visit_taken")
    answered(ask(place, who="guide", mark=MARK, despite="việc gấp"), 201)
    # Back with the missing paper, for a result, for guidance: no second visit.
    for purpose in (Purpose.SUPPLEMENT, Purpose.ADVICE):
        answered(ask(place, {**SUPPLEMENT, "purpose": purpose, "dossier": None}, mark=MARK), 201)


def test_a_visit_that_is_over_is_named_as_such_and_one_given_up_is_none(place: Place) -> None:
    settle(place, visits={"max": 1})
    assert menu(place)["card"] == "asked"
    answered(ask(place), 201)  # without a card nobody is told from anybody
    gone = answered(ask(place, LAND, mark=MARK), 201)
    answered(place.as_("nobody").delete(gone["track_url"].replace("/t/", "/turns/")), 200)
    ticket = answered(ask(place, LAND, mark=MARK), 201)
    clerk = opened(place.as_("quay5"), 5)
    serving(clerk, 5)
    assert "dùng tiếp số này" in refused(ask(place, mark=MARK), 409, "visit_taken")["detail"]
    answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted", "count": 1}), 200)
    assert f"{ticket['label']} và số này đã xong" in refused(ask(place, mark=MARK), 409, "visit_taken")["detail"]


def test_one_errand_more_is_no_second_visit_and_no_way_round_the_door(place: Place) -> None:
    settle(place, quotas={COPIES: 1}, capacity={"tickets": 3}, visits={"max": 1, "without_card": "guide"})
    holder = place.as_("nobody")
    mine = answered(ask(place, LAND, mark=MARK), 201)["track_url"].replace("/t/", "/turns/") + "/errands"
    answered(holder.post(mine, COPY), 201)
    refused(holder.post(mine, COPY), 409, "quota_used")
    answered(holder.post(mine, BIRTH), 201)
    guidance = taken(place.as_("kiosk"), ADVICE)
    round_it = guidance["track_url"].replace("/t/", "/turns/") + "/errands"
    refused(holder.post(round_it, LAND), 409, "card_needed")
    answered(holder.post(round_it, ADVICE), 201)
    with_card = answered(ask(place, ADVICE, mark=OTHER_MARK), 201)["track_url"].replace("/t/", "/turns/") + "/errands"
    refused(holder.post(with_card, LAND), 409, "capacity_used")
    clerk = opened(place.as_("quay1"), 1)
    assert called(clerk, 1)["id"] == guidance["id"]
    answered(clerk.post(f"/tickets/{guidance['id']}/errands", LAND), 201)


# ── the wait leaps over lunch, or over the end of the day ────────────────────────────────────────


@pytest.fixture
def crowded(make_place: MakePlace) -> Place:
    """11:05, counter 5 alone is open, and three people wait for it."""
    place = make_place(FixedClock(MONDAY + timedelta(hours=3, minutes=5)))
    clerk = opened(place.as_("quay5"), 5)
    for _ in range(4):
        taken(place.as_("kiosk"), LAND)
    called(clerk, 5)
    return place


def test_called_from_half_past_one(crowded: Place) -> None:
    ticket = taken(crowded.as_("kiosk"), LAND)
    lunch_over = "2026-11-23T13:30:00.000+07:00"
    assert ticket["expected"]["low_at"] > lunch_over
    assert ticket["called_from"] == lunch_over
    assert {"kind": "pair", "name": "Gọi từ", "value": "13:30"} in ticket["slip"]["blocks"]
    turn = answered(crowded.as_("nobody").get(ticket["track_url"].replace("/t/", "/turns/")), 200)
    assert turn["called_from"] == lunch_over
    told = menu(crowded)
    assert field(told, "dat-dai")["called_from"] == lunch_over
    assert (field(told, COPIES)["expected"], field(told, COPIES)["called_from"]) == (None, None)
    assert told["warning"] is None
    assert taken(crowded.as_("kiosk"))["called_from"] is None, "where nobody can say, nothing is promised"


def test_who_comes_late_is_told_that_today_may_be_too_short(crowded: Place) -> None:
    crowded.clock.advance(5.5 * 3600)  # 16:35, and nobody was called meanwhile
    told = menu(crowded)
    assert told["warning"]["vi"] == "Lấy số bây giờ có thể không kịp trong hôm nay."
    opened(crowded.as_("quay4"), 4)
    assert menu(crowded)["warning"]["vi"].startswith("Đất đai")
    assert taken(crowded.as_("kiosk"), LAND)["called_from"] is None, "tomorrow this number is worth nothing"
