"""What a file would change: shown before anything is done, and afterwards the record of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from luot_server.catalogue.importing.columns import Kind
from luot_server.catalogue.importing.problems import Problem
from luot_server.domain.facts import ENDED, Fact


class How(StrEnum):
    """What becomes of one entry."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


Told = Mapping[str, str]
"""What an entry says, by column, as a person reads it."""


@dataclass(frozen=True)
class Change:
    """One entry that would not stay as it is.

    ``line``: of the file; None for what ends because a complete list lacks it. ``before`` and ``after`` hold only what
    differs; an added entry has no ``before``. ``facts`` are what makes it so.
    """

    how: How
    line: int | None
    fact: str
    key: str
    name: str
    before: Told
    after: Told
    facts: tuple[Fact, ...]


@dataclass
class Found:
    """What comparing the rows of one kind of list yields."""

    changes: list[Change] = field(default_factory=list)
    also: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """What a file says beside what the catalogue says. Nothing of it may be used while there is a problem.

    ``also`` are changes that come along and are no rows of their own: a field nobody knew, where an area went.
    """

    kind: Kind
    heading: int
    title: str | None
    rows: int
    unchanged: int
    changes: tuple[Change, ...]
    also: tuple[Change, ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether the facts may be used."""
        return not self.problems

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What to put on record; nothing of a file with a problem."""
        return () if self.problems else tuple(fact for it in (*self.also, *self.changes) for fact in it.facts)

    def count(self, how: How) -> int:
        """Entries that were added, changed or ended."""
        return sum(it.how is how for it in self.changes)


def told(data: Mapping[str, Any], valid_from: date | None = None, valid_to: date | None = None) -> dict[str, str]:
    """A fact's data as a person reads it; what is empty is left out."""
    said = {key: text for key, value in data.items() if key != ENDED and (text := _said(value))}
    if valid_from:
        said["valid_from"] = valid_from.isoformat()
    if valid_to:
        said["valid_to"] = valid_to.isoformat()
    return said


def between(before: Told, after: Told) -> tuple[dict[str, str], dict[str, str]]:
    """What two tellings do not share; a column that one of them lacks reads as empty there."""
    differ = [key for key in (*before, *(it for it in after if it not in before)) if before.get(key) != after.get(key)]
    return {key: before.get(key, "") for key in differ}, {key: after.get(key, "") for key in differ}


def _said(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, Mapping):
        chosen = value.get("vi") if "vi" in value else " ".join(filter(None, map(_said, value.values())))
        return str(chosen or "")
    if isinstance(value, list | tuple):
        return "; ".join(map(_said, value))
    return str(value)
