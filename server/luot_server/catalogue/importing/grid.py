"""A file as lines of cells, before anybody knows what it is about: CSV here, workbooks next door."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from luot_server.catalogue.importing import workbook
from luot_server.catalogue.importing.cells import BLANK, MOST_COLUMNS, MOST_LINES, Cell, Grid, Line, Table
from luot_server.catalogue.importing.columns import Form
from luot_server.catalogue.importing.problems import Problem, Unreadable

LARGEST_FILE: Final = 8 * 1024 * 1024
"""Bytes. The whole national registry takes half a megabyte."""

HEADING_WITHIN: Final = 10
"""A heading stands among the first lines; above it there may be a title, a date, an empty line."""

_WORKBOOK, _LOCKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_grid(raw: bytes, forms: Sequence[Form]) -> Grid:
    """The file's tables. ``forms`` help to tell which sign parts the cells of a CSV file. Raises Unreadable."""
    if len(raw) > LARGEST_FILE:
        raise Unreadable(Problem.at(1, "file_too_large", megabytes=LARGEST_FILE // 1024 // 1024))
    if raw.startswith(_WORKBOOK):
        return workbook.read(raw)
    if raw.startswith(_LOCKED):
        raise Unreadable(Problem.at(1, "locked_workbook"))
    return Grid((_read_csv(_text(raw), forms),), even=True)


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise Unreadable(Problem.at(line, "not_utf8")) from wrong
    if "\0" in text:  # UTF-16 without its mark, or no text at all
        raise Unreadable(Problem.at(text[: text.index("\0")].count("\n") + 1, "not_utf8"))
    return text


def _read_csv(text: str, forms: Sequence[Form]) -> Table:
    """Reading ends at the first line whose quotation marks cannot be understood: what follows it cannot be trusted."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, forms), strict=True)
    lines: list[Line] = []
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return Table(None, tuple(lines))
        except csv.Error:
            return Table(None, tuple(lines), (Problem.at(number, "broken_row"),))
        if number > MOST_LINES:
            raise Unreadable(Problem.at(number, "too_many_rows", most=MOST_LINES))
        lines.append(Line(number, tuple(_cell(cell) for cell in cells[:MOST_COLUMNS])))


def _cell(text: str) -> Cell:
    return Cell(text) if (text := text.strip()) else BLANK


def _delimiter(text: str, forms: Sequence[Form]) -> str:
    """A spreadsheet set to Vietnamese writes semicolons; the sign that yields the most known headings is meant."""
    head = text.splitlines()[:HEADING_WITHIN]

    def known(sign: str) -> int:
        return max(
            (
                sum(form.column(cell) is not None for cell in line.split(sign, MOST_COLUMNS)[:MOST_COLUMNS])
                for line in head
                for form in forms
            ),
            default=0,
        )

    return max(",;\t", key=known)
