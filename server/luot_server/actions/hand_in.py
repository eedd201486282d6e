"""Numbers that a kiosk gave by itself come to the server: exactly once, in whatever order and however often they come.

The citizen holds the paper already, so nothing the law or the hall has changed since then refuses a number. What is
refused, alone and with a sentence, is what this server cannot have lent; the kiosk keeps it and shows it to staff.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal, NamedTuple

from sqlalchemy import select

from ..domain.codes import procedure_key
from ..domain.competence import Decision
from ..domain.competence.areas import LATER
from ..domain.errors import Conflict, Refusal
from ..domain.happenings import DayClosed, SlipPrinted, TicketExpired, TicketRelabelled, TicketRequeued
from ..domain.numbering import label
from ..domain.text import Text
from ..domain.ticket import BY_DOSSIER, Channel, Party, Purpose, State
from ..messages import LANGUAGES
from ..store import tables as t
from ..store.changing import Changing
from ..store.journal import Entry, entries_at
from ..store.leases import lease_of
from .citizen import ErrandRequest, TicketRequest, decide_errand, errand_facts, issued
from .lease import lent_ticket

Row = dict[str, Any]
Result = Literal["issued", "known", "relabelled", "refused"]

#: What the store has room for.
LONGEST_PROBLEM = 60
MOST_DOSSIERS = 500


@dataclass(frozen=True, slots=True)
class Given:
    """A number as a kiosk's spool tells it; ``at`` is by the kiosk's own clock."""

    id: str
    token: str
    lease: str
    business_day: str
    series: str
    number: int
    label: str
    at: datetime
    language: str = LANGUAGES[0]
    priority: str | None = None
    party: str | None = None
    dossier_count: int | None = None
    errands: Sequence[ErrandRequest] = ()
    printed: str | None = None
    problem: str | None = None


class Taken(NamedTuple):
    """What became of one number: the label on record, or why it was refused."""

    result: Result
    label: str | None
    refusal: Refusal | None = None


class HandIn:
    """One request of one kiosk; ``skew`` is how far the hall's clock is ahead of the kiosk's (None: nobody said)."""

    def __init__(
        self, hall: Changing, device: str, secret: bytes, skew: timedelta | None, new_id: Callable[[], str]
    ) -> None:
        self.hall = hall
        self.device = device
        self.secret = secret
        self.skew = skew
        self.new_id = new_id
        self._leases: dict[str, Row | None] = {}

    def take(self, one: Given) -> Taken:
        """Put one number on record, unless it is; a refusal is an answer about this number, not about the others."""
        try:
            lease = self._lease_of(one)
            row = self._on_record(one.id)
            if row is None:
                return self._issue(one, lease)
            if row["lease"] is None:
                return self._relabel(one, lease, row)
            return Taken("known", self._known(one, row))
        except Refusal as refusal:
            return Taken("refused", None, refusal)

    # ── was it lent? ─────────────────────────────────────────────────────────────────────────────

    def _lease_of(self, one: Given) -> Row:
        """The lease the number is of. Raises Conflict for that of another kiosk in use, and for a number not of it."""
        if one.lease not in self._leases:
            self._leases[one.lease] = lease_of(self.hall.connection, self.hall.id, self.device, one.lease)
        lease = self._leases[one.lease]
        if lease is None:
            raise Conflict("lease_not_yours", label=one.label)
        letter = one.series.removeprefix(f"K{lease['mark']}-")
        fits = (
            lent_ticket(self.secret, lease["device"], one.token) == one.id
            and one.series != letter
            and letter in self._letters
            and lease["first"] <= one.number <= lease["last"]
            and one.label == label(one.series, one.number)
            and one.business_day == lease["business_day"]
        )
        if not fits:
            raise Conflict("number_not_lent", label=one.label)
        return lease

    @cached_property
    def _letters(self) -> frozenset[str]:
        """Of every series the hall ever had: the kiosk may have been away while they changed."""
        values = self.hall.connection.scalars(
            select(t.hall_settings.c.value).where(
                t.hall_settings.c.hall == self.hall.id, t.hall_settings.c.name == "series"
            )
        )
        return frozenset(one["series"] for value in values for one in value)

    # ── a number nobody knew of ──────────────────────────────────────────────────────────────────

    def _issue(self, one: Given, lease: Row) -> Taken:
        day, at = self._when(one, lease)
        self._require_free(day.isoformat(), one)
        known = self.hall.settings.priority_classes.get(one.priority or "")
        request = TicketRequest(
            errands=one.errands or [ErrandRequest(Purpose.ADVICE)],
            channel=Channel.OFFLINE,
            priority=known.id if known else None,
            language=one.language if one.language in LANGUAGES else LANGUAGES[0],
            party=one.party if one.party in set(Party) else None,
            dossier_count=one.dossier_count if 0 < (one.dossier_count or 0) <= MOST_DOSSIERS else None,
        )
        errands = [{"id": self.new_id(), **facts_of(self.hall, errand, day)} for errand in request.errands]
        happening = issued(
            request,
            errands,
            one.id,
            day.isoformat(),
            one.series,
            one.number,
            weight=known.weight if known else 0,
            catalogue=self.hall.catalogue,
            lease=one.lease,
            issued_at=at,
        )
        self.hall.record(happening, occurred_at=one.at.astimezone(UTC))
        self._print(one)
        if self._is_over(happening.business_day, at):
            self.hall.record(TicketExpired(ticket=one.id))
        return Taken("issued", one.label)

    def _when(self, one: Given, lease: Row) -> tuple[date, datetime]:
        """The local day the number belongs to, and when it was given by the hall's clock.

        Between the loan and now, and on the lease's own day, whatever the kiosk's clock says. Only where that clock is
        known to be wrong, or the lease's day is still to come, the number was given on another day than its paper's
        lease is for: then it is today's, for the citizen is here.
        """
        told = _within((one.at + (self.skew or timedelta())).astimezone(UTC), lease["given_at"], self.hall.now)
        hours, today = self.hall.settings.hours, self.hall.today
        day = date.fromisoformat(lease["business_day"])
        if day > today or (self.skew is not None and hours.business_day(told) == today):
            return today, told
        opens = hours.midnight(day).astimezone(UTC)
        ends = hours.midnight(day + timedelta(days=1)).astimezone(UTC)
        return day, _within(told, max(opens, lease["given_at"]), min(ends - timedelta(seconds=1), self.hall.now))

    def _is_over(self, day: str, at: datetime) -> bool:
        """Whether the day has been closed around a number given at ``at``: nobody is called any more."""
        if day < self.hall.day:
            return True
        if not self.hall.day_is_closed(day):
            return False
        closings = select(t.journal.c.payload).where(
            t.journal.c.hall == self.hall.id, t.journal.c.at >= at, t.journal.c.kind == DayClosed.kind
        )
        return any(json.loads(one)["business_day"] == day for one in self.hall.connection.scalars(closings))

    def _require_free(self, day: str, one: Given) -> None:
        """Raises Conflict when another ticket of the day has the label: two machines give out the same numbers."""
        other = select(t.tickets.c.id).where(
            t.tickets.c.hall == self.hall.id,
            t.tickets.c.business_day == day,
            t.tickets.c.series == one.series,
            t.tickets.c.number == one.number,
        )
        if self.hall.connection.scalar(other) is not None:
            raise Conflict("identity_twice", label=one.label)

    # ── a number that is on record ───────────────────────────────────────────────────────────────

    def _on_record(self, ticket: str) -> Row | None:
        row = self.hall.connection.execute(select(t.tickets).where(t.tickets.c.id == ticket)).first()
        if row is not None and row.hall != self.hall.id:  # a kiosk that was moved here with what it was lent there
            raise Conflict("identity_twice", label=row.label)
        return t.plain(row) if row is not None else None

    def _known(self, one: Given, row: Row) -> str:
        """The label on record. Raises Conflict when it is of another paper: two machines use one identity."""
        same = (row["lease"], row["label"]) == (one.lease, one.label)
        entry = self._entry(row["position"])
        if not same or (row["channel"] == Channel.OFFLINE and entry.occurred_at != one.at):
            raise Conflict("identity_twice", label=one.label)
        return one.label

    def _entry(self, position: int) -> Entry:
        """The entry that issued a ticket, which may be of this very change and not written yet."""
        fresh = (entry for entry in self.hall.entries if entry.position == position)
        return next(fresh, None) or entries_at(self.hall.connection, self.hall.id, [position])[0]

    def _relabel(self, one: Given, lease: Row, row: Row) -> Taken:
        """The server had issued the ticket, its answer was lost, and the kiosk put a number of its own on the paper.

        A ticket whose paper was reported was answered: then the other number is another machine's, for somebody else.
        """
        if row["printed"] is not None or row["print_problem"] is not None:
            raise Conflict("identity_twice", label=one.label)
        if row["state"] in (State.SERVING, State.SERVED):
            return Taken("known", row["label"])
        if row["state"] in (State.VOIDED, State.CANCELLED):
            raise Conflict("number_ended", label=one.label, other=row["label"])
        self._require_free(row["business_day"], one)
        self.hall.record(
            TicketRelabelled(ticket=one.id, lease=one.lease, series=one.series, number=one.number, label=one.label),
            occurred_at=one.at.astimezone(UTC),
        )
        self._print(one)
        if row["state"] == State.NO_SHOW and row["business_day"] == self.hall.day:
            self.hall.record(TicketRequeued(ticket=one.id, rejoined=False))
        return Taken("relabelled", one.label)

    def _print(self, one: Given) -> None:
        if one.printed is not None:
            problem = one.problem[:LONGEST_PROBLEM] if one.problem else None
            if one.printed == "unknown":
                problem = problem or "unknown"  # sent to paper, and nobody knows more: not the same as not yet sent
            self.hall.record(SlipPrinted(ticket=one.id, result=one.printed, problem=problem, job=None))


def facts_of(hall: Changing, errand: ErrandRequest, day: date) -> Mapping[str, Any]:
    """The errand by the law of ``day``; what that law does not know is left out rather than refused.

    An errand of which nothing is left is a question for the guidance counter, which some counter always serves; a
    procedure's code stays with it, for the desk to see.
    """
    for asked in _ever_less(hall, errand, day):
        try:
            return errand_facts(hall, asked, decide_errand(hall, asked, day), day)
        except Refusal:
            continue
    advice = ErrandRequest(Purpose.ADVICE, procedure_key(errand.procedure or ""))
    return errand_facts(hall, advice, Decision("yes", Text("competence.advice"), route="here"), day)


def _ever_less(hall: Changing, errand: ErrandRequest, day: date) -> Iterator[ErrandRequest]:
    """As it was asked; without its dossier; with its area left to the desk."""
    code = procedure_key(errand.procedure or "")
    if errand.purpose in BY_DOSSIER or (errand.purpose == Purpose.SUBMIT and hall.world_on(day).procedure(code)):
        for area in (errand.area, LATER):
            yield ErrandRequest(errand.purpose, code, area, errand.dossier)
            yield ErrandRequest(errand.purpose, code, area)


def _within(at: datetime, first: datetime, last: datetime) -> datetime:
    return min(max(at, first), last)
