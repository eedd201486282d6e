"""What each clip says, in each language: whole sentences' pieces, letters as they are called, numbers in words.

Everything comes from the message catalogue ``voice``, so a further language is one more file. Words stand as they are
to be read aloud, which is not always how they are written: the letter J is "di" in Vietnamese, for the voice knows
no vowel in "gi".
"""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from string import ascii_uppercase, digits
from types import MappingProxyType

from ..domain.voice import HEADS, LAST_COUNTER, LINKS
from ..messages import say

#: Raised when clips are made otherwise, so that they are made anew.
MAKING = 1


@cache
def texts(language: str) -> Mapping[str, str]:
    """Clip → the words it says."""
    # messages: voice.clip.*
    phrases = {name: say(f"voice.clip.{name}", language) for name in (*HEADS, *LINKS)}
    letters = dict(zip(ascii_uppercase, _row("voice.letters", language), strict=True))
    ones = dict(zip(digits, _row("voice.digits", language), strict=True))
    counters = {f"n{number}": _counted(number, language) for number in range(1, LAST_COUNTER + 1)}
    return MappingProxyType({**phrases, **letters, **ones, **counters})


def voice_name(language: str) -> str:
    """Which of the program's voices speaks a language."""
    return say("voice.program_voice", language)


@cache
def recipe(language: str) -> str:
    """Names everything a made pack depends on, but the program's own version: a voice is not changed by an upgrade."""
    said = "\n".join(f"{name} {text}" for name, text in texts(language).items())
    return sha256(f"{MAKING} {voice_name(language)}\n{said}".encode()).hexdigest()[:12]


def _counted(number: int, language: str) -> str:
    """A number from 1 to 99 in words: mười lăm, hai mươi mốt."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _row("voice.digits", language)[ones]
    if tens == 1:
        return _row("voice.teens", language)[ones]
    whole = _row("voice.tens", language)[tens - 2]
    if ones == 0:
        return whole
    return say("voice.tens_and_ones", language, tens=whole, ones=_row("voice.ones_after_tens", language)[ones - 1])


def _row(key: str, language: str) -> list[str]:
    """A message that lists words in their order."""
    return [word.strip() for word in say(key, language).split(",")]
