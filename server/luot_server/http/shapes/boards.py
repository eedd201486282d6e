"""What screens and desks show."""

from typing import Literal

from pydantic import BaseModel

from ...domain.feedback import Reason
from ...domain.ticket import ErrandState, Purpose, Result, State
from .common import CounterRef, Instant, Named, Names, ProcedureRef
from .menus import Interval
from .tickets import BriefTicket, Expected, Ticket

CounterState = Literal["open", "paused", "closed"]


class Call(BaseModel):
    ticket: str
    label: str
    counter: CounterRef
    called_at: str = Instant
    times: int
    state: State
    priority: bool


class CounterLine(BaseModel):
    id: str
    number: int
    state: CounterState
    label: str | None


class WaitingField(BaseModel):
    field: str
    name: Names
    count: int
    expected: Expected | None


class Board(BaseModel):
    """What the hall display shows; calls newest first."""

    board: Literal["hall"]
    hall: str
    hall_name: Names
    position: int
    server_time: str = Instant
    calls: list[Call]
    counters: list[CounterLine]
    waiting: list[WaitingField]
    missed: list[str]
    hours: list[Interval]
    notices: list[Names]
    arrangement: str
    version: str


class Turn(BaseModel):
    """The citizen's own view of a ticket."""

    board: Literal["turn"]
    label: str
    state: State
    ahead: int | None
    expected: Expected | None
    called_from: str | None = Instant
    counter: CounterRef | None
    hall: str
    hall_name: Names
    hall_address: Names
    procedure: ProcedureRef | None
    purpose: Purpose
    language: str
    issued_at: str = Instant
    called_at: str | None = Instant
    business_day: str
    errands: list["TurnErrand"]
    may: list[Literal["leave", "delay", "rejoin", "add_errand", "rate", "complain"]]
    rating: "GivenMark | None"
    complaints: list["OwnComplaint"]
    delays_left: int
    missing: list[str]
    ended: bool
    position: int
    server_time: str = Instant


class GivenMark(BaseModel):
    """What the visit was given, of five steps."""

    score: int
    reasons: list[Reason]


class OwnComplaint(BaseModel):
    """A complaint as its maker sees it; ``text`` and ``answer`` are null once wiped, a year after the answer."""

    id: str
    text: str | None
    made_at: str = Instant
    due: str
    answer: str | None
    answered_at: str | None = Instant


class TurnErrand(BaseModel):
    """One thing of the visit, in the order in which they are served."""

    procedure: ProcedureRef | None
    purpose: Purpose
    state: ErrandState
    result: Result | None


class Counter(BaseModel):
    """One counter, as whoever opens, pauses or closes it sees it; ``clerk`` is an id."""

    id: str
    hall: str
    number: int
    name: Names
    state: CounterState
    clerk: str | None
    pause_reason: str | None
    label: str | None


class Person(BaseModel):
    id: str
    name: str


class DeskCounter(CounterRef):
    name: Names
    state: CounterState
    pause_reason: str | None
    clerk: Person | None


class DeskDay(BaseModel):
    served: int
    dossiers: int
    no_show: int
    waiting: int


class Desk(BaseModel):
    """The clerk's board; ``waiting`` in calling order."""

    board: Literal["desk"]
    position: int
    server_time: str = Instant
    hall: Named
    counter: DeskCounter
    current: Ticket | None
    waiting: list[BriefTicket]
    missed: list[BriefTicket]
    parked: list[BriefTicket]
    day: DeskDay
    trouble: list[Names]
