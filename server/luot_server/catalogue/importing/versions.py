"""Puts one entry of a file beside the versions of the catalogue: is it new, another, ended, or as it was?

A new version never rewrites an old one. A version without an end holds until the next begins; one whose end was said
and that reaches into another contradicts it, and people decide which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from luot_server.catalogue.importing.difference import Change, Found, How, between, told
from luot_server.catalogue.importing.known import Known
from luot_server.catalogue.importing.problems import Problem
from luot_server.domain.facts import Fact, ending, overlaps

DAY: Final = timedelta(days=1)

Same = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Entry:
    """What one row says. ``begins`` None: from the import's own day; ``ends`` is the last day, None: not said.

    ``on_ending`` is what somebody is told who asks for it after its end.
    """

    line: int
    fact: str
    key: str
    name: str
    data: Mapping[str, Any]
    begins: date | None = None
    ends: date | None = None
    on_ending: Mapping[str, Any] | None = None


def lay_beside(entries: Sequence[Entry], known: Known, since: date, same: Same) -> Found:
    """Every entry beside the catalogue, the earlier validity first, each seeing what those before it changed."""
    found = Found(problems=list(_contradictions(entries, since)))
    refused = {problem.line for problem in found.problems}
    for entry in sorted(entries, key=lambda it: it.begins or since):
        if entry.line in refused:
            continue
        change = _settle(entry, known, since, same)
        if isinstance(change, Problem):
            found.problems.append(change)
        elif change is None:
            found.unchanged += 1
        else:
            found.changes.append(change)
            for fact in change.facts:
                known.add(fact)
    found.changes.sort(key=lambda it: it.line or 0)
    return found


def end_left_out(found: Found, listed: Collection[str], spoken_for: Iterable[Fact], since: date, line: int) -> None:
    """End what a complete list lacks, the day before ``since``. ``line`` is where the list begins, for its problems."""
    for held in spoken_for:
        if held.key in listed:
            continue
        if held.valid_from >= since:
            found.problems.append(Problem.at(line, "began_that_day", code=held.key, since=_day(held.valid_from)))
        else:
            found.changes.append(_end(held, since - DAY, None, held.data["name"]["vi"]))


def _contradictions(entries: Iterable[Entry], since: date) -> Iterator[Problem]:
    """Rows of one file that cannot both be true: the same key twice, or validities that overlap."""
    first: dict[str, Entry] = {}
    dated: list[Fact] = []
    for entry in entries:
        earlier = first.setdefault(entry.key, entry)
        if earlier is not entry and _undated(earlier) and _undated(entry):
            yield Problem.at(entry.line, "duplicate_row", code=entry.key, first=earlier.line)
            continue
        begins = entry.begins or min(since, entry.ends or since)
        if entry.ends and entry.ends < begins:
            yield Problem.at(entry.line, "ends_before", code=entry.key, first=_day(begins), last=_day(entry.ends))
            continue
        dated.append(Fact(entry.fact, entry.key, begins, entry.ends, {"line": entry.line}))
    for pair in overlaps(dated):
        one, other = sorted(pair, key=lambda fact: int(fact.data["line"]))
        yield Problem.at(
            other.data["line"],
            "overlap",
            code=other.key,
            validity=_validity(other),
            first=one.data["line"],
            other=_validity(one),
        )


def _settle(entry: Entry, known: Known, since: date, same: Same) -> Change | Problem | None:
    """What becomes of the entry; None: everything is as it was. Its facts are not added to ``known`` here."""
    begins, ends = entry.begins or since, entry.ends
    held = known.held(entry.fact, entry.key, begins)
    if entry.begins is None and ends and ends < since:  # the row speaks of what ended before the import's day
        held = known.held(entry.fact, entry.key, ends)
        begins = held.valid_from if held else begins
    if held is not None and same(held.data, entry.data):
        return _ended(entry, held, known)
    if held is not None and held.valid_from == begins:
        ends = ends or held.valid_to  # the very version is corrected; its end was said already
    if ends and ends < begins:
        return Problem.at(entry.line, "ends_before", code=entry.key, first=_day(begins), last=_day(ends))
    fact = Fact(entry.fact, entry.key, begins, ends, dict(entry.data))
    if against := _contradicted(fact, known):
        said = {"code": entry.key, "validity": _validity(fact), "other": _validity(against)}
        return Problem.at(entry.line, "overlaps_catalogue", **said)
    before = told(held.data, held.valid_from, held.valid_to) if held else {}
    return Change(
        How.CHANGED if held else How.ADDED,
        entry.line,
        entry.fact,
        entry.key,
        entry.name,
        *between(before, told(entry.data, begins, ends)),
        _with_end(fact, entry, known),
    )


def _end(held: Fact, last: date, line: int | None, name: str, more: Mapping[str, Any] | None = None) -> Change:
    """The change that ends a version after the day ``last``.

    The code of an area may come to mean another one, so its version is said once more with its last day: what the code
    meant before must be found whatever follows.
    """
    closed = Fact(held.kind, held.key, held.valid_from, last, held.data)
    ended = ending(held.kind, held.key, last + DAY, **(more or {}))
    facts = (closed, ended) if held.kind == "area" else (ended,)
    before, after = between(told({}, None, held.valid_to), told(more or {}, None, last))
    return Change(How.ENDED, line, held.kind, held.key, name, before, after, facts)


def _validity(fact: Fact) -> str:
    """ "2025-07-01 – 2026-03-31"; an end nobody said is left open."""
    return f"{_day(fact.valid_from)} – {_day(fact.valid_to) if fact.valid_to else '…'}"


def _ended(entry: Entry, held: Fact, known: Known) -> Change | None:
    if entry.ends is None or entry.ends == held.valid_to:
        return None
    if any(it.valid_from == entry.ends + DAY for it in known.versions(entry.fact, entry.key)):
        return None  # it has ended that day already: by an ending, or because another version begins
    return _end(held, entry.ends, entry.line, entry.name, entry.on_ending)


def _with_end(fact: Fact, entry: Entry, known: Known) -> tuple[Fact, ...]:
    """A version that ends must not let one speak again that reaches further: an ending follows it instead.

    That may be an older one, or the very version it corrects. An area keeps its last day, as in `_end`.
    """
    last = fact.valid_to
    known_before = [it for it in known.versions(fact.kind, fact.key) if it.valid_from <= fact.valid_from]
    if last is None or (not entry.on_ending and all(it.valid_to and it.valid_to <= last for it in known_before)):
        return (fact,)
    after = last + DAY
    still = fact if fact.kind == "area" else Fact(fact.kind, fact.key, fact.valid_from, None, fact.data)
    if any(it.valid_from == after for it in known.versions(fact.kind, fact.key)):
        return (still,)
    return (still, ending(fact.kind, fact.key, after, **(entry.on_ending or {})))


def _contradicted(fact: Fact, known: Known) -> Fact | None:
    """A version of the catalogue that claims the same days; one that began with it is corrected by it."""
    for it in known.versions(fact.kind, fact.key):
        if it.valid_from < fact.valid_from and it.valid_to and it.valid_to >= fact.valid_from:
            return it
        if it.valid_from > fact.valid_from and fact.valid_to and fact.valid_to >= it.valid_from and not it.ends_it:
            return it
    return None


def _undated(entry: Entry) -> bool:
    return entry.begins is None and entry.ends is None


def _day(day: date) -> str:
    return day.isoformat()
