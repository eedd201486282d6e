"""Lists of procedures a province publishes: which codes stand on which list, from when until when.

A list is one dated fact with all its codes, so each day on which a code comes or goes begins a version of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from luot_server.catalogue.importing.difference import Change, Found, How
from luot_server.catalogue.importing.known import Known
from luot_server.catalogue.importing.problems import Problem
from luot_server.catalogue.importing.reading import bad_days_of, days_of
from luot_server.catalogue.importing.sheet import Row, Sheet
from luot_server.catalogue.importing.versions import DAY
from luot_server.domain.codes import CodeError, parse_procedure
from luot_server.domain.facts import Fact

LISTS: Final = ("L1", "L2", "L3", "published")
"""Three lists of the three tiers, and the one a province publishes since 1/7/2025."""


@dataclass(frozen=True)
class _Place:
    """A code on a list. ``begins`` None: the row says only when it leaves."""

    line: int
    code: str
    begins: date | None
    ends: date | None

    def there(self, day: date) -> bool:
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


def problems_of(row: Row) -> Iterator[Problem]:
    """What is wrong with the row by itself."""
    if re.fullmatch(r"\d{2}", row["province"], re.ASCII) is None:
        yield Problem.at(row.line, "lost_zeros" if len(row["province"]) == 1 else "dirty_area", code=row["province"])
    if row["list"] not in LISTS:
        yield Problem.at(row.line, "unknown_list", list=row["list"], lists=", ".join(LISTS))
    try:
        parse_procedure(row["code"])
    except CodeError:
        yield Problem.at(row.line, "dirty_code", code=row["code"])
    yield from bad_days_of(row)


def _placed(sheet: Sheet, known: Known, since: date) -> Iterator[Problem]:
    """Codes and provinces the catalogue does not know, codes that stand on a list twice, days in the wrong order."""
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        code, (begins, ends) = parse_procedure(row["code"]).key, days_of(row)
        if not known.versions("procedure", code):
            yield Problem.at(row.line, "unknown_code", code=code)
        if not known.versions("province", row["province"]) and not known.versions("area", row["province"]):
            yield Problem.at(row.line, "unknown_area", code=row["province"])
        if begins and ends and ends < begins:
            said = {"code": code, "first": begins.isoformat(), "last": ends.isoformat()}
            yield Problem.at(row.line, "ends_before", **said)
        if (first := seen.setdefault((_key(row), code), row.line)) != row.line:
            yield Problem.at(row.line, "duplicate_row", code=code, first=first)


def compare(sheet: Sheet, known: Known, since: date, *, complete: bool) -> Found:
    """What comes and goes, code by code, and the versions of the lists this makes.

    A complete list speaks for the lists it names: every other code of them goes.
    """
    found = Found(problems=list(_placed(sheet, known, since)))
    refused = {problem.line for problem in found.problems}
    places: defaultdict[str, list[_Place]] = defaultdict(list)
    for row in sheet.rows:
        if row.line not in refused:
            places[_key(row)].append(_place(row, known, since))
    for key, of_list in places.items():
        moved = list(_coming_and_going(key, of_list, known))
        found.unchanged += len(of_list) - len(moved)
        gone = _left_out(key, of_list, known, since) if complete else []
        found.changes += [*moved, *gone]
        found.also += _versions(key, of_list, {change.name: since for change in gone}, known)
    return found


def _key(row: Row) -> str:
    return f"{row['province']}/{row['list']}"


def _place(row: Row, known: Known, since: date) -> _Place:
    code, (begins, ends) = parse_procedure(row["code"]).key, days_of(row)
    if begins is None and (ends is None or code not in _codes(known, _key(row), ends)):
        begins = min(since, ends or since)
    return _Place(row.line, code, begins, ends)


def _codes(known: Known, key: str, day: date) -> list[str]:
    held = known.held("list", key, day)
    return list(held.data["codes"]) if held else []


def _coming_and_going(key: str, places: Sequence[_Place], known: Known) -> Iterator[Change]:
    for it in places:
        comes = it.begins is not None and it.code not in _codes(known, key, it.begins)
        goes = it.ends is not None and it.code in _codes(known, key, it.ends + DAY)
        if comes:
            after = {"list": key, "valid_from": str(it.begins), **({"valid_to": str(it.ends)} if it.ends else {})}
            yield Change(How.ADDED, it.line, "list", key, it.code, {}, after, ())
        elif goes:
            yield Change(How.ENDED, it.line, "list", key, it.code, {"list": key}, {"valid_to": str(it.ends)}, ())


def _left_out(key: str, places: Sequence[_Place], known: Known, since: date) -> list[Change]:
    listed = {it.code for it in places}
    last = (since - DAY).isoformat()
    return [
        Change(How.ENDED, None, "list", key, code, {"list": key}, {"valid_to": last}, ())
        for code in _codes(known, key, since)
        if code not in listed
    ]


def _versions(key: str, places: Sequence[_Place], gone: dict[str, date], known: Known) -> Iterator[Change]:
    """A version for every day on which the list is not what the catalogue, with the versions before, says it is."""
    days = {it.begins for it in places if it.begins} | {it.ends + DAY for it in places if it.ends} | set(gone.values())
    if not days:
        return
    later = {fact.valid_from for fact in known.versions("list", key) if fact.valid_from >= min(days)}
    for day in sorted(days | later):
        before = set(_codes(known, key, day))
        wanted = {code for code in before if code not in gone or day < gone[code]}
        wanted -= {it.code for it in places if it.ends and not it.there(day)}
        wanted |= {it.code for it in places if it.there(day) and (it.begins is not None or it.code in before)}
        if sorted(wanted) != sorted(_codes(known, key, day)):
            fact = Fact("list", key, day, None, {"codes": sorted(wanted)})
            known.add(fact)
            counts = {"codes": str(len(before))}, {"codes": str(len(wanted)), "valid_from": day.isoformat()}
            yield Change(How.CHANGED if before else How.ADDED, None, "list", key, key, *counts, (fact,))
