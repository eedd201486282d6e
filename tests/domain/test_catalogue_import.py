"""A list of the national registry becomes facts, or each of its problems is named by its line."""

from datetime import date
from pathlib import Path

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.catalogue.bodies import key_of, vertical_of
from luot_server.catalogue.importing import Difference, How, Kind, compare, read_sheet
from luot_server.domain.facts import Fact
from luot_server.domain.world import World

DAY = date(2026, 3, 2)
WORLD = World.of(shipped_facts(), DAY)
REGISTRY = Path(__file__).parents[3] / "shared" / "data" / "procedures.csv"
HEAD = "code,name,field,level,agency_kind,scope,processing_days,processing_unit,vertical,promulgator"
BIRTH = "1.001193,Thủ tục đăng ký khai sinh,Hộ tịch,xa,UBND cấp xã,province_default,{days},WORKING_DAY,0,Bộ Tư pháp"
BOATS = "1.900001,Đăng ký thuyền mẫu,Nghề thuyền,tinh,Sở Xây dựng,province_default,7.5,DAY,1,Bộ Xây dựng"
DATED = HEAD + ",valid_from,valid_to,replaced_by"


def read(*lines: str, head: str = HEAD, facts: tuple[Fact, ...] = (), complete: bool = False) -> Difference:
    return read_raw("\n".join((head, *lines, "")).encode(), facts, complete=complete)


def read_raw(raw: bytes, facts: tuple[Fact, ...] = (), *, complete: bool = False) -> Difference:
    return compare(read_sheet(Kind.PROCEDURES, raw), (*shipped_facts(), *facts), DAY, complete=complete)


def problems(difference: Difference) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in difference.problems]


def test_a_new_procedure_and_its_new_field_become_facts() -> None:
    difference = read(BOATS)
    assert difference.ok
    field, procedure = difference.facts
    assert (field.kind, field.key, field.data["ministry"]) == ("field", "nghe-thuyen", "bo-xay-dung")
    assert (procedure.kind, procedure.key, procedure.valid_from) == ("procedure", "1.900001", DAY)
    assert procedure.data["vertical"] is None  # whatever the list's own flag says
    assert procedure.data["authority"] == {"tinh": "xay_dung"}
    assert procedure.data["processing"] == {"days": 7.5, "unit": "day"}
    read_back = World.of((*shipped_facts(), *difference.facts), DAY).procedure("1.900001")
    assert read_back is not None
    assert not read_back.everyday


def test_what_we_wrote_ourselves_stays_when_a_list_names_the_procedure() -> None:
    (change,) = read(BIRTH.format(days=2)).changes
    (fact,) = change.facts
    ours = WORLD.procedure("1.001193")
    assert ours is not None
    assert (change.how, change.before["processing"], change.after["processing"]) == (
        How.CHANGED,
        f"{ours.processing.days} working_day",
        "2 working_day",
    )
    assert fact.data["processing"] == {"days": 2, "unit": "working_day"}
    assert fact.data["short_name"] == ours.short_name
    assert fact.data["search_words"] == list(ours.search_words)
    assert fact.data["route_away"] == "assisted_online"


def test_what_did_not_change_makes_no_fact() -> None:
    difference = read(BIRTH.format(days=1))
    assert (difference.ok, difference.rows, difference.unchanged, difference.facts) == (True, 1, 1, ())


def test_where_a_tone_stands_is_no_change() -> None:
    known = read(BOATS.replace("thuyền mẫu", "ở Tuy Hòa")).facts
    assert read(BOATS.replace("thuyền mẫu", "ở Tuy Hoà"), facts=known).unchanged == 1


def test_a_list_of_a_day_before_our_own_version_keeps_our_words() -> None:
    earlier = DATED.replace("valid_from", "Hiệu lực từ")
    *_, fact = read(BIRTH.format(days=3) + ",2021-05-01,2021-12-31,", head=earlier).facts
    assert (fact.valid_from, fact.valid_to) == (date(2021, 5, 1), date(2021, 12, 31))
    assert fact.data["short_name"] == dict(WORLD.procedure("1.001193").short_name)  # type: ignore[union-attr]


def test_an_end_says_what_replaces_the_procedure() -> None:
    known = read(BOATS).facts
    (change,) = read(BOATS + ",,2026-08-31,1.001193", head=DATED, facts=known).changes
    assert (change.how, change.after["valid_to"], change.after["replaced_by"]) == (How.ENDED, "2026-08-31", "1.001193")
    facts = (*shipped_facts(), *known, *change.facts)
    assert World.of(facts, date(2026, 8, 31)).procedure("1.900001") is not None
    assert World.of(facts, date(2026, 9, 1)).procedure("1.900001") is None
    again = read(BOATS + ",,2026-08-31,1.001193", head=DATED, facts=(*known, *change.facts))
    assert (again.facts, again.unchanged) == ((), 1)


