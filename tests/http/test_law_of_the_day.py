"""One day at Tuy Hòa under today's law: whoever comes with whatever is told who decides, and need not go elsewhere.

Decree 118/2025: a centre receives for the whole province, names the agency that decides, and forwards the dossier.
"""

from __future__ import annotations

import pytest

from tests.halls import HALL
from tests.http.conftest import Place
from tests.http.words import TICKETS, Json, answered, opened, refused, serving, taken

EA_KAR, OLD_WARD_9, BINH_KIEN, HOME, SAIGON = "24373", "old:22024", "22045", "22015", "26734@79"
LAND, COPY, BIRTH = "1.115279", "2.000815", "1.001193"


def decided(place: Place, procedure: str, area: str | None = None, **more: str) -> Json:
    asked = {"procedure": procedure, "purpose": "submit", **({"area": area} if area else {}), **more}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    decision: Json = answered(place.as_("nobody").get(f"/halls/{HALL}/decisions?{query}"), 200)
    return decision


def submit(procedure: str, area: str | None = None) -> Json:
    return {"procedure": procedure, "purpose": "submit", "area": area}


def test_land_in_ea_kar_is_taken_here_and_handed_to_the_branch_that_decides(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), submit(LAND, EA_KAR))
    decision = ticket["decision"]
    assert (decision["accept"], decision["route"]) == ("yes_handover", "paper_handover")
    assert decision["handover_to"] == f"land_branch:{EA_KAR}"
    assert "Ea Kar" in ticket["agency"]["name"]["vi"]
    assert "118/2025" in decision["article"]
    assert decision["reason"]["vi"] != decision["reason"]["en"]

    serving(opened(place.as_("quay5"), 5), 5)
    done = answered(place.as_("quay5").put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted", "count": 1}), 200)
    assert done["state"] == "served"
    by = answered(place.as_("manager").get("/figures/throughput?by=agency"), 200)["rows"]
    assert [(row["key"], row["served"]) for row in by] == [(ticket["agency"]["id"], 1)]


def test_ward_9_of_before_was_split_so_the_citizen_is_asked_and_only_between_its_parts(place: Place) -> None:
    hits = answered(place.as_("kiosk").get(f"/halls/{HALL}/areas?q=phường 9 cũ"), 200)["items"]
    assert hits[0]["area"] == OLD_WARD_9

    asked = refused(place.as_("kiosk").post(TICKETS, submit(LAND, OLD_WARD_9)), 409, "area_needed")["decision"]
    assert (asked["accept"], asked["competent"]) == ("ask", None)
    assert {it["area"] for it in asked["ask"]} == {HOME, BINH_KIEN}

    ticket = taken(place.as_("kiosk"), submit("1.013225", BINH_KIEN))
    assert ticket["number"] == 1, "the question used no number"
    assert ticket["agency"]["id"] == "ubnd-phuong-binh-kien"


def test_a_copy_is_certified_for_whoever_comes_from_wherever(place: Place) -> None:
    for area in (None, HOME, EA_KAR, SAIGON):
        decision = decided(place, COPY, area)
        assert (decision["accept"], decision["handover_to"]) == ("yes", None)
        assert decision["competent"]["id"] == "ubnd-phuong-tuy-hoa"


def test_a_birth_from_another_province_is_sent_home_by_portal_or_post_and_guidance_stays_open(place: Place) -> None:
    refusal = refused(place.as_("kiosk").post(TICKETS, submit(BIRTH, SAIGON)), 409, "referred")
    assert {it["ref"] for it in refusal["decision"]["refer_to"]} == {"portal", "post", "home_province"}
    assert refusal["slip"]["blocks"]
    guidance = taken(place.as_("kiosk"), {"procedure": None, "purpose": "advice"})
    assert guidance["procedure"] is None


def test_an_unknown_code_gets_no_agency_and_no_number(place: Place) -> None:
    refusal = refused(place.as_("kiosk").post(TICKETS, submit("9.999999")), 409, "guidance")
    assert (refusal["decision"]["accept"], refusal["decision"]["competent"]) == ("no", None)


@pytest.mark.parametrize("code", ["1.001193.01", "1.001193.H15", "1.001193.H15.01", "1.001193.000.00.00.H45"])
def test_a_code_is_one_procedure_in_every_spelling(shared_place: Place, code: str) -> None:
    assert decided(shared_place, code, HOME)["competent"]["id"] == "ubnd-phuong-tuy-hoa"


def test_staff_who_know_better_issue_all_the_same_and_say_why(place: Place) -> None:
    body = {**submit(BIRTH, SAIGON), "despite": "the portal is down, agreed with the home commune"}
    ticket = answered(place.as_("guide").post(TICKETS, body), 201)
    assert (ticket["state"], ticket["decision"]["accept"]) == ("waiting", "refer")
    refused(place.as_("kiosk").post(TICKETS, body), 403, "despite_is_staffs")


def test_yesterday_s_law_can_still_be_asked(shared_place: Place) -> None:
    """In list mode (until 31/12/2025) a centre took only what the province's list named."""
    listed = decided(shared_place, "1.012812", EA_KAR, on="2025-12-31")
    today = decided(shared_place, "1.012812", EA_KAR, on="2026-01-01")
    assert (listed["accept"], today["accept"]) == ("refer", "yes_handover")
