"""One visit: the ticket, its errands, its slip."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from ...boards.paper import Paper
from ...domain.ticket import Action, Channel, Party, Purpose, Result, State
from .common import CounterRef, Decision, Instant, Listing, Named, Names, ProcedureRef


class Expected(BaseModel):
    """A wait as a range, in minutes from now and as instants."""

    low_minutes: int
    high_minutes: int
    low_at: str = Instant
    high_at: str = Instant


class Outcome(BaseModel):
    result: Result
    errand: str
    dossiers: list[str]
    count: int
    missing: list[str]
    finished_at: str | None = Instant


class Errand(BaseModel):
    id: str
    procedure: ProcedureRef | None
    purpose: Purpose
    area: str | None
    area_name: Names | None
    agency: Named | None
    decision: Decision
    state: Literal["open", "done"]
    outcome: Outcome | None
    dossiers: list[str]
    dossier: str | None
    papers: list[Names]


class Ticket(BaseModel):
    """One visit, one number; what is said at its top is the current errand's."""

    id: str
    hall: str
    business_day: str
    series: str
    number: int
    label: str = Field(pattern=r"^(K\d+-)?[A-Z]{1,2}\d{3,}$")
    state: State
    procedure: ProcedureRef | None
    errands: list[Errand] = Field(min_length=1)
    errand: str = Field(description="The id of the one it is at.")
    purpose: Purpose
    agency: Named | None
    decision: Decision
    area: str | None
    priority: str | None
    priority_by: str | None = Field(description="The id of whoever has seen the proof; null for a claim.")
    language: str
    channel: Channel
    party: Party | None
    dossier_count: int | None
    counter: CounterRef | None
    issued_at: str = Instant
    called_at: str | None = Instant
    started_at: str | None = Instant
    finished_at: str | None = Instant
    ahead: int | None
    expected: Expected | None
    called_from: str | None = Instant
    actions: list[Action]
    outcome: Outcome | None
    printed: bool | None
    paper: Paper
    print_problem: str | None
    reason: str | None
    despite: str | None = Field(description="Why staff gave the number against the decision.")
    why: Names | None
    times_called: int
    by_hand: bool | None = Field(description="True: called by hand while the screens were away, so its times are none.")


class Slip(BaseModel):
    """Paper as blocks; whoever prints draws it."""

    width_mm: int
    blocks: list[dict[str, Any]]


class PaperedTicket(Ticket):
    """A ticket with its paper and the address of its page."""

    track_url: str
    slip: Slip


class IssuedTicket(PaperedTicket):
    """A new number; ``uncovered``: what to know while no open counter can serve one of its errands."""

    uncovered: Names | None


class Tickets(Listing):
    items: list[Ticket]


class BriefTicket(BaseModel):
    """A ticket as one line of a list."""

    id: str
    label: str
    state: State
    procedure: ProcedureRef | None
    field: str | None
    purpose: Purpose
    priority: str | None
    printed: bool | None
    paper: Paper
    issued_at: str = Instant
    waited_seconds: int
    actions: list[Action]
