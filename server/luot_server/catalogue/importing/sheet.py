"""Finds the heading in a file and gives the rows below it by column, each with its line.

A heading is the lowest of the first lines that names every needed column. Where cells of two lines were joined, a
name may stand a line above: it counts for the blank cell below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from luot_server.catalogue.importing.cells import Cell, Line, Merged, Table
from luot_server.catalogue.importing.columns import FORMS, Column, Form, Kind
from luot_server.catalogue.importing.grid import HEADING_WITHIN, read_grid
from luot_server.catalogue.importing.problems import Problem, Unreadable


@dataclass(frozen=True)
class Row:
    """One entry. A column the file does not have reads as empty."""

    line: int
    cells: Mapping[str, str] = field(hash=False)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """A file as read. ``heading`` is the line its columns were named on (0: none was found); ``lines`` counts rows."""

    kind: Kind
    form: str
    title: str | None
    heading: int
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    lines: int = 0


@dataclass(frozen=True)
class _Heading:
    form: Form
    line: Line
    places: tuple[tuple[Column, int], ...]
    twice: tuple[str, ...]


def read_sheet(kind: Kind, raw: bytes) -> Sheet:
    """What the file says, whatever is wrong with it; never raises. It touches nothing but ``raw``."""
    try:
        grid = read_grid(raw, FORMS[kind])
        table, heading = _found(grid.tables, FORMS[kind])
    except Unreadable as wrong:
        return Sheet(kind, "", None, 0, (), (wrong.problem,))
    if heading.twice:
        problem = Problem.at(heading.line.number, "column_twice", columns=", ".join(heading.twice))
        return Sheet(kind, heading.form.name, table.title, heading.line.number, (), (problem,))
    return _below(kind, table, heading, even=grid.even)


def _found(tables: Sequence[Table], forms: Sequence[Form]) -> tuple[Table, _Heading]:
    best: tuple[int, Problem] | None = None
    for table in tables:
        complete: _Heading | None = None
        for form in forms:
            for heading in _headings(table, form):
                missing = form.missing([column.id for column, _ in heading.places])
                if not missing:
                    complete = heading  # the lowest: under a heading there may be another, in another language
                elif complete:
                    break
                elif best is None or len(heading.places) > best[0]:
                    named = ", ".join(missing)
                    best = len(heading.places), Problem.at(heading.line.number, "missing_column", columns=named)
            if complete:
                return table, complete
    named = ", ".join(column.id for column in forms[0].columns if column.needed)
    raise Unreadable(best[1] if best else Problem.at(1, "missing_column", columns=named))


def _headings(table: Table, form: Form) -> Iterator[_Heading]:
    above: tuple[Cell, ...] = ()
    for line in table.lines:
        if line.number > HEADING_WITHIN:
            return
        places: list[tuple[Column, int]] = []
        twice: list[str] = []
        for index, cell in enumerate(line.cells):
            name = cell.text or (above[index].text if index < len(above) else "")
            column = form.column(name) if name else None
            if column and column in (held for held, _ in places):
                twice.append(column.id)
            elif column:
                places.append((column, index))
        if any(line.cells[index].text for _, index in places):
            yield _Heading(form, line, tuple(places), tuple(twice))
        above = line.cells


def _below(kind: Kind, table: Table, heading: _Heading, *, even: bool) -> Sheet:
    joined = _joined(table, heading)
    problems = [*table.problems, *(Problem.at(it.first_line, "merged_cells", cells=it.at) for it in joined)]
    rows: list[Row] = []
    lines = 0
    for line in table.lines:
        if line.number <= heading.line.number or not any(cell.text for cell in line.cells):
            continue
        lines += 1
        if any(it.first_line <= line.number <= it.last_line for it in joined):
            continue
        if even and len(line.cells) != len(heading.line.cells):
            problems.append(Problem.at(line.number, "broken_row"))
            continue
        cells = {column: line.cells[index] for column, index in heading.places if index < len(line.cells)}
        if not any(cell.text for cell in cells.values()):
            continue
        if faults := list(_faults(line.number, cells)):
            problems.extend(faults)
            continue
        rows.append(Row(line.number, {column.id: cell.text for column, cell in cells.items()}))
    if not lines and not problems:
        problems.append(Problem.at(heading.line.number, "no_rows"))
    return Sheet(kind, heading.form.name, table.title, heading.line.number, tuple(rows), tuple(problems), lines)


def _joined(table: Table, heading: _Heading) -> list[Merged]:
    """Merged cells among the rows, where they cover a column we read."""
    read = {index for _, index in heading.places}
    return [
        it
        for it in table.merged
        if it.last_line > heading.line.number and any(it.first_column <= index <= it.last_column for index in read)
    ]


def _faults(line: int, cells: Mapping[Column, Cell]) -> Iterator[Problem]:
    for column, cell in cells.items():
        if cell.fault:
            yield Problem.at(line, cell.fault, cell=cell.at)
        elif column.code and cell.number:
            yield Problem.at(line, "number_for_code", cell=cell.at, number=cell.text)
