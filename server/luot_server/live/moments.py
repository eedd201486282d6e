"""Moments: what is told once, in order, and soon is no news any more.

A state heals whatever was missed; a moment is the chime. Which entries are moments, and for how long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from luot_server.clock import Clock

KINDS = {"ticket_called": "called", "ticket_recalled": "recalled"}

# Real seconds, at any speed of the hall's clock: whoever hears it is real. Later than this the counter has
# started, called again, or marked a no-show, and a chime would send somebody to the wrong place.
WORTH_HEARING = 60.0

# How far back a returning screen is served from the journal. More entries than this in WORTH_HEARING seconds
# is beyond any hall; the bound keeps `after: 0` from reading a year.
FURTHEST_BACK = 1_000


class JournalEntry(Protocol):
    """What is asked of the store's entries."""

    @property
    def hall(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...


Described = Mapping[str, Any]
"""``{ticket, label, counter, times, priority, purpose}`` of a call, and whatever else its hearers are told."""


def moment_of(entry: JournalEntry, describe: Callable[[Any], Described | None], clock: Clock) -> dict[str, Any] | None:
    """The moment an entry is, if it is one and still worth hearing."""
    kind = KINDS.get(entry.kind)
    expires_at = entry.at + clock.told(WORTH_HEARING)
    if kind is None or clock.now() >= expires_at:
        return None
    described = describe(entry)
    if described is None:
        return None
    return {
        "kind": kind,
        "hall": entry.hall,
        "position": entry.position,
        **described,
        "at": entry.at.isoformat(),
        "expires_at": expires_at.isoformat(),
    }
