"""What goes out: the wire's shapes, from which the OpenAPI document is made.

Answers are built by the boards; these describe them, and a test holds every answer against them. An object may get
further members in a later release: who reads one passes over what it does not know.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..domain.dossiers import Status
from ..domain.idcard import AgeBand
from ..domain.ticket import Action, Channel, Party, Purpose, Result, State

CounterState = Literal["open", "paused", "closed"]
Instant = Field(json_schema_extra={"format": "date-time"})


class Names(BaseModel):
    """One text in every language."""

    vi: str
    en: str


class Problem(BaseModel):
    """Why not (RFC 9457). ``detail`` says what to do, in the reader's language; ``code`` is for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    actions: list[Action] | None = Field(None, description="What the ticket can do instead.")
    field: str | None = None
    fields: dict[str, Any] | None = None
    decision: "Decision | None" = None
    errand: int | None = Field(None, description="Index of the errand the decision is about.")
    slip: "Slip | None" = None


class Named(BaseModel):
    id: str
    name: Names


class Place(Named):
    """A hall, with where it stands."""

    address: Names


class CounterRef(BaseModel):
    id: str
    number: int


class ProcedureRef(BaseModel):
    code: str
    name: Names


class Listing(BaseModel):
    """A list; ``next`` is null: it is whole."""

    next: None


# ── competence ───────────────────────────────────────────────────────────────────────────────────


class Referral(BaseModel):
    ref: str
    name: Names
    address: str | None
    hours: str | None
    url: str | None
    note: Names | None = Field(None, description="The place's mobile day in the asker's own commune.")


class AskedArea(BaseModel):
    area: str
    name: Names


class Decision(BaseModel):
    """Would this hall take it, who decides, and how does it travel."""

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


# ── tickets ──────────────────────────────────────────────────────────────────────────────────────


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
    actions: list[Action]
    outcome: Outcome | None
    printed: bool | None
    print_problem: str | None
    reason: str | None
    despite: str | None = Field(description="Why staff gave the number against the decision.")
    why: Names | None
    times_called: int


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
    issued_at: str = Instant
    waited_seconds: int
    actions: list[Action]


# ── what people see ──────────────────────────────────────────────────────────────────────────────


class Interval(BaseModel):
    """Local times ``HH:MM``; ``last_ticket`` is the cut-off of number-taking."""

    opens: str
    closes: str
    first_ticket: str
    last_ticket: str


class AreaQuestion(BaseModel):
    id: str
    question: Names


class ProcedureLine(BaseModel):
    code: str
    name: Names
    short_name: Names
    field: str
    needs_area: bool
    area_question: Names | None
    area_questions: list[AreaQuestion] = Field(description="Where several areas are asked for: any match counts.")
    also: list[str] = Field(description="What people call it.")


class Procedures(Listing):
    items: list[ProcedureLine]


Station = Literal["counter", "assisted_online"]


class MenuProcedure(ProcedureLine):
    """``open``: a counter that can serve it is open now; ``stations``: where in the hall it may be dealt with."""

    open: bool
    stations: list[Station]


class Processing(BaseModel):
    days: float | None
    unit: str | None


class ProcedurePage(MenuProcedure):
    uncovered: Names | None = Field(description="What to know before taking a number while nobody can serve it.")
    papers: list[Names]
    processing: Processing
    notices: list[Names]
    waiting: int
    ahead: int
    expected: Expected | None


class FoundArea(BaseModel):
    """``area`` is the very string to send back."""

    area: str
    name: Names
    note: Names | None


class Areas(Listing):
    items: list[FoundArea]


class DossierPlace(Named):
    address: str | None


class Dossier(BaseModel):
    """A dossier by its code. Where nobody can say, ``status`` is unknown and ``sentence`` null: nothing is claimed."""

    dossier: str
    agency: Named | None
    received_on: str = Field(json_schema_extra={"format": "date"})
    procedure: ProcedureRef | None
    status: Status
    ready_on: str | None = Field(json_schema_extra={"format": "date"})
    at: DossierPlace | None = Field(description="The hall that has the result.")
    sentence: Names | None


class CardArea(BaseModel):
    area: str
    name: Names


class ReadCard(BaseModel):
    """All that is left of an ID card. ``area`` and ``priority`` are to be offered, never taken for granted."""

    mark: str = Field(description="The same person's scans of one day have the same mark; tomorrow nobody's.")
    age_band: AgeBand | None
    area: CardArea | None
    priority: str | None


class Centre(Named):
    address: str | None


class Centres(Listing):
    items: list[Centre]


class MenuField(Named):
    """``waiting`` people have an errand of it; ``ahead`` would be called before a newcomer. ``open``: some counter that
    can serve one of its errands is open."""

    open: bool
    waiting: int
    ahead: int
    expected: Expected | None


class PriorityClass(Named):
    note: Names | None


