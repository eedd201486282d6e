"""What every reader of files gives: tables of lines of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from luot_server.catalogue.importing.problems import Problem

MOST_LINES: Final = 50_000
"""Ten times every list seen; beyond it somebody sent another file than they meant."""

MOST_COLUMNS: Final = 64
"""Columns further to the right belong to no list and are not read."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as it reads. ``fault``: the code of the problem of using it; ``at``: where, like B7."""

    text: str
    number: bool = False
    fault: str | None = None
    at: str = ""


BLANK: Final = Cell("")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``number`` counts from 1. A row of CSV that spans several lines is at its first."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that somebody joined into one: lines and columns, both inclusive; columns count from 0."""

    at: str
    first_line: int
    last_line: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Table:
    """One sheet, or the one table of a CSV file (``title`` None). ``problems`` are those of the file's own form."""

    title: str | None
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A whole file. ``even``: every line must have as many cells as the heading."""

    tables: tuple[Table, ...]
    even: bool
