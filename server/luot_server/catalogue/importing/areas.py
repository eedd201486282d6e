"""Administrative units, and where those that ended went.

A code is text of two, three or five digits (province, district until 30/6/2025, commune); codes are used again, so a
unit is its code and the day it began.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from luot_server.catalogue.derived import area_name
from luot_server.catalogue.importing.difference import Change, Found, How, told
from luot_server.catalogue.importing.known import Known
from luot_server.catalogue.importing.problems import Problem
from luot_server.catalogue.importing.reading import bad_days_of, days_of, empty_cells, parts, plain
from luot_server.catalogue.importing.sheet import Row, Sheet
from luot_server.catalogue.importing.versions import DAY, Entry, end_left_out, lay_beside
from luot_server.domain.facts import Fact
from luot_server.domain.records import Level
from luot_server.domain.search import same_spelling

DIGITS: Final = {Level.PROVINCE.value: 2, Level.DISTRICT.value: 3, Level.COMMUNE.value: 5}
LONGEST: Final = max(DIGITS.values())
WHOLE: Final = ("full", "renamed", "unchanged")
"""How a unit went whole into one of today; `partial` is how one went that was split."""

MERGES: Final = (*WHOLE, "partial")


def problems_of(row: Row) -> Iterator[Problem]:
    """What is wrong with the row by itself."""
    yield from empty_cells(row, "code", "name", "level")
    level = row["level"]
    if level and level not in DIGITS:
        yield Problem.at(row.line, "unknown_level", level=level)
    elif level and row["code"]:
        yield from _code_problems(row.line, row["code"], DIGITS[level])
    for code in (row["parent"], *parts(row["merged_into"])):
        if code:
            yield from _code_problems(row.line, code)
    if row["parent"] and len(row["parent"]) >= DIGITS.get(level, LONGEST):
        # Whoever climbs from a unit to its province must arrive: a row that lies in itself has no end.
        yield Problem.at(row.line, "parent_not_above", code=row["code"], parent=row["parent"])
    if row["merge"] and (row["merge"] not in MERGES or (row["merge"] in WHOLE and len(parts(row["merged_into"])) > 1)):
        yield Problem.at(row.line, "bad_merge", merge=row["merge"])
    yield from bad_days_of(row)


def map_problems_of(row: Row) -> Iterator[Problem]:
    """What is wrong with a row of old and new units by itself."""
    yield from empty_cells(row, "old_code", "new_code")
    for code in (row["old_code"], row["new_code"]):
        if code:
            yield from _code_problems(row.line, code)
    if row["merge"] not in MERGES:
        yield Problem.at(row.line, "bad_merge", merge=row["merge"])
    yield from bad_days_of(row)


def compare(sheet: Sheet, known: Known, since: date, *, complete: bool) -> Found:
    """The units beside the catalogue. A complete list speaks for the units of the provinces it names."""
    problems = list(_placed(sheet, known, since))
    entries, went = _entries(sheet, known, since)
    held = {fact.key: fact for fact in known.all_held("area", since)}
    found = lay_beside(entries, known, since, _same)
    found.problems.extend(problems)
    found.also = went
    if complete:
        listed = {entry.key for entry in entries}
        spoken_for = [fact for fact in held.values() if _province(fact.key, held) in listed]
        end_left_out(found, listed, spoken_for, since, sheet.heading)
    return found


def compare_map(sheet: Sheet, known: Known, since: date, *, complete: bool) -> Found:
    """Old unit → new unit, one entry a pair. A map never speaks for the units it leaves out."""
    entries = _map_entries(sheet)
    found = lay_beside(entries, known, since, _same)
    found.problems.extend(_map_placed(sheet, known, since))
    return found


def _entries(sheet: Sheet, known: Known, since: date) -> tuple[list[Entry], list[Change]]:
    """The rows' entries, and where the units went that a row merges into others."""
    found: list[Entry] = []
    went: list[Change] = []
    for row in sheet.rows:
        begins, ends = days_of(row)
        held = known.held("area", row["code"], begins or (min(ends, since) if ends else since))
        name = plain(row["name"])
        if held and same_spelling(name) == same_spelling(held.data["name"]["vi"]):
            names = held.data["name"]
        else:
            names = area_name(name)
        data = {"name": names, "level": row["level"], "parent": row["parent"] or None}
        found.append(Entry(row.line, "area", row["code"], names["vi"], data, begins, ends))
        went.extend(_went(row, ends + DAY if ends else since, known))
    return found, went


def _map_entries(sheet: Sheet) -> list[Entry]:
    found: list[Entry] = []
    for row in sheet.rows:
        begins, ends = days_of(row)
        data = _merge(row["old_code"], row["new_code"], row["merge"])
        key = _key(data)
        found.append(Entry(row.line, "area_merge", key, key, data, begins, ends))
    return found


def _placed(sheet: Sheet, known: Known, since: date) -> Iterator[Problem]:
    """Units that are named and exist neither in the catalogue nor in the file."""
    here = {row["code"] for row in sheet.rows}
    for row in sheet.rows:
        begins, ends = days_of(row)
        parent, on = row["parent"], begins or (min(ends, since) if ends else since)
        if parent and parent not in here and known.held("area", parent, on) is None:
            yield Problem.at(row.line, "unknown_area", code=parent)
        for code in parts(row["merged_into"]):
            if code not in here and known.held("area", code, ends + DAY if ends else since) is None:
                yield Problem.at(row.line, "unknown_area", code=code)


def _map_placed(sheet: Sheet, known: Known, since: date) -> Iterator[Problem]:
    """Old units the catalogue never had, and new ones it does not have on the day."""
    for row in sheet.rows:
        on = days_of(row)[0] or since
        if not any(fact.valid_from < on for fact in known.versions("area", row["old_code"])):
            yield Problem.at(row.line, "unknown_area", code=row["old_code"])
        if known.held("area", row["new_code"], on) is None:
            yield Problem.at(row.line, "unknown_area", code=row["new_code"])


def _same(held: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether two versions say the same."""
    return dict(held) == dict(said)


def _province(code: str, held: Mapping[str, Fact]) -> str | None:
    unit = held.get(code)
    while unit is not None and unit.data["parent"]:
        unit = held.get(unit.data["parent"])
    return unit.key if unit else None


def _went(row: Row, since: date, known: Known) -> Iterator[Change]:
    new = parts(row["merged_into"])
    for code in new:
        data = _merge(row["code"], code, row["merge"] or ("full" if len(new) == 1 else "partial"))
        held = known.held("area_merge", _key(data), since)
        if held is None or dict(held.data) != data:
            fact = Fact("area_merge", _key(data), since, None, data)
            yield Change(How.ADDED, row.line, "area_merge", fact.key, fact.key, {}, told(data), (fact,))


def _merge(old: str, new: str, merge: str) -> dict[str, str]:
    return {"old": old, "new": new, "merge": merge}


def _key(merge: Mapping[str, str]) -> str:
    return f"{merge['old']}>{merge['new']}"


def _code_problems(line: int, code: str, digits: int | None = None) -> Iterator[Problem]:
    if re.fullmatch(r"\d+", code, re.ASCII) is None:
        yield Problem.at(line, "dirty_area", code=code)
    elif (digits and len(code) < digits) or len(code) < 2:
        yield Problem.at(line, "lost_zeros", code=code)
    elif len(code) not in ([digits] if digits else DIGITS.values()):
        yield Problem.at(line, "dirty_area", code=code)
