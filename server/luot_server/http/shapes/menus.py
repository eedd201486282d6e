"""What a citizen may choose from, and what is said of a procedure, an area, a dossier, a card."""

from typing import Literal

from pydantic import BaseModel, Field

from ...domain.door import Card
from ...domain.dossiers import Status
from ...domain.idcard import AgeBand
from .common import Instant, Listing, Named, Names, Place, ProcedureRef
from .tickets import Expected

Left = Field(description="Errands of the field that may still be begun today; null without a quota.")


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
    called_from: str | None = Instant
    left: int | None = Left


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
    called_from: str | None = Instant
    left: int | None = Left


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
    left: int | None = Field(description="Numbers of today that are left; null without a capacity.")
    card: Card = Field(description="Whether an identity card is asked for, or needed to get a number at a kiosk.")
    warning: Names | None = Field(description="What to know before queueing: few numbers left, today may be too short.")
    fields: list[MenuField]
    stations: list[MenuField] = Field(description="Assisted online filing: a queue of its own, counted in no field.")
    procedures: list[MenuProcedure]
    purposes: list[Named]
    priority_classes: list[PriorityClass]
    hours: list[Interval]
    notices: list[Names]
