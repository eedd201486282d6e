"""Handovers: every dossier another agency decides has a record, until its result lies where the citizen wants it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from luot_server.actions.manager import change_setting
from luot_server.domain.happenings import FactRecorded
from luot_server.store import replay
from luot_server.store import tables as t
from tests.halls import HALL
from tests.http.cast import OTHER
from tests.http.conftest import MakePlace, Place
from tests.http.words import (
    BIRTH,
    COPY,
    LAND,
    Json,
    answered,
    handed_over,
    opened,
    refused,
    serving,
    taken,
)

LIST = f"/halls/{HALL}/handovers"
FAR_LAND: Json = {**LAND, "area": "24373"}  # the land registry of Ea Kar decides; counter 5
FAR_PENSION: Json = {"procedure": "1.014027", "purpose": "submit", "area": "24133"}  # the hall next door; counter 6
FAR_BIRTH: Json = {**BIRTH, "area": "24373"}  # filed online with Ea Kar; counter 7
LAND_OFFICE = "land_branch:24373"
CODE = "H15.50-261123-0104"


def listed(place: Place, query: str = "", who: str = "manager") -> Json:
    body: Json = answered(place.as_(who).get(f"{LIST}?{query}"), 200)
    return body


def moved(place: Place, errand: str, what: str, who: str = "clerk") -> Json:
    body: Json = answered(place.as_(who).post(f"/handovers/{errand}/{what}", {}), 200)
    return body


def finished(place: Place, body: Json, number: int, outcome: Json) -> Any:
    """What is answered to an outcome of a ticket just served."""
    clerk = opened(place.as_(f"quay{number}"), number)
    ticket = taken(place.as_("kiosk"), body)
    serving(clerk, number)
    return clerk.put(f"/tickets/{ticket['id']}/outcome", outcome)


def kinds(place: Place) -> list[str]:
    entries = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"]
    return [entry["kind"] for entry in entries if entry["kind"].startswith("handover")]


# ── opening ──────────────────────────────────────────────────────────────────────────────────────


def test_an_accepted_dossier_of_another_agency_waits_for_the_courier(place: Place) -> None:
    record = handed_over(place, FAR_LAND, dossiers=[CODE], count=2)
    assert (record["state"], record["medium"], record["actions"]) == ("to_send", "paper", ["send"])
    assert (record["to"]["ref"], record["return_to"]["ref"]) == (LAND_OFFICE, HALL)
    assert (record["dossiers"], record["count"]) == ([CODE], 2)
    assert record["to"]["name"] == record["agency"]["name"]
    assert record["late"] is None


def test_what_is_filed_online_is_there_at_once(place: Place) -> None:
    record = handed_over(place, FAR_BIRTH, at=7)
    assert (record["medium"], record["state"]) == ("electronic", "sent")
    assert record["sent_at"] == record["opened_at"]
    assert record["result_due"] == "2026-11-24"  # the catalogue's one working day


def test_what_stays_here_opens_nothing(place: Place) -> None:
    answered(finished(place, BIRTH, 2, {"result": "accepted", "dossiers": [CODE]}), 200)
    answered(finished(place, FAR_LAND, 5, {"result": "refused"}), 200)
    answered(finished(place, FAR_LAND, 5, {"result": "supplement", "missing": ["map"]}), 200)
    assert listed(place)["items"] == []


def test_one_of_several_errands_has_its_own_record(place: Place) -> None:
    answered(finished(place, {"errands": [FAR_PENSION, FAR_LAND]}, 7, {"result": "accepted"}), 200)
    assert [one["to"]["ref"] for one in listed(place)["items"]] == [OTHER]


def test_the_citizen_chooses_where_the_result_is_given_out(place: Place) -> None:
    record = handed_over(place, FAR_LAND, return_to=OTHER)
    assert record["return_to"]["ref"] == OTHER
    repeat = {"result": "accepted", "return_to": OTHER}
    outcome = f"/tickets/{record['ticket']}/outcome"
    answered(place.as_("quay5").put(outcome, repeat), 200)
    refused(place.as_("quay5").put(outcome, {"result": "accepted"}), 409, "outcome_differs")
    assert kinds(place) == ["handover_opened"]


def test_this_hall_by_name_is_this_hall(place: Place) -> None:
    record = handed_over(place, FAR_LAND, return_to=HALL)
    answered(place.as_("quay5").put(f"/tickets/{record['ticket']}/outcome", {"result": "accepted"}), 200)


def test_a_place_for_the_result_must_exist_and_be_needed(place: Place) -> None:
    refused(finished(place, FAR_LAND, 5, {"result": "accepted", "return_to": "DL-0"}), 422, "return_hall_unknown")
    clerk = place.as_("quay5")
    answered(clerk.post(f"/counters/{HALL}.5/pauses", {"reason": "meeting"}), 200)
    answer = finished(place, COPY, 4, {"result": "accepted", "return_to": OTHER})
    refused(answer, 422, "return_without_handover")
    assert kinds(place) == []


# ── there and back ───────────────────────────────────────────────────────────────────────────────


def test_each_side_says_what_it_knows(place: Place) -> None:
    """The sender hands over, the receiving hall receives and returns, the hall of the result has it."""
    errand = handed_over(place, FAR_PENSION, at=6, return_to=OTHER)["errand"]
    for what, who, state in (
        ("sendings", "clerk", "sent"),
        ("receipts", "other-clerk", "received"),
        ("returns", "other-manager", "returning"),
        ("arrivals", "other-clerk", "returned"),
    ):
        place.clock.advance(timedelta(minutes=10))
        assert moved(place, errand, what, who)["state"] == state
        assert moved(place, errand, what, who)["state"] == state  # again changes nothing
    done = listed(place)["items"][0]
    times = [done[at] for at in ("opened_at", "sent_at", "received_at", "returning_at", "returned_at")]
    assert times == sorted(times)
    assert len(set(times)) == 5
    assert done["actions"] == []
    assert kinds(place) == [
        "handover_opened",
        "handover_sent",
        "handover_received",
        "handover_result_sent",
        "handover_result_arrived",
    ]
    with place.client.services.store.reading() as connection:
        assert replay.verify(connection).problems == []


def test_the_other_side_sees_what_comes_to_it(place: Place) -> None:
    """To be received and returned next door; its result to arrive there too, where the citizen chose so."""

    def coming(who: str = "other-clerk", query: str = "") -> list[tuple[str, str, list[str]]]:
        items = answered(place.as_(who).get(f"/halls/{OTHER}/handovers/incoming?{query}"), 200)["items"]
        return [(one["label"], one["from"]["ref"], one["actions"]) for one in items]

    first = handed_over(place, FAR_PENSION, at=6, return_to=OTHER)
    place.clock.advance(timedelta(minutes=1))
    second = handed_over(place, FAR_PENSION, at=6)
    handed_over(place, FAR_LAND)
    assert coming() == []  # nothing has left yet
    for one in (first, second):
        moved(place, one["errand"], "sendings")
    assert coming() == [("M001", HALL, ["receive"]), ("M002", HALL, ["receive"])]
    page = answered(place.as_("other-manager").get(f"/halls/{OTHER}/handovers/incoming?limit=1"), 200)
    assert coming(query=f"limit=1&after={page['next']}") == [("M002", HALL, ["receive"])]
    for one in (first, second):
        moved(place, one["errand"], "receipts", "other-clerk")
        moved(place, one["errand"], "returns", "other-clerk")
    assert coming() == [("M001", HALL, ["arrive"])]  # the other result goes back to where it came from
    assert coming(query="state=sent,received") == []
    place.clock.advance(timedelta(days=60))
    late = answered(place.as_("other-clerk").get(f"/halls/{OTHER}/handovers/incoming"), 200)["items"][0]["late"]
    assert late["what"] == "result_overdue"
    assert answered(place.as_("clerk").get(f"{LIST}/incoming"), 200)["items"] == []


def test_a_hall_at_neither_end_knows_nothing_of_it(place: Place) -> None:
    errand = handed_over(place, FAR_LAND)["errand"]
    moved(place, errand, "sendings")
    for what in ("sendings", "receipts", "returns", "arrivals"):
        refused(place.as_("other-clerk").post(f"/handovers/{errand}/{what}", {}), 404, "handover_unknown")
        refused(place.as_("other-clerk").post(f"/handovers/no-such/{what}", {}), 404, "handover_unknown")
    assert listed(place)["items"][0]["state"] == "sent"


def test_the_receiving_hall_does_not_send_for_the_sender(place: Place) -> None:
    errand = handed_over(place, FAR_PENSION, at=6)["errand"]
    refused(place.as_("other-clerk").post(f"/handovers/{errand}/sendings", {}), 404, "handover_unknown")
    refused(place.as_("other-guide").post(f"/handovers/{errand}/receipts", {}), 403, "forbidden")


def test_a_step_is_not_jumped_over_and_a_step_behind_is_true(place: Place) -> None:
    errand = handed_over(place, FAR_LAND)["errand"]
    clerk = place.as_("clerk")
    for what, needs in (("receipts", "đã chuyển"), ("returns", "đã nhận"), ("arrivals", "đã gửi về")):
        refusal = refused(clerk.post(f"/handovers/{errand}/{what}", {}), 409, "handover_too_early")
        assert needs in refusal["detail"]
        assert "S001" in refusal["detail"]
    moved(place, errand, "sendings")
    moved(place, errand, "receipts")
    assert moved(place, errand, "sendings")["state"] == "received"


# ── the bag ──────────────────────────────────────────────────────────────────────────────────────


def test_a_bag_is_one_press_and_all_or_nothing(place: Place) -> None:
    bag = [handed_over(place, FAR_LAND)["errand"] for _ in range(3)]
    clerk = place.as_("clerk")
    refused(clerk.post(f"{LIST}/sendings", {"errands": [*bag, "another"]}), 422, "errand_not_handed_over")
    assert {one["state"] for one in listed(place)["items"]} == {"to_send"}

    body = {"errands": bag[:2], "courier": "Bưu điện, túi 12"}
    answer = answered(clerk.post(f"{LIST}/sendings", body, key="bag-1"), 200)
    assert [one["errand"] for one in answer["items"]] == bag[:2]
    assert answered(clerk.post(f"{LIST}/sendings", body, key="bag-1"), 200) == answer
    answered(clerk.post(f"{LIST}/sendings", {"errands": [bag[0], bag[2], bag[2]]}), 200)
    assert kinds(place).count("handover_sent") == 3
    assert {one["state"] for one in listed(place)["items"]} == {"sent"}


def test_an_empty_bag_is_none(place: Place) -> None:
    refused(place.as_("clerk").post(f"{LIST}/sendings", {"errands": []}), 422, "field_invalid")


# ── who is late ──────────────────────────────────────────────────────────────────────────────────


def test_who_is_late_is_said_in_a_sentence(place: Place) -> None:
    handed_over(place, FAR_LAND, dossiers=[CODE], count=2)
    handed_over(place, FAR_LAND)
    travelling = handed_over(place, FAR_PENSION, at=6)["errand"]
    moved(place, travelling, "sendings")
    assert (listed(place, "late=true")["items"], listed(place)["sentences"]) == ([], [])

    place.clock.advance(timedelta(days=1))  # Tuesday 8:00
    late = listed(place, "late=true")
    assert [one["late"] for one in late["items"]] == [
        {"since": "2026-11-23T17:30:00.000+07:00", "what": "not_sent"}
    ] * 2
    office = "Chi nhánh Văn phòng đăng ký đất đai (khu vực Ea Kar)"
    assert [one["vi"] for one in late["sentences"]] == [f"3 hồ sơ chưa chuyển đến {office}, trễ từ 23/11."]
    assert [one["errand"] for one in listed(place, "late=false")["items"]] == [travelling]

    place.clock.advance(timedelta(days=1))
    assert [one["late"]["what"] for one in listed(place, "late=true&state=sent")["items"]] == ["not_received"]
    assert len(listed(place, "state=returned")["sentences"]) == 2  # of all, whatever is asked for
    assert listed(place, "late=true&state=returned")["items"] == []


def test_a_hall_sets_its_own_terms(place: Place) -> None:
    handed_over(place, FAR_LAND)
    place.clock.advance(timedelta(hours=3))
    assert listed(place, "late=true")["items"] == []
    with place.client.services.store.changing(HALL) as hall:
        change_setting(hall, "handover", {"send_within_hours_working": 2}, "2026-11-23")
    assert listed(place, "late=true")["items"][0]["late"]["since"] == "2026-11-23T10:00:00.000+07:00"


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def tray(make_place: MakePlace) -> Place:
    """Five for the land office and one for the hall next door, on Monday and on Tuesday; nobody changes it."""
    place = make_place()
    for _ in range(3):
        handed_over(place, FAR_LAND, dossiers=[CODE])
    place.clock.advance(timedelta(days=1))
    for _ in range(2):
        handed_over(place, FAR_LAND)
    handed_over(place, FAR_PENSION, at=6)
    return place


def test_the_list_is_read_page_by_page(tray: Place) -> None:
    whole = [one["errand"] for one in listed(tray)["items"]]
    read: list[str] = []
    after: int | None = 0
    while after is not None:
        page = listed(tray, f"limit=2&after={after}", "supervisor")
        assert len(page["items"]) <= 2
        read += [one["errand"] for one in page["items"]]
        after = page["next"]
    assert read == whole
    assert len(whole) == 6


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"to={LAND_OFFICE}", 5),
        (f"to={OTHER}", 1),
        ("from=2026-11-24", 3),
        ("until=2026-11-23", 3),
        ("from=2026-11-23&until=2026-11-24", 6),
        ("state=sent", 0),
        ("state=sent,to_send", 6),
        (f"late=true&to={LAND_OFFICE}", 3),
    ],
)
def test_the_list_is_narrowed(tray: Place, query: str, count: int) -> None:
    assert len(listed(tray, query)["items"]) == count


@pytest.mark.parametrize("query", ["state=lost", "from=2026-02-31", "until=9999-12-31", "limit=0", "late=maybe"])
def test_what_cannot_be_asked_is_refused(tray: Place, query: str) -> None:
    refused(tray.as_("manager").get(f"{LIST}?{query}"), 422, "field_invalid")


def test_as_many_as_the_figures_count(tray: Place) -> None:
    """What was accepted on the paper route is exactly what the couriers have to carry."""
    days = "from=2026-11-23&to=2026-11-24"
    figures = answered(tray.as_("manager").get(f"/figures/throughput?hall={HALL}&by=route,outcome&{days}"), 200)
    counted = {row["key"]: row["served"] for row in figures["rows"]}
    assert counted == {"paper_handover,accepted": 6}
    assert len([one for one in listed(tray)["items"] if one["medium"] == "paper"]) == 6


# ── the courier's sheet ──────────────────────────────────────────────────────────────────────────


def sheet(place: Place, query: str = "", lang: str = "vi") -> list[list[str]]:
    response = place.as_("clerk").get(f"/halls/{HALL}/handovers.csv?{query}", headers={"Accept-Language": lang})
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))


def test_the_sheet_has_a_line_a_record_by_destination(tray: Place) -> None:
    head, *rows = sheet(tray)
    assert head[:5] == ["Số phiếu", "Mã hồ sơ", "Số hồ sơ", "Thủ tục", "Nơi đến"]
    assert len(rows) == 6
    assert [row[4] for row in rows] == sorted(row[4] for row in rows)
    assert rows[0][:3] == ["S001", CODE, "1"]
    assert [row[9] for row in rows].count("2026-11-23 17:30") == 3  # late since
    assert sheet(tray, lang="en")[0][0] == "Ticket"
    assert sheet(tray, f"to={OTHER}")[1][0].startswith("M")
    assert sheet(tray, "state=sent") == [head]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_nothing_on_the_sheet_is_a_formula(place: Place, begins: str) -> None:
    """A name of the catalogue, which somebody imported, would run on the computer of whoever opens the sheet."""
    handed_over(place, FAR_PENSION, at=6)
    evil = f'{begins}HYPERLINK("http://example.org";"x")'
    data = {"kind": "tt_xa", "area": "24133", "name": {"vi": evil, "en": evil}, "address": evil}
    with place.client.services.store.changing(t.SHARED) as shared:
        shared.record(FactRecorded(fact="hall", key=OTHER, valid_from="2026-01-01", valid_to=None, data=data))
    (row,) = sheet(place)[1:]
    assert row[4] == row[5] == f"'{evil}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
