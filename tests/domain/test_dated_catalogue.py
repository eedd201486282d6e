"""What is said of agencies, halls, lists and procedures on a day, and what a decision makes of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.domain.competence import Decision, Question, decide
from luot_server.domain.facts import Fact, ending
from luot_server.domain.records import HallKind, HallPlace, MobileDay
from luot_server.domain.world import World
from luot_server.messages import both

DAY = date(2026, 3, 2)  # a Monday
THEN = date(2022, 9, 15)


def ask(
    facts: Iterable[Fact] = (),
    *,
    hall: str = "DL-24373",
    code: str | None = "1.001193",
    area: str | None = "24373",
    on: date = DAY,
    purpose: str = "submit",
    dossier: str | None = None,
) -> Decision:
    world = World.of([*shipped_facts(), *facts], on)
    place = world.hall(hall)
    assert place is not None
    return decide(Question(code, purpose, area, dossier, on), place, world)


def newer(kind: str, key: str, since: date, on: date = DAY, **changed: Any) -> Fact:
    """A version of something shipped, begun ``since``, that says something else."""
    held = [fact for fact in shipped_facts() if (fact.kind, fact.key) == (kind, key) and fact.holds_on(on)]
    return Fact(kind, key, since, None, {**held[-1].data, **changed})


# ── identifiers ──────────────────────────────────────────────────────────────────────────────────

SPLIT = date(2026, 1, 1)
WAS = newer("agency", "so-xay-dung", SPLIT, identifiers=[{"id": "H15.16", "valid_to": "2025-12-31"}, "H15.161"])
IS = newer("agency", "so-y-te", SPLIT, identifiers=[{"id": "H15.16", "valid_from": "2026-01-01"}])


@pytest.mark.parametrize(
    ("dossier", "agency"),
    [
        ("H15.16-251231-0001", "so-xay-dung"),
        ("H15.16-260101-0001", "so-y-te"),
        ("H15.161-260101-0001", "so-xay-dung"),
        ("H15.161-251231-0001", None),  # nobody had it yet
        ("H15.16-250630-0001", None),  # the agency was not there yet
        ("H15.16-270101-0001", "so-y-te"),  # a day to come is today
    ],
)
def test_a_dossier_code_names_whom_its_identifier_meant_on_its_own_day(dossier: str, agency: str | None) -> None:
    decision = ask([WAS, IS], code=None, area=None, purpose="collect_result", dossier=dossier)
    assert decision.accept == "yes"
    assert (decision.competent.id if decision.competent else None) == agency


def test_an_identifier_means_one_agency_today() -> None:
    world = World.of([*shipped_facts(), WAS, IS], DAY)
    today = world.agency_identified("H15.16")
    assert today is not None
    assert today.id == "so-y-te"


# ── lists ────────────────────────────────────────────────────────────────────────────────────────

LIST_MODE = newer("province", "66", date(2026, 2, 1), list_mode=True)


def _published(since: date, *codes: str) -> Fact:
    return Fact("list", "66/published", since, None, {"codes": list(codes)})


def test_a_published_list_outweighs_what_a_procedure_says_of_itself() -> None:
    own_word = newer("procedure", "1.012812", date(2026, 2, 1), in_published_list=True)
    asked: dict[str, Any] = {"code": "1.012812", "area": "22015"}
    assert ask([LIST_MODE], **asked).accept == "refer"
    assert ask([LIST_MODE, own_word], **asked).accept == "yes_handover"
    assert ask([LIST_MODE, own_word, _published(date(2026, 2, 1))], **asked).accept == "refer"
    assert ask([LIST_MODE, _published(date(2026, 2, 1), "1.012812.H15")], **asked).accept == "yes_handover"


def test_a_list_is_dated_and_its_next_version_replaces_it_whole() -> None:
    facts = [LIST_MODE, _published(date(2026, 2, 1), "1.012812"), _published(date(2026, 3, 2), "1.001193")]
    asked: dict[str, Any] = {"code": "1.012812", "area": "22015"}
    assert ask(facts, **asked, on=date(2026, 3, 1)).accept == "yes_handover"
    assert ask(facts, **asked).accept == "refer"


def test_the_three_lists_of_three_tiers_may_be_published_too() -> None:
    asked: dict[str, Any] = {"hall": "PY-X22120", "area": "22018", "on": THEN}
    listed = Fact("list", "54/L3", date(2022, 8, 29), None, {"codes": ["1.001193"]})
    assert ask(**asked).accept == "refer"
    assert (ask([listed], **asked).accept, ask([listed], **asked).handover_to) == ("yes_handover", "PY-X22018")
    elsewhere = Fact("list", "66/L3", date(2022, 8, 29), None, {"codes": ["1.001193"]})
    assert ask([elsewhere], **asked).accept == "refer"


# ── what ended ───────────────────────────────────────────────────────────────────────────────────


def test_a_procedure_that_ended_yesterday_says_since_when_and_what_replaces_it() -> None:
    over = ending("procedure", "1.013225", DAY, replaced_by=["1.013226", "9.123456"])
    decision = ask([over], code="1.013225.H15")
    said = both(decision.reason)
    assert (decision.accept, decision.competent) == ("no", None)
    assert "2/3/2026" in said["vi"]
    assert "2 March 2026" in said["en"]
    assert "Điều chỉnh giấy phép xây dựng (1.013226), 9.123456" in said["vi"]
    assert ask([over], code="1.013225", on=date(2026, 3, 1)).accept == "yes"


def test_a_last_day_ends_a_procedure_as_well() -> None:
    data = {"name": {"vi": "Thủ tục cũ", "en": "An old one"}, "field": "ho-tich", "levels": ["xa"]}
    old = Fact("procedure", "1.990001", date(2025, 7, 1), date(2026, 3, 1), {**data, "competence_key": "residence"})
    assert ask([old], code="1.990001", on=date(2026, 3, 1)).accept == "yes"
    assert both(ask([old], code="1.990001").reason)["vi"].startswith("Thủ tục “Thủ tục cũ” (1.990001) đã hết hiệu lực")


def test_the_result_of_an_ended_procedure_is_still_collected() -> None:
    over = ending("procedure", "1.013225", DAY)
    assert ask([over], code="1.013225", purpose="collect_result").accept == "yes"


# ── halls ────────────────────────────────────────────────────────────────────────────────────────


def test_a_hall_that_moves_is_found_at_the_address_of_the_day() -> None:
    moved = newer("hall", "DL-24373", DAY, address="2 Nguyễn Tất Thành, xã Ea Kar")
    post = Fact("hall", "BD", date(2026, 1, 1), None, {"kind": "post", "area": "24373", "name": "Bưu điện"})
    for on, address in ((date(2026, 3, 1), "xã Ea Kar, tỉnh Đắk Lắk"), (DAY, "2 Nguyễn Tất Thành, xã Ea Kar")):
        (place,) = ask([moved, post], hall="BD", on=on).refer_to
        assert place.address == address


def test_a_reception_point_is_its_halls_wherever_it_stands() -> None:
    point = {"kind": "diem_tiep_nhan", "area": "22015", "of": "DL-TT", "name": "Điểm tiếp nhận"}
    facts = [Fact("hall", "P", DAY, None, point)]
    here = ask(facts, hall="P", code="2.001199", area=None)
    assert (here.accept, here.competent.id if here.competent else None) == ("yes", "so-tai-chinh")
    assert ask(facts, hall="P", area="22015").handover_to == "DL-22015"


POST = Fact("hall", "BD", DAY, None, {"kind": "post", "area": "24305", "name": "Bưu điện"})
EVERY_TUESDAY = {"weekday": 1, "area": "24373", "place": {"vi": "nhà văn hóa", "en": "the hall"}}
ONE_DAY = {"date": "2026-03-09", "area": "24373", "place": {"vi": "chợ", "en": "the market"}}
HOURS = {"from": "8:00", "to": "11:00"}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([EVERY_TUESDAY], "Tiếp nhận lưu động thứ Ba hằng tuần, 8:00–11:00, tại nhà văn hóa."),
        ([EVERY_TUESDAY, ONE_DAY], "Tiếp nhận lưu động ngày 9/3/2026, 8:00–11:00, tại chợ."),
        ([{**ONE_DAY, "date": "2026-03-01"}], None),  # over
        ([{**ONE_DAY, "area": "24310"}], None),  # not where the asker lives
    ],
)
def test_whoever_is_sent_to_a_hall_is_told_of_its_mobile_day_in_their_commune(
    days: list[dict[str, Any]], said: str | None
) -> None:
    hall = newer("hall", "DL-24373", DAY, mobile=[{**day, **HOURS} for day in days])
    decision = ask([hall, POST], hall="BD")
    (place,) = decision.refer_to
    assert place.ref == "DL-24373"
    assert (both(place.note)["vi"] if place.note else None) == said
    assert Decision.from_data(decision.to_data()) == decision


def test_a_decision_of_before_there_were_notes_reads_without_one() -> None:
    kept = ask([POST], hall="BD").to_data()
    del kept["refer_to"][0]["note"]
    assert Decision.from_data(kept).refer_to[0].note is None


def test_a_mobile_day_needs_a_day() -> None:
    with pytest.raises(ValueError, match="a weekday from 0"):
        MobileDay.read({"area": "24373", "place": {"vi": "chợ", "en": "market"}, **HOURS, "weekday": 7})


def test_one_value_may_stand_without_a_list_around_it() -> None:
    place = HallPlace.read("H", {"kind": "mc_huyen", "area": "555", "name": "x", "shared_commune": "22015"})
    assert place.shared_commune == {"22015"}


def test_phu_yen_had_a_section_for_every_district_and_for_every_commune_not_doubled() -> None:
    world = World.of(shipped_facts(), THEN)
    of = {kind: {hall.area for hall in world.halls() if hall.kind is kind} for kind in HallKind}
    ours = {area.code for area in world.areas() if area.parent == "54"}
    communes = {area.code for area in world.areas() if area.parent in ours}
    assert of[HallKind.DISTRICT_2022] == ours
    assert of[HallKind.COMMUNE_2022] == communes - {"22015", "22114"}
    assert of[HallKind.PROVINCE] == {"54"}
    assert all(world.hall(f"PY-X{code}") for code in of[HallKind.COMMUNE_2022])
    assert not [hall for hall in World.of(shipped_facts(), date(2025, 7, 1)).halls() if hall.id.startswith("PY-")]


# ── several agencies, one lead ───────────────────────────────────────────────────────────────────


def test_those_who_decide_with_the_lead_are_the_cases_own_and_not_the_halls() -> None:
    decision = ask(code="2.000986", area="22015")
    assert decision.competent is not None
    assert decision.competent.id == "ubnd-phuong-tuy-hoa"
    assert [it.id for it in decision.with_] == ["cong-an-phuong-tuy-hoa", "bhxh-tinh"]
