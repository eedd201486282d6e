"""When no open counter can serve an errand, whoever could mend it or waits for it is told; and nobody is told twice."""

from __future__ import annotations

from typing import Any

import pytest

from luot_server.actions import manager
from luot_server.domain.roles import Role
from luot_server.store.journal import Actor
from tests.halls import HALL
from tests.http.cast import OTHER
from tests.http.conftest import Place
from tests.http.words import BIRTH, COPY, LAND, RESIDENCE, Json, answered, called, counter, opened, taken

ONLINE: Json = {"procedure": "1.001193", "purpose": "submit", "area": "24373"}  # a birth far away: filed online, here
POLICE = f"/halls/{OTHER}"


def menu(place: Place) -> Json:
    found: Json = answered(place.as_("kiosk").get(f"/halls/{HALL}/menu"), 200)
    return found


def coverage(place: Place, who: str = "guide", hall: str = HALL) -> Json:
    found: Json = answered(place.as_(who).get(f"/halls/{hall}/coverage"), 200)
    return found


def group(told: Json, id: str) -> Json:
    found: Json = next(one for one in told["groups"] if one["id"] == id)
    return found


def said(told: Json) -> list[str]:
    return [one["vi"] for one in told["sentences"]]


def entry(told: Json, code: str) -> Json:
    found: Json = next(one for one in told["procedures"] if one["code"] == code)
    return found


def settle(place: Place, name: str, value: Any, hall: str = HALL) -> None:
    """The manager decides something from today on."""
    with place.client.services.store.changing(hall, Actor("staff", "test")) as changing:
        manager.change_setting(changing, name, value, "2026-11-23")


# ── nobody is there yet ──────────────────────────────────────────────────────────────────────────


def test_a_hall_with_no_counter_open_says_so_once(place: Place) -> None:
    told = menu(place)
    assert told["uncovered"]["vi"].startswith("Hiện chưa có quầy nào mở. Số của Quý công dân vẫn giữ thứ tự")
    assert not any(one["open"] for one in [*told["fields"], *told["procedures"], *told["stations"]])
    assert said(coverage(place)) == ["Chưa có quầy nào mở."]
    taken(place.as_("kiosk"))
    taken(place.as_("kiosk"), LAND)
    assert said(coverage(place)) == ["Chưa có quầy nào mở; 2 người đang chờ."]


def test_a_number_is_given_all_the_same_and_says_what_that_means(place: Place) -> None:
    ticket = taken(place.as_("kiosk"))
    assert ticket["uncovered"] == menu(place)["uncovered"]
    opened(place.as_("quay4"), 4)
    assert taken(place.as_("kiosk"))["uncovered"] is None
    assert taken(place.as_("kiosk"), LAND)["uncovered"]["vi"].startswith("Đất đai: hiện chưa có quầy nào đang mở.")
    both = {"errands": [COPY, LAND], "procedure": COPY["procedure"], "purpose": "submit"}
    assert taken(place.as_("kiosk"), both)["uncovered"]["vi"].startswith("Đất đai")


def test_a_closed_hall_lacks_nothing(place: Place) -> None:
    place.clock.advance(3600 * 12)
    assert menu(place)["uncovered"] is None
    assert said(coverage(place)) == []


# ── some are there ───────────────────────────────────────────────────────────────────────────────


def test_what_is_open_follows_the_counters_that_are(place: Place) -> None:
    opened(place.as_("quay5"), 5)
    told = menu(place)
    assert told["uncovered"] is None
    assert entry(told, "1.115279")["open"]
    assert not entry(told, "2.000815")["open"]
    fields = {one["id"]: one["open"] for one in told["fields"]}
    assert fields["dat-dai"]
    assert not fields["chung-thuc"]
    page = answered(place.as_("kiosk").get(f"/halls/{HALL}/procedures/2.000815"), 200)
    assert not page["open"]
    assert page["uncovered"]["vi"].startswith("Chứng thực: hiện chưa có quầy nào đang mở.")


