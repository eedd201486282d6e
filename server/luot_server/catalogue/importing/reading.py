"""Small readings every kind of list shares: days, codes joined by a sign, names of one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from luot_server.catalogue.importing.problems import Problem
from luot_server.catalogue.importing.sheet import Row

YEARS: Final = range(1945, 2200)
"""Years a list can speak of; arithmetic on days further out leaves the calendar."""

_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_LOCAL: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def day_of(text: str) -> date | None:
    """2026-04-01 or 1/4/2026, as people here write it; ValueError for anything else, None where nothing stands."""
    text = text.strip()
    if not text:
        return None
    if match := _ISO.fullmatch(text):
        day = date(int(match[1]), int(match[2]), int(match[3]))
    elif match := _LOCAL.fullmatch(text):
        day = date(int(match[3]), int(match[2]), int(match[1]))
    else:
        raise ValueError(f"{text!r} is no day")
    if day.year not in YEARS:
        raise ValueError(f"{text!r} is no day of ours")
    return day


def days_of(row: Row) -> tuple[date | None, date | None]:
    """The row's validity; days that cannot be read are None here and a problem of `bad_days_of`."""
    days: list[date | None] = []
    for column in ("valid_from", "valid_to"):
        try:
            days.append(day_of(row[column]))
        except ValueError:
            days.append(None)
    return days[0], days[1]


def bad_days_of(row: Row) -> Iterator[Problem]:
    """What is wrong with the row's validity."""
    for column in ("valid_from", "valid_to"):
        try:
            day_of(row[column])
        except ValueError:
            yield Problem.at(row.line, "bad_date", column=column, date=row[column])


def empty_cells(row: Row, *columns: str) -> Iterator[Problem]:
    """The columns that must say something and do not."""
    for column in columns:
        if not row[column].strip():
            yield Problem.at(row.line, "empty_cell", column=column)


def parts(text: str, signs: str = ";") -> list[str]:
    """The parts of a cell that holds several."""
    return [part.strip() for part in re.split(f"[{re.escape(signs)}]", text) if part.strip()]


def plain(text: str) -> str:
    """One blank between words, none around them."""
    return " ".join(text.split())
