"""What a manager does to the hall's voice: one clip in a recording of the hall's own, or made again."""

from collections.abc import Iterable
from typing import Any

from ..domain.voice import Voice
from ..store.changing import Changing
from .manager import change_setting


def set_own(
    hall: Changing, values: Iterable[tuple[str, dict[str, Any]]], language: str, clip: str, media: str | None
) -> None:
    """From now on the clip is the recording ``media``, or (None) the made one.

    ``values`` are the setting ``voice`` as it holds today and on the days it is to change, by those days: what is
    recorded today must not be lost on the day English is switched off.
    """
    for day, value in values:
        own = Voice.read(value).with_own(language, clip, media)
        if own != Voice.read(value).own:
            change_setting(hall, "voice", {**value, "own": own}, day)
