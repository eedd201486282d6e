"""Spoken guidance: the page posts a sentence that it shows, and gets it back as sound.

The page sends words, not names of messages: most of a screen is the hall's own data, so names with parameters could say
just as much, and the order in which a screen reads would be kept twice. What guards is that only this page may ask (a
POST names its origin), that the words reach espeak-ng on its standard input and never as an argument, and that their
length, the time and the memory they take are bounded. Nothing spoken is written anywhere.
"""

import logging
import shutil
import struct
import subprocess
import threading
from collections import OrderedDict
from functools import cache

from flask import Blueprint, Response, request

from luot_kiosk.problems import asked_language, problem

log = logging.getLogger(__name__)

PROGRAM = "espeak-ng"
LONGEST = 600  # characters at once
PATIENCE_SECONDS = 3.0
WORDS_A_MINUTE = "150"  # an unhurried reader; the program's own pace is 175
KEPT_BYTES = 8 * 1024 * 1024  # of sound: three minutes, or the questions a hall's kiosk asks all day
RIFF_HEADER = 44  # bytes of the plain header the program writes


class Mute(Exception):
    """The program is not there, failed or took too long."""


class Voice:
    """Speaks Vietnamese and English through `program`; remembers what it has said lately."""

    def __init__(self, program: str | None, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._program = program
        self._patience_seconds = patience_seconds
        self._said: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def say(self, text: str, language: str) -> bytes:
        """A WAV file, 16 bit mono. Raises Mute."""
        with self._one_at_a_time:
            known = self._said.pop((language, text), None)
            sound = known or self._speak(text, language)
            self._said[language, text] = sound
            while sum(map(len, self._said.values())) > KEPT_BYTES:
                self._said.popitem(last=False)
        return sound

    def _speak(self, text: str, language: str) -> bytes:
        if self._program is None:
            raise Mute("not installed")
        command = [self._program, "--stdin", "--stdout", "-b", "1", "-v", language, "-s", WORDS_A_MINUTE]
        try:
            done = subprocess.run(
                command, input=text.encode(), capture_output=True, timeout=self._patience_seconds, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise Mute(str(error)) from error
        if len(done.stdout) <= RIFF_HEADER:
            raise Mute("no sound")
        return _with_its_length(done.stdout)


@cache
def installed() -> str | None:
    """The program's path, looked for once; None hides the button."""
    return shutil.which(PROGRAM)


def speech_blueprint(voice: Voice | None = None) -> Blueprint:
    speech = Blueprint("speech", __name__, url_prefix="/local")
    speaker = voice or Voice(installed())

    @speech.post("/speech")
    def spoken() -> tuple[Response, int] | Response:
        """`{text}` in the language asked for, as sound."""
        body = request.get_json(silent=True)
        text = body.get("text") if isinstance(body, dict) else None
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
            return problem(400, "malformed", "kiosk.error.malformed")
        try:
            sound = speaker.say(text, asked_language())
        except Mute as mute:
            log.warning("nothing is read aloud: %s", mute)
            return problem(503, "no_speech", "kiosk.error.no_speech")
        return Response(sound, mimetype="audio/wav")

    return speech


def _with_its_length(wav: bytes) -> bytes:
    """A program that writes to a pipe cannot go back and fill in how long the file became."""
    sound = bytearray(wav)
    struct.pack_into("<I", sound, 4, len(wav) - 8)
    struct.pack_into("<I", sound, RIFF_HEADER - 4, len(wav) - RIFF_HEADER)
    return bytes(sound)