def test_everybody_who_could_mend_it_reads_who_waits_for_nobody(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    for _ in range(3):
        taken(place.as_("kiosk"), LAND)
    taken(place.as_("kiosk"), COPY)
    told = coverage(place)
    first, rest = said(told)
    assert first == "Chưa có quầy nào đang mở phục vụ lĩnh vực Đất đai; 3 người đang chờ."
    assert rest.startswith("Chưa có quầy nào đang mở phục vụ: ")
    assert "Hộ tịch" in rest
    assert "Đất đai" not in rest
    land, copies = group(told, "dat-dai"), group(told, "chung-thuc")
    assert (land["open"], land["waiting"], land["counters"], land["expected"]) == (False, 3, [], None)
    assert (copies["open"], copies["waiting"]) == (True, 1)
    assert copies["counters"] == [{"id": f"{HALL}.4", "number": 4}]
    assert told["sentences"] == answered(place.as_("manager").get(f"/halls/{HALL}/figures"), 200)["trouble"]
    desk = answered(clerk.get(f"/halls/{HALL}/desk?counter={HALL}.4"), 200)
    assert desk["trouble"] == told["sentences"][:1], "a clerk reads of those who wait, not of what nobody waits for"
    opened(place.as_("quay5"), 5)
    assert not any("Đất đai" in sentence for sentence in said(coverage(place)))


def test_a_pause_counts_as_nobody_there(place: Place) -> None:
    clerk = opened(place.as_("quay5"), 5)
    assert group(coverage(place), "dat-dai")["open"]
    answered(clerk.post(f"{counter(5)}/pauses", {"reason": "họp"}), 200)
    assert not group(coverage(place), "dat-dai")["open"]


def test_who_was_sent_to_a_counter_that_closed_is_named_by_the_counter(place: Place) -> None:
    here, there = opened(place.as_("quay4"), 4), opened(place.as_("quay5"), 5)
    taken(place.as_("kiosk"))
    ticket = called(here, 4)
    answered(here.post(f"/tickets/{ticket['id']}/transfers", {"counter": f"{HALL}.5"}), 200)
    answered(there.delete(f"{counter(5)}/shift"), 200)
    assert said(coverage(place))[0] == "Quầy 5 chưa mở; 1 người được chuyển đến quầy này đang chờ."


# ── skills of every kind ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "skill",
    [
        {"procedures": ["1.001193"]},
        {"agencies": ["phuong-tuy-hoa"]},
        {"fields": ["ho-tich"], "purposes": ["submit"], "routes": ["here"]},
    ],
)
def test_a_counter_of_narrow_skills_makes_its_errand_and_its_field_open(place: Place, skill: Json) -> None:
    ward = taken(place.as_("kiosk"), BIRTH)["agency"]["id"]
    narrow = {**skill, **({"agencies": [ward]} if "agencies" in skill else {})}
    settle(place, "skills", {f"{HALL}.{number}": [narrow] if number == 2 else [] for number in range(1, 8)})
    clerk = opened(place.as_("quay2"), 2)
    told = menu(place)
    assert entry(told, "1.001193")["open"]
    assert next(one for one in told["fields"] if one["id"] == "ho-tich")["open"]
    assert entry(told, "1.115279")["open"] is ("agencies" in skill)  # whose agency is not known before the area is
    assert called(clerk, 2)["procedure"]["code"] == "1.001193"


def test_one_procedure_nobody_serves_in_a_field_that_is_open(place: Place) -> None:
    settle(place, "skills", {f"{HALL}.2": [{"procedures": ["1.000894"]}]})
    opened(place.as_("quay2"), 2)
    taken(place.as_("kiosk"), BIRTH)
    assert said(coverage(place))[0] == ("Chưa có quầy nào đang mở phục vụ thủ tục Đăng ký khai sinh; 1 người đang chờ.")


# ── the station for assisted online filing ───────────────────────────────────────────────────────


