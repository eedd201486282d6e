"""Words one slip of the finger apart: a letter more, a letter less, another letter, or two letters swapped.

Two such words share a form once at most one letter is struck out of each. So every known word is filed under its
own forms, and a typed word is compared with the few words it shares one with, never with the whole vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

#: Below this many letters every other word is one slip away.
SHORTEST: Final = 3


class Vocabulary:
    """Known words, asked for those that somebody may have meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self._filed: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= SHORTEST and word.isalpha():
                for form in _forms(word):
                    self._filed.setdefault(form, []).append(word)

    def near(self, word: str) -> Iterator[str]:
        """The known words exactly one slip from ``word``, each once; none for short words, numbers and codes."""
        if len(word) < SHORTEST or not word.isalpha():
            return
        seen = {word}
        for form in _forms(word):
            for known in self._filed.get(form, ()):
                if known not in seen:
                    seen.add(known)
                    if one_slip(word, known):
                        yield known


def one_slip(one: str, other: str) -> bool:
    """Whether the two differ by one letter added, left out or replaced, or by two neighbours swapped."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1])


def _forms(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
