"""Areas, agencies and published lists: what a row means beside what the catalogue holds."""

from __future__ import annotations

from datetime import date

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.catalogue.importing import Difference, How, Kind, compare, read_sheet
from luot_server.domain.facts import Fact, holding
from luot_server.domain.world import World

DAY = date(2026, 3, 2)
SHIPPED = shipped_facts()
WORLD = World.of(SHIPPED, DAY)
AREAS = "code,name,level,parent,valid_from,valid_to,merged_into,merge"
AGENCIES = "identifier,name,kind,level,parent_identifier,status"
LISTS = "province,list,code,valid_from,valid_to"


def read(
    kind: Kind, *lines: str, since: date = DAY, facts: tuple[Fact, ...] = (), complete: bool = False
) -> Difference:
    sheet = read_sheet(kind, "\n".join((*lines, "")).encode())
    return compare(sheet, (*SHIPPED, *facts), since, complete=complete)


def problems(difference: Difference) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in difference.problems]


# ── areas ────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_that_ends_says_where_it_went_and_its_code_may_be_used_again() -> None:
    difference = read(
        Kind.AREAS,
        AREAS,
        "22015,Phường Tuy Hòa,xa,66,,2026-06-30,22045,full",
        "22015,Phường Tháp Nhạn,xa,66,2026-07-01,,,",
    )
    assert difference.problems == ()
    assert [(it.line, it.how, it.key) for it in difference.changes] == [
        (2, How.ENDED, "22015"),
        (3, How.ADDED, "22015"),
    ]
    facts = (*SHIPPED, *difference.facts)
    before, after = World.of(facts, date(2026, 6, 30)), World.of(facts, date(2026, 7, 1))
    assert [it and it.name["vi"] for it in (before.area("22015"), after.area("22015"))] == [
        "Phường Tuy Hòa",
        "Phường Tháp Nhạn",
    ]
    assert "22045" in after.became("22015")
    former = after.former_area("22015")
    assert former is not None
    assert former.name["vi"] == "Phường Tuy Hòa"
    again = read(
        Kind.AREAS,
        AREAS,
        "22015,Phường Tuy Hòa,xa,66,,2026-06-30,22045,full",
        "22015,Phường Tháp Nhạn,xa,66,2026-07-01,,,",
        facts=difference.facts,
    )
    assert again.facts == ()


def test_a_row_about_a_day_gone_by_speaks_of_the_unit_of_that_day() -> None:
    difference = read(Kind.AREAS, AREAS, "22015,Phường 1,xa,555,,2025-06-30,,")
    assert (difference.problems, difference.unchanged) == ((), 1)
    assert problems(read(Kind.AREAS, AREAS, "22015,Phường 1,xa,555,,2021-06-30,,"))[0] == (2, "ends_before")


def test_a_map_of_old_to_new_units_becomes_merges() -> None:
    head = "new_code,new_name,old_code,old_name,merge"
    (change,) = read(Kind.AREAS, head, "22045,Phường Bình Kiến,22027,Phường 3,partial").changes
    assert change.facts[0].data == {"old": "22027", "new": "22045", "merge": "partial"}
    known = next(it for it in SHIPPED if it.kind == "area_merge")
    row = f"{known.data['new']},x,{known.data['old']},y,{known.data['merge']}"
    assert read(Kind.AREAS, head, row).unchanged == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,Thành phố Hà Nội,tinh,,,,,", "lost_zeros"),
        ("4,Quận Mẫu,huyen,66,,,,", "lost_zeros"),
        ("220150,Phường Mẫu,xa,66,,,,", "dirty_area"),
        ("22O15,Phường Mẫu,xa,66,,,,", "dirty_area"),
        ("99991,Xã Mẫu,xa,98,,,,", "unknown_area"),
        ("99991,Xã Mẫu,xã,66,,,,", "unknown_level"),
        ("99991,Xã Mẫu,xa,99991,,,,", "parent_not_above"),
        ("99991,Xã Mẫu,xa,22015,,,,", "parent_not_above"),
        ("66,Tỉnh Đắk Lắk,tinh,66,,,,", "parent_not_above"),
        ("22015,Phường Tuy Hòa,xa,66,,2026-06-30,22045;22051,full", "bad_merge"),
        ("22015,Phường Tuy Hòa,xa,66,,2026-06-30,99999,full", "unknown_area"),
    ],
)
def test_a_unit_that_cannot_be_is_named(row: str, code: str) -> None:
    assert problems(read(Kind.AREAS, AREAS, row)) == [(2, code)]


def test_a_complete_list_of_units_ends_the_others_of_its_province_only() -> None:
    rows = [f"{it.code},{it.name['vi']},{it.level},{it.parent or ''},,,," for it in WORLD.areas() if it.code != "22045"]
    (change,) = read(Kind.AREAS, AREAS, *rows, complete=True).changes
    assert (change.how, change.key, change.after) == (How.ENDED, "22045", {"valid_to": "2026-03-01"})


# ── agencies ─────────────────────────────────────────────────────────────────────────────────────


def test_an_agency_is_found_again_by_name_however_it_is_spelt() -> None:
    rows = (
        ",SỞ NỘI VỤ tỉnh Đắk Lắk,so,tinh,H15,",
        ",Sở Nội vụ Đắk Lắk (từ 01/7/2025),so,tinh,H15,",
        ",UBND phường Tuy Hoà,ubnd_xa,xa,H15,",
    )
    for row in rows:
        assert (read(Kind.AGENCIES, AGENCIES, row).unchanged, read(Kind.AGENCIES, AGENCIES, row).facts) == (1, ()), row


