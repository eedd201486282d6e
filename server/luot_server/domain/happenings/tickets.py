"""A ticket, from its number to its end, and its paper."""

from datetime import datetime
from typing import Any

from .base import UPCASTS, Happening


class TicketIssued(Happening, v=3):
    """A number was given.

    ``errands``, in order: [{id, procedure, purpose, field, area, agency, decision, dossier, minutes}]. ``decision`` is
    the stored form of the competence decision, ``catalogue`` the position of the shared journal it was made under;
    ``despite`` is the staff's reason for issuing against the decision. ``mark`` and ``age_band`` are all that a
    scanned card leaves behind (v2): an HMAC under the day's key, and a range of years. A number that a kiosk gave by
    itself names its ``lease`` and when it was given, ``issued_at`` in RFC 3339; otherwise both are None (v3).
    """

    ticket: str
    business_day: str
    series: str
    number: int
    label: str
    priority: str | None
    weight: int
    language: str
    channel: str
    party: str | None
    dossier_count: int | None
    errands: list[dict[str, Any]]
    catalogue: int
    despite: str | None
    mark: str | None
    age_band: str | None
    lease: str | None
    issued_at: str | None

    def given_at(self, at: datetime) -> datetime:
        """When the number was given: at the entry's own time ``at``, or before, by a kiosk on its own."""
        return datetime.fromisoformat(self.issued_at) if self.issued_at else at


UPCASTS["ticket_issued", 1] = lambda payload: {**payload, "mark": None, "age_band": None}
UPCASTS["ticket_issued", 2] = lambda payload: {**payload, "lease": None, "issued_at": None}


class TicketRelabelled(Happening):
    """The paper says another number: the kiosk, cut off in the middle of its request, printed one of its ``lease``."""

    ticket: str
    lease: str
    series: str
    number: int
    label: str


class ErrandAdded(Happening):
    """One more thing to do in the same visit; ``errand`` as in TicketIssued."""

    ticket: str
    errand: dict[str, Any]


class TicketCalled(Happening):
    """A counter asked for the ticket. ``why`` is a stored Text; ``reason`` only when called out of order."""

    ticket: str
    counter: str
    clerk: str
    why: dict[str, Any]
    reason: str | None


class TicketRecalled(Happening):
    ticket: str
    counter: str


class TicketStarted(Happening):
    ticket: str


class TicketMissed(Happening):
    """The citizen did not come (no-show)."""

    ticket: str


class TicketRequeued(Happening, v=2):
    """Waiting again, with the seniority of the first arrival.

    ``rejoined``: the citizen came back by scanning the slip, which is limited (v2).
    """

    ticket: str
    rejoined: bool


UPCASTS["ticket_requeued", 1] = lambda payload: {**payload, "rejoined": False}


class TicketDelayed(Happening):
    """Its holder will be late and let the next go first.

    Its place is now right ``behind`` that waiting ticket: from here on ``arrived_at`` (RFC 3339, never before the one
    it had) is what it is ordered by. When the number was given stays as it is.
    """

    ticket: str
    behind: str
    arrived_at: str


class TicketParked(Happening):
    ticket: str
    reason: str


class TicketUnparked(Happening):
    ticket: str
    counter: str
    clerk: str


class TicketTransferred(Happening):
    """Waits again for another counter, procedure or agency; the arrival time is kept.

    ``errand`` holds the columns of the current errand that change; ``to_counter`` is set for a transfer to one counter.
    """

    ticket: str
    to_counter: str | None
    errand: dict[str, Any]


class TicketCorrected(Happening):
    """What was asked at the kiosk turned out otherwise; the place in the queue is kept.

    ``changes`` holds the columns of ``errand`` that change, its new decision among them; ``about`` those of the
    ticket itself (priority, weight, priority_by, language).
    """

    ticket: str
    errand: str
    changes: dict[str, Any]
    about: dict[str, Any]


class TicketVoided(Happening):
    ticket: str
    reason: str


class TicketCancelled(Happening):
    """The citizen left the queue."""

    ticket: str


class TicketExpired(Happening):
    """The day closed around it."""

    ticket: str


class ErrandFinished(Happening, v=2):
    """The current errand has its outcome.

    ``then`` is the ticket's new state, ``next_errand`` the errand it goes on with. ``confirmed``: the clerk said that
    its procedure is the right one; ``return_to`` is the hall the citizen chose for the result, None this one (v2).
    """

    ticket: str
    errand: str
    result: str
    dossiers: list[str]
    count: int
    missing: list[str]
    then: str
    next_errand: str | None
    confirmed: bool
    return_to: str | None


UPCASTS["errand_finished", 1] = lambda payload: {**payload, "confirmed": False, "return_to": None}


class TicketServedByHand(Happening):
    """Called and served while the screens were away, entered later: it counts as served, its times are unmeasured.

    ``outcomes``: [{errand, result, dossiers, count}], one for each errand that was still open.
    """

    ticket: str
    counter: str | None
    clerk: str | None
    outcomes: list[dict[str, Any]]


class SlipPrinted(Happening, v=2):
    """What became of the paper: printed, failed or unknown. ``job`` names the order it was printed for (v2)."""

    ticket: str
    result: str
    problem: str | None
    job: str | None


UPCASTS["slip_printed", 1] = lambda payload: {**payload, "job": None}


class SlipReprinted(Happening):
    ticket: str


class SlipOrdered(Happening):
    """A slip is to come out of the printer of kiosk ``device``; ``copy``: the number had one before."""

    job: str
    ticket: str
    device: str
    copy: bool
