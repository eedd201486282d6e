"""Who speaks: sessions, their counters, and a device's condition."""

from typing import Literal

from pydantic import BaseModel

from .common import CounterRef, Names


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