def test_a_version_that_ends_does_not_let_the_one_before_it_speak_again() -> None:
    known = read(BOATS).facts
    changed = read(BOATS.replace("7.5", "9") + ",2026-04-01,2026-04-30,", head=DATED, facts=known).facts
    facts = (*shipped_facts(), *known, *changed)
    days = [World.of(facts, day).procedure("1.900001") for day in (date(2026, 3, 31), date(2026, 4, 30))]
    assert [it and it.processing.days for it in days] == [7.5, 9]
    assert World.of(facts, date(2026, 5, 1)).procedure("1.900001") is None


@pytest.mark.parametrize("known_to", ["", "2026-12-31"])
def test_an_end_counts_also_where_the_row_corrects_the_version_that_ends(known_to: str) -> None:
    known = read(f"{BOATS},2026-01-01,{known_to},", head=DATED).facts
    row = BOATS.replace("7.5", "9") + ",2026-01-01,2026-04-30,"
    facts = (*known, *read(row, head=DATED, facts=known).facts)
    last, after = (World.of((*shipped_facts(), *facts), day) for day in (date(2026, 4, 30), date(2026, 5, 1)))
    assert [it.processing.days for it in last.procedures() if it.code == "1.900001"] == [9]
    assert after.procedure("1.900001") is None
    assert read(row, head=DATED, facts=facts).unchanged == 1


def test_a_complete_list_ends_what_it_lacks_in_its_fields_and_nothing_else() -> None:
    rows = [BOATS, BOATS.replace("1.900001", "1.900002")]
    known = tuple(fact for fact in read(*rows).facts)
    begun = tuple(Fact(it.kind, it.key, date(2026, 1, 1), None, it.data) for it in known)
    assert read(rows[0], facts=begun).changes == ()
    (change,) = read(rows[0], facts=begun, complete=True).changes
    assert (change.how, change.line, change.key, change.after) == (
        How.ENDED,
        None,
        "1.900002",
        {"valid_to": "2026-03-01"},
    )
    assert problems(read(rows[0], facts=known, complete=True)) == [(1, "began_that_day")]
    with_a_problem = read(rows[0].replace("7.5", "x"), facts=begun, complete=True)
    assert with_a_problem.count(How.ENDED) == 0  # what a list with an unread line lacks is not known


def test_blanks_around_a_code_and_a_byte_order_mark_are_no_dirt() -> None:
    raw = ("\ufeff" + "\r\n".join((HEAD, " " + BOATS, ""))).encode()
    assert read_raw(raw).facts[1].key == "1.900001"


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_spreadsheet_set_to_vietnamese_parts_cells_by_its_own_sign(sign: str) -> None:
    raw = "\n".join((HEAD, BOATS, "")).replace(",", sign).encode()
    assert [it.key for it in read_raw(raw).changes] == ["1.900001"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([BOATS, BOATS.replace("1.900001", "1.014955-Xoa")], [(3, "dirty_code")]),
        ([BOATS.replace("1.900001", "1.0133611"), BOATS], [(2, "dirty_code")]),
        ([BOATS.replace("1.900001", "1.90001"), BOATS], [(2, "dirty_code")]),  # a zero eaten by a spreadsheet
        ([BOATS, BOATS, BOATS], [(3, "duplicate_row"), (4, "duplicate_row")]),
        ([BOATS, BOATS.replace("1.900001", "1.900001.H15")], [(3, "duplicate_row")]),
        ([BOATS.replace("tinh", "tỉnh")], [(2, "unknown_level")]),
        ([BOATS.replace("7.5", "bảy")], [(2, "bad_days")]),
        ([BOATS.replace("7.5", "nan")], [(2, "bad_days")]),
        ([BOATS.replace("Đăng ký thuyền mẫu", " ")], [(2, "empty_cell")]),
        ([BOATS + ",more", BOATS.replace("1.900001", "x")], [(2, "broken_row"), (3, "dirty_code")]),
        (["1.900001,short"], [(2, "broken_row")]),
        ([BOATS.replace("Đăng ký", '"Đăng ký')], [(2, "broken_row")]),
        ([], [(1, "no_rows")]),
    ],
)
def test_each_problem_is_named_by_its_line_and_nothing_is_left_to_import(
    lines: list[str], found: list[tuple[int, str]]
) -> None:
    difference = read(*lines)
    assert problems(difference) == found
    assert difference.facts == ()
    assert not difference.ok


@pytest.mark.parametrize(
    ("validities", "found"),
    [
        (["2026-01-01,2026-12-31", "2026-12-31,"], [(3, "overlap")]),
        (["2026-01-01,", "2026-01-01,2026-02-01"], [(3, "overlap")]),
        (["2026-01-01,2026-12-31", "2027-01-01,"], []),
        (["1/1/2026,31/12/2026", "1/1/2027,"], []),
        (["2026-05-01,2026-04-30"], [(2, "ends_before")]),
        (["2026-02-30,"], [(2, "bad_date")]),
        ([",soon"], [(2, "bad_date")]),
    ],
)
def test_validities_that_contradict_each_other_are_refused(validities: list[str], found: list[tuple[int, str]]) -> None:
    assert problems(read(*(f"{BOATS},{it}," for it in validities), head=DATED)) == found


