"""A list of the national registry: what it says of each procedure, merged upon what we hold of it.

What the list cannot know stays ours: short names, the words people search by, papers, routes and the competence key
of a procedure the catalogue already holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from luot_server.catalogue import bodies
from luot_server.catalogue.importing.difference import Change, Found, How, told
from luot_server.catalogue.importing.known import Known
from luot_server.catalogue.importing.problems import Problem
from luot_server.catalogue.importing.reading import bad_days_of, days_of, empty_cells, parts, plain
from luot_server.catalogue.importing.sheet import Row, Sheet
from luot_server.catalogue.importing.versions import Entry, end_left_out, lay_beside
from luot_server.domain.codes import CodeError, parse_procedure, procedure_key
from luot_server.domain.facts import Fact
from luot_server.domain.records import Level, Procedure
from luot_server.domain.search import same_spelling, slug
from luot_server.domain.world import World

_UNITS: Final = {"WORKING_DAY": "working_day", "DAY": "day", "MONTH": "month", "HOUR": "hour"}


def problems_of(row: Row) -> Iterator[Problem]:
    """What is wrong with the row by itself."""
    try:
        parse_procedure(row["code"])
    except CodeError:
        yield Problem.at(row.line, "dirty_code", code=row["code"])
        return
    yield from empty_cells(row, "name", "field", "level")
    if unknown := [it for it in parts(row["level"], "+") if it not in set(Level)]:
        yield Problem.at(row.line, "unknown_level", level=", ".join(unknown))
    if not _number_or_empty(row["processing_days"]):
        yield Problem.at(row.line, "bad_days", days=row["processing_days"])
    for code in parts(row["replaced_by"]):
        if procedure_key(code) is None:
            yield Problem.at(row.line, "dirty_code", code=code)
    yield from bad_days_of(row)


def compare(sheet: Sheet, known: Known, since: date, *, complete: bool) -> Found:
    """The rows beside the catalogue. A complete list speaks for the procedures of the fields it names."""
    entries, fields = _entries(sheet, known, since)
    found = lay_beside(entries, known, since, _same)
    found.also = fields
    if complete:
        named = {slug(row["field"]) for row in sheet.rows}
        spoken_for = [fact for fact in known.all_held("procedure", since) if fact.data["field"] in named]
        end_left_out(found, {entry.key for entry in entries}, spoken_for, since, sheet.heading)
    return found


def _entries(sheet: Sheet, known: Known, since: date) -> tuple[list[Entry], list[Change]]:
    """The rows' entries, and the fields nobody knew."""
    world = known.world(since)
    found: list[Entry] = []
    fields: dict[str, Change] = {}
    for row in sheet.rows:
        code = parse_procedure(row["code"]).key
        begins, ends = days_of(row)
        held = known.nearest("procedure", code, begins or (min(ends, since) if ends else since))
        data = _procedure(row, held, world)
        if known.held("field", data["field"], begins or since) is None and data["field"] not in fields:
            fields[data["field"]] = _field(row, min(begins or since, since), known, world)
        replaced = [key for it in parts(row["replaced_by"]) if (key := procedure_key(it))]
        on_ending = {"name": dict(data["name"]), "replaced_by": replaced} if replaced else None
        found.append(Entry(row.line, "procedure", code, data["name"]["vi"], data, begins, ends, on_ending))
    return found, list(fields.values())


def _same(held: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether two versions of a procedure say the same, whatever they leave to be understood."""
    return Procedure.read("", held) == Procedure.read("", said)


def _procedure(row: Row, held: Fact | None, world: World) -> dict[str, Any]:
    """The fact's data: the list's own columns, and ours where the catalogue holds the code already."""
    levels = sorted(parts(row["level"], "+"))
    vertical = bodies.vertical_of(row["agency_kind"], row["scope"], levels)
    name = plain(row["name"])
    days = row["processing_days"]
    said = {
        "field": slug(row["field"]),
        "levels": levels,
        "vertical": vertical,
        "processing": {
            "days": _shortest(float(days)) if days else None,
            "unit": _UNITS.get(row["processing_unit"], "other"),
        },
    }
    if held is not None:
        ours = held.data["name"]
        return {**held.data, **said, "name": {**ours, "vi": _spelt(name, ours["vi"])}}
    return {
        **said,
        "name": {"vi": name, "en": name},
        "search_words": [],
        "competence_key": bodies.key_of(row["field"], name, row["scope"], levels, vertical),
        "authority": bodies.authority_of(row["agency_kind"], levels, world),
        "in_published_list": row["scope"] == "flagged_non_territorial",
        "everyday": False,
    }


def _spelt(name: str, ours: str) -> str:
    """Hòa and Hoà are one spelling: what only places a tone elsewhere is no change."""
    return ours if same_spelling(name) == same_spelling(ours) else name


def _field(row: Row, since: date, known: Known, world: World) -> Change:
    """A field nobody knew on that day; where it is known later, it is the same one."""
    name, id = plain(row["field"]), slug(row["field"])
    ministry = world.agency(slug(row["promulgator"]))
    data: Mapping[str, Any] = {"name": {"vi": name, "en": name}, "ministry": ministry.id if ministry else None}
    if later := known.nearest("field", id, since):
        data = later.data
    return Change(How.ADDED, row.line, "field", id, name, {}, told(data), (Fact("field", id, since, None, data),))


def _number_or_empty(text: str) -> bool:
    """Whether the cell holds no number, or one a term can have."""
    try:
        return not text or 0 <= float(text) < 10_000
    except ValueError:
        return False


def _shortest(number: float) -> float | int:
    """7.5 stays 7.5; 10.0 is stored as 10."""
    return int(number) if number.is_integer() else number
