"""Finding by what people type: without marks, half a word, the word of the street rather than of the law.

A `Searchable` holds folded words in three weights. A query matches when each of its words is a word of the
entry, the last one perhaps half typed; where nothing matches whole, entries with at least half of the words
are offered.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nsmallest
from typing import Final

_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_WORD: Final = re.compile(r"[\w.]*\w")

SAID, NAMED, NEAR = 40, 15, 4
"""What a word is worth in: what people call the thing; its official name; its surroundings."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, no diacritics, đ = d: ``fold("Sổ đỏ") == "so do"``."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return plain.replace("đ", "d")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; a code such as 1.001193 stays one word."""
    return tuple(_WORD.findall(fold(text)))


def slug(text: str) -> str:
    """A readable id: ``slug("Hộ tịch") == "ho-tich"``."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


@dataclass(frozen=True)
class Searchable:
    """One entry of an index. ``said`` are whole phrases (short name, search words); ``bonus`` breaks ties upward."""

    id: str
    phrases: tuple[tuple[str, ...], ...]
    weighed: Mapping[str, int]  # each distinct word with the best weight it has here
    spelt: str  # everything with its marks: who types them means them
    bonus: int

    @classmethod
    def of(
        cls, id: str, said: Sequence[str], named: Sequence[str] = (), near: Sequence[str] = (), bonus: int = 0
    ) -> Searchable:
        """An entry from what people say, its official names and its surroundings."""
        phrases = tuple(words(phrase) for phrase in said)
        weights: dict[str, int] = {}
        for weight, texts in ((NEAR, near), (NAMED, named)):
            weights.update((word, weight) for text in texts for word in words(text))
        weights.update((word, SAID) for phrase in phrases for word in phrase)
        return cls(id, phrases, weights, _spelling("|".join((*said, *named, *near))), bonus)


@dataclass(frozen=True)
class Index:
    """All entries of one kind, turned inside out once: a search looks at the words asked for, not at every entry."""

    entries: tuple[Searchable, ...]

    def find(self, query: str, limit: int) -> list[str]:
        """Ids of the best entries, best first; equal ones stay in the index's order. An empty query finds nothing."""
        asked = words(query)
        if not asked or limit <= 0:
            return []
        points: Counter[int] = Counter()
        matched: Counter[int] = Counter()
        for place, word in enumerate(asked, start=1):
            found = self._weights(word, begun=place == len(asked))
            points.update(found)
            matched.update(found.keys())
        whole = max(matched.values(), default=0) == len(asked)
        enough = len(asked) if whole else (len(asked) + 1) // 2
        spelt = _spelling(query)
        hits = [(points[at] + _extra(self.entries[at], asked, spelt), at) for at in matched if matched[at] >= enough]
        best = nsmallest(limit, hits, key=lambda hit: (-hit[0], hit[1]))
        return [self.entries[at].id for _, at in best]

    def _weights(self, word: str, *, begun: bool) -> dict[int, int]:
        """Entry → what the word is worth there; ``begun``: the word may be the beginning of a longer one."""
        vocabulary, postings = self._inside_out
        found = dict(postings.get(word, {}))
        if begun:
            for longer in vocabulary[bisect_right(vocabulary, word) :]:
                if not longer.startswith(word):
                    break
                for at, weight in postings[longer].items():
                    found[at] = max(weight, found.get(at, 0))
        return found

    @cached_property
    def _inside_out(self) -> tuple[list[str], dict[str, dict[int, int]]]:
        """Every word in order, and per word the entries that have it."""
        postings: dict[str, dict[int, int]] = {}
        for at, entry in enumerate(self.entries):
            for word, weight in entry.weighed.items():
                postings.setdefault(word, {})[at] = weight
        return sorted(postings), postings


def _extra(entry: Searchable, asked: tuple[str, ...], spelt: str) -> int:
    """Points beyond the single words: the whole phrase, part of it, and marks typed as they are written."""
    extra = entry.bonus
    if asked in entry.phrases:
        extra += 200
    elif any(_contains(phrase, asked) for phrase in entry.phrases):
        extra += 60
    if spelt != fold(spelt) and spelt in entry.spelt:
        extra += 30
    return extra


def _contains(phrase: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether the query's words stand side by side in the phrase; the last one may be half typed."""
    size = len(asked)
    return any(
        phrase[at : at + size - 1] == asked[:-1] and phrase[at + size - 1].startswith(asked[-1])
        for at in range(len(phrase) - size + 1)
    )


def _spelling(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


_TONE_FIRST: Final = re.compile(r"(?<!q)([ou])([aey])([\u0300\u0301\u0303\u0309\u0323])(?![a-z])")


def same_spelling(text: str) -> str:
    """One form for the two ways of placing a tone: ``hoà`` and ``hòa`` compare equal; marks are kept, case is not.

    In an open syllable the mark stands on either vowel of oa, oe, uy; after q the u belongs to the consonant.
    """
    marked = unicodedata.normalize("NFD", " ".join(text.casefold().split()))
    return unicodedata.normalize("NFC", _TONE_FIRST.sub(r"\1\3\2", marked))
