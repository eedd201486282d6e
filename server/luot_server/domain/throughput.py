"""Throughput, counted from the journal: errands by any of their dimensions.

Every count is of errands, by the code confirmed at the desk, at the receiving hall. A ticket that came back into the
queue after a missed call is not a no-show; what counts is how its errands ended. ``hour`` is of the moment counted:
issued by the hour of issue, served by the hour of its outcome. ``day`` is the ticket's business day. A number that a
kiosk gave by itself counts by when it was given. Who was called by hand counts as served, at an hour nobody knows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import happenings as h

METRICS = ("issued", "served", "dossiers", "voided", "no_show", "expired", "cancelled")
DIMENSIONS = (
    "procedure",
    "field",
    "agency",
    "clerk",
    "counter",
    "purpose",
    "channel",
    "outcome",
    "route",
    "priority",
    "hour",
    "day",
)  # fmt: skip
NONE = "none"

Counts = dict[str, int]


@dataclass
class _Errand:
    facts: dict[str, Any]
    events: dict[str, tuple[datetime | None, int]] = field(default_factory=dict)  # metric → when, how many
    counter: str | None = None
    clerk: str | None = None
    outcome: str | None = None


@dataclass
class _Ticket:
    issued: h.TicketIssued
    errands: dict[str, _Errand]
    current: str
    counter: str | None = None
    clerk: str | None = None

    def open_errands(self) -> Iterable[_Errand]:
        return (one for one in self.errands.values() if one.outcome is None)


class Throughput:
    """Feed it a hall's happenings in order, then ask for rows."""

    def __init__(self, zone: ZoneInfo, days: Iterable[str]) -> None:
        self.zone = zone
        self.days = frozenset(days)
        self.tickets: dict[str, _Ticket] = {}

    def add(self, it: h.Happening, at: datetime) -> None:
        """Count one happening; those of tickets of other business days are passed over."""
        if isinstance(it, h.TicketIssued):
            self._issued(it, at)
            return
        ticket = self.tickets.get(getattr(it, "ticket", ""))
        if ticket is None:
            return
        match it:
            case h.TicketCalled() | h.TicketUnparked():
                ticket.counter, ticket.clerk = it.counter, it.clerk
                ticket.errands[ticket.current].counter = it.counter
                ticket.errands[ticket.current].clerk = it.clerk
            case h.TicketTransferred():
                ticket.errands[ticket.current].facts.update(it.errand)
            case h.ErrandAdded():
                ticket.errands[it.errand["id"]] = _Errand(dict(it.errand), {"issued": (at, 1)})
            case h.TicketCorrected():
                ticket.errands[it.errand].facts.update(it.changes)
            case h.ErrandFinished():
                self._finished(ticket, it, at)
            case h.TicketServedByHand():
                self._served_by_hand(ticket, it)
            case h.TicketMissed():
                self._ended(ticket, "no_show", at)
            case h.TicketRequeued():
                for one in ticket.open_errands():
                    one.events.pop("no_show", None)
            case h.TicketVoided():
                self._ended(ticket, "voided", at)
            case h.TicketExpired():
                self._ended(ticket, "expired", at)
            case h.TicketCancelled():
                self._ended(ticket, "cancelled", at)

    def rows(self, by: Sequence[str]) -> dict[tuple[str, ...], Counts]:
        """{values of the dimensions ``by``: counts}."""
        rows: dict[tuple[str, ...], Counts] = {}
        for ticket in self.tickets.values():
            for errand in ticket.errands.values():
                for metric, (at, count) in errand.events.items():
                    key = tuple(self._value(ticket, errand, dimension, at) for dimension in by)
                    counts = rows.setdefault(key, dict.fromkeys(METRICS, 0))
                    counts[metric] += count
        return rows

    def _issued(self, it: h.TicketIssued, at: datetime) -> None:
        if it.business_day not in self.days:
            return
        errands = {one["id"]: _Errand(dict(one)) for one in it.errands}
        for errand in errands.values():
            errand.events["issued"] = (it.given_at(at), 1)
        self.tickets[it.ticket] = _Ticket(it, errands, it.errands[0]["id"])

    def _finished(self, ticket: _Ticket, it: h.ErrandFinished, at: datetime) -> None:
        errand = ticket.errands[it.errand]
        errand.outcome = it.result
        errand.events["served"] = (at, 1)
        errand.events["dossiers"] = (at, it.count)
        if it.next_errand is not None:
            ticket.current = it.next_errand
            if it.then == "serving":
                following = ticket.errands[it.next_errand]
                following.counter, following.clerk = ticket.counter, ticket.clerk

    def _served_by_hand(self, ticket: _Ticket, it: h.TicketServedByHand) -> None:
        for one in it.outcomes:
            errand = ticket.errands[one["errand"]]
            errand.counter, errand.clerk, errand.outcome = it.counter, it.clerk, one["result"]
            errand.events.pop("expired", None)
            errand.events.pop("no_show", None)
            errand.events["served"] = (None, 1)
            errand.events["dossiers"] = (None, one["count"])

    def _ended(self, ticket: _Ticket, metric: str, at: datetime) -> None:
        for one in ticket.open_errands():
            one.events[metric] = (at, 1)

    def _value(self, ticket: _Ticket, errand: _Errand, dimension: str, at: datetime | None) -> str:
        match dimension:
            case "counter":
                return errand.counter or NONE
            case "clerk":
                return errand.clerk or NONE
            case "outcome":
                return errand.outcome or NONE
            case "route":
                return errand.facts["decision"].get("route") or NONE
            case "channel":
                return ticket.issued.channel
            case "priority":
                return ticket.issued.priority or NONE
            case "hour":
                return f"{at.astimezone(self.zone):%H}" if at else NONE
            case "day":
                return ticket.issued.business_day
            case _:
                return errand.facts[dimension] or NONE


def totals(rows: Iterable[Counts]) -> Counts:
    """The sum over rows."""
    total = dict.fromkeys(METRICS, 0)
    for counts in rows:
        for metric, count in counts.items():
            total[metric] += count
    return total
