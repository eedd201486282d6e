"""GET /halls/{h}/decisions: any hall the catalogue knows, on any day, is always answered with a decision."""

from __future__ import annotations

import pytest

from tests.http.conftest import Place
from tests.http.words import Json, answered, refused


def decided(place: Place, hall: str, **asked: str) -> Json:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    decision: Json = answered(place.as_("nobody").get(f"/halls/{hall}/decisions?{query}"), 200)
    return decision


def test_a_hall_this_server_does_not_operate_answers_for_every_day_it_stood(shared_place: Place) -> None:
    then = {"on": "2022-09-15", "procedure": "1.001193"}
    own = decided(shared_place, "PY-X22018", area="22018", **then)
    assert (own["accept"], own["competent"]["name"]["vi"]) == ("yes", "UBND Phường 2")
    assert own["article"].startswith("Quyết định 1028/QĐ-UBND")
    assert decided(shared_place, "PY-X22018", area="22120", **then)["refer_to"][0]["ref"] == "PY-X22120"
    doubled = decided(shared_place, "PY-H555", area="22015", **then)
    assert (doubled["accept"], doubled["handover_to"]) == ("yes_handover", "xa:22015")
    today = decided(shared_place, "DL-24373", procedure="1.001193", area="22015")
    assert (today["accept"], today["handover_to"]) == ("yes_handover", "DL-22015")


@pytest.mark.parametrize(
    ("on", "tuy_hoa", "ea_kar", "phu_yen"),
    [
        ("0001-01-01", "no", "no", "no"),
        ("2021-12-31", "no", "no", "no"),
        ("2025-06-30", "no", "no", "refer"),
        ("2025-07-01", "yes", "refer", "no"),  # the province was in list mode for half a year
        ("2026-01-01", "yes", "yes_handover", "no"),
        ("9999-12-31", "yes", "yes_handover", "no"),
    ],
)
def test_any_day_is_answered(shared_place: Place, on: str, tuy_hoa: str, ea_kar: str, phu_yen: str) -> None:
    asked = {"procedure": "1.001193", "area": "22015", "on": on}
    told = [decided(shared_place, hall, **asked)["accept"] for hall in ("DL-22015", "DL-24373", "PY-TT")]
    assert told == [tuy_hoa, ea_kar, phu_yen]


def test_a_hall_that_has_ended_says_since_when(shared_place: Place) -> None:
    assert "1/7/2025" in decided(shared_place, "PY-TT", procedure="1.001193")["reason"]["vi"]


def test_a_hall_no_day_knows_is_not_found(shared_place: Place) -> None:
    refused(shared_place.as_("nobody").get("/halls/PY-X22015/decisions"), 404, "hall_unknown")


def test_several_areas_of_which_any_counts(shared_place: Place) -> None:
    here = decided(shared_place, "DL-22015", procedure="1.001193", area="24373,old:22018")
    assert (here["accept"], here["competent"]["id"]) == ("yes", "ubnd-phuong-tuy-hoa")
    asked = decided(shared_place, "DL-22015", procedure="1.001193", area="old:22024,99999")
    assert {it["area"] for it in asked["ask"]} == {"22015", "22045"}


def test_an_area_that_ended_says_what_it_became(shared_place: Place) -> None:
    decision = decided(shared_place, "DL-22015", procedure="1.013225", area="22018")
    assert (decision["accept"], [it["area"] for it in decision["ask"]]) == ("ask", ["22015"])
    assert "old:22018" in decision["reason"]["vi"]
    body = {"procedure": "1.013225", "purpose": "submit", "area": "22018"}
    problem = refused(shared_place.as_("kiosk").post("/halls/DL-22015/tickets", body), 422, "area_unknown")
    assert "1/7/2025" in problem["detail"]


@pytest.mark.parametrize(
    ("asked", "accept"),
    [
        ({"procedure": "x" * 2000, "area": "22015"}, "no"),
        ({"procedure": "1.001193" + " " * 200 + "x", "area": "22015"}, "no"),  # cut, it must not become a code
        ({"procedure": "1.001193", "area": "x" * 2000}, "ask"),
        ({"procedure": "1.001193", "area": "24373,22015," + "x" * 2000}, "yes"),
        ({"procedure": "1.001193", "area": "22015", "purpose": "", "dossier": "", "on": ""}, "yes"),
        ({"procedure": "1.001193", "purpose": "collect_result", "dossier": "x" * 2000}, "yes"),
        ({"procedure": "", "area": "", "purpose": ""}, "no"),
    ],
)
def test_what_is_empty_or_longer_than_any_code_is_answered_too(
    shared_place: Place, asked: dict[str, str], accept: str
) -> None:
    decision = decided(shared_place, "DL-22015", **asked)
    assert decision["accept"] == accept
    assert len(decision["reason"]["vi"]) < 300
