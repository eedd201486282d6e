"""Clips made by the program espeak-ng: a Debian package, asked for one clip at a time, never linked or bundled."""

import fcntl
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..domain.voice import CLIPS, HEADS
from .made import write_whole
from .pack import Pack
from .sound import pause, polished
from .texts import texts, voice_name
from .wav import NotAClip, Samples, read_wav

PROGRAM = "espeak-ng"
INSTALL = "sudo apt install espeak-ng"

PATIENCE_SECONDS = 10.0  # for a clip that takes 15 ms
WORDS_A_MINUTE = "155"  # the program's own pace is 175; a hall echoes

#: Silence at a clip's end, in milliseconds: the breath before the number, a beat between letters.
PAUSE_AFTER_HEAD = 140
PAUSE_AFTER = 45

Progress = Callable[[int, int], object]


class CannotMake(Exception):
    """The program is missing, or fails; the sentence says what to do."""


def program() -> str | None:
    """The program's path; None where it is not installed."""
    return shutil.which(PROGRAM)


def make(language: str, progress: Progress = lambda done, of: None) -> Pack:
    """Every clip of a language; a few seconds. Raises CannotMake."""
    path = program()
    if path is None:
        raise CannotMake(f"{PROGRAM} is not installed; run: {INSTALL}")
    clips: dict[str, Samples] = {}
    with TemporaryDirectory(prefix="luot-voice-") as folder:
        for clip in CLIPS:
            spoken = _spoken(path, voice_name(language), texts(language)[clip], Path(folder, "clip.wav"))
            clips[clip] = with_pause(clip, spoken)
            progress(len(clips), len(CLIPS))
    return Pack(clips)


def with_pause(clip: str, samples: Samples) -> Samples:
    """What comes next waits a moment: everywhere a beat, after "số thứ tự" a breath."""
    return samples + pause(PAUSE_AFTER_HEAD if clip in HEADS else PAUSE_AFTER)


def make_into(place: Path, language: str, progress: Progress = lambda done, of: None) -> bool:
    """The pack of ``language`` at ``place``; False where it was there, or came there meanwhile. Raises CannotMake.

    Another process that is at it is waited for: twice the work would take both twice as long.
    """
    if place.exists():
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place.parent / ".making"):
        if place.exists():
            return False
        write_whole(place, make(language, progress).to_bytes())
    return True


def _spoken(path: str, voice: str, text: str, file: Path) -> Samples:
    command = [path, "-v", voice, "-s", WORDS_A_MINUTE, "-b", "1", "-w", str(file), "--stdin"]
    try:
        subprocess.run(command, input=text.encode(), capture_output=True, timeout=PATIENCE_SECONDS, check=True)
        recording = read_wav(file.read_bytes())
    except (OSError, subprocess.SubprocessError, NotAClip) as problem:
        raise CannotMake(
            f"{PROGRAM} does not say “{text}” ({problem}); try: {PROGRAM} -v {voice} “{text}”"
        ) from problem
    return polished(recording.mono)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
