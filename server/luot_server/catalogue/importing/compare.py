"""Holds a read file against the catalogue: the same difference for the command line, the API and the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from luot_server.catalogue.importing import agencies, areas, lists, procedures
from luot_server.catalogue.importing.columns import AGENCIES, AREA_MAP, AREAS, LISTS, PROCEDURES
from luot_server.catalogue.importing.difference import Difference, Found
from luot_server.catalogue.importing.known import Known
from luot_server.catalogue.importing.problems import Problem
from luot_server.catalogue.importing.sheet import Row, Sheet
from luot_server.domain.facts import Fact


class _Compare(Protocol):
    def __call__(self, sheet: Sheet, known: Known, since: date, *, complete: bool) -> Found: ...


@dataclass(frozen=True)
class _Reader:
    """How one form of list is understood: each row by itself, then all of them beside the catalogue."""

    problems_of: Callable[[Row], Iterator[Problem]]
    compare: _Compare


_READERS: Final = {
    PROCEDURES.name: _Reader(procedures.problems_of, procedures.compare),
    AREAS.name: _Reader(areas.problems_of, areas.compare),
    AREA_MAP.name: _Reader(areas.map_problems_of, areas.compare_map),
    AGENCIES.name: _Reader(agencies.problems_of, agencies.compare),
    LISTS.name: _Reader(lists.problems_of, lists.compare),
}


def compare(sheet: Sheet, facts: Iterable[Fact], since: date, *, complete: bool = False) -> Difference:
    """What ``sheet`` says from ``since`` on, beside ``facts``; nothing is recorded.

    ``complete``: the list is the whole truth of what it speaks for, so what it lacks ends the day before ``since``.
    Every row is looked at, whatever is wrong with another.
    """
    found, problems = Found(), list(sheet.problems)
    if reader := _READERS.get(sheet.form):
        by_row = {row: list(reader.problems_of(row)) for row in sheet.rows}
        problems.extend(problem for wrong in by_row.values() for problem in wrong)
        good = replace(sheet, rows=tuple(row for row, wrong in by_row.items() if not wrong))
        # What a list with an unread line lacks is not known, so then nothing ends.
        found = reader.compare(good, Known(facts), since, complete=complete and not problems)
    problems = sorted((*problems, *found.problems), key=lambda it: it.line)
    return Difference(
        kind=sheet.kind,
        heading=sheet.heading,
        title=sheet.title,
        rows=sheet.lines,
        unchanged=found.unchanged,
        changes=tuple(found.changes),
        also=tuple(found.also),
        problems=tuple(problems),
    )
