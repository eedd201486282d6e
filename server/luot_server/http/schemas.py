"""What comes in: bodies and query strings, checked before any route acts."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ..domain.idcard import AgeBand
from ..domain.ticket import Party, Purpose, Result
from ..domain.visits import ERRANDS_AT_MOST

#: What both databases keep in an integer column.
LARGEST = 2**31 - 1
Reason = Field(min_length=1, max_length=200)


class Body(BaseModel):
    """A request's body: unknown members are passed over, so an older server understands a newer client."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class SignIn(Body):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=False)  # a password may begin with a blank

    user: str = Field(min_length=1, max_length=80)
    password: str | None = Field(None, min_length=1, max_length=200)
    pin: str | None = Field(None, pattern=r"^[0-9]{6}$")

    @model_validator(mode="after")
    def one_of_both(self) -> "SignIn":
        if (self.password is None) == (self.pin is None):
            raise ValueError("send a password or a pin")
        return self


class ErrandIn(Body):
    procedure: str | None = Field(None, max_length=60)
    purpose: Purpose
    area: str | None = Field(None, max_length=120)
    dossier: str | None = Field(None, max_length=60)


class TicketIn(Body):
    """A number is asked for. ``errands`` is the whole list; without it there is one, at the top level."""

    procedure: str | None = Field(None, max_length=60)
    purpose: Purpose | None = None
    area: str | None = Field(None, max_length=120)
    dossier: str | None = Field(None, max_length=60)
    priority: str | None = Field(None, max_length=40)
    language: Literal["vi", "en"] = "vi"
    dossier_count: int | None = Field(None, ge=1, le=500)
    party: Party | None = None
    errands: list[ErrandIn] | None = Field(None, min_length=1, max_length=ERRANDS_AT_MOST)
    despite: str | None = Field(None, min_length=1, max_length=200)
    print_at: str | None = Field(None, min_length=1, max_length=80)
    mark: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")
    age_band: AgeBand | None = None
    lent: str | None = Field(None, max_length=80)

    @model_validator(mode="after")
    def one_story(self) -> "TicketIn":
        """The top level, where it says something too, repeats the first errand; its area may stand there alone."""
        if self.errands is None:
            if self.purpose is None:
                raise ValueError("purpose is needed")
            return self
        first = self.errands[0]
        first.area = first.area or self.area
        first.dossier = first.dossier or self.dossier
        if any(told is not None and told != getattr(first, name) for name, told in self._told()):
            raise ValueError("procedure and purpose beside errands must repeat its first")
        return self

    def _told(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in ("procedure", "purpose", "area", "dossier")]


class CardIn(Body):
    scan: str = Field(min_length=1, max_length=2000)


class CallIn(Body):
    ticket: str | None = Field(None, max_length=40)
    reason: str | None = Field(None, min_length=1, max_length=200)


class ReasonIn(Body):
    reason: str = Reason


class TransferIn(Body):
    """Exactly one of the three."""

    procedure: str | None = Field(None, min_length=1, max_length=60)
    counter: str | None = Field(None, max_length=80)
    agency: str | None = Field(None, max_length=80)

    @model_validator(mode="after")
    def one_target(self) -> "TransferIn":
        if sum(value is not None for value in (self.procedure, self.counter, self.agency)) != 1:
            raise ValueError("name one of procedure, counter, agency")
        return self


class CorrectionIn(Body):
    """What to change; what is not named stays. ``priority: null`` takes the priority away."""

    errand: str | None = Field(None, max_length=40)
    procedure: str | None = Field(None, min_length=1, max_length=60)
    purpose: Purpose | None = None
    area: str | None = Field(None, max_length=120)
    priority: str | None = Field(None, max_length=40)
    language: Literal["vi", "en"] | None = None

    def given(self) -> dict[str, Any]:
        """The members that were sent, the errand's name apart."""
        return self.model_dump(include=self.model_fields_set - {"errand"})


class OutcomeIn(Body):
    """``procedure`` is the code the clerk confirms; one that is not the errand's corrects it first.

    ``return_to`` is the hall in which the citizen wants the result of a dossier that is handed over; none: this one.
    """

    result: Result
    procedure: str | None = Field(None, min_length=1, max_length=60)
    errand: str | None = Field(None, max_length=40)
    dossiers: list[str] = Field(default_factory=list, max_length=500)
    count: int | None = Field(None, ge=0, le=500)
    missing: list[str] = Field(default_factory=list, max_length=50)
    return_to: str | None = Field(None, min_length=1, max_length=80)


class ReprintIn(Body):
    """``device``: the kiosk that is to print it; without one, whoever asks prints."""

    device: str | None = Field(None, min_length=1, max_length=80)


class PrintIn(Body):
    result: Literal["printed", "failed", "unknown"]
    problem: str | None = Field(None, max_length=60)
    job: str | None = Field(None, max_length=40)


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
    """What is always answered: an empty value is one not sent, and text longer than any code is nobody's code."""

    procedure: str | None = None
    area: str | None = None
    purpose: Purpose = Purpose.SUBMIT
    dossier: str | None = None
    on: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")

    @model_validator(mode="before")
    @classmethod
    def _sent(cls, data: Any) -> Any:
        return {name: value for name, value in data.items() if value != ""}

    @field_validator("procedure", "area", "dossier")
    @classmethod
    def _cut(cls, text: str | None) -> str | None:
        """Cut to what a sentence can repeat, and marked: what is left must not become a code by chance."""
        return f"{text[:120]}…" if text and len(text) > 120 else text


class ScanQuery(Query):
    scan: str = Field(min_length=1, max_length=2000)


class FindQuery(Query):
    label: str | None = Field(None, max_length=20)
    token: str | None = Field(None, max_length=400)


class JournalQuery(Query):
    after: int = Field(0, ge=0, le=LARGEST)
    limit: int = Field(200, ge=1, le=1000)


class DeskQuery(Query):
    counter: str = Field(max_length=80)


_DAY = r"^\d{4}-\d{2}-\d{2}$"


class DaysQuery(Query):
    """Business days, both inclusive."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    start: str | None = Field(None, alias="from", pattern=_DAY)
    end: str | None = Field(None, alias="to", pattern=_DAY)


class CorrectionsQuery(DaysQuery):
    hall: str | None = Field(None, max_length=80)


class ThroughputQuery(DaysQuery):
    hall: str | None = Field(None, max_length=80)
    by: str = Field("procedure", max_length=60)
