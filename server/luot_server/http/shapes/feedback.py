"""What citizens said of their visits, as managers and the province read it."""

from pydantic import BaseModel, ConfigDict, Field

from ...domain.feedback import Reason, Standing
from .boards import Person
from .common import CounterRef, Instant, Named, Names, ProcedureRef


class ReasonCount(BaseModel):
    key: Reason
    name: Names
    count: int


class Marks(BaseModel):
    """``n`` marks of ``served`` visits; below ``few`` of them nothing but their number is told."""

    n: int
    served: int
    mean: float | None
    shares: list[float] | None = Field(description="The part of the marks on each step, 1 to 5.")
    reasons: list[ReasonCount]


class RatingsRow(Marks):
    key: str
    name: Names


class Ratings(BaseModel):
    """``items`` are the ``rows`` under the name every list has; ``hall`` is null for several halls together."""

    model_config = ConfigDict(populate_by_name=True)

    hall: str | None
    from_: str = Field(alias="from")
    to: str
    by: str
    few: int
    rows: list[RatingsRow]
    items: list[RatingsRow]
    next: None
    totals: Marks


class ComplainedVisit(BaseModel):
    """The visit a complaint is about; never who served it."""

    ticket: str
    label: str
    business_day: str
    procedure: ProcedureRef | None
    counter: CounterRef | None
    issued_at: str = Instant
    called_at: str | None = Instant
    finished_at: str | None = Instant


class Complaint(BaseModel):
    """``sentence`` says how long there is to answer; ``text`` and ``answer`` are null once wiped."""

    id: str
    hall: Named
    state: Standing
    sentence: Names
    text: str | None
    made_at: str = Instant
    due: str
    answer: str | None
    answered_at: str | None = Instant
    answered_by: Person | None
    visit: ComplainedVisit


class Complaints(BaseModel):
    """The most urgent first; ``next`` is the ``after`` of the following page, null at the end.

    ``open`` counts all that wait for an answer, ``overdue`` those of them that waited too long.
    """

    items: list[Complaint]
    next: int | None
    open: int
    overdue: int
    answered: int
