"""One dated fact: something the law or the province says, and the days on which it says so.

Everything legal is dated. Nothing is edited in place: a change is a newer version of the same key, and
what was true on an old day can always be asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

KINDS: Final = ("procedure", "field", "agency", "area", "area_merge", "hall", "province")


@dataclass(frozen=True)
class Fact:
    """One version of one thing. ``valid_to`` is the last day it holds; None means until replaced."""

    kind: str
    key: str
    valid_from: date
    valid_to: date | None
    data: Mapping[str, Any]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of fact; the kinds are {', '.join(KINDS)}.")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{self.kind} {self.key} ends on {self.valid_to}, before it begins on {self.valid_from}.")

    def holds_on(self, day: date) -> bool:
        """Whether this version speaks about ``day`` (a local date)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def ended_before(self, day: date) -> bool:
        """Whether this version's last day lies before ``day``."""
        return self.valid_to is not None and self.valid_to < day


def newest(facts: Iterable[Fact]) -> dict[tuple[str, str], Fact]:
    """Per (kind, key) the version that began last; of two that began together, the one given later."""
    chosen: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        held = chosen.get((fact.kind, fact.key))
        if held is None or fact.valid_from >= held.valid_from:
            chosen[fact.kind, fact.key] = fact
    return chosen


def holding(facts: Iterable[Fact], day: date) -> dict[tuple[str, str], Fact]:
    """What is true on ``day``: per (kind, key) the newest version that holds then."""
    return newest(fact for fact in facts if fact.holds_on(day))


def former(facts: Iterable[Fact], day: date) -> dict[tuple[str, str], Fact]:
    """What was true before ``day`` and has ended: per (kind, key) the newest such version."""
    return newest(fact for fact in facts if fact.ended_before(day))
