"""What is counted, and the journal it is counted from."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ...domain.ticket import Purpose, Result, State
from .boards import CounterState, Person
from .common import CounterRef, Decision, Instant, Listing, Named, Names, ProcedureRef


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
    notices: list[Names]


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
    """One line of the journal. ``at`` never goes back within a hall; ``occurred_at`` is by the teller's own clock."""

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
