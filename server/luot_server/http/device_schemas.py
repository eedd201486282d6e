"""What devices send, and what is sent about them."""

from typing import Literal

from pydantic import AwareDatetime, Field

from .schemas import LARGEST, Body

Printer = Literal["ok", "near_end", "paper_out", "cover_open", "cutter", "offline", "unknown", "none"]


class BeatIn(Body):
    """``printer`` is "none" for a device without one, and null while it has not looked yet."""

    version: str = Field(min_length=1, max_length=40)
    run: str = Field(min_length=1, max_length=36)
    clock: AwareDatetime
    printer: Printer | None = None
    detail: str = Field("", max_length=200)
    unsent: int = Field(0, ge=0, le=LARGEST)


class DeviceIn(Body):
    kind: Literal["kiosk", "display"]
    name: str = Field(min_length=1, max_length=80)


class EnrolmentIn(Body):
    code: str = Field(min_length=1, max_length=40)
