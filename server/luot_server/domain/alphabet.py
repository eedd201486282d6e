"""The order of Vietnamese names in a list, as in a dictionary.

The letters come a ă â b c d đ e ê … o ô ơ … u ư …; of syllables spelt alike, the one without a tone mark comes first,
then huyền, hỏi, ngã, sắc, nặng.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_SYLLABLE: Final = re.compile(r"\w+")

Syllable = tuple[tuple[tuple[int, str], ...], int]


def alphabetical(name: str) -> tuple[Syllable, ...]:
    """A key to sort names by, syllable by syllable; digits come before letters."""
    return tuple(_syllable(one) for one in _SYLLABLE.findall(unicodedata.normalize("NFC", name.casefold())))


def _syllable(text: str) -> Syllable:
    signs = unicodedata.normalize("NFD", text)
    tone = max(_TONES.find(sign) for sign in signs) + 1
    letters = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES))
    return tuple((_LETTERS.find(letter), letter) for letter in letters), tone
