"""Short clips in place of speech: a call is over in no time, and each clip is known again when it is played."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

from luot_server.domain.voice import CLIPS
from luot_server.voice.made import Made
from luot_server.voice.pack import Pack
from luot_server.voice.wav import RATE

CLIP_SECONDS = 0.025
_STEP = 64  # between two clips' values, of 32,768
_SIGN = {"vi": 1, "en": -1}


def put_clips(data: Path) -> None:
    """The packs a server with this data directory would otherwise make with espeak-ng, for a quarter of a minute."""
    made = Made(data / "voice")
    for language, sign in _SIGN.items():
        count = round(CLIP_SECONDS * RATE)
        clips = {name: array("h", [sign * (nth + 1) * _STEP]) * count for nth, name in enumerate(CLIPS)}
        place = made.place(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(Pack(clips).to_bytes())


def words(values: Sequence[float]) -> str:
    """What the clips of these values (from -1 to 1) say: ``vi normal A 0 1 2 to n3``."""
    names = tuple(CLIPS)
    steps = [round(it * 32_768 / _STEP) for it in values]
    language = "vi" if all(it > 0 for it in steps) else "en"
    return " ".join([language, *(names[abs(it) - 1] for it in steps)])
