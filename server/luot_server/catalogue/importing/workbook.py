"""Reads an Excel workbook (.xlsx) as it was typed: what a formula last came to is never taken for an entry.

A workbook is a zip of XML from somebody else's machine, so the sizes it states are looked at before anything is
unpacked (zipfile gives no more than they say), and lines and columns beyond any list of ours are not read. Expat
itself refuses entities that grow.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from luot_server.catalogue.importing.cells import BLANK, MOST_COLUMNS, MOST_LINES, Cell, Grid, Line, Merged, Table
from luot_server.catalogue.importing.problems import Problem, Unreadable

UNPACKED: Final = 64 * 1024 * 1024
"""Bytes a workbook may come to; one of the whole registry comes to two megabytes."""

LAST_LINE: Final = 1_048_576
"""The last line a sheet of Excel has. The file says a row's number itself, and every line up to it is gone through."""

_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def read(raw: bytes) -> Grid:
    """The visible sheets in their order. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                raise Unreadable(Problem.at(1, "file_too_large", megabytes=UNPACKED // 1024 // 1024))
            archive.getinfo("xl/workbook.xml")
        return Grid(tuple(_tables(raw)), even=False)
    except Unreadable:
        raise
    except Exception as cause:  # openpyxl answers a broken file with whatever its parsers happened to raise
        raise Unreadable(Problem.at(1, "broken_workbook")) from cause


def _tables(raw: bytes) -> Iterator[Table]:
    # Imported where it is needed: it takes a fifth of a second, and most processes never see a workbook.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about decorations it does not know; they hold no entries
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield Table(sheet.title, tuple(_lines(sheet)), merged=tuple(_merged(sheet)))
        finally:
            book.close()


def _lines(sheet: Any) -> Iterator[Line]:
    """The size a sheet states may be anything; it is not asked. Lines it leaves out come as one and the same row."""
    sheet.reset_dimensions()
    before: Any = None
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > LAST_LINE:
            raise Unreadable(Problem.at(number, "too_many_rows", most=MOST_LINES))
        cells = () if row is before else tuple(_cell(cell, number) for cell in row)
        before = row
        if all(cell is BLANK for cell in cells):
            continue
        if number > MOST_LINES:
            raise Unreadable(Problem.at(number, "too_many_rows", most=MOST_LINES))
        yield Line(number, cells)


def _cell(cell: Any, line: int) -> Cell:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return BLANK
    at = f"{cell.column_letter}{line}"
    if cell.data_type == "f":
        return Cell("=", fault="formula_cell", at=at)
    if cell.data_type == "e":
        return Cell(str(value), fault="error_cell", at=at)
    if isinstance(value, datetime | date):
        return Cell((value.date() if isinstance(value, datetime) else value).isoformat(), at=at)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(_plain(value), number=True, at=at)
    return Cell(str(value).strip(), at=at)


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(number)


def _merged(sheet: Any) -> Iterator[Merged]:
    """Openpyxl does not tell of merged cells while streaming, so the sheet's own part is looked through for them.

    Its name for that part is private; a test with a merged cell watches over it.
    """
    with sheet.parent._archive.open(sheet._worksheet_path) as part:
        for first, top, last, bottom in _MERGED.findall(part.read()):
            at = b"".join((first, top, b":", last, bottom)).decode()
            yield Merged(at, int(top), int(bottom), _index(first), _index(last))


def _index(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