def test_an_identifier_is_a_dated_alias_and_a_new_one_follows_it() -> None:
    (change,) = read(Kind.AGENCIES, AGENCIES, "H15.77,Sở Công Thương Đắk Lắk,so,tinh,H15,").changes
    assert (change.key, change.how) == ("so-cong-thuong", How.CHANGED)
    facts = (*SHIPPED, *change.facts)
    eve, day = World.of(facts, date(2026, 3, 1)), World.of(facts, DAY)
    assert [world.agency_identified("H15.77") is not None for world in (eve, day)] == [False, True]
    assert [world.agency_identified("H15.03") is not None for world in (eve, day)] == [True, False]


def test_a_renamed_agency_keeps_its_id_and_its_old_name() -> None:
    (change,) = read(Kind.AGENCIES, AGENCIES, "H15.03,Sở Kinh tế Mẫu,so,tinh,H15,").changes
    data = change.facts[0].data
    assert (change.key, data["name"]["vi"]) == ("so-cong-thuong", "Sở Kinh tế Mẫu")
    assert "Sở Công Thương" in data["aliases"]


def test_a_new_agency_gets_an_id_of_ours() -> None:
    head = "identifier,name,level,roles,serves"
    (change,) = read(Kind.AGENCIES, head, "H15.99,Sở Thuyền Mẫu,tinh,thuyen,66").changes
    assert (change.how, change.key) == (How.ADDED, "so-thuyen-mau")
    agency = World.of((*SHIPPED, *change.facts), DAY).agency_for("thuyen", "22015")
    assert agency is not None
    assert agency.id == "so-thuyen-mau"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("H15/03,Sở Mẫu,so,tinh,H15,", "dirty_identifier"),
        ("H15.03,Sở Xây dựng Đắk Lắk,so,tinh,H15,", "identifier_of_another"),
        (",Sơ Nội vụ tỉnh,so,tinh,H15,", None),
        (",Sở Tư pháp Phú Yên,so,tinh,H45,", "agency_ended"),
        (",Bô Tư pháp,bo,bo,,", "almost_agency"),
        (",Sở Mẫu,so,tỉnh,,", "unknown_level"),
    ],
)
def test_a_row_nobody_can_place_is_named(row: str, code: str | None) -> None:
    assert [found for _, found in problems(read(Kind.AGENCIES, AGENCIES, row))] == ([code] if code else [])


# ── published lists ──────────────────────────────────────────────────────────────────────────────


def codes(facts: tuple[Fact, ...], day: date, key: str = "66/published") -> list[str] | None:
    found = holding((*SHIPPED, *facts), day).get(("list", key))
    return None if found is None else sorted(found.data["codes"])


def test_codes_come_and_go_each_on_its_day() -> None:
    first = read(Kind.LISTS, LISTS, "66,published,1.001193,,", "66,published,1.000894,2026-05-01,2026-05-31")
    assert [(it.how, it.name) for it in first.changes] == [(How.ADDED, "1.001193"), (How.ADDED, "1.000894")]
    days = (date(2026, 3, 1), DAY, date(2026, 5, 31), date(2026, 6, 1))
    held = [codes(first.facts, day) for day in days]
    assert held == [None, ["1.001193"], ["1.000894", "1.001193"], ["1.001193"]]
    again = read(
        Kind.LISTS, LISTS, "66,published,1.001193,,", "66,published,1.000894,2026-05-01,2026-05-31", facts=first.facts
    )
    assert (again.changes, again.facts) == ((), ())


def test_a_code_leaves_the_list_when_a_row_says_so_or_a_complete_list_lacks_it() -> None:
    known = read(Kind.LISTS, LISTS, *(f"66,published,{code},," for code in ("1.001193", "1.000894"))).facts
    later = date(2026, 6, 1)
    said = read(Kind.LISTS, LISTS, "66,published,1.000894,,2026-06-30", since=later, facts=known)
    assert [(it.how, it.name) for it in said.changes] == [(How.ENDED, "1.000894")]
    assert codes((*known, *said.facts), date(2026, 6, 30)) == ["1.000894", "1.001193"]
    assert codes((*known, *said.facts), date(2026, 7, 1)) == ["1.001193"]
    row = "66,published,1.001193,,"
    assert read(Kind.LISTS, LISTS, row, since=later, facts=known).facts == ()
    lacking = read(Kind.LISTS, LISTS, row, since=later, facts=known, complete=True)
    assert [(it.how, it.line, it.name) for it in lacking.changes] == [(How.ENDED, None, "1.000894")]
    assert codes((*known, *lacking.facts), later) == ["1.001193"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("66,published,1.999999,,", "unknown_code"),
        ("66,published,1.0133611,,", "dirty_code"),
        ("66,L4,1.001193,,", "unknown_list"),
        ("6,L1,1.001193,,", "lost_zeros"),
        ("66,L1,1.001193,2026-05-02,2026-05-01", "ends_before"),
    ],
)
def test_a_row_that_belongs_on_no_list_is_named(row: str, code: str) -> None:
    assert problems(read(Kind.LISTS, LISTS, row)) == [(2, code)]
