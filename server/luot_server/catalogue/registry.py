"""Reads a CSV list of the national registry into facts, or says line by line why it cannot.

The list has the columns of `COLUMNS`, in any order, as UTF-8 (with or without a byte order mark). A code with
blanks around it is read without them; any other dirt in a code is a problem. One problem and nothing of the
list may be used: a half-imported catalogue answers some citizens by the old rule and some by the new one.

What the list cannot know stays ours: short names, the words people search by, papers, routes and the
competence key of a procedure the catalogue already holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from luot_server.catalogue import bodies
from luot_server.domain.codes import CodeError, parse_procedure
from luot_server.domain.facts import Fact
from luot_server.domain.records import Level, Procedure
from luot_server.domain.search import slug
from luot_server.domain.text import Text
from luot_server.domain.world import World

COLUMNS: Final = ("code", "name", "field", "level", "agency_kind", "scope", "processing_days", "processing_unit")
"""Columns that must be there; others (vertical, promulgator, …) may be."""

_UNITS: Final = {"WORKING_DAY": "working_day", "DAY": "day", "MONTH": "month", "HOUR": "hour"}


@dataclass(frozen=True)
class Problem:
    """Why the list cannot be used. ``line`` counts from 1, the heading; ``code`` is stable and searchable."""

    line: int
    code: str
    text: Text


@dataclass(frozen=True)
class Reading:
    """What a list says. ``facts`` are those that are new or changed; ``rows`` and ``unchanged`` count procedures."""

    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    rows: int
    unchanged: int

    @property
    def ok(self) -> bool:
        """Whether the facts may be used."""
        return not self.problems


def read_procedures(raw: bytes, *, valid_from: date, world: World) -> Reading:
    """Facts valid from ``valid_from``, merged upon what ``world`` holds; never raises on a bad file."""
    rows, problems = _rows(raw)
    procedures: list[Fact] = []
    fields: dict[str, Fact] = {}
    seen: dict[str, int] = {}
    unchanged = 0
    for line, row in rows:
        found = list(_row_problems(line, row, seen))
        problems.extend(found)
        if found:
            continue
        code = parse_procedure(row["code"]).key
        data = _procedure(code, row, world)
        field = data["field"]
        if world.field(field) is None and field not in fields:
            fields[field] = Fact("field", field, valid_from, None, _field(row, world))
        known = world.procedure(code)
        if known is not None and Procedure.read(code, data) == known:
            unchanged += 1
        else:
            procedures.append(Fact("procedure", code, valid_from, None, data))
    if not rows and not problems:
        problems.append(Problem(1, "no_rows", Text("catalogue.no_rows")))
    facts = () if problems else (*fields.values(), *procedures)
    return Reading(tuple(facts), tuple(problems), len(rows), unchanged)


def _rows(raw: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """The rows with the line each begins on, or the one problem that makes them unreadable."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        return [], [Problem(line, "not_utf8", Text("catalogue.not_utf8", {"line": line}))]
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        named = ", ".join(missing)
        return [], [Problem(1, "missing_column", Text("catalogue.missing_column", {"columns": named}))]
    rows: list[tuple[int, dict[str, str]]] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return rows, []
        except csv.Error:
            return rows, [Problem(line, "broken_row", Text("catalogue.broken_row", {"line": line}))]
        if None in row or None in row.values():
            return rows, [Problem(line, "broken_row", Text("catalogue.broken_row", {"line": line}))]
        rows.append((line, row))


def _row_problems(line: int, row: Mapping[str, str], seen: dict[str, int]) -> Iterator[Problem]:
    try:
        code = parse_procedure(row["code"]).key
    except CodeError:
        yield Problem(line, "dirty_code", Text("catalogue.dirty_code", {"line": line, "code": row["code"]}))
        return
    if code in seen:
        told: Mapping[str, str | int] = {"line": line, "code": code, "first": seen[code]}
        yield Problem(line, "duplicate_row", Text("catalogue.duplicate_row", told))
    seen.setdefault(code, line)
    for column in ("name", "field", "level"):
        if not row[column].strip():
            yield Problem(line, "empty_cell", Text("catalogue.empty_cell", {"line": line, "column": column}))
    if unknown := [it for it in _parts(row["level"], "+") if it not in set(Level)]:
        text = Text("catalogue.unknown_level", {"line": line, "level": ", ".join(unknown)})
        yield Problem(line, "unknown_level", text)
    if not _number_or_empty(row["processing_days"]):
        text = Text("catalogue.bad_days", {"line": line, "days": row["processing_days"]})
        yield Problem(line, "bad_days", text)


def _procedure(code: str, row: Mapping[str, str], world: World) -> dict[str, Any]:
    """The fact's data: the list's own columns, and ours where the catalogue holds the code already."""
    known = world.procedure(code)
    levels = sorted(_parts(row["level"], "+"))
    vertical = bodies.vertical_of(row["agency_kind"], row["scope"], levels)
    name = " ".join(row["name"].split())
    days = row["processing_days"].strip()
    said = {
        "field": slug(row["field"]),
        "levels": levels,
        "vertical": vertical,
        "processing": {
            "days": _plain(float(days)) if days else None,
            "unit": _UNITS.get(row["processing_unit"].strip(), "other"),
        },
    }
    if known is not None:
        return {**known.to_data(), **said, "name": {**known.name, "vi": name}}
    return {
        **said,
        "name": {"vi": name, "en": name},
        "search_words": [],
        "competence_key": bodies.key_of(row["field"], name, row["scope"], levels, vertical),
        "authority": bodies.authority_of(row["agency_kind"], levels, world),
        "in_published_list": row["scope"] == "flagged_non_territorial",
        "everyday": False,
    }


def _field(row: Mapping[str, str], world: World) -> dict[str, Any]:
    name = " ".join(row["field"].split())
    ministry = slug(row.get("promulgator") or "")
    known = world.agency(ministry)
    return {"name": {"vi": name, "en": name}, "ministry": known.id if known else None}


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _number_or_empty(text: str) -> bool:
    """Whether the cell holds no number, or one a term can have."""
    try:
        return not text.strip() or 0 <= float(text) < 10_000
    except ValueError:
        return False


def _plain(number: float) -> float | int:
    """7.5 stays 7.5; 10.0 is stored as 10."""
    return int(number) if number.is_integer() else number
