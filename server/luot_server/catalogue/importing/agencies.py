"""Agencies, found again by official identifier or by name, so that an import never doubles one.

Our ids are permanent. An official identifier is a dated alias: a new one of the same form follows the old one, which
goes on meaning the agency on the days before. A name is one name however its tones are placed, and "(từ 01/7/2025)" or
"(đến 30/6/2025)" behind it is its validity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from luot_server.catalogue.importing.difference import Found
from luot_server.catalogue.importing.known import Known
from luot_server.catalogue.importing.problems import Problem
from luot_server.catalogue.importing.reading import bad_days_of, day_of, days_of, empty_cells, parts, plain
from luot_server.catalogue.importing.sheet import Row, Sheet
from luot_server.catalogue.importing.versions import DAY, Entry, lay_beside
from luot_server.domain.codes import CodeError, parse_agency
from luot_server.domain.facts import Fact
from luot_server.domain.records import Identifier, Level
from luot_server.domain.search import same_spelling, slug

_NOTE: Final = re.compile(r"\s*\((từ|đến)\s+(?:ngày\s+)?(\d{1,2}/\d{1,2}/\d{4})\)\s*$", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_VERTICAL_KIND: Final = "nganh_doc"
"""Police, tax, insurance: they stand outside the tiers, so the level of such a row is not theirs."""


def problems_of(row: Row) -> Iterator[Problem]:
    """What is wrong with the row by itself."""
    yield from empty_cells(row, "name")
    if row["identifier"] and _form(row["identifier"]) is None:
        yield Problem.at(row.line, "dirty_identifier", code=row["identifier"])
    if row["level"] and row["level"] not in set(Level):
        yield Problem.at(row.line, "unknown_level", level=row["level"])
    if row["id"] and row["id"] != slug(row["id"]):
        yield Problem.at(row.line, "dirty_id", id=row["id"])
    yield from bad_days_of(row)
    if (note := _NOTE.search(row["name"])) and _noted(note) is None:
        yield Problem.at(row.line, "bad_date", column="name", date=note[2])


def compare(sheet: Sheet, known: Known, since: date, *, complete: bool) -> Found:
    """The rows beside the catalogue.

    A list of agencies never speaks for those it leaves out, however complete: committees follow from the map, others
    from the law.
    """
    book = _Book(known, since)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        id, problem = book.find(row)
        on = _validity(row)[0] or since
        unknown = [code for code in parts(row["serves"]) if known.held("area", code, on) is None]
        problems.extend(Problem.at(row.line, "unknown_area", code=code) for code in unknown)
        if problem:
            problems.append(problem)
        elif not unknown:
            entries.append(_entry(row, id, known, since))
    found = lay_beside(entries, known, since, _same)
    found.problems.extend(problems)
    return found


def _same(held: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return dict(held) == dict(said)


class _Book:
    """Every agency there ever was, by identifier and by name."""

    def __init__(self, known: Known, since: date) -> None:
        self._known, self._since = known, since
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        self._identified: defaultdict[str, set[str]] = defaultdict(set)
        self._ids = set(known.keys("agency"))
        for id in self._ids:
            for fact in known.versions("agency", id):
                for name in (fact.data.get("name", {}).get("vi", ""), *fact.data.get("aliases", ())):
                    self._named[same_spelling(name)].add(id)
                for identifier in map(Identifier.read, fact.data.get("identifiers", ())):
                    self._identified[identifier.text].add(id)

    def find(self, row: Row) -> tuple[str, Problem | None]:
        """The id the row means: ours, or a new one made from the name. The problem is that nobody can tell."""
        name = _name(row)
        if row["id"]:
            return row["id"], None
        named = self._named.get(same_spelling(name)) or self._named.get(same_spelling(_ASIDE.sub("", name)), set())
        by_name = self._on_its_days(named, row)
        by_identifier = self._identified.get(row["identifier"], set()) if row["identifier"] else set()
        meant = (by_name & by_identifier) or by_identifier or by_name
        if by_name and by_identifier and not by_name & by_identifier:
            return "", Problem.at(
                row.line, "identifier_of_another", code=row["identifier"], name=name, id=_joined(by_identifier)
            )
        if len(meant) > 1:
            return "", Problem.at(row.line, "ambiguous_agency", name=name, ids=_joined(meant))
        if meant:
            return next(iter(meant)), self._ended(row, next(iter(meant)), name)
        if (id := slug(name)) in self._ids:
            return "", Problem.at(row.line, "almost_agency", name=name, id=id)
        return id, None

    def _on_its_days(self, ids: set[str], row: Row) -> set[str]:
        """Of several agencies of one name those that exist on the row's days, if any does."""
        begins, ends = _validity(row)
        on = begins or ends or self._since
        return {id for id in ids if self._known.held("agency", id, on)} or ids

    def _ended(self, row: Row, id: str, name: str) -> Problem | None:
        """A row without days for an agency that is no more: a mistake, or a new beginning that must be said."""
        begins, ends = _validity(row)
        if begins or ends or self._known.held("agency", id, self._since):
            return None
        past = [fact for fact in self._known.versions("agency", id) if fact.valid_from <= self._since]
        if not past:
            return None
        last = past[-1].valid_from - DAY if past[-1].ends_it else past[-1].valid_to
        return Problem.at(row.line, "agency_ended", name=name, id=id, last=last.isoformat() if last else "?")


