"""What a kiosk needs to go on alone, and what became of the numbers it gave."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from .common import Decision, Instant, Named, Names, Place
from .menus import Interval, PriorityClass, ProcedureLine, Processing, Station
from .tickets import Slip


class LentTicket(BaseModel):
    """An id for one number, its turn token, and the address of its page."""

    id: str
    token: str
    track_url: str


class Lease(BaseModel):
    """Numbers ``first`` to ``last`` of every series under the kiosk's own mark: "K2-A001" for mark 2."""

    lease: str
    mark: int
    business_day: str = Field(json_schema_extra={"format": "date"})
    first: int
    last: int
    given_at: str = Instant
    tickets: list[LentTicket]


class TakingHours(BaseModel):
    """Numbers are taken from ``from`` until ``until``."""

    from_: str = Field(alias="from", json_schema_extra={"format": "date-time"})
    until: str = Instant


class BookDay(BaseModel):
    business_day: str = Field(json_schema_extra={"format": "date"})
    takes: list[TakingHours]


class BookProcedure(ProcedureLine):
    """A procedure with its paper list, the letter of its series, and what is decided as long as no area is known."""

    everyday: bool
    stations: list[Station]
    papers: list[Names]
    processing: Processing
    notices: list[Names]
    series: str
    decision: Decision


class Letters(BaseModel):
    """The series of errands that name no procedure."""

    advice: str
    collect_result: str
    supplement: str


class SlipParts(BaseModel):
    """Paper to be filled in: texts hold ``{label} {time} {date} {track_url} {purpose} {procedure} {code} {priority}``.

    ``head``, ``priority`` where one is claimed, then for each errand ``errand``, or ``errand_unnamed`` where it names
    no procedure, then ``tail``.
    """

    width_mm: int
    head: list[dict[str, Any]]
    priority: list[dict[str, Any]]
    errand: list[dict[str, Any]]
    errand_unnamed: list[dict[str, Any]]
    tail: list[dict[str, Any]]


class BookSlips(BaseModel):
    vi: SlipParts
    en: SlipParts


class BookReferral(BaseModel):
    """The paper of whom this hall cannot receive; its texts hold ``{time}`` and ``{date}``."""

    vi: Slip
    en: Slip


class Book(BaseModel):
    """The day's menu with all a kiosk needs to work alone."""

    hall: Place
    position: int
    server_time: str = Instant
    zone: str
    mark: int | None = Field(description="The kiosk's number in its hall; null before its first lease.")
    days: list[BookDay] = Field(description="Today and the next two working days.")
    hours: list[Interval]
    first: list[str]
    fields: list[Named]
    procedures: list[BookProcedure]
    purposes: list[Named]
    priority_classes: list[PriorityClass]
    notices: list[Names]
    series: Letters
    slips: BookSlips
    referrals: dict[str, BookReferral]


class HandedIn(BaseModel):
    """``code`` and ``title`` say why a number is refused; ``label`` is the one on record."""

    id: str
    result: Literal["issued", "known", "relabelled", "refused"]
    label: str | None
    code: str | None
    title: str | None


class HandIn(BaseModel):
    items: list[HandedIn]


class HandCalled(BaseModel):
    """``known``: it is on record as served already."""

    label: str | None
    ticket: str | None
    result: Literal["served", "known", "refused"]
    code: str | None
    title: str | None


class HandCalls(BaseModel):
    items: list[HandCalled]