class Menu(BaseModel):
    """What can be done here today, who waits, and for how long."""

    board: Literal["menu"]
    hall: Place
    position: int
    server_time: str = Instant
    open: bool
    closed_reason: Names | None
    next_open: str | None = Instant
    first: list[str] = Field(max_length=8)
    uncovered: Names | None = Field(description="The one sentence of a hall in which no counter is open yet.")
    fields: list[MenuField]
    stations: list[MenuField] = Field(description="Assisted online filing: a queue of its own, counted in no field.")
    procedures: list[MenuProcedure]
    purposes: list[Named]
    priority_classes: list[PriorityClass]
    hours: list[Interval]
    notices: list[Names]


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


class Turn(BaseModel):
    """The citizen's own view of a ticket."""

    board: Literal["turn"]
    label: str
    state: State
    ahead: int | None
    expected: Expected | None
    counter: CounterRef | None
    hall: str
    hall_name: Names
    hall_address: Names
    procedure: ProcedureRef | None
    purpose: Purpose
    language: str
    issued_at: str = Instant
    called_at: str | None = Instant
    ended: bool
    position: int
    server_time: str = Instant


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


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


class FieldFigures(Named):
    waiting: int
    longest_seconds: int
    open_counters: int


class CounterFigures(CounterRef):
    state: CounterState
    pause_reason: str | None
    clerk: Person | None
    label: str | None


class DeviceFigures(BaseModel):
    id: str
    kind: str
    name: str
    condition: str
    since: str = Instant


class Figures(BaseModel):
    """Today at a glance."""

    board: Literal["figures"]
    position: int
    server_time: str = Instant
    hall: Named
    business_day: str
    totals: dict[str, int]
    fields: list[FieldFigures]
    counters: list[CounterFigures]
    devices: list[DeviceFigures]
    sentences: list[Names]
    trouble: list[Names]


class Counts(BaseModel):
    """Errands, but for ``dossiers``."""

    issued: int
    served: int
    dossiers: int
    voided: int
    no_show: int
    expired: int
    cancelled: int


class ThroughputRow(Counts):
    key: str
    name: Names


class Throughput(BaseModel):
    """``items`` are the ``rows`` under the name every list has; ``hall`` is null for several halls together."""

    model_config = ConfigDict(populate_by_name=True)

    hall: str | None
    from_: str = Field(alias="from")
    to: str
    by: list[str]
    position: int
    rows: list[ThroughputRow]
    items: list[ThroughputRow]
    next: None
    totals: Counts


class CorrectionCounts(BaseModel):
    """Errands chosen at a kiosk, and how many of them were another one in the end; ``share`` between 0 and 1."""

    issued: int
    corrected: int
    share: float


class CorrectionTarget(BaseModel):
    key: str
    name: Names
    count: int


class CorrectionRow(CorrectionCounts):
    """``key`` is ``procedure|purpose`` as chosen; ``to`` what it became, the most frequent first."""

    key: str
    name: Names
    to: list[CorrectionTarget]


class Corrections(BaseModel):
    """``items`` are the ``rows`` under the name every list has; ``hall`` is null for several halls together."""

    model_config = ConfigDict(populate_by_name=True)

    hall: str | None
    from_: str = Field(alias="from")
    to: str
    rows: list[CorrectionRow]
    items: list[CorrectionRow]
    next: None
    totals: CorrectionCounts


class OverruledErrand(BaseModel):
    """``decision`` is the one that was overruled; ``outcome`` how the errand ended, null while it has not."""

    id: str
    procedure: ProcedureRef | None
    purpose: Purpose
    area: str | None
    area_name: Names | None
    decision: Decision
    outcome: Result | None


class SuspectedTicket(BaseModel):
    """A number given against the decision: who did it, and why."""

    ticket: str
    label: str
    business_day: str
    issued_at: str = Instant
    by: Person
    reason: str
    state: State
    errands: list[OverruledErrand]


class Suspected(Listing):
    items: list[SuspectedTicket]


class ActorOf(BaseModel):
    kind: str
    id: str


class Entry(BaseModel):
    """One line of the journal. ``at`` never goes back within a hall; ``occurred_at`` may be earlier."""

    hall: str
    position: int
    at: str = Instant
    occurred_at: str = Instant
    kind: str
    v: int
    payload: dict[str, Any]
    actor: ActorOf


class Entries(BaseModel):
    """``next`` is the ``after`` of the following page, null at the end."""

    items: list[Entry]
    next: int | None


# ── who ──────────────────────────────────────────────────────────────────────────────────────────


class GrantOf(BaseModel):
    """``hall`` or ``province`` names the place of the scope."""

    role: str
    scope: Literal["hall", "province"]
    hall: str | None = None
    province: str | None = None


class Session(BaseModel):
    token: str
    role: str
    grants: list[GrantOf]


class OwnCounter(CounterRef):
    hall: str
    name: Names


class Who(BaseModel):
    id: str
    user: str
    name: str
    role: str
    grants: list[GrantOf]
    counters: list[OwnCounter]


class Condition(BaseModel):
    device: str
    printer: str
