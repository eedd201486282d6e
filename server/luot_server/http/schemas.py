"""What comes in, and what goes out: the wire's shapes, from which the OpenAPI document is made.

Input models check; output models describe (answers are built by the boards, and a test holds them against these).
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..domain.ticket import Action, Channel, Party, Purpose, Result, State

Code = Field(max_length=60)
Reason = Field(min_length=1, max_length=200)


class Body(BaseModel):
    """A request's body: unknown members are passed over, so an older server understands a newer client."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class SignIn(Body):
    user: str = Field(min_length=1, max_length=80)
    password: str = Field(min_length=1, max_length=200)


class ErrandIn(Body):
    procedure: str | None = Field(None, max_length=60)
    purpose: Purpose
    area: str | None = Field(None, max_length=40)
    dossier: str | None = Field(None, max_length=60)


class TicketIn(Body):
    """A number is asked for. ``errands`` is the whole list; without it there is one, at the top level."""

    procedure: str | None = Field(None, max_length=60)
    purpose: Purpose | None = None
    area: str | None = Field(None, max_length=40)
    dossier: str | None = Field(None, max_length=60)
    priority: str | None = Field(None, max_length=40)
    language: Literal["vi", "en"] = "vi"
    dossier_count: int | None = Field(None, ge=1, le=500)
    party: Party | None = None
    errands: list[ErrandIn] | None = Field(None, min_length=1, max_length=10)
    despite: str | None = Field(None, min_length=1, max_length=200)

    @model_validator(mode="after")
    def one_story(self) -> "TicketIn":
        """The top level, where sent too, repeats the first errand."""
        if self.errands is None:
            if self.purpose is None:
                raise ValueError("purpose is needed")
            return self
        first = self.errands[0]
        sent = self.model_fields_set & {"procedure", "purpose", "area", "dossier"}
        if any(getattr(self, name) != getattr(first, name) for name in sent):
            raise ValueError("procedure and purpose beside errands must repeat its first")
        return self


class CallIn(Body):
    ticket: str | None = Field(None, max_length=40)
    reason: str | None = Field(None, min_length=1, max_length=200)


class ReasonIn(Body):
    reason: str = Reason


class TransferIn(Body):
    """Exactly one of the three."""

    procedure: str | None = Field(None, max_length=60)
    counter: str | None = Field(None, max_length=80)
    agency: str | None = Field(None, max_length=80)

    @model_validator(mode="after")
    def one_target(self) -> "TransferIn":
        if sum(value is not None for value in (self.procedure, self.counter, self.agency)) != 1:
            raise ValueError("name one of procedure, counter, agency")
        return self


class OutcomeIn(Body):
    result: Result
    errand: str | None = Field(None, max_length=40)
    dossiers: list[str] = Field(default_factory=list, max_length=500)
    count: int | None = Field(None, ge=0, le=500)
    missing: list[str] = Field(default_factory=list, max_length=50)


class PrintIn(Body):
    result: Literal["printed", "failed", "unknown"]
    problem: str | None = Field(None, max_length=60)


class ConditionIn(Body):
    printer: Literal["ok", "near_end", "paper_out", "cover_open", "cutter", "offline", "unknown"]
    detail: str = Field("", max_length=200)


class Query(Body):
    """A query string."""


class SearchQuery(Query):
    q: str = Field("", max_length=200)
    field: str | None = Field(None, max_length=80)
    limit: int = Field(20, ge=1, le=200)


class DecisionQuery(Query):
    procedure: str | None = Field(None, max_length=60)
    area: str | None = Field(None, max_length=40)
    purpose: Purpose = Purpose.SUBMIT
    dossier: str | None = Field(None, max_length=60)
    on: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")


class FindQuery(Query):
    label: str | None = Field(None, max_length=20)
    token: str | None = Field(None, max_length=400)


class JournalQuery(Query):
    after: int = Field(0, ge=0)
    limit: int = Field(200, ge=1, le=1000)


class DeskQuery(Query):
    counter: str = Field(max_length=80)


_DAY = r"^\d{4}-\d{2}-\d{2}$"


class ThroughputQuery(Query):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    hall: str | None = Field(None, max_length=80)
    start: str | None = Field(None, alias="from", pattern=_DAY)
    end: str | None = Field(None, alias="to", pattern=_DAY)
    by: str = Field("procedure", max_length=60)


# ── what goes out ────────────────────────────────────────────────────────────────────────────────

Names = dict[Literal["vi", "en"], str]


