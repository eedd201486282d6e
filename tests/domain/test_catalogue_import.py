"""A list of the national registry becomes facts, or each of its problems is named by its line."""

from datetime import date
from pathlib import Path

import pytest

from luot_server.catalogue import Reading, read_procedures, shipped_facts
from luot_server.catalogue.bodies import key_of, vertical_of
from luot_server.commands.catalogue import report
from luot_server.domain.world import World

DAY = date(2026, 3, 2)
WORLD = World.of(shipped_facts(), DAY)
REGISTRY = Path(__file__).parents[3] / "shared" / "data" / "procedures.csv"
HEAD = "code,name,field,level,agency_kind,scope,processing_days,processing_unit,vertical,promulgator"
BIRTH = "1.001193,Thủ tục đăng ký khai sinh,Hộ tịch,xa,UBND cấp xã,province_default,{days},WORKING_DAY,0,Bộ Tư pháp"
BOATS = "1.900001,Đăng ký thuyền mẫu,Nghề thuyền,tinh,Sở Xây dựng,province_default,7.5,DAY,1,Bộ Xây dựng"


def read(*lines: str) -> Reading:
    return read_procedures("\n".join((HEAD, *lines, "")).encode(), valid_from=DAY, world=WORLD)


def test_a_new_procedure_and_its_new_field_become_facts() -> None:
    reading = read(BOATS)
    assert reading.ok
    field, procedure = reading.facts
    assert (field.kind, field.key, field.data["ministry"]) == ("field", "nghe-thuyen", "bo-xay-dung")
    assert (procedure.kind, procedure.key, procedure.valid_from) == ("procedure", "1.900001", DAY)
    assert procedure.data["vertical"] is None  # whatever the list's own flag says
    assert procedure.data["authority"] == {"tinh": "xay_dung"}
    assert procedure.data["processing"] == {"days": 7.5, "unit": "day"}
    read_back = World.of((*shipped_facts(), *reading.facts), DAY).procedure("1.900001")
    assert read_back is not None
    assert not read_back.everyday


def test_what_we_wrote_ourselves_stays_when_a_list_names_the_procedure() -> None:
    (fact,) = read(BIRTH.format(days=2)).facts
    ours = WORLD.procedure("1.001193")
    assert ours is not None
    assert fact.data["processing"] == {"days": 2, "unit": "working_day"}
    assert fact.data["short_name"] == ours.short_name
    assert fact.data["search_words"] == list(ours.search_words)
    assert fact.data["route_away"] == "assisted_online"


def test_what_did_not_change_makes_no_fact() -> None:
    reading = read(BIRTH.format(days=1))
    assert (reading.ok, reading.rows, reading.unchanged, reading.facts) == (True, 1, 1, ())


def test_blanks_around_a_code_and_a_byte_order_mark_are_no_dirt() -> None:
    raw = ("\ufeff" + "\r\n".join((HEAD, " " + BOATS, ""))).encode()
    assert read_procedures(raw, valid_from=DAY, world=WORLD).facts[1].key == "1.900001"


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ([BOATS, BOATS.replace("1.900001", "1.014955-Xoa")], [(3, "dirty_code")]),
        ([BOATS.replace("1.900001", "1.0133611"), BOATS], [(2, "dirty_code")]),
        ([BOATS, BOATS, BOATS], [(3, "duplicate_row"), (4, "duplicate_row")]),
        ([BOATS, BOATS.replace("1.900001", "1.900001.H15")], [(3, "duplicate_row")]),
        ([BOATS.replace("tinh", "tỉnh")], [(2, "unknown_level")]),
        ([BOATS.replace("7.5", "bảy")], [(2, "bad_days")]),
        ([BOATS.replace("7.5", "nan")], [(2, "bad_days")]),
        ([BOATS.replace("Đăng ký thuyền mẫu", " ")], [(2, "empty_cell")]),
        ([BOATS + ",more"], [(2, "broken_row")]),
        (["1.900001,short"], [(2, "broken_row")]),
        ([BOATS.replace("Đăng ký", '"Đăng ký')], [(2, "broken_row")]),
        ([], [(1, "no_rows")]),
    ],
)
def test_each_problem_is_named_by_its_line_and_nothing_is_left_to_import(
    lines: list[str], problems: list[tuple[int, str]]
) -> None:
    reading = read(*lines)
    assert [(problem.line, problem.code) for problem in reading.problems] == problems
    assert reading.facts == ()
    assert not reading.ok


def test_a_line_is_where_the_row_begins_also_after_a_name_of_two_lines() -> None:
    two = BOATS.replace("Đăng ký thuyền mẫu", '"Đăng ký\nthuyền mẫu"')
    reading = read(two, BOATS.replace("1.900001", "x"))
    assert [problem.line for problem in reading.problems] == [4]


def test_a_file_that_is_not_utf8_or_lacks_a_column() -> None:
    raw = "\n".join((HEAD, BOATS, BIRTH)).encode("utf-16")
    assert read_procedures(raw, valid_from=DAY, world=WORLD).problems[0].code == "not_utf8"
    late = (HEAD + "\n" + BOATS + "\n").encode() + b"1.900002,\xe9\n"
    assert [(it.line, it.code) for it in read_procedures(late, valid_from=DAY, world=WORLD).problems] == [
        (3, "not_utf8")
    ]
    bare = read_procedures(b"code,name,field\n", valid_from=DAY, world=WORLD).problems[0]
    assert (bare.line, bare.code) == (1, "missing_column")
    assert bare.text.params["columns"] == "level, agency_kind, scope, processing_days, processing_unit"
    assert not read_procedures(b"", valid_from=DAY, world=WORLD).ok


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


def test_the_report_names_what_to_correct() -> None:
    lines = list(report(read(BOATS, BOATS), lang="en"))
    assert lines[0].startswith("The file has 1 problems, so nothing was imported.")
    assert lines[1].startswith("  duplicate_row: Line 3: procedure 1.900001 stands on line 2 already.")
    assert list(report(read(BOATS), dry_run=True))[1] == "Chỉ kiểm tra, chưa nhập gì."


if REGISTRY.exists():  # the real list is no part of the project; its facts may not be committed

    def test_the_whole_registry_reads_without_a_problem() -> None:
        reading = read_procedures(REGISTRY.read_bytes(), valid_from=DAY, world=WORLD)
        assert reading.problems == ()
        assert reading.rows == 1549
        world = World.of((*shipped_facts(), *reading.facts), DAY)
        again = read_procedures(REGISTRY.read_bytes(), valid_from=DAY, world=world)
        assert (again.unchanged, again.facts) == (1549, ())