def test_both_of_two_overlapping_rows_are_shown() -> None:
    (problem,) = read(f"{BOATS},2026-01-01,2026-12-31,", f"{BOATS},2026-12-31,,", head=DATED).problems
    assert problem.text.params == {
        "line": 3,
        "code": "1.900001",
        "validity": "2026-12-31 – …",
        "first": 2,
        "other": "2026-01-01 – 2026-12-31",
    }


def test_a_row_that_overlaps_the_catalogue_is_refused_with_what_is_there() -> None:
    known = read(f"{BOATS},2026-01-01,2026-12-31,", head=DATED).facts
    reaching = read(f"{BOATS.replace('7.5', '9')},2026-06-01,,", head=DATED, facts=known)
    assert problems(reaching) == [(2, "overlaps_catalogue")]
    assert reaching.problems[0].text.params["other"] == "2026-01-01 – 2026-12-31"


def test_a_line_is_where_the_row_begins_also_after_a_name_of_two_lines() -> None:
    two = BOATS.replace("Đăng ký thuyền mẫu", '"Đăng ký\nthuyền mẫu"')
    assert problems(read(two, BOATS.replace("1.900001", "x"))) == [(4, "dirty_code")]


def test_a_file_that_is_not_utf8_or_lacks_a_column() -> None:
    raw = "\n".join((HEAD, BOATS, BIRTH)).encode("utf-16")
    assert problems(read_raw(raw)) == [(1, "not_utf8")]
    late = (HEAD + "\n" + BOATS + "\n").encode() + b"1.900002,\xe9\n"
    assert problems(read_raw(late)) == [(3, "not_utf8")]
    (bare,) = read_raw(b"code,name,field\n").problems
    assert (bare.line, bare.code) == (1, "missing_column")
    assert bare.text.params["columns"] == "level, agency_kind, scope, processing_days, processing_unit"
    assert not read_raw(b"").ok


@pytest.mark.parametrize(
    ("agency_kind", "scope", "levels", "service"),
    [
        ("Công an cấp Xã", "vertical", ["xa"], "cong_an_xa"),
        ("Công an tỉnh; Công an cấp Xã", "vertical", ["tinh", "xa"], "cong_an_xa"),
        ("Phòng quản lý xuất nhập cảnh", "vertical", ["tinh"], "cong_an_tinh"),
        ("Thuế tỉnh, thành phố; Thuế cơ sở", "vertical", ["tinh"], "thue"),
        ("Sở Nội Vụ; Bảo hiểm xã hội cấp Tỉnh", "province_default", ["tinh"], None),
        ("Bảo hiểm xã hội tỉnh", "province_default", ["tinh"], "bhxh"),
        ("Uỷ ban Nhân dân cấp xã, phường, thị trấn", "vertical", ["xa"], None),
        ("", "vertical", ["xa"], None),
    ],
)
def test_a_vertical_service_is_told_from_who_decides(
    agency_kind: str, scope: str, levels: list[str], service: str | None
) -> None:
    assert vertical_of(agency_kind, scope, levels) == service


@pytest.mark.parametrize(
    ("field", "name", "scope", "levels", "vertical", "key"),
    [
        ("Hộ tịch", "x", "province_default", ["xa"], None, "residence"),
        ("Đất đai", "x", "province_default", ["tinh"], None, "property_location"),
        ("Chứng thực", "Chứng thực chữ ký", "province_default", ["xa"], None, "receiving_hall"),
        ("Chứng thực", "Sửa lỗi trong văn bản", "province_default", ["xa"], None, "residence"),
        ("Thuế", "x", "vertical", ["tinh"], "thue", "province"),
        ("Y tế", "x", "province_default", ["bo"], None, "ministry"),
        ("Hộ tịch", "x", "nationwide_text", ["xa"], None, "nationwide"),
    ],
)
def test_the_key_a_procedure_begins_with(
    field: str, name: str, scope: str, levels: list[str], vertical: str | None, key: str
) -> None:
    assert key_of(field, name, scope, levels, vertical) == key


if REGISTRY.exists():  # the real list is no part of the project; its facts may not be committed

    def test_the_whole_registry_reads_without_a_problem() -> None:
        difference = read_raw(REGISTRY.read_bytes())
        assert difference.problems == ()
        assert difference.rows == 1549
        again = read_raw(REGISTRY.read_bytes(), difference.facts)
        assert (again.unchanged, again.facts) == (1549, ())

    def test_a_dirtied_registry_reports_every_spoilt_line() -> None:
        lines = REGISTRY.read_text(encoding="utf-8").splitlines()
        spoilt = {
            100: ("dirty_code", lines[99].replace(".", "-", 1)),
            500: ("broken_row", lines[499] + ",more"),
            501: ("dirty_code", "1.014955-Xoa" + lines[500][8:]),
            1000: ("duplicate_row", lines[998]),
            1550: ("dirty_code", "1.0133611" + lines[1549][8:]),
        }
        for number, (_, line) in spoilt.items():
            lines[number - 1] = line
        difference = read_raw("\n".join(lines).encode())
        assert problems(difference) == [(number, code) for number, (code, _) in spoilt.items()]
        assert difference.facts == ()