class Problem(BaseModel):
    type: str
    title: str
    status: int
    detail: str
    code: str
    actions: list[Action] | None = None
    field: str | None = None
    fields: dict[str, Any] | None = None
    decision: "Decision | None" = None
    errand: int | None = None
    slip: "Slip | None" = None


class Named(BaseModel):
    id: str
    name: Names


class CounterRef(BaseModel):
    id: str
    number: int


class ProcedureRef(BaseModel):
    code: str
    name: Names


class Referral(BaseModel):
    ref: str
    name: Names
    address: str | None
    hours: str | None
    url: str | None


class AskedArea(BaseModel):
    area: str
    name: Names


class Decision(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    accept: Literal["yes", "yes_handover", "refer", "ask", "no"]
    route: Literal["here", "paper_handover", "assisted_online"] | None
    competent: Named | None
    with_: list[Named] = Field(alias="with")
    handover_to: str | None
    refer_to: list[Referral]
    ask: list[AskedArea]
    reason: Names
    article: str | None


class Expected(BaseModel):
    low_minutes: int
    high_minutes: int
    low_at: str
    high_at: str


class Outcome(BaseModel):
    result: Result
    errand: str
    dossiers: list[str]
    count: int
    missing: list[str]
    finished_at: str | None


class Errand(BaseModel):
    id: str
    procedure: ProcedureRef | None
    purpose: Purpose
    area: str | None
    agency: Named | None
    decision: Decision
    state: Literal["open", "done"]
    outcome: Outcome | None
    dossiers: list[str]
    dossier: str | None
    papers: list[Names]


class Ticket(BaseModel):
    id: str
    hall: str
    business_day: str
    series: str
    number: int
    label: str
    state: State
    procedure: ProcedureRef | None
    errands: list[Errand]
    purpose: Purpose
    agency: Named | None
    decision: Decision
    area: str | None
    priority: str | None
    language: str
    channel: Channel
    party: Party | None
    dossier_count: int | None
    counter: CounterRef | None
    issued_at: str
    called_at: str | None
    started_at: str | None
    finished_at: str | None
    ahead: int | None
    expected: Expected | None
    actions: list[Action]
    outcome: Outcome | None
    printed: bool | None
    print_problem: str | None
    reason: str | None
    why: Names | None
    times_called: int


class Slip(BaseModel):
    width_mm: int
    blocks: list[dict[str, Any]]


class IssuedTicket(Ticket):
    track_url: str
    slip: Slip


class Reprinted(Ticket):
    slip: Slip
    track_url: str


class Tickets(BaseModel):
    items: list[Ticket]
    next: str | None


class Counter(BaseModel):
    id: str
    hall: str
    number: int
    name: Names
    state: Literal["open", "paused", "closed"]
    clerk: str | None
    pause_reason: str | None
    label: str | None


class Session(BaseModel):
    token: str
    role: str
    grants: list[dict[str, str]]


class Who(BaseModel):
    user: str
    name: str
    role: str
    grants: list[dict[str, str]]
    counters: list[dict[str, Any]]


class Listing(BaseModel):
    items: list[dict[str, Any]]
    next: str | None


class ThroughputRow(BaseModel):
    key: str
    name: Names
    issued: int
    served: int
    dossiers: int
    voided: int
    no_show: int
    expired: int
    cancelled: int


class Throughput(BaseModel):
    rows: list[ThroughputRow]
    items: list[ThroughputRow]
    next: str | None
    totals: dict[str, int]


class Entry(BaseModel):
    hall: str
    position: int
    at: str
    occurred_at: str
    kind: str
    v: int
    payload: dict[str, Any]
    actor: dict[str, str]


class Entries(BaseModel):
    items: list[Entry]
    next: int | None


class Call(BaseModel):
    ticket: str
    label: str
    counter: CounterRef
    called_at: str
    times: int


class Board(BaseModel):
    board: Literal["hall"]
    hall: Named
    position: int
    server_time: str
    calls: list[Call]
    counters: list[dict[str, Any]]
    waiting: list[dict[str, Any]]
    notices: list[Names]


class Turn(BaseModel):
    label: str
    state: State
    ahead: int | None
    expected: Expected | None
    counter: CounterRef | None
    hall: dict[str, Any]
    ended: bool


class Condition(BaseModel):
    device: str
    printer: str


class Anything(BaseModel):
    """A board whose shape the reference describes."""

    model_config = ConfigDict(extra="allow")
