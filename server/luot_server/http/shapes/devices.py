"""Devices: how they are, how they come, and the bell on a kiosk."""

from typing import Literal

from pydantic import BaseModel, Field

from .common import Instant, Listing, Names

DeviceKind = Literal["kiosk", "display"]


class BeatAnswer(BaseModel):
    """``lease_needed``: a kiosk that has been lent no numbers for today should ask for some."""

    server_time: str = Instant
    lease_needed: bool


class DeviceLine(BaseModel):
    """One device in use. What it never said is null; ``sentences`` say how it is."""

    id: str
    kind: DeviceKind
    name: str
    mark: int | None = Field(description="Its number in the labels it gives by itself, as 2 in K2-A001.")
    seen_at: str | None = Instant
    version: str | None
    printer: str | None
    detail: str
    trouble: Literal["twice", "clock"] | None
    lost_since: str | None = Instant
    unsent: int | None = Field(description="Numbers it gave by itself and has not handed in yet.")
    sentences: list[Names]


class Devices(Listing):
    items: list[DeviceLine]


class Self(BaseModel):
    """A device as it is known here; ``screen`` is the id of the one it shows, null for the hall's own."""

    device: str
    hall: str
    name: str
    kind: DeviceKind
    screen: str | None


class EnrolmentCode(BaseModel):
    """Shown this once; good for one device."""

    code: str
    expires_at: str = Instant


class Enrolled(BaseModel):
    """``token`` is shown this once."""

    device: str
    hall: str
    kind: DeviceKind
    name: str
    token: str


class HelpRung(BaseModel):
    id: str
    name: str
    called_at: str = Instant


class HelpCall(BaseModel):
    id: str
    device: str
    name: str
    called_at: str = Instant
    answered_at: str | None = Instant
    answered_by: str | None


class HelpCalls(Listing):
    """Open ones, the longest first."""

    items: list[HelpRung]
