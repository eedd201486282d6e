"""What a hall's settings may be when they come over HTTP: one model a setting, checked before anything is recorded.

What is recorded is ``model_dump(mode="json", exclude_none=True)``, in the shape :class:`HallSettings` reads.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, field_validator, model_validator

from ..domain.hall import FIRST_SCREEN
from .schemas import LARGEST


class SettingIn(BaseModel):
    """A setting's value: a member nobody reads is a mistake somebody should hear of."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Quotas(
    RootModel[dict[Annotated[str, Field(min_length=1, max_length=80)], Annotated[int, Field(ge=0, le=LARGEST)]]]
):
    """Field → errands that may be begun a day; 0 is none, a field not named has no limit, ``{}`` ends all of them."""


class Capacity(SettingIn):
    """Numbers a day, all purposes counted; ``warn_at``: from how many left the kiosk says so (none: a tenth)."""

    tickets: int = Field(ge=1, le=LARGEST)
    warn_at: int | None = Field(None, ge=0, le=LARGEST)

    @model_validator(mode="after")
    def warned_before_the_end(self) -> "Capacity":
        if self.warn_at is not None and self.warn_at > self.tickets:
            raise ValueError("warn_at is at most tickets")
        return self


class Visits(SettingIn):
    """Visits of one person a day, told by the mark of a scanned card; ``guide``: without a card only staff give one."""

    max: int = Field(ge=1, le=100)
    without_card: Literal["guide", "allow"] = "allow"


class Rejoins(SettingIn):
    """How often, and for how many minutes after a missed call, scanning the slip leads back into the line."""

    times: int = Field(2, ge=0, le=20)
    minutes: int = Field(60, ge=1, le=24 * 60)


class Delays(SettingIn):
    """How often in one visit somebody who will be late may let the next go first; 0: never."""

    times: int = Field(2, ge=0, le=20)


class First(
    RootModel[Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], Field(max_length=FIRST_SCREEN)]]
):
    """Codes for the kiosk's first screen, in order; ``[]``: learned from the hall's own last four weeks."""

    @field_validator("root")
    @classmethod
    def once_each(cls, codes: list[str]) -> list[str]:
        if len(set(codes)) < len(codes):
            raise ValueError("a procedure stands there once")
        return codes
