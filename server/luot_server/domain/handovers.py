"""The way of a dossier another agency decides: out, received, and the result back to the hall the citizen chose.

One record an errand. A record only goes forward; what is late is read off its instants, the hall's own hours and the
hall's terms, so nothing has to be marked late and nothing stays so by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil
from types import MappingProxyType
from typing import Any, Final

from .errors import Conflict
from .hours import Hours
from .records import Processing
from .ticket import Result


class Stage(StrEnum):
    """Where the dossier is; in the order of its way."""

    TO_SEND = "to_send"  # in this hall's tray for the courier
    SENT = "sent"  # handed to the courier, or filed online
    RECEIVED = "received"  # the other side has it and works on it
    RETURNING = "returning"  # the result is on its way to the hall the citizen chose
    RETURNED = "returned"  # the result lies there


class Medium(StrEnum):
    """How it travels."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Move(StrEnum):
    """What somebody records about it."""

    SEND = "send"
    RECEIVE = "receive"
    RETURN = "return"
    ARRIVE = "arrive"


ORDER: Final = tuple(Stage)
#: Each move leads one stage on, and from nowhere else.
MOVES: Final[Mapping[Move, Stage]] = MappingProxyType(dict(zip(Move, ORDER[1:], strict=True)))
#: The stages whose dossiers somebody still waits for.
UNDERWAY: Final = ORDER[:-1]


def needed(move: Move, stage: Stage, *, label: str) -> bool:
    """Whether ``move`` is still to be recorded; False for one that is on record already.

    A courier's bag is pressed as a whole, and the other side may have been quicker: a move that lies behind is true
    and changes nothing. Raises Conflict ``handover_too_early`` for one whose own beginning is missing.
    """
    ahead = ORDER.index(MOVES[move]) - ORDER.index(stage)
    if ahead > 1:
        # messages: error.handover_before_*
        raise Conflict("handover_too_early", sentence=f"handover_before_{move}", label=label)
    return ahead == 1


def next_move(stage: Stage) -> Move | None:
    """What happens to it next; None once the result is back."""
    return next((move for move in Move if ORDER.index(MOVES[move]) == ORDER.index(stage) + 1), None)


def leaves(accept: str, result: str, count: int) -> bool:
    """Whether a finished errand leaves something to be handed over.

    One that was accepted does, also when its dossier's code follows later; one that lacks papers only when the hall
    kept a dossier all the same.
    """
    return accept == "yes_handover" and (result == Result.ACCEPTED or (result == Result.SUPPLEMENT and count > 0))


def medium_of(route: str | None) -> Medium:
    """How a dossier on this route of the decision travels."""
    return Medium.ELECTRONIC if route == "assisted_online" else Medium.PAPER


# ── terms ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Terms:
    """A hall's own terms. ``send_within`` is opening time; None: by the end of the same working day."""

    send_within: timedelta | None = None
    receive_within_days: int = 1

    @classmethod
    def of(cls, setting: Mapping[str, Any]) -> Terms:
        """From the hall's setting ``handover``: {send_within_hours_working, receive_within_days}, both optional."""
        hours = setting.get("send_within_hours_working")
        return cls(
            timedelta(hours=hours) if hours is not None else None,
            int(setting.get("receive_within_days", cls.receive_within_days)),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """What lateness looks at; instants are aware, ``result_due`` is the last local day, or None: no day is named."""

    stage: Stage
    opened_at: datetime
    sent_at: datetime | None
    result_due: date | None


@dataclass(frozen=True, slots=True)
class Late:
    """``what``: not_sent, not_received, result_overdue; ``since`` the instant its term ended."""

    what: str
    since: datetime


def late(record: Record, terms: Terms, hours: Hours, now: datetime) -> Late | None:
    """Which term has passed at ``now``; of several the step that is missing first, for that one moves the rest."""
    if record.stage is Stage.TO_SEND:
        first = Late("not_sent", _send_by(record.opened_at, terms, hours))
    elif record.stage is Stage.SENT and record.sent_at is not None:
        last = working_day_after(hours, hours.business_day(record.sent_at), terms.receive_within_days)
        first = Late("not_received", _end_of(last, hours))
    else:
        first = None
    if first is not None and first.since < now:
        return first
    if record.stage is Stage.RETURNED or record.result_due is None:
        return None
    overdue = Late("result_overdue", _end_of(record.result_due, hours))
    return overdue if overdue.since < now else None


def result_due(processing: Processing, taken_in: datetime, hours: Hours) -> date | None:
    """The last local day for the result of a dossier taken in at ``taken_in``; None where the law names no time.

    The day of reception does not count, as in the appointment the citizen is given.
    """
    if processing.days is None:
        return None
    day, count = hours.business_day(taken_in), ceil(processing.days)
    match processing.unit:
        case "working_day":
            return working_day_after(hours, day, count)
        case "day":
            return day + timedelta(days=count)
        case "month":
            return _months_after(day, count)
        case "hour":
            return hours.business_day(hours.after_service_time(taken_in, timedelta(hours=processing.days)))
        case _:
            return None


def working_day_after(hours: Hours, day: date, count: int) -> date:
    """The ``count``-th day after ``day`` on which the hall works; plain days for a hall without a week of hours."""
    if not any(hours.week.values()):
        return day + timedelta(days=count)
    while count > 0:
        day += timedelta(days=1)
        count -= bool(hours.of_day(day))
    return day


def _send_by(opened_at: datetime, terms: Terms, hours: Hours) -> datetime:
    if terms.send_within is not None:
        return hours.after_service_time(opened_at, terms.send_within)
    day = hours.business_day(opened_at)
    if hours.of_day(day) and (end := _end_of(day, hours)) >= opened_at:
        return end
    return _end_of(working_day_after(hours, day, 1), hours)


def _end_of(day: date, hours: Hours) -> datetime:
    """When the hall closes on ``day``; midnight where it does not open."""
    return hours.closes_for_good(day) or hours.midnight(day + timedelta(days=1))


def _months_after(day: date, count: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + count, 12)
    first = date(day.year + years, month + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
