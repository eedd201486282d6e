"""What was read of a hall, for as long as nothing happened that changes it.

Nothing of a hall changes without an entry in its journal, and the head's digest names the whole journal up to it. So
what was read at a digest is true at that digest, in any transaction and whichever process wrote the entries; and what
the entries of a change leave alone is true after them too. Nobody who stands in line changes the counters: three
statements of every issue, four of every board.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from ..domain import happenings as h
from ..domain.door import Given, begun
from .appliers import need_of
from .queue import Lines

T = TypeVar("T")

#: What is read → the happenings that leave it alone. Named are those that come often; after any other it is read anew.
LEFT_ALONE: dict[str, tuple[type[h.Happening], ...]] = {
    "counters": (h.TicketIssued, h.SlipPrinted, h.TicketCancelled, h.TicketRecalled, h.TicketStarted),
    "service_means": (
        h.TicketIssued,
        h.SlipPrinted,
        h.TicketCancelled,
        h.TicketCalled,
        h.TicketRecalled,
        h.TicketStarted,
        h.TicketMissed,
    ),
    "lines": (h.SlipPrinted, h.TicketRecalled, h.TicketStarted, h.TicketMissed),
    "given": (
        h.SlipPrinted,
        h.TicketCalled,
        h.TicketRecalled,
        h.TicketStarted,
        h.TicketMissed,
        h.ErrandFinished,
    ),
}


@dataclass
class Remembered:
    """What is known of a hall at one digest of its journal; nothing in it may be changed by who gets it."""

    digest: str
    values: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str, read: Callable[[], T]) -> T:
        """``name`` (one of LEFT_ALONE), read now where it is not known."""
        if name not in self.values:
            self.values[name] = read()
        known: T = self.values[name]
        return known

    def after(self, happening: h.Happening, at: datetime, digest: str) -> "Remembered":
        """What is still known once ``happening`` is the last entry."""
        values = {name: value for name, value in self.values.items() if isinstance(happening, LEFT_ALONE[name])}
        if isinstance(happening, h.TicketIssued) and "lines" in self.values:
            values["lines"] = _one_more(self.values["lines"], happening, at)
        if isinstance(happening, h.TicketIssued) and "given" in self.values:
            values["given"] = _one_more_given(self.values["given"], happening)
        return Remembered(digest, values)


def _one_more(known: tuple[str, Lines], issued: h.TicketIssued, at: datetime) -> tuple[str, Lines]:
    """The lines of a day with one more person at the end of one of them."""
    day, lines = known
    if day != issued.business_day:
        return known
    line = (need_of(issued.errands[0]), issued.weight)
    came = issued.given_at(at)
    count, oldest, last = lines.get(line, (0, came, came))
    return day, {**lines, line: (count + 1, min(oldest, came), max(last, came))}


def _one_more_given(known: tuple[str, Given], issued: h.TicketIssued) -> tuple[str, Given]:
    """What stands of a day, with one more number."""
    day, given = known
    return known if day != issued.business_day else (day, given.and_one(begun(issued.errands)))
