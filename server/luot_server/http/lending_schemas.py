"""What comes in from kiosks that go on alone, and from staff who called people by hand."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, ValidationError, field_validator, model_validator

from ..domain.ticket import Result
from ..domain.visits import ERRANDS_AT_MOST
from .days import YEARS
from .schemas import LARGEST, Body

_DAY = r"^\d{4}-\d{2}-\d{2}$"


class LeaseIn(Body):
    """Numbers of one local day; the default is a busy hall's whole day."""

    business_day: str = Field(pattern=_DAY)
    count: int = Field(800, ge=1, le=2000)


class OfflineErrand(Body):
    """As it was asked; what the day's law does not know is left out."""

    purpose: str = Field("", max_length=60)
    procedure: str | None = Field(None, max_length=60)
    area: str | None = Field(None, max_length=120)
    dossier: str | None = Field(None, max_length=60)


class OfflineTicket(Body):
    """A number a kiosk gave by itself. What an older kiosk leaves out is as if nobody had said it."""

    id: str = Field(max_length=40)
    token: str = Field(max_length=80)
    lease: str = Field(max_length=40)
    business_day: str = Field(pattern=_DAY)
    series: str = Field(max_length=12)
    number: int = Field(ge=1, le=LARGEST)
    label: str = Field(max_length=20)
    at: AwareDatetime = Field(description="When it was given, by the kiosk's own clock.")
    language: str = ""
    priority: str | None = None
    party: str | None = None
    dossier_count: int | None = None
    errands: list[OfflineErrand] = Field(default_factory=list, max_length=ERRANDS_AT_MOST)
    print: str | None = Field(None, description="printed, failed or unknown; null: it did not come to that.")
    problem: str | None = None

    @field_validator("at")
    @classmethod
    def _in_the_calendar(cls, at: datetime) -> datetime:
        return _readable(at)


class HandInIn(Body):
    """Numbers in the order in which they were given. One that cannot be read is refused alone, not all of them.

    ``clock`` is the kiosk's own clock now: a clock that is a day off then puts nobody into the wrong day.
    """

    tickets: list[Annotated[OfflineTicket | dict[str, Any], Field(union_mode="left_to_right")]] = Field(
        min_length=1, max_length=100
    )
    clock: AwareDatetime | None = None

    @field_validator("clock")
    @classmethod
    def _in_the_calendar(cls, clock: datetime | None) -> datetime | None:
        return _readable(clock) if clock else None


class HandCallIn(Body):
    """One person called by hand: the label on the paper, or the ticket's id."""

    label: str | None = Field(None, min_length=1, max_length=20)
    ticket: str | None = Field(None, min_length=1, max_length=40)
    business_day: str | None = Field(None, pattern=_DAY)
    counter: str | None = Field(None, max_length=80)
    result: Result | None = None
    count: int = Field(0, ge=0, le=500)

    @model_validator(mode="after")
    def one_name(self) -> "HandCallIn":
        if (self.label is None) == (self.ticket is None):
            raise ValueError("name either label or ticket")
        return self


class HandCallsIn(Body):
    calls: list[HandCallIn] = Field(min_length=1, max_length=200)


PRINTED: frozenset[str] = frozenset({"printed", "failed", "unknown"})


def _readable(at: datetime) -> datetime:
    """A clock whose battery is dead says 1970; further off, arithmetic leaves the calendar."""
    if not 1970 <= at.year < YEARS.stop:
        raise ValueError(f"a year between 1970 and {YEARS.stop - 1}")
    return at


def wrong_fields(told: dict[str, Any]) -> str:
    """Which fields of an entry do not fit, for the sentence that says so."""
    try:
        OfflineTicket.model_validate(told)
    except ValidationError as error:
        return ", ".join(sorted({str(one["loc"][0]) for one in error.errors() if one["loc"]}))
    return ""
