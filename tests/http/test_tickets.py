"""CONTRACT's numbers: how they are asked for, what comes back, and what is refused instead."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from luot_server.clock import FixedClock
from tests.halls import HALL, MONDAY
from tests.http.client import API
from tests.http.conftest import MakePlace, Place
from tests.http.words import (
    ADVICE,
    BIRTH,
    COPY,
    LAND,
    RESIDENCE,
    TICKETS,
    answered,
    called,
    opened,
    refused,
    serving,
    taken,
)

DOSSIER = "H15.50-261120-0583"
# As the contract writes them.
TICKET = """id, hall, business_day, series, number, label, state, procedure, errands, purpose, agency, decision, area,
    priority, language, channel, counter, issued_at, called_at, started_at, finished_at, ahead, expected, actions,
    outcome, printed"""
ERRAND = "id, procedure, purpose, area, agency, decision, state, outcome, dossiers"
DECISION = "accept, route, competent, with, handover_to, refer_to, ask, reason, article"


ROUTE_OF = {
    "call": ("/counters/{counter}/calls", "post"),
    "recall": ("/tickets/{ticket}/recalls", "post"),
    "start": ("/tickets/{ticket}/starts", "post"),
    "no_show": ("/tickets/{ticket}/no-shows", "post"),
    "requeue": ("/tickets/{ticket}/requeues", "post"),
    "park": ("/tickets/{ticket}/parks", "post"),
    "unpark": ("/tickets/{ticket}/parks", "delete"),
    "transfer": ("/tickets/{ticket}/transfers", "post"),
    "void": ("/tickets/{ticket}/voids", "post"),
    "finish": ("/tickets/{ticket}/outcome", "put"),
    "undo": ("/tickets/{ticket}/undos", "post"),
    "add_errand": ("/tickets/{ticket}/errands", "post"),
    "correct": ("/tickets/{ticket}", "patch"),
    "takeover": ("/tickets/{ticket}/takeovers", "post"),
    "reprint": ("/tickets/{ticket}/reprints", "post"),
}


def members(written: str) -> set[str]:
    return {name.strip() for name in written.split(",")}


def test_a_ticket_has_every_member_of_the_contract(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), BIRTH, priority="elderly", language="en", party="family", dossier_count=2)
    assert ticket.keys() >= members(TICKET) | {"track_url", "slip"}
    assert ticket["errands"][0].keys() >= members(ERRAND)
    assert ticket["decision"].keys() == members(DECISION)
    assert UUID(ticket["id"]).version == 7
    assert (ticket["hall"], ticket["business_day"], ticket["number"]) == (HALL, "2026-11-23", 1)
    assert re.fullmatch(r"(K\d+-)?[A-Z]{1,2}\d{3,}", ticket["label"])
    assert ticket["procedure"]["code"] == "1.001193"
    assert ticket["procedure"]["name"].keys() == {"vi", "en"}
    assert (ticket["state"], ticket["channel"], ticket["ahead"], ticket["printed"]) == ("waiting", "kiosk", 0, None)
    assert datetime.fromisoformat(ticket["issued_at"]) == MONDAY
    assert re.search(r"/t/[\w-]+$", ticket["track_url"])
    assert ticket["slip"].keys() == {"width_mm", "blocks"}
    assert {"number", "cut"} <= {block["kind"] for block in ticket["slip"]["blocks"]}


def test_the_code_on_the_paper_needs_an_address_phones_can_open(make_place: MakePlace) -> None:
    place = make_place(public_url="https://mot-cua.example.gov.vn")
    ticket = taken(place.as_("kiosk"))
    assert ticket["track_url"].startswith("https://mot-cua.example.gov.vn/t/")
    assert ticket["track_url"] in [block.get("data") for block in ticket["slip"]["blocks"]]


def test_actions_are_those_of_the_state_and_each_has_its_route(place: Place) -> None:
    clerk, kiosk = opened(place.as_("quay4"), 4), place.as_("kiosk")
    ticket = taken(kiosk)
    waiting, now = set(ticket["actions"]), set(called(clerk, 4)["actions"])
    assert {"call", "void", "reprint"} <= waiting
    assert {"recall", "start", "no_show", "requeue", "park", "transfer", "void"} <= now
    assert not waiting & {"recall", "start", "no_show", "park", "unpark", "transfer", "finish"}
    assert not now & {"call", "unpark", "finish"}
    serving_now = answered(clerk.post(f"/tickets/{ticket['id']}/starts"), 200)["actions"]
    problem = refused(clerk.post(f"/tickets/{ticket['id']}/recalls"), 409, "move_not_allowed")
    assert problem["actions"] == serving_now
    assert {"finish", "transfer"} <= set(serving_now)
    paths = place.client.document["paths"]
    for path, method in (ROUTE_OF[action] for action in {*waiting, *now, *serving_now}):
        assert method in paths[API + path]


def test_every_errand_of_the_list_counts_and_the_top_repeats_the_first(place: Place) -> None:
    kiosk = place.as_("kiosk")
    both = [BIRTH, COPY]
    ticket = taken(kiosk, {"errands": both})
    assert [one["procedure"]["code"] for one in ticket["errands"]] == ["1.001193", "2.000815"]
    assert ticket["procedure"]["code"] == "1.001193"
    assert len(taken(kiosk, {**BIRTH, "errands": both})["errands"]) == 2
    assert len(taken(kiosk, {"procedure": "1.001193", "purpose": "submit", "errands": both})["errands"]) == 2
    for other in ({"procedure": "2.000815", "purpose": "submit"}, {"purpose": "advice"}):
        refused(kiosk.post(TICKETS, {**other, "errands": both}), 422, "field_invalid")
    refused(kiosk.post(TICKETS, {"errands": []}), 422, "field_invalid")
    refused(kiosk.post(TICKETS, {}), 422, "field_invalid")
    assert len(taken(kiosk, COPY)["errands"]) == 1


def test_guidance_is_never_refused_while_numbers_are_given(make_place: MakePlace) -> None:
    place = make_place(FixedClock(MONDAY))
    kiosk = place.as_("kiosk")
    for body in (ADVICE, {"purpose": "advice"}, {**ADVICE, "procedure": "9.999999"}, {**ADVICE, "area": "nowhere"}):
        assert taken(kiosk, body)["purpose"] == "advice"
    place.clock.set(MONDAY + timedelta(hours=4))  # 12:00, lunch
    refused(kiosk.post(TICKETS, ADVICE), 409, "hall_closed")
    place.clock.set(MONDAY + timedelta(days=5))
    assert "30/11/2026" in refused(kiosk.post(TICKETS, ADVICE), 409, "hall_closed")["detail"]


def test_without_a_procedure_only_advice_or_a_dossier(place: Place) -> None:
    kiosk = place.as_("kiosk")
    refused(kiosk.post(TICKETS, {"purpose": "submit"}), 422, "procedure_needed")
    refused(kiosk.post(TICKETS, {"purpose": "collect_result"}), 422, "procedure_or_dossier_needed")
    refused(kiosk.post(TICKETS, {"purpose": "supplement", "dossier": "nonsense"}), 422, "dossier_code")
    for purpose in ("collect_result", "supplement"):
        ticket = taken(kiosk, {"procedure": None, "purpose": purpose, "dossier": DOSSIER})
        assert (ticket["procedure"], ticket["purpose"]) == (None, purpose)


def test_a_refusal_of_competence_carries_its_decision_and_paper_and_uses_no_number(place: Place) -> None:
    kiosk = place.as_("kiosk")
    for body, code, accept in (
        (RESIDENCE, "referred", "refer"),
        ({"procedure": "9.999999", "purpose": "submit"}, "guidance", "no"),
        ({"procedure": "1.001193", "purpose": "submit"}, "area_needed", "ask"),
        ({"errands": [COPY, RESIDENCE]}, "referred", "refer"),
    ):
        problem = refused(kiosk.post(TICKETS, body), 409, code)
        assert problem["decision"].keys() == members(DECISION)
        assert problem["decision"]["accept"] == accept
        assert problem["slip"]["blocks"]
        assert not any(block["kind"] == "number" for block in problem["slip"]["blocks"])
    assert problem["errand"] == 1
    assert taken(kiosk, BIRTH)["number"] == 1


def test_an_area_left_to_the_desk(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), BIRTH, area="later")
    assert (ticket["decision"]["accept"], ticket["agency"], ticket["area"]) == ("ask", None, "later")


def test_staff_may_issue_despite_the_rule_and_it_is_on_record(place: Place) -> None:
    refused(place.as_("kiosk").post(TICKETS, {**RESIDENCE, "despite": "x"}), 403, "despite_is_staffs")
    ticket = taken(place.as_("guide"), RESIDENCE, despite="the police counter is here today")
    assert (ticket["channel"], ticket["decision"]["accept"]) == ("desk", "refer")
    entries = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"]
    assert entries[-1]["payload"]["despite"] == "the police counter is here today"
    assert entries[-1]["actor"] == {"kind": "staff", "id": "t-guide"}
    refused(place.as_("guide").post(TICKETS, {**COPY, "procedure": "?", "despite": "x"}), 422, "procedure_unknown")


def test_a_decision_is_always_answered(place: Place) -> None:
    nobody = place.as_("nobody")
    where = f"/halls/{HALL}/decisions"
    for query, accept in (
        ("procedure=1.001193&area=22015", "yes"),
        ("procedure=1.001193", "ask"),
        ("procedure=1.001193&area=99999", "ask"),
        ("procedure=2.000815&area=not-a-place", "yes"),
        ("procedure=1.004222&area=22015", "refer"),
        ("procedure=garbage", "no"),
        ("", "no"),
        ("purpose=advice", "yes"),
        ("purpose=collect_result&dossier=smudged", "yes"),
        ("procedure=1.001193&area=22015&on=2022-09-15", "no"),
    ):
        assert answered(nobody.get(f"{where}?{query}"), 200)["accept"] == accept, query
    refused(nobody.get(f"{where}?on=2026-02-30"), 422, "date_invalid")
    refused(nobody.get("/halls/nowhere/decisions"), 404, "hall_unknown")
    same = answered(nobody.get(f"{where}?procedure=1.001193&area=22015"), 200)
    assert same == taken(place.as_("kiosk"), BIRTH)["decision"]


def test_a_ticket_is_found_by_label_token_and_id(place: Place) -> None:
    ticket = taken(place.as_("kiosk"))
    token = ticket["track_url"].rpartition("/")[2]
    staff = place.as_("guide")
    for query in (f"label={ticket['label']}", f"label={ticket['label'].lower()}", f"token={token}"):
        found = answered(staff.get(f"{TICKETS}?{query}"), 200)
        assert [one["id"] for one in found["items"]] == [ticket["id"]]
        assert found["next"] is None
    assert answered(staff.get(f"{TICKETS}?token={ticket['track_url']}"), 200)["items"]
    assert answered(staff.get(f"{TICKETS}?label=Z999"), 200)["items"] == []
    refused(staff.get(TICKETS), 422, "label_or_token")
    assert answered(staff.get(f"/tickets/{ticket['id']}"), 200)["label"] == ticket["label"]
    refused(staff.get("/tickets/none"), 404, "ticket_unknown")


def test_the_citizens_own_view(place: Place) -> None:
    ticket = taken(place.as_("kiosk"))
    taken(place.as_("kiosk"))
    token = ticket["track_url"].rpartition("/")[2]
    holder = place.as_("nobody")
    turn = answered(holder.get(f"/turns/{token}"), 200)
    assert turn.keys() >= {"label", "state", "ahead", "expected", "counter", "hall"}
    assert (turn["label"], turn["state"], turn["ahead"], turn["ended"]) == (ticket["label"], "waiting", 0, False)
    for _ in range(2):  # leaving again changes nothing
        assert answered(holder.delete(f"/turns/{token}"), 200)["state"] == "cancelled"
    position = answered(place.as_("manager").get(f"/halls/{HALL}/figures"), 200)["position"]
    assert answered(holder.delete(f"/turns/{token}"), 200)["position"] == position
    for wrong in (token[:-2] + "AA", token[:20], "A" * 200, "é"):
        refused(holder.get(f"/turns/{wrong}"), 404, "turn_unknown")
    clerk = opened(place.as_("quay4"), 4)
    second = called(clerk, 4)
    late = answered(clerk.post(f"/tickets/{second['id']}/reprints"), 200)["track_url"].rpartition("/")[2]
    refused(holder.delete(f"/turns/{late}"), 409, "move_not_allowed")


def test_paper_is_reported_and_printed_again(place: Place) -> None:
    kiosk, guide = place.as_("kiosk"), place.as_("guide")
    ticket = taken(kiosk)
    where = f"/tickets/{ticket['id']}/print"
    assert answered(kiosk.put(where, {"result": "failed", "problem": "paper_out"}), 200)["printed"] is False
    assert answered(kiosk.put(where, {"result": "printed"}), 200)["printed"] is True
    copy = answered(guide.post(f"/tickets/{ticket['id']}/reprints"), 200)
    assert copy["track_url"] == ticket["track_url"]
    assert copy["slip"]["blocks"]


def test_priority_counts_at_once_and_ties_go_by_time(place: Place) -> None:
    kiosk, clerk = place.as_("kiosk"), opened(place.as_("quay4"), 4)
    first, elderly, pregnant = taken(kiosk), taken(kiosk, priority="elderly"), taken(kiosk, priority="pregnant")
    assert (elderly["ahead"], pregnant["ahead"]) == (0, 1)
    assert answered(place.as_("guide").get(f"/tickets/{first['id']}"), 200)["ahead"] == 2
    order = []
    for _ in range(3):
        ticket = serving(clerk, 4)
        assert ticket["why"].keys() == {"vi", "en"}
        order.append(ticket["id"])
        answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "advised"}), 200)
    assert order == [elderly["id"], pregnant["id"], first["id"]]
    refused(kiosk.post(TICKETS, {**COPY, "priority": "royalty"}), 422, "priority_unknown")


@pytest.mark.parametrize("body", [LAND, COPY, BIRTH])
def test_what_the_menu_offers_is_what_a_number_is_given_for(place: Place, body: dict[str, Any]) -> None:
    kiosk = place.as_("kiosk")
    menu = answered(kiosk.get(f"/halls/{HALL}/menu"), 200)
    line = next(one for one in menu["procedures"] if one["code"] == body["procedure"])
    assert line["needs_area"] == ("area" in body)
    field = next(one for one in menu["fields"] if one["id"] == line["field"])
    assert (field["open"], field["waiting"]) == (False, 0)
    taken(kiosk, body)
    menu = answered(kiosk.get(f"/halls/{HALL}/menu"), 200)
    assert next(one for one in menu["fields"] if one["id"] == line["field"])["waiting"] == 1
    page = answered(place.as_("nobody").get(f"/halls/{HALL}/procedures/{body['procedure']}"), 200)
    assert page["waiting"] == 1
    assert page["papers"]


def test_search_finds_what_people_say(place: Place) -> None:
    nobody = place.as_("nobody")
    for said, code in (
        ("khai sinh", "1.001193"),
        ("sao y", "2.000815"),
        ("SO DO", "1.115279"),
        ("2.000815", "2.000815"),
    ):
        items = answered(nobody.get(f"/halls/{HALL}/procedures?q={said}&limit=20"), 200)["items"]
        assert code in [one["code"] for one in items]
    areas = answered(nobody.get(f"/halls/{HALL}/areas?q=tuy hoa"), 200)["items"]
    assert "22015" in [one["area"] for one in areas]
    assert answered(nobody.get(f"/halls/{HALL}/areas?limit=3"), 200)["items"][0]["area"] == "22015"
    refused(nobody.get(f"/halls/{HALL}/procedures/9.999999"), 404, "procedure_unknown")
