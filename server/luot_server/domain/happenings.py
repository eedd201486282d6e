"""Everything that can happen to a hall, or to what all halls share: the journal's vocabulary.

A happening is a frozen value with JSON-safe fields; its class fixes the entry's ``kind`` and version ``v``. It
carries whatever replay needs (ids, numbers, decisions, versions) and nothing secret or personal. When a shape has to
change, raise ``v`` and add an upcast from the old one: entries already written are never touched.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, dataclass_transform

Payload = dict[str, Any]

KINDS: dict[str, type["Happening"]] = {}
UPCASTS: dict[tuple[str, int], Callable[[Payload], Payload]] = {}


@dataclass_transform(frozen_default=True)
class Happening:
    """Base of all happenings; subclasses register themselves under their kind."""

    kind: ClassVar[str]
    v: ClassVar[int] = 1

    def __init_subclass__(cls, v: int = 1) -> None:
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.v = v
        KINDS[cls.kind] = dataclass(frozen=True)(cls)

    def payload(self) -> Payload:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]


class UnknownKind(Exception):
    """The journal holds an entry this version cannot read."""


def happening_of(kind: str, v: int, payload: Mapping[str, Any]) -> Happening:
    """The happening an entry holds, brought up to the present version of its kind.

    Raises :class:`UnknownKind` for a kind or version this release does not know.
    """
    try:
        cls = KINDS[kind]
    except KeyError:
        raise UnknownKind(f"entry kind {kind!r} is unknown to this release") from None
    current = dict(payload)
    while v < cls.v:
        current, v = UPCASTS[kind, v](current), v + 1
    if v > cls.v:
        raise UnknownKind(f"entry kind {kind!r} version {v} is newer than this release ({cls.v})")
    return cls(**current)


# ── the hall itself ──────────────────────────────────────────────────────────────────────────────


class HallSetUp(Happening):
    """A hall exists. ``name`` and ``address`` are {vi, en}; ``zone`` is an IANA time zone."""

    hall: str
    name: dict[str, str]
    address: dict[str, str]
    area: str
    province: str
    zone: str


class SettingChanged(Happening):
    """From local day ``valid_from`` on, the hall's setting ``name`` is ``value``."""

    name: str
    value: Any
    valid_from: str


class CounterAdded(Happening):
    """A counter stands in the hall; people read its ``number``."""

    counter: str
    number: int
    name: dict[str, str]


class ShiftStarted(Happening):
    counter: str
    clerk: str


class ShiftEnded(Happening):
    counter: str
    clerk: str


class CounterPaused(Happening):
    counter: str
    reason: str


class CounterResumed(Happening):
    counter: str


class DeviceConditionChanged(Happening):
    """A device's printer changed condition; said once, and so is its end."""

    device: str
    kind_of_device: str
    name: str
    printer: str
    detail: str


class DayClosed(Happening):
    """The hall's business day ended; every ticket still open expired just before."""

    business_day: str


# ── a ticket ─────────────────────────────────────────────────────────────────────────────────────


class TicketIssued(Happening, v=2):
    """A number was given.

    ``errands``, in order: [{id, procedure, purpose, field, area, agency, decision, dossier, minutes}]. ``decision`` is
    the stored form of the competence decision, ``catalogue`` the position of the shared journal it was made under;
    ``despite`` is the staff's reason for issuing against the decision. ``mark`` and ``age_band`` are all that a
    scanned card leaves behind (v2): an HMAC under the day's key, and a range of years.
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


UPCASTS["ticket_issued", 1] = lambda payload: {**payload, "mark": None, "age_band": None}


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


class TicketRequeued(Happening):
    """Waiting again, with the seniority of the first arrival."""

    ticket: str


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
    ticket itself (priority, weight, language).
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


class SlipPrinted(Happening):
    """What became of the paper: printed, failed or unknown."""

    ticket: str
    result: str
    problem: str | None


class SlipReprinted(Happening):
    ticket: str


# ── a dossier another agency decides ─────────────────────────────────────────────────────────────


class HandoverOpened(Happening):
    """A dossier taken in here goes to ``to``, a reference of the decision; what is filed online is there at once.

    ``return_to`` is the hall in which the citizen wants the result (None: this one), ``result_due`` the last local day
    for it by the processing time of the catalogue's version the errand was finished under.
    """

    errand: str
    ticket: str
    label: str
    procedure: str | None
    agency: str | None
    to: str
    medium: str
    dossiers: list[str]
    count: int
    return_to: str | None
    result_due: str | None


class HandoverSent(Happening):
    """It left the hall. ``courier`` says who carries it (the post, a bag's number), never a person's name."""

    errand: str
    courier: str | None


class HandoverReceived(Happening):
    """The other side has it."""

    errand: str


class HandoverResultSent(Happening):
    """The result is on its way back."""

    errand: str


class HandoverResultArrived(Happening):
    """The result lies in the hall the citizen chose."""

    errand: str


# ── what belongs to no hall ──────────────────────────────────────────────────────────────────────


class FactRecorded(Happening):
    """A dated fact of the catalogue (procedure, field, agency, area, hall, province …)."""

    fact: str
    key: str
    valid_from: str
    valid_to: str | None
    data: dict[str, Any]


class StaffAdded(Happening):
    """``name`` is what colleagues see; the password's hash is kept elsewhere, never here."""

    staff: str
    user: str
    name: str
    counters: list[str]


class GrantGiven(Happening):
    """``scope`` is ``hall`` or ``province``; ``place`` the hall's id or the province's area code."""

    staff: str
    role: str
    scope: str
    place: str


class GrantWithdrawn(Happening):
    staff: str
    role: str
    scope: str
    place: str


class StaffLeft(Happening):
    staff: str


class DeviceEnrolled(Happening):
    """A kiosk, a display, or a program with ``scopes``."""

    device: str
    hall: str
    kind_of_device: str
    name: str
    scopes: list[str]


class DeviceRetired(Happening):
    device: str