def _entry(row: Row, id: str, known: Known, since: date) -> Entry:
    begins, ends = _validity(row)
    held = known.nearest("agency", id, begins or (min(ends, since) if ends else since))
    if held and begins is None and held.valid_from > since:
        begins = held.valid_from  # a list without days does not make an agency older than it is
    name = _name(row)
    data: dict[str, Any] = dict(held.data) if held else {"name": {"vi": name, "en": name}, "aliases": []}
    if held and not _called(held, name):
        data["aliases"] = [*data.get("aliases", ()), data["name"]["vi"]]
        data["name"] = {**data["name"], "vi": name}
    if added := [it for it in parts(row["aliases"]) if not (held and _called(held, it))]:
        data["aliases"] = [*data.get("aliases", ()), *added]
    for column in ("roles", "serves"):
        if said := parts(row[column]):
            data[column] = said
    for column in ("address", "hours", "url"):
        if row[column]:
            data[column] = plain(row[column])
    if row["level"] and row["kind"] != _VERTICAL_KIND and held is None:
        data["level"] = row["level"]
    if row["identifier"]:
        data["identifiers"] = _identifiers(data.get("identifiers", ()), row["identifier"], begins or since, held)
    return Entry(row.line, "agency", id, data["name"]["vi"], data, begins, ends)


def _identifiers(held: Sequence[Any], text: str, since: date, version: Fact | None) -> list[Any]:
    """``text`` among the agency's identifiers; one of the same form that still holds ends the day before."""
    if any(it.text == text and it.holds_on(since) for it in map(Identifier.read, held)):
        return list(held)
    kept: list[Any] = []
    for said in held:
        it = Identifier.read(said)
        if _form(it.text) == _form(text) and it.valid_to is None:
            begun = it.valid_from or (version.valid_from if version else since)
            kept.append({"id": it.text, "valid_from": begun.isoformat(), "valid_to": (since - DAY).isoformat()})
        else:
            kept.append(said)
    return [*kept, {"id": text, "valid_from": since.isoformat()} if kept else text]


def _called(held: Fact, name: str) -> bool:
    names = {same_spelling(it) for it in (held.data["name"]["vi"], *held.data.get("aliases", ()))}
    return same_spelling(name) in names or same_spelling(_ASIDE.sub("", name)) in names


def _name(row: Row) -> str:
    return plain(_NOTE.sub("", row["name"]))


def _validity(row: Row) -> tuple[date | None, date | None]:
    begins, ends = days_of(row)
    if note := _NOTE.search(row["name"]):
        if note[1].casefold() == "từ":
            begins = begins or _noted(note)
        else:
            ends = ends or _noted(note)
    return begins, ends


def _noted(note: re.Match[str]) -> date | None:
    try:
        return day_of(note[2])
    except ValueError:
        return None


def _form(identifier: str) -> str | None:
    try:
        return parse_agency(identifier).form
    except CodeError:
        return None


def _joined(ids: set[str]) -> str:
    return ", ".join(sorted(ids))
