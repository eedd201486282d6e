"""What a citizen may say of a visit afterwards, and until when it must be answered.

A mark and a complaint belong to the *visit*. Nothing here knows who gave them, nor which clerk sat there: a mark that
follows a person is asked for at the counter and given out of politeness, and the figures are worth nothing then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from .errors import Conflict, Invalid
from .hours import Hours
from .ticket import OPEN, State

STEPS: Final = (1, 2, 3, 4, 5)  # 5: very satisfied
LOW: Final = 2  # up to this mark a reason may be named
RATED_WITHIN: Final = timedelta(days=7)

COMPLAINTS_AT_MOST: Final = 3
COMPLAINED_WITHIN: Final = timedelta(days=30)
LONGEST_TEXT: Final = 2000  # characters, of a complaint and of its answer

#: What a complaint says is wiped so long after its answer; that there was one, and whether in time, stays.
TEXT_KEPT: Final = timedelta(days=365)

#: Beyond a year without a single working day the calendar itself is unfilled.
_FURTHEST: Final = 366


class Reason(StrEnum):
    """Why a mark is low. None of them names a person."""

    LONG_WAIT = "long_wait"
    UNCLEAR = "unclear"
    MANNER = "manner"
    PAPERS_AGAIN = "papers_again"
    OTHER = "other"


class Channel(StrEnum):
    """Where a mark was given."""

    PHONE = "phone"
    TABLET = "tablet"


class Standing(StrEnum):
    """How a complaint stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Mark:
    """Five steps, and for a low one why; the reasons in their own order, each once."""

    score: int
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, score: int, reasons: Sequence[str]) -> Self:
        """Raises Invalid for a step there is not, a reason nobody knows, or one for a mark that needs none."""
        if score not in STEPS:
            raise Invalid("score_unknown", field="score", score=score)
        for reason in reasons:
            if reason not in tuple(Reason):
                raise Invalid("reason_unknown", field="reasons", reason=reason)
        if reasons and score > LOW:
            raise Invalid("reason_unasked", field="reasons", most=LOW)
        return cls(score, tuple(reason for reason in Reason if reason in reasons))


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as its holder looks back on it. ``rated``: the mark given; ``complaints``: how many were made."""

    label: str
    state: str
    day: date
    rated: Mark | None
    complaints: int

    def require_rating(self, today: date) -> None:
        """Raise Conflict ``rating_over`` unless the visit was served, today or on one of the seven days before."""
        if self.state != State.SERVED:
            raise Conflict("rating_over", sentence="rating_over_not_served", label=self.label)
        if today - self.day > RATED_WITHIN:
            raise Conflict("rating_over", label=self.label, days=RATED_WITHIN.days)

    def require_complaint(self, today: date) -> None:
        """Raise Conflict ``complaint_over`` while the visit goes on, a month after it, and after three of them.

        Whoever was not served complains as well, also whose number was voided: they have the most to say. While it
        goes on a guide is nearer than a letter.
        """
        if self.state in OPEN:
            raise Conflict("complaint_over", sentence="complaint_over_early", label=self.label)
        if self.complaints >= COMPLAINTS_AT_MOST:
            raise Conflict("complaint_over", sentence="complaint_over_times", label=self.label, most=COMPLAINTS_AT_MOST)
        if today - self.day > COMPLAINED_WITHIN:
            raise Conflict("complaint_over", label=self.label, days=COMPLAINED_WITHIN.days)

    def may(self, today: date) -> list[str]:
        """rate, complain: those that would not be refused now."""
        asked = {"rate": None if self.rated else self.require_rating, "complain": self.require_complaint}
        return [name for name, require in asked.items() if require and _passes(require, today)]


def said(text: str) -> str:
    """What was written, without the blank around it. Raises Invalid for nothing, and for more than anybody reads."""
    text = text.strip()
    if not text:
        raise Invalid("text_needed", field="text")
    if len(text) > LONGEST_TEXT:
        raise Invalid("text_too_long", field="text", longest=LONGEST_TEXT)
    return text


@dataclass(frozen=True, slots=True)
class Deadline:
    """Setting ``complaints``: in how many working days of its own calendar the hall answers."""

    days: int = 5

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """From the hall's settings: ``complaints: {days}``."""
        raw = values.get("complaints") or {}
        return cls(int(raw.get("days", cls().days)))

    def after(self, made: datetime, hours: Hours) -> date:
        """The last local day for the answer; the day it was made does not count.

        A hall whose calendar has no working days within a year counts days as they come.
        """
        day, left = hours.business_day(made), self.days
        for ahead in range(1, _FURTHEST + 1):
            left -= bool(hours.of_day(day + timedelta(days=ahead)))
            if left == 0:
                return day + timedelta(days=ahead)
        return day + timedelta(days=self.days)


def standing(due: date, answered: bool, today: date) -> Standing:
    if answered:
        return Standing.ANSWERED
    return Standing.OVERDUE if today > due else Standing.OPEN


def working_days_left(due: date, today: date, hours: Hours) -> int:
    """Working days after today until ``due``; 0 on its day and later."""
    return sum(bool(hours.of_day(today + timedelta(days=ahead))) for ahead in range(1, (due - today).days + 1))


def _passes(require: Any, today: date) -> bool:
    try:
        require(today)
    except Conflict:
        return False
    return True
