"""Which errands an open counter can serve, as it goes over the wire."""

from typing import Literal

from pydantic import BaseModel, Field

from .common import CounterRef, Instant, Named, Names
from .tickets import Expected


class CoverageGroup(Named):
    """A field, ``assisted_online`` or ``guidance``; ``counters`` are the open ones that serve some errand of it."""

    open: bool
    counters: list[CounterRef]
    waiting: int
    longest_seconds: int
    expected: Expected | None


class AbsentAgency(BaseModel):
    """A service of its own that does not staff its counter; ``to`` null: until further notice."""

    service: str
    agency: Named
    from_: str = Field(alias="from")
    to: str | None


class Coverage(BaseModel):
    """``sentences`` first: what no open counter serves, and for how many that matters already."""

    board: Literal["coverage"]
    hall: str
    position: int
    server_time: str = Instant
    open_counters: int
    groups: list[CoverageGroup]
    absent: list[AbsentAgency]
    sentences: list[Names]
