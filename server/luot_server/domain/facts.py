"""One dated fact: something the law or the province says, and the days on which it says so.

Everything legal is dated. Nothing is edited in place: a change is a newer version of the same key, and
what was true on an old day can always be asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

KINDS: Final = ("procedure", "field", "agency", "area", "area_merge", "hall", "list", "province")
"""A ``list`` has the key ``PROVINCE/NAME`` (``66/published``, ``54/L1``) and the procedures' ``codes`` as its data."""

ENDED: Final = "ended"
"""Set in the data of a version that says the thing is no more, see `ending`."""


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

    @property
    def ends_it(self) -> bool:
        """Whether this version says that the thing is no more."""
        return bool(self.data.get(ENDED))


def ending(kind: str, key: str, since: date, **told: Any) -> Fact:
    """The version that ends a thing: from ``since`` on it is no more. ``told`` is what a reader is told about it.

    The version that held before keeps its open end and is not touched; ``replaced_by`` (codes) of a procedure and
    ``merged_into`` (a hall's id) of a hall are part of the answer somebody gets who still asks for it.
    """
    return Fact(kind, key, since, None, {ENDED: True, **told})


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


@dataclass(frozen=True)
class Gone:
    """A thing that is no more: its last version, the first day without it, and what its ending tells."""

    was: Fact
    since: date
    told: Mapping[str, Any]


def gone(facts: Iterable[Fact], day: date) -> dict[tuple[str, str], Gone]:
    """What was true before ``day`` and ended, whether or not the key means something else since."""
    begun = [fact for fact in facts if fact.valid_from <= day]
    now = holding(begun, day)
    ended = {key for key, fact in now.items() if fact.ends_it}
    last = newest(
        fact for fact in begun if not fact.ends_it and (fact.ended_before(day) or (fact.kind, fact.key) in ended)
    )
    found = {}
    for key, was in last.items():
        if key in ended:
            found[key] = Gone(was, now[key].valid_from, now[key].data)
        elif was.valid_to is not None:
            found[key] = Gone(was, was.valid_to + timedelta(days=1), was.data)
    return found


def overlaps(facts: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """Pairs of versions of one key that both claim a day: they begin together, or the later begins within the earlier.

    A version without an end holds until it is replaced, so whatever begins after it contradicts nothing. The same
    version said twice contradicts nothing either. The earlier of a pair stands first.
    """
    found: list[tuple[Fact, Fact]] = []
    versions: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact not in versions[fact.kind, fact.key]:
            versions[fact.kind, fact.key].append(fact)
    for same in versions.values():
        same.sort(key=lambda fact: fact.valid_from)
        found += [(one, other) for at, one in enumerate(same) for other in same[at + 1 :] if _both_claim(one, other)]
    return found


def _both_claim(earlier: Fact, later: Fact) -> bool:
    if earlier.valid_from == later.valid_from:
        return True
    return earlier.valid_to is not None and later.valid_from <= earlier.valid_to
