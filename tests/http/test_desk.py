"""CONTRACT's counters, calls, moves and outcomes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.halls import HALL
from tests.http.cast import OTHER
from tests.http.conftest import Place
from tests.http.words import BIRTH, COPY, LAND, answered, called, counter, opened, refused, serving, taken

DOSSIERS = ["H15.50-261123-0001", "H15.50-261123-0002"]


def test_a_counter_is_opened_once_and_by_one(place: Place) -> None:
    first, second = place.as_("quay3"), place.as_("quay4")
    shift = f"{counter(3)}/shift"
    assert answered(first.put(shift, {}), 200)["clerk"] == "quay3"
    assert answered(first.put(shift, {}), 200)["state"] == "open"
    assert answered(first.put(shift), 200)["state"] == "open"
    refused(second.put(shift, {}), 409, "counter_taken")
    refused(second.delete(shift), 409, "counter_taken")
    refused(second.put(f"{counter(5)}/shift", {}), 403, "counter_not_yours")
    refused(first.put(f"/counters/{HALL}.99/shift", {}), 404, "counter_unknown")
    refused(first.put(f"/counters/{OTHER}.1/shift", {}), 404, "counter_unknown")
    assert answered(first.delete(shift), 200)["state"] == "closed"
    assert answered(first.delete(shift), 200)["clerk"] is None


def test_a_pause_stops_calls_and_nothing_else(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    ticket = taken(place.as_("kiosk"))
    refused(clerk.post(f"{counter(4)}/pauses", {}), 422, "field_invalid")
    assert answered(clerk.post(f"{counter(4)}/pauses", {"reason": "iGate"}), 200)["state"] == "paused"
    refused(clerk.post(f"{counter(4)}/calls", {}), 409, "counter_closed")
    assert answered(clerk.delete(f"{counter(4)}/pauses"), 200)["state"] == "open"
    assert called(clerk, 4)["id"] == ticket["id"]


def test_calling_next(place: Place) -> None:
    clerk, kiosk = place.as_("quay4"), place.as_("kiosk")
    where = f"{counter(4)}/calls"
    refused(clerk.post(where, {}), 409, "counter_closed")
    opened(clerk, 4)
    answered(clerk.post(where), 204)
    taken(kiosk, LAND)
    answered(clerk.post(where, {}), 204)  # somebody waits, but not for this counter
    ticket = taken(kiosk)
    mine = called(clerk, 4)
    assert (mine["id"], mine["state"], mine["counter"]) == (ticket["id"], "called", {"id": f"{HALL}.4", "number": 4})
    assert mine["why"]["vi"]
    refused(clerk.post(where, {}), 409, "counter_busy")
    refused(clerk.delete(f"{counter(4)}/shift"), 409, "counter_busy")
    answered(clerk.post(f"/tickets/{ticket['id']}/starts"), 200)
    refused(clerk.post(where, {}), 409, "counter_busy")


def test_calling_out_of_order_needs_a_reason_on_record(place: Place) -> None:
    clerk, kiosk = opened(place.as_("quay4"), 4), place.as_("kiosk")
    taken(kiosk)
    second = taken(kiosk)
    where = f"{counter(4)}/calls"
    refused(clerk.post(where, {"ticket": second["id"]}), 422, "reason_needed")
    refused(clerk.post(where, {"ticket": second["id"], "reason": ""}), 422, "field_invalid")
    refused(clerk.post(where, {"ticket": "no such", "reason": "x"}), 404, "ticket_unknown")
    mine = answered(clerk.post(where, {"ticket": second["id"], "reason": "with a fever"}), 201)
    assert mine["id"] == second["id"]
    assert "with a fever" in mine["why"]["en"]
    last = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"][-1]
    assert (last["kind"], last["payload"]["reason"]) == ("ticket_called", "with a fever")
    colleague = opened(place.as_("quay3"), 3)
    refused(colleague.post(f"{counter(3)}/calls", {"ticket": second["id"], "reason": "x"}), 409, "move_not_allowed")


def test_another_halls_ticket_cannot_be_called_here(place: Place) -> None:
    theirs = answered(place.as_("other-kiosk").post(f"/halls/{OTHER}/tickets", COPY), 201)
    clerk = opened(place.as_("quay4"), 4)
    refused(clerk.post(f"{counter(4)}/calls", {"ticket": theirs["id"], "reason": "x"}), 404, "ticket_unknown")
    for move in ("starts", "recalls", "no-shows", "requeues", "reprints"):
        refused(clerk.post(f"/tickets/{theirs['id']}/{move}"), 404, "ticket_unknown")


def test_the_moves_of_a_ticket(place: Place) -> None:
    clerk, colleague, kiosk = opened(place.as_("quay4"), 4), opened(place.as_("quay3"), 3), place.as_("kiosk")
    ticket = taken(kiosk)
    where = f"/tickets/{ticket['id']}"
    refused(clerk.post(f"{where}/starts"), 409, "move_not_allowed")
    called(clerk, 4)
    refused(colleague.post(f"{where}/starts"), 409, "ticket_elsewhere")
    assert answered(clerk.post(f"{where}/recalls"), 200)["times_called"] == 2
    assert answered(clerk.post(f"{where}/no-shows"), 200)["state"] == "no_show"
    back = answered(place.as_("guide").post(f"{where}/requeues"), 200)
    assert (back["state"], back["counter"], back["issued_at"]) == ("waiting", None, ticket["issued_at"])
    called(clerk, 4)
    refused(clerk.post(f"{where}/parks", {}), 422, "field_invalid")
    assert answered(clerk.post(f"{where}/parks", {"reason": "a form"}), 200)["state"] == "parked"
    answered(clerk.post(f"{counter(4)}/calls", {}), 204)  # the counter is free meanwhile
    assert answered(clerk.delete(f"{where}/parks"), 200)["state"] == "called"
    moved = answered(clerk.post(f"{where}/transfers", {"counter": f"{HALL}.3"}), 200)
    assert moved["state"] == "waiting"
    answered(clerk.post(f"{counter(4)}/calls", {}), 204)
    assert called(colleague, 3)["id"] == ticket["id"]
    refused(clerk.post(f"{where}/voids", {}), 422, "field_invalid")
    gone = answered(place.as_("guide").post(f"{where}/voids", {"reason": "double press"}), 200)
    assert (gone["state"], gone["actions"]) == ("voided", [])


def test_a_transfer_names_one_place_that_exists(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    ticket = taken(place.as_("kiosk"))
    called(clerk, 4)
    where = f"/tickets/{ticket['id']}/transfers"
    for body in ({}, {"procedure": "1.001193", "counter": f"{HALL}.3"}):
        refused(clerk.post(where, body), 422, "field_invalid")
    refused(clerk.post(where, {"procedure": "9.999999"}), 422, "procedure_unknown")
    refused(clerk.post(where, {"agency": "nobody"}), 422, "agency_unknown")
    refused(clerk.post(where, {"counter": f"{OTHER}.1"}), 404, "counter_unknown")
    agency = taken(place.as_("kiosk"), LAND)["agency"]
    moved = answered(clerk.post(where, {"agency": agency["id"]}), 200)
    assert moved["agency"] == agency == moved["errands"][0]["agency"]


def test_an_outcome_and_its_repeat(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    ticket = taken(place.as_("kiosk"))
    where = f"/tickets/{ticket['id']}/outcome"
    refused(clerk.put(where, {"result": "accepted"}), 409, "move_not_allowed")
    called(clerk, 4)
    refused(clerk.put(where, {"result": "accepted"}), 409, "move_not_allowed")  # needs serving
    answered(clerk.post(f"/tickets/{ticket['id']}/starts"), 200)
    for wrong, code in (
        ({"result": "perfect"}, "field_invalid"),
        ({"result": "accepted", "dossiers": DOSSIERS, "count": 1}, "dossier_count_small"),
        ({"result": "accepted", "count": -1}, "field_invalid"),
        ({"result": "accepted", "dossiers": ["H15.50-261323-0001"]}, "dossier_code"),
        ({"result": "accepted", "errand": "no such"}, "errand_unknown"),
    ):
        refused(clerk.put(where, wrong), 422, code)
    done = answered(clerk.put(where, {"result": "accepted", "dossiers": DOSSIERS}), 200)
    assert (done["state"], done["outcome"]["count"], done["outcome"]["dossiers"]) == ("served", 2, DOSSIERS)
    assert done["finished_at"]
    errand = done["errands"][0]["id"]
    for same in (
        {"result": "accepted", "dossiers": DOSSIERS},
        {"result": "accepted", "dossiers": DOSSIERS, "count": 2},
    ):
        assert answered(clerk.put(where, same), 200) == done
        assert answered(clerk.put(where, {**same, "errand": errand}), 200) == done
    refused(clerk.put(where, {"result": "refused"}), 409, "outcome_differs")
    refused(clerk.put(where, {"result": "accepted", "dossiers": DOSSIERS, "count": 3}), 409, "outcome_differs")


def test_a_count_without_codes(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    taken(place.as_("kiosk"), dossier_count=12)
    ticket = serving(clerk, 4)
    done = answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted", "count": 12}), 200)
    assert (done["outcome"]["count"], done["outcome"]["dossiers"]) == (12, [])


def test_several_errands_are_finished_one_by_one_at_the_counters_that_can(place: Place) -> None:
    """Birth and a copy at counter 3, then land at counter 5: one number, one arrival time."""
    civil, land, kiosk = opened(place.as_("quay3"), 3), opened(place.as_("quay5"), 5), place.as_("kiosk")
    ticket = taken(kiosk, {"errands": [BIRTH, LAND, COPY]})
    where = f"/tickets/{ticket['id']}/outcome"
    first, second, third = (one["id"] for one in ticket["errands"])
    serving(civil, 3)
    place.clock.advance(timedelta(minutes=5))
    now = answered(civil.put(where, {"result": "accepted", "errand": first}), 200)
    assert (now["state"], now["procedure"]["code"]) == ("serving", "2.000815")  # the next this counter can serve
    refused(civil.put(where, {"result": "accepted", "errand": second}), 409, "errand_not_current")
    assert answered(civil.put(where, {"result": "accepted", "errand": first}), 200)["state"] == "serving"
    refused(civil.put(where, {"result": "refused", "errand": first}), 409, "outcome_differs")
    waiting = answered(civil.put(where, {"result": "supplement", "missing": ["bản chính"]}), 200)
    assert (waiting["state"], waiting["procedure"]["code"], waiting["counter"]) == ("waiting", "1.115279", None)
    assert waiting["outcome"]["errand"] == third
    assert answered(civil.put(where, {"result": "supplement", "missing": ["bản chính"]}), 200)["state"] == "waiting"
    refused(civil.put(where, {"result": "accepted"}), 409, "outcome_differs")
    place.clock.advance(timedelta(minutes=5))
    assert taken(kiosk, LAND)["ahead"] == 1  # the arrival time is kept
    assert serving(land, 5)["id"] == ticket["id"]
    done = answered(land.put(where, {"result": "accepted", "count": 1}), 200)
    assert done["state"] == "served"
    assert [one["state"] for one in done["errands"]] == ["done"] * 3


def test_the_boards_tell_the_same_story(place: Place) -> None:
    clerk, kiosk, nobody = opened(place.as_("quay4"), 4), place.as_("kiosk"), place.as_("nobody")
    first, second = taken(kiosk), taken(kiosk)
    taken(kiosk, LAND)
    called(clerk, 4)
    board = answered(nobody.get(f"/halls/{HALL}/board"), 200)
    assert board.keys() >= {"board", "hall", "position", "server_time", "calls", "counters", "waiting", "notices"}
    assert [(call["label"], call["counter"]["number"], call["times"]) for call in board["calls"]] == [
        (first["label"], 4, 1)
    ]
    assert {one["number"]: one["label"] for one in board["counters"] if one["state"] == "open"} == {4: first["label"]}
    assert {one["field"]: one["count"] for one in board["waiting"]} == {"chung-thuc": 1, "dat-dai": 1}
    desk = answered(clerk.get(f"/halls/{HALL}/desk?counter={HALL}.4"), 200)
    assert desk["current"]["id"] == first["id"]
    assert [one["label"] for one in desk["waiting"]] == [second["label"]]
    figures = answered(place.as_("manager").get(f"/halls/{HALL}/figures"), 200)
    assert (figures["totals"]["issued"], figures["totals"]["waiting"]) == (3, 2)
    refused(clerk.get(f"/halls/{HALL}/desk?counter={OTHER}.1"), 404, "counter_unknown")


@pytest.mark.parametrize("speaker", ["guide", "manager", "supervisor", "kiosk"])
def test_only_clerks_call(place: Place, speaker: str) -> None:
    refused(place.as_(speaker).post(f"{counter(1)}/calls", {}), 403, "forbidden")
