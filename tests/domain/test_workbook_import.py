"""A workbook as somebody made it in a spreadsheet: titles, two headings, merged cells, formulas, numbers for codes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from luot_server.catalogue import shipped_facts
from luot_server.catalogue.importing import LARGEST_FILE, Difference, Kind, Sheet, compare, read_sheet
from luot_server.catalogue.importing.cells import MOST_COLUMNS
from luot_server.catalogue.importing.columns import FORMS
from luot_server.catalogue.importing.grid import read_grid
from luot_server.catalogue.importing.workbook import LAST_LINE, UNPACKED

DAY = date(2026, 3, 2)
HEAD = ["code", "name", "field", "level", "agency_kind", "scope", "processing_days", "processing_unit"]
TIEU_DE = [
    "Mã thủ tục (*)",
    "TÊN THỦ TỤC",
    "Lĩnh vực",
    "Cấp thực hiện",
    "Cơ quan thực hiện",
    "Phạm vi",
    "Số ngày",
    "Đơn vị",
]
BOATS = ["1.900001", "Đăng ký thuyền mẫu", "Nghề thuyền", "tinh", "Sở Xây dựng", "province_default", 7.5, "DAY"]
RAFTS = ["1.900002", "Đăng ký bè mẫu", *BOATS[2:]]


def book(rows: Sequence[Sequence[Any]], spoil: Callable[[Worksheet], None] = lambda _: None) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    spoil(sheet)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    raw = io.BytesIO()
    workbook.save(raw)
    return raw.getvalue()


def read(raw: bytes, kind: Kind = Kind.PROCEDURES) -> Sheet:
    return read_sheet(kind, raw)


def difference(raw: bytes) -> Difference:
    return compare(read(raw), shipped_facts(), DAY)


def problems(sheet: Sheet | Difference) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in sheet.problems]


def test_a_workbook_says_what_the_same_csv_says() -> None:
    found = difference(book([HEAD, BOATS, RAFTS]))
    csv = "\n".join(",".join(map(str, row)) for row in (HEAD, BOATS, RAFTS))
    assert found.ok
    assert found.facts == compare(read(csv.encode()), shipped_facts(), DAY).facts
    assert (found.heading, found.title) == (1, "Sheet")


def test_the_heading_is_found_below_titles_and_in_vietnamese() -> None:
    rows = [["DANH MỤC THỦ TỤC HÀNH CHÍNH"], ["Kèm theo Quyết định số …"], [], [None, *TIEU_DE], [1, *BOATS]]
    sheet = read(book(rows, lambda it: it.merge_cells("A1:I1")))
    assert (sheet.problems, sheet.heading) == ((), 4)
    assert [(row.line, row["code"], row["processing_days"]) for row in sheet.rows] == [(5, "1.900001", "7.5")]


def test_of_two_complete_headings_the_lower_is_taken() -> None:
    sheet = read(book([HEAD, TIEU_DE, BOATS]))
    assert (sheet.problems, sheet.heading, len(sheet.rows)) == ((), 2, 1)


def test_a_heading_of_two_lines_with_merged_cells_is_read_as_one() -> None:
    above = [*TIEU_DE[:6], "Thời hạn", None]

    def merged(sheet: Worksheet) -> None:
        for column in "ABCDEF":
            sheet.merge_cells(f"{column}1:{column}2")
        sheet.merge_cells("G1:H1")

    sheet = read(book([above, [*[None] * 6, "Số ngày", "Đơn vị"], BOATS], merged))
    assert (sheet.problems, sheet.heading) == ((), 2)
    assert sheet.rows[0]["processing_unit"] == "DAY"


def test_a_formula_is_a_problem_of_its_cell_and_not_what_it_last_came_to() -> None:
    rows = [["STT", *HEAD], ["=ROW()-1", *BOATS], ["=ROW()-1", "1.900002", '="Đăng ký "&"bè"', *BOATS[2:]]]
    sheet = read(book(rows))
    (problem,) = sheet.problems
    assert (problem.line, problem.code, problem.text.params["cell"]) == (3, "formula_cell", "C3")
    assert [row.line for row in sheet.rows] == [2]  # a formula in a column nobody reads is nobody's matter


def test_merged_cells_among_the_rows_are_named_with_the_line_they_begin_on() -> None:
    rows = [HEAD, BOATS, RAFTS, ["1.900003", "Ba", *BOATS[2:]]]
    (problem,) = read(book(rows, lambda it: it.merge_cells("C2:C3"))).problems
    assert (problem.line, problem.code, problem.text.params["cells"]) == (2, "merged_cells", "C2:C3")
    assert read(book(rows, lambda it: it.merge_cells("K2:L3"))).problems == ()


def test_a_code_that_is_a_number_has_lost_its_zeros() -> None:
    (problem,) = read(book([HEAD, [1.001190, *BOATS[1:]]])).problems
    assert (problem.line, problem.code) == (2, "number_for_code")
    assert problem.text.params["number"] == "1.00119"


def test_an_error_of_the_spreadsheet_is_no_name() -> None:
    assert problems(read(book([HEAD, ["1.900001", "#REF!", *BOATS[2:]]]))) == [(2, "error_cell")]


def test_area_codes_may_be_numbers_while_no_zero_is_lost() -> None:
    head = ["code", "name", "level", "parent"]
    rows = [
        head,
        ["66", "Tỉnh Đắk Lắk", "tinh", None],
        [22015, "Phường Tuy Hòa", "xa", 66],
        [1, "Hà Nội", "tinh", None],
    ]
    found = compare(read(book(rows), Kind.AREAS), shipped_facts(), DAY)
    assert problems(found) == [(4, "lost_zeros")]
    assert found.unchanged == 2


def test_a_day_is_a_day_however_the_cell_holds_it() -> None:
    rows = [[*HEAD, "valid_from", "valid_to"], [*BOATS, datetime(2026, 4, 1), "30/6/2026"]]  # noqa: DTZ001
    (change,) = difference(book(rows)).changes
    assert (change.after["valid_from"], change.after["valid_to"]) == ("2026-04-01", "2026-06-30")


def test_the_list_may_stand_on_another_sheet_but_not_on_a_hidden_one() -> None:
    workbook = Workbook()
    hidden, notes, named = workbook.active, workbook.create_sheet("Ghi chú"), workbook.create_sheet("TTHC")
    assert hidden is not None
    for sheet, rows in ((hidden, [HEAD, RAFTS]), (notes, [["Ghi chú"]]), (named, [HEAD, BOATS])):
        for row in rows:
            sheet.append(row)
    hidden.sheet_state = "hidden"
    found = read(saved(workbook))
    assert (found.title, [row["code"] for row in found.rows]) == ("TTHC", ["1.900001"])


def test_columns_that_are_missing_or_there_twice_are_named() -> None:
    (missing,) = read(book([["Danh mục"], TIEU_DE[:6], BOATS])).problems
    assert (missing.line, missing.code) == (2, "missing_column")
    assert missing.text.params["columns"] == "processing_days, processing_unit"
    assert problems(read(book([[*HEAD, "Tên thủ tục"], [*BOATS, "x"]]))) == [(1, "column_twice")]


def unzipped(entries: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"PK\x03\x04 and no more", "broken_workbook"),
        (unzipped({"word/document.xml": b"<w/>"}), "broken_workbook"),
        (unzipped({"xl/workbook.xml": b"<not", "[Content_Types].xml": b"<x/>"}), "broken_workbook"),
        (unzipped({"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": bytes(UNPACKED)}), "file_too_large"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "locked_workbook"),
        (b"%PDF-1.7\n\xe2\xe3", "not_utf8"),
        (b"x" * (LARGEST_FILE + 1), "file_too_large"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(raw: bytes, code: str) -> None:
    sheet = read(raw)
    assert [it.code for it in sheet.problems] == [code]
    assert sheet.rows == ()


def test_a_row_at_the_end_of_the_world_is_too_many() -> None:
    def far(sheet: Worksheet) -> None:
        sheet["A900000"] = "1.900009"

    assert [it.code for it in read(book([HEAD, BOATS], far)).problems] == ["too_many_rows"]


def test_a_sheet_is_gone_through_as_far_as_a_sheet_can_go() -> None:
    with zipfile.ZipFile(io.BytesIO(book([HEAD, BOATS]))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    first = "xl/worksheets/sheet1.xml"
    far = parts[first].replace(b"</sheetData>", b'<row r="2000000000"><c t="n"><v>1</v></c></row></sheetData>')
    assert far != parts[first]
    (problem,) = read(unzipped({**parts, first: far})).problems
    assert (problem.line, problem.code) == (LAST_LINE + 1, "too_many_rows")


def test_columns_beyond_any_list_are_not_read() -> None:
    wide = [*HEAD, *[f"more {number}" for number in range(MOST_COLUMNS)]]
    row = [*BOATS, *["x"] * MOST_COLUMNS]
    text = "\n".join(";".join(map(str, line)) for line in (wide, row))
    assert len(read_grid(text.encode(), FORMS[Kind.PROCEDURES]).tables[0].lines[0].cells) == MOST_COLUMNS
    assert [it["code"] for it in read(text.encode()).rows] == ["1.900001"]
    assert problems(read(b"," * LARGEST_FILE)) == [(1, "missing_column")]
