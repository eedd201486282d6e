"""The hall's voice as its manager sees it, clip by clip."""

from typing import Literal

from pydantic import BaseModel, Field

from .common import Listing


class Clip(BaseModel):
    clip: str
    text: str = Field(description="What it says.")
    source: Literal["made", "own", "missing"] = Field(description="Made here, a recording of the hall's own, or none.")
    milliseconds: int | None


class VoiceOfLanguage(BaseModel):
    language: Literal["vi", "en"]
    pack: str | None = Field(description="Where displays fetch it; null while there is none.")
    missing: list[str] = Field(description="Clips there are not: announcements that need one only ring.")
    clips: list[Clip]


class HallVoice(Listing):
    items: list[VoiceOfLanguage]
    install: str | None = Field(description="The one line that installs espeak-ng, where clips miss for want of it.")
