"""The setting ``voice`` as it comes over HTTP: languages, repeats, chime, and the hall's own recordings."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from ..domain.voice import CLIPS, Voice
from ..store import media
from ..store.view import HallView
from ..voice.wav import WAV
from .setting_schemas import SettingIn

Language = Literal["vi", "en"]
#: Where in the value, the end of a key ``setting.wrong.…``, and what the sentence needs.
Found = tuple[tuple[str | int, ...], str, dict[str, Any]]


def _known(clip: str) -> str:
    if clip not in CLIPS:
        raise PydanticCustomError("clip_unknown", "there is no such clip")
    return clip


Clip = Annotated[str, AfterValidator(_known)]
MediaId = Annotated[str, Field(min_length=64, max_length=64)]


class VoiceIn(SettingIn):
    """``languages`` in the order they are said; none: the hall rings and says nothing. ``times``: in Vietnamese."""

    languages: tuple[Language, ...] = ("vi", "en")
    times: Literal[1, 2] = 2
    chime: bool = True
    own: dict[Language, dict[Clip, MediaId]] = Field(default_factory=dict)

    @field_validator("languages")
    @classmethod
    def vietnamese_first(cls, languages: tuple[Language, ...]) -> tuple[Language, ...]:
        if languages not in ((), ("vi",), ("vi", "en")):
            raise PydanticCustomError("languages", "languages are [], ['vi'] or ['vi', 'en']")
        return languages


def known_recordings(value: Any, view: HallView) -> Iterator[Found]:
    """Recordings the hall does not keep, or pictures taken for one."""
    voice = Voice.read(value)
    named = {id for clips in voice.own.values() for id in clips.values()}
    kept = {one.id for one in media.find(view.connection, view.id, named) if one.type == WAV}
    for language, clips in voice.own.items():
        for clip, id in clips.items():
            if id not in kept:
                yield ("own", language, clip), "clip_gone", {}
