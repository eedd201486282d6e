"""Kiosks on their own: what they are lent, and the numbers they bring back."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from luot_server.actions import device, manager
from luot_server.domain.roles import Role
from luot_server.store import replay
from luot_server.store import tables as t
from tests.halls import HALL, MONDAY
from tests.http.client import Speaker
from tests.http.conftest import MakePlace, Place
from tests.http.words import BIRTH, COPY, LAND, RESIDENCE, TICKETS, Json, answered, called, opened, refused, taken

GAPS = ("label", "time", "date", "track_url", "purpose", "procedure", "code", "priority")
BOOK, HAND_INS, HAND_CALLS = (f"/halls/{HALL}/{one}" for one in ("book", "hand-ins", "hand-calls"))
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
    items: list[Json] = answered(kiosk.post(HAND_INS, {"tickets": list(tickets), **more}), 200)["items"]
    assert [one["id"] for one in items] == [one["id"] for one in tickets]
    return items


def results(items: list[Json]) -> list[str]:
    return [one["code"] or one["result"] for one in items]


# ── what is lent ─────────────────────────────────────────────────────────────────────────────────


def test_no_number_is_lent_twice_and_a_kiosk_keeps_its_mark(place: Place) -> None:
    kiosk, other = place.as_("kiosk"), place.as_("other-kiosk")
    first, again = lent(kiosk), lent(kiosk)
    tomorrow, elsewhere = lent(kiosk, day=TOMORROW), lent(other)
    told = [(one["mark"], one["first"], one["last"]) for one in (first, again, tomorrow, elsewhere)]
    assert told == [(1, 1, 5), (1, 6, 10), (1, 1, 5), (1, 1, 5)]  # marks are a hall's own
    ids = [one["id"] for lease in (first, again, tomorrow) for one in lease["tickets"]]
    assert len(set(ids)) == len(ids)
    with place.client.services.store.changing(t.SHARED) as shared:
        token = device.enrol(shared, device="second", hall=HALL, kind="kiosk", name="Kiosk 2")
    assert lent(Speaker(place.client, token))["mark"] == 2
    body = {"business_day": TODAY, "count": 3}
    lost, found = (kiosk.post("/devices/self/leases", body, key="once") for _ in range(2))
    assert answered(lost, 201) == answered(found, 201)


def test_what_cannot_be_lent_is_said(shared_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = shared_place.as_("kiosk")
    for day in ("2026-11-22", "2027-01-15"):
        refused(kiosk.post("/devices/self/leases", {"business_day": day}), 422, "lease_day")
    refused(kiosk.post("/devices/self/leases", {"business_day": "2026-13-01"}), 422, "date_invalid")
    monkeypatch.setattr("luot_server.actions.lease.LENT_A_DAY", 9)
    lent(kiosk, day="2026-11-27")
    refused(kiosk.post("/devices/self/leases", {"business_day": "2026-11-27", "count": 5}), 409, "lease_enough")


def test_the_book_is_all_a_kiosk_needs_and_the_same_until_something_is_decided(place: Place) -> None:
    kiosk = place.as_("kiosk")
    lent(kiosk)
    first = kiosk.get(BOOK)
    book = answered(first, 200)
    assert [one["business_day"] for one in book["days"]] == [TODAY, TOMORROW, "2026-11-25"]
    assert book["days"][0]["takes"][0] == {"from": "2026-11-23T07:00:00+07:00", "until": "2026-11-23T11:15:00+07:00"}
    copies = next(one for one in book["procedures"] if one["code"] == "2.000815")
    assert (copies["series"], copies["decision"]["accept"], bool(copies["papers"])) == ("B", "yes", True)
    assert book["series"] == {"advice": "U", "collect_result": "X", "supplement": "Y"}
    sent_away = {one["code"] for one in book["procedures"] if one["decision"]["accept"] in ("refer", "no")}
    assert book["referrals"].keys() == sent_away
    assert "1.014063" in sent_away
    for parts in (*book["slips"].values(), *(slip for pair in book["referrals"].values() for slip in pair.values())):
        told = json.dumps(parts, ensure_ascii=False)
        assert {"{time}", "{date}"} <= set(re.findall(r"\{\w+\}", told))
    gaps = set(re.findall(r"\{\w+\}", json.dumps(book["slips"]["vi"])))
    assert gaps == {f"{{{it}}}" for it in GAPS}
    assert "chưa rõ" in json.dumps(book["slips"]["vi"], ensure_ascii=False)

    known = {"headers": {"If-None-Match": first.headers["ETag"]}}
    taken(kiosk)
    assert kiosk.get(BOOK, **known).status_code == 304
    with place.client.services.store.changing(HALL) as hall:
        manager.change_setting(hall, "notices", [{"vi": "Có", "en": "Yes"}], TODAY)
    assert answered(kiosk.get(BOOK, **known), 200)["notices"] == [{"vi": "Có", "en": "Yes"}]


# ── numbers asked for under a lent id ────────────────────────────────────────────────────────────


def test_a_lent_id_is_a_ticket_once(place: Place) -> None:
    kiosk = place.as_("kiosk")
    lease = lent(kiosk)
    token = lease["tickets"][0]["token"]
    body = {**COPY, "lent": token}
    ticket = answered(kiosk.post(TICKETS, body, key="a"), 201)
    assert ticket["id"] == lease["tickets"][0]["id"]
    assert answered(kiosk.post(TICKETS, body, key="a"), 201)["id"] == ticket["id"]
    refused(kiosk.post(TICKETS, body, key="b"), 409, "lent_used")
    ordinary = taken(kiosk)["track_url"].rpartition("/")[2]
    for nobody_s in (ordinary, token[:-2] + "AA", "x", lent(place.as_("other-kiosk"))["tickets"][0]["token"]):
        refused(kiosk.post(TICKETS, {**COPY, "lent": nobody_s}), 422, "lent_unknown")
    refused(place.as_("clerk").post(TICKETS, {**COPY, "lent": token}), 422, "lent_unknown")


# ── what comes back ──────────────────────────────────────────────────────────────────────────────


def test_a_number_is_put_where_it_was_given(place: Place) -> None:
    kiosk, guide = place.as_("kiosk"), place.as_("guide")
    lease = lent(kiosk)
    place.clock.advance(timedelta(hours=1))
    at = MONDAY + timedelta(minutes=10)
    ticket = given(lease, 1, at, errands=[COPY, BIRTH], priority="elderly", party="family", dossier_count=3)
    assert handed_in(kiosk, ticket) == [
        {"id": ticket["id"], "result": "issued", "label": "K1-B001", "code": None, "title": None}
    ]
    told = answered(guide.get(f"/tickets/{ticket['id']}"), 200)
    assert told["issued_at"] == "2026-11-23T08:10:00.000+07:00"
    assert (told["channel"], told["state"], told["printed"], told["by_hand"]) == ("offline", "waiting", True, None)
    assert (told["priority"], told["party"], told["dossier_count"], len(told["errands"])) == ("elderly", "family", 3, 2)
    entry = place.as_("integration").get(f"/halls/{HALL}/journal?limit=1000").get_json()["items"]
    issued = next(one for one in entry if one["kind"] == "ticket_issued")
    assert (issued["at"][:16], issued["occurred_at"][:16]) == ("2026-11-23T02:00", "2026-11-23T01:10")
    by_hour = answered(place.as_("manager").get("/figures/throughput?by=hour"), 200)
    assert [(one["key"], one["issued"]) for one in by_hour["items"]] == [("08", 2)]


@pytest.fixture(scope="module")
def borrowed(make_place: MakePlace) -> tuple[Place, Json]:
    """A hall at 9:00, and what its kiosk was lent at 8:00."""
    place = make_place()
    lease = lent(place.as_("kiosk"), 60)
    place.clock.advance(timedelta(hours=1))
    return place, lease


@pytest.mark.parametrize(
    ("n", "wrong", "code"),
    [
        (1, {"label": "K1-B002"}, "number_not_lent"),
        (2, {"series": "K2-B", "label": "K2-B002"}, "number_not_lent"),
        (3, {"series": "B", "label": "B003"}, "number_not_lent"),
        (4, {"series": "K1-Q", "label": "K1-Q004"}, "number_not_lent"),
        (5, {"number": 800, "label": "K1-B800"}, "number_not_lent"),
        (6, {"business_day": TOMORROW}, "number_not_lent"),
        (7, {"token": "x" * 38}, "number_not_lent"),
        (8, {"id": "0190-nobody's"}, "number_not_lent"),
        (9, {"lease": "of-another-hall"}, "lease_not_yours"),
        (10, {"at": "yesterday"}, "hand_in_unreadable"),
        (11, {"number": None}, "hand_in_unreadable"),
        (12, {"at": "9999-12-31T23:59:59-12:00"}, "hand_in_unreadable"),
        (13, {"errands": [{"procedure": "x" * 10_000}]}, "hand_in_unreadable"),
    ],
)
def test_what_is_wrong_about_one_number_refuses_that_number(
    borrowed: tuple[Place, Json], n: int, wrong: Json, code: str
) -> None:
    place, lease = borrowed
    good, bad = given(lease, n + 20), {**given(lease, n), **wrong}
    items = handed_in(place.as_("kiosk"), bad, good)
    assert results(items) == [code, "issued"]
    assert items[0]["label"] is None
    assert items[0]["title"].endswith(".")


@pytest.mark.parametrize(
    ("n", "told", "errand"),
    [
        (40, {"errands": [{"procedure": "9.999999", "purpose": "submit"}]}, ("9.999999", "advice")),
        (41, {"errands": [{"procedure": "no code", "purpose": "submit"}]}, (None, "advice")),
        (42, {"errands": [{"purpose": "dance"}]}, (None, "advice")),
        (43, {"errands": []}, (None, "advice")),
        (44, {"errands": [{**BIRTH, "area": "99999"}]}, ("1.001193", "submit")),
        (45, {"errands": [{**COPY, "dossier": "no dossier"}]}, ("2.000815", "submit")),
        (46, {"errands": [RESIDENCE]}, ("1.004222", "submit")),
        (47, {"errands": [{"purpose": "collect_result", "dossier": "H15.50-260804-0583"}]}, (None, "collect_result")),
        (48, {"priority": "friend", "language": "fr", "party": "dog", "dossier_count": -1}, ("2.000815", "submit")),
        (49, {"at": "1970-01-01T00:00:00+00:00"}, ("2.000815", "submit")),
        (50, {"at": "2026-11-24T08:30:00+07:00", "print": "burnt"}, ("2.000815", "submit")),
    ],
)
def test_what_the_hall_no_longer_knows_is_left_out_and_the_number_counts(
    borrowed: tuple[Place, Json], n: int, told: Json, errand: tuple[str | None, str]
) -> None:
    place, lease = borrowed
    number = {**given(lease, n), **told}
    assert results(handed_in(place.as_("kiosk"), number)) == ["issued"]
    ticket = answered(place.as_("guide").get(f"/tickets/{number['id']}"), 200)
    procedure = ticket["procedure"]
    assert (procedure and procedure["code"], ticket["purpose"]) == errand
    assert ticket["business_day"] == TODAY
    assert "2026-11-23T08:00" <= ticket["issued_at"] <= "2026-11-23T09:00:00.000+07:00"
    assert (ticket["priority"], ticket["language"]) == (None, "vi")


def test_an_older_kiosk_tells_less_and_a_copied_one_is_found_out(place: Place) -> None:
    kiosk = place.as_("kiosk")
    lease = lent(kiosk)
    old = {name: it for name, it in given(lease, 1).items() if name not in ("language", "errands", "print")}
    assert results(handed_in(kiosk, old, old)) == ["issued", "known"]
    minute = MONDAY + timedelta(minutes=1)
    for copied in (
        given(lease, 1, minute),  # the same id and label, at another time
        given(lease, 1, letter="A"),  # the same id, another label
        {**given(lease, 2), "number": 1, "label": "K1-B001"},  # the same label, another id
    ):
        assert results(handed_in(kiosk, copied)) == ["identity_twice"]
    answered_for = taken(kiosk, lent=lease["tickets"][2]["token"])
    answered(kiosk.put(f"/tickets/{answered_for['id']}/print", {"result": "printed"}), 200)
    assert results(handed_in(kiosk, given(lease, 3))) == ["identity_twice"]
    assert handed_in(kiosk, old)[0]["label"] == "K1-B001"


def test_a_clock_that_is_a_day_off_puts_nobody_into_the_wrong_day(place: Place) -> None:
    kiosk = place.as_("kiosk")
    today, tomorrow = lent(kiosk), lent(kiosk, day=TOMORROW)
    place.clock.advance(timedelta(hours=2))
    ahead = given(tomorrow, 1, MONDAY + timedelta(days=1, hours=1))
    assert results(handed_in(kiosk, ahead)) == ["issued"]
    assert answered(place.as_("guide").get(f"/tickets/{ahead['id']}"), 200)["business_day"] == TODAY
    place.clock.advance(timedelta(days=1))
    behind = given(today, 2, MONDAY + timedelta(hours=2))
    clock = (MONDAY + timedelta(hours=2, minutes=5)).isoformat()
    assert results(handed_in(kiosk, behind, clock=clock)) == ["issued"]
    ticket = answered(place.as_("guide").get(f"/tickets/{behind['id']}"), 200)
    assert (ticket["business_day"], ticket["state"]) == (TOMORROW, "waiting")
    assert ticket["issued_at"] == "2026-11-24T09:55:00.000+07:00"


def test_who_ended_the_ghost_is_said_to_the_staff(place: Place) -> None:
    kiosk = place.as_("kiosk")
    lease = lent(kiosk)
    ghost = taken(kiosk, lent=lease["tickets"][0]["token"])
    answered(place.as_("guide").post(f"/tickets/{ghost['id']}/voids", {"reason": "no paper"}), 200)
    (item,) = handed_in(kiosk, given(lease, 1))
    assert (item["code"], ghost["label"] in item["title"]) == ("number_ended", True)


def test_paper_a_kiosk_says_nothing_of_is_on_the_guides_list(place: Place) -> None:
    kiosk, guide = place.as_("kiosk"), place.as_("guide")
    board = f"/halls/{HALL}/guide"
    alone = given(lent(kiosk), 1, print=None)
    handed_in(kiosk, alone)
    ordered = answered(guide.post(TICKETS, {**COPY, "print_at": "kiosk"}), 201)
    answered(guide.post(TICKETS, COPY), 201)  # nobody wants paper of this one
    assert answered(guide.get(board), 200)["unprinted"] == []
    answered(place.as_("manager").delete("/devices/kiosk"), 204)
    place.clock.advance(timedelta(seconds=61))
    unprinted = [(one["label"], one["paper"]) for one in answered(guide.get(board), 200)["unprinted"]]
    assert unprinted == [(ordered["label"], "waiting"), (alone["label"], "waiting")]


def test_a_withdrawn_token_hands_nothing_in(place: Place) -> None:
    kiosk = place.as_("kiosk")
    lease = lent(kiosk)
    with place.client.services.store.changing(t.SHARED) as shared:
        device.retire(shared, "kiosk")
    refused(kiosk.post(HAND_INS, {"tickets": [given(lease, 1)]}), 401, "not_signed_in")


def test_enrolled_anew_a_kiosk_hands_in_what_it_gave_before(place: Place) -> None:
    lease = lent(place.as_("kiosk"))
    with place.client.services.store.changing(t.SHARED) as shared:
        token = device.enrol(shared, device="kiosk-anew", hall=HALL, kind=Role.KIOSK, name="Kiosk")
    anew = Speaker(place.client, token)
    assert results(handed_in(anew, given(lease, 1))) == ["lease_not_yours"], "the other one may be in use"
    with place.client.services.store.changing(t.SHARED) as shared:
        device.retire(shared, "kiosk")
    assert results(handed_in(anew, given(lease, 1), given(lease, 2))) == ["issued", "issued"]


# ── called by hand ───────────────────────────────────────────────────────────────────────────────


def test_a_day_handed_in_after_it_closed_is_whole_and_calls_by_hand_are_entered(place: Place) -> None:
    kiosk, clerk = place.as_("kiosk"), place.as_("quay3")
    lease = lent(kiosk)
    before = given(lease, 1, MONDAY + timedelta(hours=1))
    place.clock.advance(timedelta(hours=2))
    with place.client.services.store.changing(HALL) as hall:
        manager.close_day(hall, TODAY)
    place.clock.advance(timedelta(hours=1))
    after = given(lease, 2, MONDAY + timedelta(hours=2, minutes=30))
    assert results(handed_in(kiosk, before, after)) == ["issued", "issued"]
    states = [answered(clerk.get(f"/tickets/{one['id']}"), 200)["state"] for one in (before, after)]
    assert states == ["expired", "waiting"]  # the hall was closed too early, and went on

    place.clock.advance(timedelta(days=1))
    land = given(lease, 3, letter="S", errands=[LAND, COPY])
    handed_in(kiosk, land)
    calls = [
        {"label": "k1-b001", "business_day": TODAY, "counter": f"{HALL}.3"},
        {"ticket": land["id"], "result": "accepted", "count": 2},
        {"label": "K1-B001", "business_day": TODAY},
        {"label": "K1-B004", "business_day": TODAY},
        {"ticket": after["id"], "counter": "nowhere"},
    ]
    items = answered(clerk.post(HAND_CALLS, {"calls": calls}), 200)["items"]
    assert results(items) == ["served", "served", "known", "label_unknown", "counter_unknown"]
    ticket = answered(clerk.get(f"/tickets/{before['id']}"), 200)
    assert (ticket["state"], ticket["by_hand"], ticket["outcome"]["result"]) == ("served", True, "accepted")
    assert (ticket["counter"]["number"], ticket["called_at"], ticket["started_at"]) == (3, None, None)
    handovers = answered(place.as_("manager").get(f"/halls/{HALL}/handovers"), 200)["items"]
    assert [(one["ticket"], one["count"]) for one in handovers] == [(land["id"], 2)]
    figures = answered(place.as_("manager").get(f"/figures/throughput?by=clerk,hour&from={TODAY}&to={TODAY}"), 200)
    assert {name: figures["totals"][name] for name in ("issued", "served", "dossiers", "expired")} == {
        "issued": 4,
        "served": 3,
        "dossiers": 2,
        "expired": 0,
    }
    assert [one["served"] for one in figures["items"] if one["key"] == "quay3,none"] == [3]
    with place.client.services.store.viewing(HALL) as view:
        assert view.service_means() == {}
        assert replay.verify(view.connection).problems == []


def test_whom_a_counter_is_busy_with_was_not_called_by_hand(place: Place) -> None:
    ticket = taken(place.as_("kiosk"))
    clerk = opened(place.as_("quay3"), 3)
    assert called(clerk, 3)["id"] == ticket["id"]
    items = answered(place.as_("guide").post(HAND_CALLS, {"calls": [{"ticket": ticket["id"]}]}), 200)["items"]
    assert results(items) == ["move_not_allowed"]
    refused(place.as_("guide").post(HAND_CALLS, {"calls": [{}]}), 422, "field_invalid")
