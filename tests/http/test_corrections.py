"""PATCH /tickets/{id}: what was pressed at the kiosk was a guess; the desk corrects it and the place is kept."""

from __future__ import annotations

from typing import Any

from tests.halls import HALL
from tests.http.client import Speaker
from tests.http.conftest import Place
from tests.http.words import BIRTH, COPY, LAND, RESIDENCE, TICKETS, answered, called, opened, refused, serving, taken


def correct(place: Place, who: str, ticket: str, **changes: object) -> dict[str, Any]:
    corrected: dict[str, Any] = answered(place.as_(who)("PATCH", f"/tickets/{ticket}", changes), 200)
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
    granted = {"priority": "elderly", "weight": 1, "priority_by": "t-guide"}
    assert corrections == [granted, {"priority": None, "weight": 0, "priority_by": None}]


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


# ── the place is kept ────────────────────────────────────────────────────────────────────────────


def test_the_place_in_the_line_is_kept(place: Place) -> None:
    first, second, third = (taken(place.as_("kiosk"), BIRTH) for _ in range(3))
    kept = ("label", "number", "business_day", "issued_at", "ahead", "state")
    before = seen(place, second)
    after = correct(place, "clerk", second["id"], procedure="2.000635", area="22015")
    assert after["procedure"]["code"] == "2.000635"
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert [seen(place, one)["ahead"] for one in (first, second, third)] == [0, 1, 2]


def test_another_line_is_joined_where_the_arrival_says(place: Place) -> None:
    """Corrected into the copies' line it stands before who came later, as if it had been pressed at once."""
    early = taken(place.as_("kiosk"), LAND)
    late = taken(place.as_("kiosk"), COPY)
    after = correct(place, "guide", early["id"], procedure=COPY["procedure"])
    assert (after["ahead"], after["issued_at"], after["label"]) == (0, early["issued_at"], early["label"])
    assert seen(place, late)["ahead"] == 1
    assert called(opened(place.as_("quay4"), 4), 4)["id"] == early["id"]


def test_an_errand_of_several_is_named_and_the_others_stay(place: Place) -> None:
    ticket = answered(place.as_("kiosk").post(TICKETS, {"errands": [BIRTH, COPY]}), 201)
    after = correct(place, "guide", ticket["id"], errand=ticket["errands"][1]["id"], procedure="2.000884")
    assert [one["procedure"]["code"] for one in after["errands"]] == ["1.001193", "2.000884"]
    assert (after["procedure"]["code"], after["errands"][0]) == ("1.001193", ticket["errands"][0])
    assert after["errand"] == ticket["errands"][0]["id"]


def test_who_may_correct_and_what(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), BIRTH)["id"]
    change = {"purpose": "collect_result"}
    refused(place.as_("other-clerk")("PATCH", f"/tickets/{ticket}", change), 404, "ticket_unknown")
    refused(place.as_("manager")("PATCH", f"/tickets/{ticket}", change), 403, "forbidden")
    refused(place.as_("clerk")("PATCH", f"/tickets/{ticket}", {"procedure": "9.999999"}), 422, "procedure_unknown")
    refused(place.as_("clerk")("PATCH", f"/tickets/{ticket}", {"area": "22024"}), 422, "area_unknown")
    assert correct(place, "clerk", ticket, **change)["purpose"] == "collect_result"


