"""What was pressed at the kiosk, and what it turned out to be at the desk: the first screen's own report.

Counted per errand from the journal, by the procedure and purpose the citizen chose. An errand is corrected when its
procedure or purpose is another in the end, whoever changed it and when: by a correction while it waited, at the
counter, with its outcome, or by a transfer to another procedure. What was changed and changed back is not.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import happenings as h
from .ticket import Channel

#: Numbers taken at a kiosk's screen, with and without the server.
AT_KIOSK = frozenset({Channel.KIOSK, Channel.OFFLINE})


class Choice(NamedTuple):
    """What somebody came for; no procedure is guidance, or a dossier's own errand."""

    procedure: str | None
    purpose: str


@dataclass
class Turned:
    """What one choice of the kiosk became."""

    issued: int = 0
    to: Counter[Choice] = field(default_factory=Counter)

    @property
    def corrected(self) -> int:
        return self.to.total()

    @property
    def share(self) -> float:
        """Of what was issued, between 0 and 1."""
        return self.corrected / self.issued if self.issued else 0.0


@dataclass
class _Errand:
    chosen: Choice
    now: Choice

    def change(self, columns: dict[str, Any]) -> None:
        self.now = Choice(columns.get("procedure", self.now.procedure), columns.get("purpose", self.now.purpose))


class Corrections:
    """Feed it a hall's happenings in order, then ask what each choice became."""

    def __init__(self, days: Iterable[str]) -> None:
        self.days = frozenset(days)
        self._errands: dict[str, _Errand] = {}
        self._current: dict[str, str] = {}  # ticket → the errand it is at

    def add(self, it: h.Happening) -> None:
        """Take in one happening; tickets of other days and other channels are passed over."""
        match it:
            case h.TicketIssued() if it.business_day in self.days and it.channel in AT_KIOSK:
                for one in it.errands:
                    chosen = Choice(one["procedure"], one["purpose"])
                    self._errands[one["id"]] = _Errand(chosen, chosen)
                self._current[it.ticket] = it.errands[0]["id"]
            case h.TicketCorrected() if it.errand in self._errands:
                self._errands[it.errand].change(it.changes)
            case h.TicketTransferred() if self._current.get(it.ticket) in self._errands:
                self._errands[self._current[it.ticket]].change(it.errand)
            case h.ErrandFinished() if it.ticket in self._current and it.next_errand is not None:
                self._current[it.ticket] = it.next_errand

    def rows(self) -> dict[Choice, Turned]:
        """{what was chosen at the kiosk: what became of it}."""
        rows: dict[Choice, Turned] = {}
        for errand in self._errands.values():
            row = rows.setdefault(errand.chosen, Turned())
            row.issued += 1
            if errand.now != errand.chosen:
                row.to[errand.now] += 1
        return rows


def together(parts: Iterable[dict[Choice, Turned]]) -> dict[Choice, Turned]:
    """Several halls' rows as one: equal choices are added up."""
    found: dict[Choice, Turned] = {}
    for rows in parts:
        for choice, turned in rows.items():
            row = found.setdefault(choice, Turned())
            row.issued += turned.issued
            row.to += turned.to
    return found
