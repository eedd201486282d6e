"""What every answer is made of: names, places, references, one decision."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Instant = Field(json_schema_extra={"format": "date-time"})


class Names(BaseModel):
    """One text in every language."""

    vi: str
    en: str


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
