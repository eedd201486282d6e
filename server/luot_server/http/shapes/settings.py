"""A hall's settings as its manager reads them, and its paper before it is printed."""

from typing import Any

from pydantic import BaseModel, Field

from .common import Instant, Listing


class SetBy(BaseModel):
    id: str
    name: str


class SettingChange(BaseModel):
    """``by`` is null where it was set with the hall itself, or by command."""

    at: str = Instant
    by: SetBy | None


class ComingSetting(BaseModel):
    value: Any
    valid_from: str
    changed: SettingChange | None


class HallSetting(BaseModel):
    """``value`` holds today; ``usual``: it is what a hall has that set nothing."""

    name: str
    value: Any
    usual: bool
    valid_from: str | None
    changed: SettingChange | None
    coming: list[ComingSetting] = Field(description="Later days on which it changes, in order.")


class HallSettingList(Listing):
    items: list[HallSetting]


class SlipPicture(BaseModel):
    image: str = Field(description="A data URL with a PNG, one pixel a dot of the printer.")
