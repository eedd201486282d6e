"""A hall's pictures and sounds."""

from pydantic import BaseModel, Field

from .common import Instant, Listing


class HallMedium(BaseModel):
    """One picture (``width``, ``height`` in pixels) or sound (``milliseconds``)."""

    id: str
    type: str
    name: str = Field(description="What it shows, read aloud where it is not seen.")
    width: int | None
    height: int | None
    milliseconds: int | None
    bytes: int
    url: str
    added_at: str = Instant
    used: list[str] = Field(description="The screens that show it and the clips it is, today or from a later day on.")


class HallMediumList(Listing):
    items: list[HallMedium]
    bytes: int
    most_bytes: int