def test_assisted_online_filing_is_a_queue_of_its_own(place: Place) -> None:
    settle(place, "skills", {f"{HALL}.7": [{"routes": ["assisted_online"]}], f"{HALL}.2": [{"routes": ["here"]}]})
    clerk = opened(place.as_("quay2"), 2)
    away, here = taken(place.as_("kiosk"), ONLINE), taken(place.as_("kiosk"), BIRTH)
    assert away["decision"]["route"] == "assisted_online"
    assert (away["label"][0], here["label"][0]) == ("T", "A")
    assert away["uncovered"]["vi"].startswith("Nộp trực tuyến có hỗ trợ: hiện chưa có quầy nào đang mở.")
    assert (here["ahead"], here["uncovered"]) == (0, None)
    told = menu(place)
    (station,) = told["stations"]
    assert station["name"] == {"vi": "Nộp trực tuyến có hỗ trợ", "en": "Assisted online filing"}
    assert (station["open"], station["waiting"]) == (False, 1)
    assert next(one for one in told["fields"] if one["id"] == "ho-tich")["waiting"] == 1
    assert entry(told, "1.001193")["stations"] == ["counter", "assisted_online"]
    assert entry(told, "2.000815")["stations"] == ["counter"]
    board = answered(place.as_("nobody").get(f"/halls/{HALL}/board"), 200)
    assert {one["field"]: one["count"] for one in board["waiting"]} == {"assisted_online": 1, "ho-tich": 1}
    assert said(coverage(place))[0] == "Nộp trực tuyến có hỗ trợ: chưa có quầy nào đang mở; 1 người đang chờ."
    assert called(clerk, 2)["id"] == here["id"]
    helper = opened(place.as_("quay7"), 7)
    assert menu(place)["stations"][0]["expected"] is not None
    assert called(helper, 7)["id"] == away["id"]


# ── a service of its own that stays away ─────────────────────────────────────────────────────────


def absent(place: Place, first: str, last: str | None = None) -> None:
    settle(place, "vertical_absent", [{"service": "cong_an_xa", "from": first, "to": last}], OTHER)
    settle(place, "skills", {f"{OTHER}.1": [{"fields": ["*"]}]}, OTHER)


def police_menu(place: Place) -> Json:
    found: Json = answered(place.as_("other-kiosk").get(f"{POLICE}/menu"), 200)
    return found


def test_the_police_counter_that_is_not_staffed_today_is_told_before_a_number(place: Place) -> None:
    answered(place.as_("other-clerk").put(f"/counters/{OTHER}.1/shift", {}), 200)
    assert entry(police_menu(place), "1.004222")["open"]
    absent(place, "2026-11-23", "2026-11-24")
    told = police_menu(place)
    assert not entry(told, "1.004222")["open"]
    assert entry(told, "2.000815")["open"]
    police = coverage(place, "other-guide", OTHER)["absent"][0]
    sentence = f"Quầy của {police['agency']['name']['vi']} không làm việc đến hết ngày 24/11/2026."
    assert told["notices"][0]["vi"] == sentence
    page = answered(place.as_("other-kiosk").get(f"{POLICE}/procedures/1.004222"), 200)
    assert page["uncovered"]["vi"] == sentence
    ticket = answered(place.as_("other-kiosk").post(f"{POLICE}/tickets", {**RESIDENCE, "area": "24133"}), 201)
    assert ticket["uncovered"]["vi"] == sentence
    assert (ticket["agency"]["id"], ticket["expected"]) == (police["agency"]["id"], None)
    assert any("1 người đang chờ" in one for one in said(coverage(place, "other-guide", OTHER)))


@pytest.mark.parametrize(("first", "last"), [("2026-11-24", None), ("2026-11-20", "2026-11-22")])
def test_an_absence_of_other_days_is_none_today(place: Place, first: str, last: str | None) -> None:
    answered(place.as_("other-clerk").put(f"/counters/{OTHER}.1/shift", {}), 200)
    absent(place, first, last)
    told = coverage(place, "other-guide", OTHER)
    assert (told["absent"], entry(police_menu(place), "1.004222")["open"]) == ([], True)


def test_an_absence_until_further_notice_says_no_day(place: Place) -> None:
    absent(place, "2026-11-20")
    assert police_menu(place)["notices"][0]["vi"].endswith("hiện không làm việc.")


# ── who may look ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", [Role.CLERK, Role.GUIDE, Role.MANAGER, Role.SUPERVISOR])
def test_the_hall_s_staff_may_look(shared_place: Place, who: str) -> None:
    assert coverage(shared_place, who)["board"] == "coverage"


def test_devices_and_neighbours_may_not(shared_place: Place) -> None:
    statuses = [shared_place.as_(who).get(f"/halls/{HALL}/coverage").status_code for who in ("kiosk", "nobody")]
    assert statuses == [403, 401]
    assert shared_place.as_("other-manager").get(f"/halls/{HALL}/coverage").status_code in (403, 404)
