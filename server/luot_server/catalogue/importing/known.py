"""The catalogue as an importer looks at it: every version of every key, and what a file has added so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from luot_server.domain.facts import Fact, newest
from luot_server.domain.world import World


class Known:
    """Facts by key. A version that ended something counts as a version; `held` looks through it."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = tuple(facts)
        self._versions: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self._facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """A further version: of two that begin together, the one added later speaks."""
        self._versions[fact.kind, fact.key].append(fact)

    def versions(self, kind: str, key: str) -> list[Fact]:
        """Every version of a key, the earliest first; of those that began together only the one that speaks."""
        speaking = {fact.valid_from: fact for fact in self._versions.get((kind, key), ())}
        return [speaking[day] for day in sorted(speaking)]

    def held(self, kind: str, key: str, day: date) -> Fact | None:
        """The version that speaks about ``day``; None where there is none, or it says that the thing is no more."""
        versions = self._versions.get((kind, key), ())
        found = next(iter(newest(fact for fact in versions if fact.holds_on(day)).values()), None)
        return None if found is None or found.ends_it else found

    def nearest(self, kind: str, key: str, day: date) -> Fact | None:
        """The version that speaks about ``day``, else the next one that begins: whose words are the thing's own."""
        later = (it for it in self.versions(kind, key) if it.valid_from > day and not it.ends_it)
        return self.held(kind, key, day) or next(later, None)

    def keys(self, kind: str) -> Iterator[str]:
        """Every key of a kind there ever was."""
        return (key for of, key in list(self._versions) if of == kind)

    def all_held(self, kind: str, day: date) -> Iterator[Fact]:
        """Every version of a kind that speaks about ``day``."""
        return filter(None, (self.held(kind, key, day) for key in self.keys(kind)))

    def world(self, day: date) -> World:
        """The catalogue as it was before the file, on ``day``."""
        return World.of(self._facts, day)