def test_a_closed_ticket_is_not_corrected(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    taken(place.as_("kiosk"), COPY)
    ticket = serving(clerk, 4)["id"]
    answered(clerk.put(f"/tickets/{ticket}/outcome", {"result": "accepted"}), 200)
    refused(clerk("PATCH", f"/tickets/{ticket}", {"procedure": "2.000884"}), 409, "move_not_allowed")


# ── confirmed with the outcome ───────────────────────────────────────────────────────────────────


def test_finishing_confirms_the_code_or_corrects_it_in_one_change(place: Place) -> None:
    clerk = opened(place.as_("quay4"), 4)
    for _ in range(2):
        taken(place.as_("kiosk"), COPY)
    first = serving(clerk, 4)["id"]
    told = {"result": "accepted", "count": 1}
    done = answered(clerk.put(f"/tickets/{first}/outcome", {**told, "procedure": "2.000815.000.00.00.H45"}), 200)
    assert (done["state"], done["procedure"]["code"]) == ("served", "2.000815")

    second = serving(clerk, 4)["id"]
    refused(clerk.put(f"/tickets/{second}/outcome", {**told, "procedure": "9.999999"}), 422, "procedure_unknown")
    assert answered(clerk.get(f"/tickets/{second}"), 200)["state"] == "serving"
    before = len(journal(place))
    done = answered(clerk.put(f"/tickets/{second}/outcome", {**told, "procedure": "2.000884"}), 200)
    assert (done["state"], done["procedure"]["code"]) == ("served", "2.000884")
    written = journal(place)[before:]
    assert [entry["kind"] for entry in written[:2]] == ["ticket_corrected", "errand_finished"]
    assert len({entry["at"] for entry in written}) == 1

    again = f"/tickets/{second}/outcome"
    answered(clerk.put(again, {**told, "procedure": "2.000884"}), 200)
    answered(clerk.put(again, told), 200)
    refused(clerk.put(again, {**told, "procedure": "2.000815"}), 409, "outcome_differs")
    assert [entry["payload"]["confirmed"] for entry in journal(place) if entry["kind"] == "errand_finished"] == [
        True,
        True,
    ]


# ── the figures ──────────────────────────────────────────────────────────────────────────────────


def test_figures_go_by_the_confirmed_code_and_say_what_was_pressed(place: Place) -> None:
    """Corrected while waiting, after the call, and with the outcome; one as pressed; one that asked for guidance."""
    kiosk, clerk = place.as_("kiosk"), opened(place.as_("quay3"), 3)
    waited = taken(kiosk, BIRTH)
    correct(place, "guide", waited["id"], procedure="2.000635")
    for _ in range(3):
        taken(kiosk, BIRTH)
    taken(kiosk, {"purpose": "advice"})
    at_the_desk = taken(place.as_("guide"), BIRTH)
    correct(place, "guide", at_the_desk["id"], procedure="2.000635")

    finish(clerk, serving(clerk, 3))
    second = serving(clerk, 3)
    correct(place, "quay3", second["id"], procedure="2.000635")
    finish(clerk, second)
    finish(clerk, serving(clerk, 3), procedure="1.000894")
    finish(clerk, serving(clerk, 3), procedure="1.001193")

    manager = place.as_("manager")
    served = {row["key"]: row["served"] for row in answered(manager.get("/figures/throughput"), 200)["rows"]}
    assert served == {"2.000635": 2, "1.000894": 1, "1.001193": 1, "none": 0}

    answer = answered(manager.get("/figures/corrections"), 200)
    told = {row["key"]: (row["issued"], row["corrected"], row["share"]) for row in answer["rows"]}
    assert told == {"1.001193|submit": (4, 3, 0.75), "none|advice": (1, 0, 0.0)}
    assert [(one["key"], one["count"]) for one in answer["rows"][0]["to"]] == [
        ("2.000635|submit", 2),
        ("1.000894|submit", 1),
    ]
    assert answer["totals"] == {"issued": 5, "corrected": 3, "share": 0.6}
    assert recounted(journal(place)) == {"1.001193|submit": (4, 3), "none|advice": (1, 0)}

    everywhere = answered(place.as_("supervisor").get("/figures/corrections"), 200)
    assert (everywhere["hall"], everywhere["rows"]) == (None, answer["rows"])
    empty = answered(manager.get("/figures/corrections?from=2026-11-20&to=2026-11-20"), 200)
    assert (empty["rows"], empty["totals"]["share"]) == ([], 0.0)
    refused(manager.get("/figures/corrections?from=2026-11-24&to=2026-11-20"), 422, "range_invalid")


def recounted(entries: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """The same with a pencil: the first line about an errand against the last."""
    pressed: dict[str, str] = {}
    became: dict[str, dict[str, Any]] = {}
    for entry in entries:
        told = entry["payload"]
        if entry["kind"] == "ticket_issued" and told["channel"] == "kiosk":
            for one in told["errands"]:
                pressed[one["id"]] = f"{one['procedure'] or 'none'}|{one['purpose']}"
                became[one["id"]] = dict(one)
        if entry["kind"] == "ticket_corrected" and told["errand"] in became:
            became[told["errand"]] |= told["changes"]
    found: dict[str, tuple[int, int]] = {}
    for errand, key in pressed.items():
        issued, corrected = found.get(key, (0, 0))
        last = f"{became[errand]['procedure'] or 'none'}|{became[errand]['purpose']}"
        found[key] = (issued + 1, corrected + (last != key))
    return found


def test_a_number_given_against_the_decision_is_a_suspected_error(place: Place) -> None:
    guide, manager = place.as_("guide"), place.as_("manager")
    refusal = refused(guide.post(TICKETS, RESIDENCE), 409, "referred")
    taken(guide, COPY)
    given = taken(guide, {**RESIDENCE, "despite": "Công an phường có người trực ở đây sáng nay"})
    assert (given["despite"], given["decision"]["accept"]) == ("Công an phường có người trực ở đây sáng nay", "refer")
    refused(place.as_("kiosk").post(TICKETS, {**RESIDENCE, "despite": "xin"}), 403, "despite_is_staffs")

    suspected = f"/halls/{HALL}/suspected"
    (found,) = answered(manager.get(suspected), 200)["items"]
    assert (found["ticket"], found["label"], found["reason"]) == (given["id"], given["label"], given["despite"])
    assert (found["by"], found["state"]) == ({"id": "t-guide", "name": "guide"}, "waiting")
    (errand,) = found["errands"]
    assert (errand["decision"], errand["outcome"]) == (refusal["decision"], None)

    correct(place, "guide", given["id"], procedure=COPY["procedure"])
    (found,) = answered(manager.get(suspected), 200)["items"]
    assert found["errands"] == [errand], "what was decided then stays on record"
    answered(guide.post(f"/tickets/{given['id']}/voids", {"reason": "hết giờ trực"}), 200)
    (found,) = answered(manager.get(suspected), 200)["items"]
    assert (found["state"], found["reason"]) == ("voided", given["despite"])
    assert answered(manager.get(f"{suspected}?to=2026-11-22&from=2026-11-01"), 200)["items"] == []


def test_a_reason_without_a_refusal_suspects_nothing(place: Place) -> None:
    taken(place.as_("guide"), {**COPY, "despite": "cho chắc"})
    taken(place.as_("guide"), {**BIRTH, "area": "later", "despite": "cho chắc"})
    assert answered(place.as_("manager").get(f"/halls/{HALL}/suspected"), 200)["items"] == []


def test_a_centre_for_the_result_is_found_by_a_part_of_its_name(place: Place) -> None:
    clerk = place.as_("clerk")
    everywhere = answered(clerk.get(f"/halls/{HALL}/centres?limit=200"), 200)["items"]
    assert everywhere[0]["id"] == HALL
    found = answered(clerk.get(f"/halls/{HALL}/centres?q=ea kar"), 200)["items"]
    assert [one["id"] for one in found] == ["DL-24373"]
    assert len(everywhere) > len(found)
    refused(place.as_("kiosk").get(f"/halls/{HALL}/centres"), 403, "forbidden")


def seen(place: Place, ticket: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answered(place.as_("guide").get(f"/tickets/{ticket['id']}"), 200)
    return found


def journal(place: Place) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)[
        "items"
    ]
    return entries


def finish(clerk: Speaker, ticket: dict[str, Any], **told: object) -> None:
    answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted", **told}), 200)
