"""PATCH /tickets/{id}: what was pressed at the kiosk was a guess; the desk corrects it and the place is kept."""

from __future__ import annotations

from tests.http.conftest import Place
from tests.http.words import BIRTH, COPY, TICKETS, answered, opened, refused, serving, taken


def correct(place: Place, who: str, ticket: str, **changes: object) -> dict[str, object]:
    corrected: dict[str, object] = answered(place.as_(who)("PATCH", f"/tickets/{ticket}", changes), 200)
    return corrected


def test_an_area_left_open_at_the_kiosk_is_answered_by_the_guide(place: Place) -> None:
    before = taken(place.as_("kiosk"), {**BIRTH, "area": "later"})
    behind = taken(place.as_("kiosk"))
    assert (before["decision"]["accept"], before["agency"]) == ("ask", None)

    after = correct(place, "guide", before["id"], area="22015")
    assert after["decision"]["accept"] == "yes"
    assert after["agency"]["id"] == "ubnd-phuong-tuy-hoa"
    assert (after["label"], after["issued_at"], after["ahead"]) == (before["label"], before["issued_at"], 0)
    assert behind["ahead"] <= 1


def test_a_correction_that_refers_does_not_fail_it(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), BIRTH)
    after = correct(place, "guide", ticket["id"], area="26734@79")
    assert (after["state"], after["decision"]["accept"]) == ("waiting", "refer")


def test_another_procedure_moves_it_to_the_counters_that_serve_it_and_into_their_figures(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), COPY)
    correct(place, "guide", ticket["id"], procedure="1.001193", area="22015")
    rows = answered(place.as_("manager").get("/figures/throughput"), 200)["rows"]
    assert [(row["key"], row["issued"]) for row in rows] == [("1.001193", 1)]


def test_a_priority_is_granted_and_taken_away_and_both_are_on_record(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), BIRTH)
    assert correct(place, "guide", ticket["id"], priority="elderly")["priority"] == "elderly"
    assert correct(place, "guide", ticket["id"], priority=None)["priority"] is None
    correct(place, "guide", ticket["id"], priority=None)  # changes nothing, so leaves no entry
    entries = answered(place.as_("manager").get("/halls/DL-22015/journal?limit=1000"), 200)["items"]
    corrections = [entry["payload"]["about"] for entry in entries if entry["kind"] == "ticket_corrected"]
    assert corrections == [{"priority": "elderly", "weight": 1}, {"priority": None, "weight": 0}]


def test_what_cannot_be_is_refused_in_a_sentence(place: Place) -> None:
    guide = place.as_("guide")
    ticket = taken(place.as_("kiosk"), BIRTH)["id"]
    refused(guide("PATCH", f"/tickets/{ticket}", {"area": "99999"}), 422, "area_unknown")
    refused(guide("PATCH", f"/tickets/{ticket}", {"priority": "king"}), 422, "priority_unknown")
    refused(guide("PATCH", f"/tickets/{ticket}", {"errand": "none of it", "area": "22015"}), 422, "errand_unknown")
    answered(guide.post(f"/tickets/{ticket}/voids", {"reason": "test press"}), 200)
    refusal = refused(guide("PATCH", f"/tickets/{ticket}", {"area": "22015"}), 409, "move_not_allowed")
    assert "correct" not in refusal["actions"]


def test_an_errand_with_its_outcome_is_history(place: Place) -> None:
    errands = [BIRTH, COPY]
    ticket = answered(place.as_("kiosk").post(TICKETS, {"errands": errands}), 201)
    clerk = opened(place.as_("quay2"), 2)
    serving(clerk, 2)
    first = ticket["errands"][0]["id"]
    after = answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "advised"}), 200)
    assert after["state"] in ("serving", "waiting")
    refused(clerk("PATCH", f"/tickets/{ticket['id']}", {"errand": first, "area": "24373"}), 409, "errand_done")
