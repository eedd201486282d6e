"""What comes in and goes out about handovers."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..domain.handovers import Medium, Move, Stage
from .days import YEARS
from .schemas import LARGEST, Body, Query
from .shapes.common import Instant, Named, Names, ProcedureRef

_STAGE = "|".join(Stage)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"{text} is no day of these centuries")
    return day


Day = Annotated[date, BeforeValidator(_day)]


# ── in ───────────────────────────────────────────────────────────────────────────────────────────


class CourierIn(Body):
    """``courier`` says who carries it: the post, a round, a bag's number; nobody's name."""

    courier: str | None = Field(None, min_length=1, max_length=80)


class BagIn(CourierIn):
    """What a courier takes along."""

    errands: list[Annotated[str, Field(max_length=40)]] = Field(min_length=1, max_length=500)


class StageQuery(Query):
    """``state``: one or several, joined by commas."""

    state: str | None = Field(None, pattern=f"^({_STAGE})(,({_STAGE}))*$")

    @property
    def stages(self) -> list[Stage]:
        return [Stage(one) for one in self.state.split(",")] if self.state else []


class IncomingQuery(StageQuery):
    limit: int = Field(200, ge=1, le=1000)
    after: str = Field("", max_length=40)


class SheetQuery(StageQuery):
    """Which handovers: ``to`` a reference, the days of opening inclusive."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    late: bool | None = None
    to: str | None = Field(None, min_length=1, max_length=120)
    start: Day | None = Field(None, alias="from")
    until: Day | None = None


class HandoverQuery(SheetQuery):
    limit: int = Field(200, ge=1, le=1000)
    after: int = Field(0, ge=0, le=LARGEST)


# ── out ──────────────────────────────────────────────────────────────────────────────────────────


class Destination(BaseModel):
    """A hall, an agency, or an office named through its area (``land_branch:CODE``)."""

    ref: str
    name: Names
    address: str | None


class Late(BaseModel):
    """``since`` is when the term ended."""

    since: str = Instant
    what: Literal["not_sent", "not_received", "result_overdue"]


class Handover(BaseModel):
    """The way of a dossier another agency decides; ``from`` took it in, ``return_to`` gives out the result."""

    model_config = ConfigDict(populate_by_name=True)

    errand: str
    from_: Destination = Field(alias="from")
    ticket: str
    label: str
    procedure: ProcedureRef | None
    agency: Named | None
    to: Destination
    medium: Medium
    dossiers: list[str]
    count: int
    state: Stage
    opened_at: str = Instant
    sent_at: str | None = Instant
    received_at: str | None = Instant
    returning_at: str | None = Instant
    returned_at: str | None = Instant
    result_due: str | None = Field(json_schema_extra={"format": "date"})
    return_to: Destination
    late: Late | None
    actions: list[Move]


class Handovers(BaseModel):
    """``next`` is the ``after`` of the following page; ``sentences`` say who is late, of everything under way."""

    items: list[Handover]
    next: int | None
    sentences: list[Names]
    server_time: str = Instant


class IncomingHandovers(BaseModel):
    """What other halls have under way to this one; ``next`` is the ``after`` of the following page."""

    items: list[Handover]
    next: str | None
    server_time: str = Instant


class Sent(BaseModel):
    """What the courier took, in the order it was asked for."""

    items: list[Handover]
