"""Finding by what people type: without marks, half a word, misspelt, the word of the street rather than of the law.

A `Searchable` holds folded words in three weights. Every word asked for brings points to the entries that have it,
the rarer the more; the last one may be half typed. Entries with all of the words come first. Where none has them all,
one word may be misspelt; where that does not help either, entries with the better half of what was asked are offered.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import nsmallest
from typing import Final

from .misspelt import Vocabulary

_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_WORD: Final = re.compile(r"[\w.]*\w")
_ALIKE: Final = {f"{onset}y": f"{onset}i" for onset in ("h", "k", "l", "m", "s", "t", "qu")}

SAID, NAMED, NEAR = 40, 15, 4
"""What a word is worth in: what people call the thing; its official name; its surroundings."""

CALLED, IN_A_RUN, MARKED = 200, 60, 30
"""Points of an entry one of whose phrases was typed; per two words typed that stand side by side in it; and of one
spelt with the very marks that were typed."""

BRIEF = 24
"""Points of a name of one word; a name of so many words gets none. What is plain comes before its variants."""

Asked = tuple[str, ...]
Found = Mapping[int, int]


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, no diacritics, đ = d: ``fold("Sổ đỏ") == "so do"``."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return plain.replace("đ", "d")


@lru_cache(maxsize=8192)
def words(text: str) -> Asked:
    """The folded words of a text; a code such as 1.001193 stays one word, and lý = lí."""
    return tuple(_ALIKE.get(word, word) for word in _WORD.findall(fold(text)))


def slug(text: str) -> str:
    """A readable id: ``slug("Hộ tịch") == "ho-tich"``."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


@dataclass(frozen=True)
class Searchable:
    """One entry of an index. ``said`` are whole phrases (short name, search words); ``bonus`` breaks ties upward."""

    id: str
    phrases: tuple[Asked, ...]
    weighed: Mapping[str, int]  # each distinct word with the best weight it has here
    run: str  # everything folded, word by word
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
        brief = max(0, BRIEF - len(words(named[0]))) if named else 0
        run = "|".join(f" {' '.join(words(text))}" for text in (*said, *named))
        return cls(id, phrases, weights, run, same_spelling("|".join((*said, *named, *near))), bonus + brief)


@dataclass(frozen=True)
class Index:
    """All entries of one kind, turned inside out once: a search looks at the words asked for, not at every entry.

    ``sayings``: phrase → words that mean the same in the entries' names.
    """

    entries: tuple[Searchable, ...]
    sayings: Mapping[str, str] = field(default_factory=dict)

    def find(self, query: str, limit: int) -> list[str]:
        """Ids of the best entries, best first; equal ones stay in the index's order. An empty query finds nothing."""
        asked = self._apart(words(query))
        if not asked or limit <= 0:
            return []
        points = self._points(asked, same_spelling(query))
        for meant in self._meant(asked):
            for at, worth in self._points(meant, "").items():
                points[at] = max(points.get(at, 0), worth // 2)  # it was not these words that were typed
        best = nsmallest(limit, points.items(), key=lambda hit: (-hit[1], hit[0]))
        return [self.entries[at].id for at, _ in best]

    def _points(self, asked: Asked, spelt: str) -> dict[int, int]:
        """Entry → points, of the entries worth showing."""
        found = [self._with(word, begun=place == len(asked)) for place, word in enumerate(asked, start=1)]
        points, matched = self._summed(found)
        whole = {at: worth for at, worth in points.items() if matched[at] == len(asked)}
        if not whole:
            whole = self._one_misspelt(asked, found, points, matched)
        called = self._called(asked)
        shown = self._in_part(found, points, called, max(whole.values(), default=0)) | whole
        run = f" {' '.join(asked)}"
        for at in shown:
            shown[at] += _extra(self.entries[at], run, spelt) + (CALLED if at in called else 0)
        return shown

    def _summed(self, found: Sequence[Found]) -> tuple[Counter[int], Counter[int]]:
        points: Counter[int] = Counter()
        matched: Counter[int] = Counter()
        for weights in found:
            rare = self._rarity(weights)
            for at, weight in weights.items():
                points[at] += weight * rare
            matched.update(weights.keys())
        return points, matched

    def _one_misspelt(
        self, asked: Asked, found: Sequence[Found], points: Counter[int], matched: Counter[int]
    ) -> dict[int, int]:
        """The entries that have all words but one, and are one slip away from that one, which is then worth half."""
        whole: dict[int, int] = {}
        for place, word in enumerate(asked):
            for at, weight in self._misspelt(word).items():
                if matched[at] == len(asked) - 1 and at not in found[place]:
                    worth = points[at] + weight * self._rarity(found[place]) // 2
                    whole[at] = max(worth, whole.get(at, 0))
        return whole

    def _in_part(
        self, found: Sequence[Found], points: Counter[int], called: frozenset[int], best: int
    ) -> dict[int, int]:
        """Entries that lack a word: those ``called`` by their name, and those worth as much as the ``best`` whole hit.

        "tôi muốn làm giấy khai sinh cho con" is a whole hit in no short name, and in some long ones by accident. What
        an entry lacks takes away twice from what it is worth: "ly hôn" is not another word for "kết hôn".
        """
        told = [(weights, self._rarity(weights)) for weights in found]
        total = sum(rare for _, rare in told)
        mass = {
            at: sum(rare for weights, rare in told if at in weights)
            for at, most_worth in points.items()
            if most_worth >= best or at in called
        }
        most = max(mass.values(), default=0)
        worth = {at: points[at] * have**2 // total**2 for at, have in mass.items()}
        return {at: it for at, it in worth.items() if at in called or (it >= best and mass[at] * 2 >= most)}

    def _called(self, asked: Asked) -> frozenset[int]:
        """Entries one of whose phrases, of two words or all that was asked, stands in the query."""
        spans = (
            asked[start:end]
            for start in range(len(asked))
            for end in range(start + 1, len(asked) + 1)
            if end - start > 1 or len(asked) == 1
        )
        return frozenset(at for span in spans for at in self._phrases.get(span, ()))

    def _rarity(self, weights: Found) -> int:
        """How much a word tells: 1 for one that every entry has, one more each time half as many have it.

        A word nobody has tells as little as one of a tenth of them: it is a filler more often than a name.
        """
        among = len(weights) or max(1, len(self.entries) // 10)
        return (len(self.entries) // among).bit_length()

    def _with(self, word: str, *, begun: bool) -> dict[int, int]:
        """Entry → what the word is worth there; ``begun``: the word may be the beginning of a longer one."""
        vocabulary, postings = self._inside_out
        found = dict(postings.get(word, {}))
        if begun:
            for longer in vocabulary[bisect_left(vocabulary, word) : bisect_left(vocabulary, word + "\uffff")]:
                for at, weight in postings[longer].items():
                    if found.get(at, 0) < weight:
                        found[at] = weight
        return found

    def _misspelt(self, word: str) -> dict[int, int]:
        postings = self._inside_out[1]
        found: dict[int, int] = {}
        for meant in self._vocabulary.near(word):
            for at, weight in postings[meant].items():
                found[at] = max(weight, found.get(at, 0))
        return found

    def _apart(self, asked: Asked) -> Asked:
        """``khaisinh`` is two words, where it is none and both halves are."""
        return tuple(part for word in asked for part in self._halves(word))

    def _halves(self, word: str) -> Asked:
        vocabulary, postings = self._inside_out
        at = bisect_left(vocabulary, word)
        if at < len(vocabulary) and vocabulary[at].startswith(word):
            return (word,)
        cuts = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
        return next((cut for cut in cuts if all(half in postings for half in cut)), (word,))

    def _meant(self, asked: Asked) -> Iterator[Asked]:
        """What was asked with one thing people say put in the words of the law."""
        for size in range(min(len(asked), self._longest), 0, -1):
            for at in range(len(asked) - size + 1):
                if meant := self._folded_sayings.get(asked[at : at + size]):
                    yield (*asked[:at], *meant, *asked[at + size :])

    @cached_property
    def _folded_sayings(self) -> dict[Asked, Asked]:
        return {words(said): words(meant) for said, meant in self.sayings.items()}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._folded_sayings), default=0)

    @cached_property
    def _inside_out(self) -> tuple[list[str], dict[str, dict[int, int]]]:
        """Every word in order, and per word the entries that have it."""
        postings: dict[str, dict[int, int]] = {}
        for at, entry in enumerate(self.entries):
            for word, weight in entry.weighed.items():
                postings.setdefault(word, {})[at] = weight
        return sorted(postings), postings

    @cached_property
    def _phrases(self) -> dict[Asked, list[int]]:
        phrases: dict[Asked, list[int]] = {}
        for at, entry in enumerate(self.entries):
            for phrase in entry.phrases:
                phrases.setdefault(phrase, []).append(at)
        return phrases

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._inside_out[0])


def _extra(entry: Searchable, run: str, spelt: str) -> int:
    """Points beyond the single words: side by side (the last perhaps half typed), and with the very marks."""
    extra = entry.bonus
    if run in entry.run:
        extra += IN_A_RUN * max(1, run.count(" ") // 2)
    if spelt != fold(spelt) and spelt in entry.spelt:
        extra += MARKED
    return extra


_TONE_FIRST: Final = re.compile(r"(?<!q)([ou])([aey])([\u0300\u0301\u0303\u0309\u0323])(?![a-z])")


def same_spelling(text: str) -> str:
    """One form for the two ways of placing a tone: ``hoà`` and ``hòa`` compare equal; marks are kept, case is not.

    In an open syllable the mark stands on either vowel of oa, oe, uy; after q the u belongs to the consonant.
    """
    marked = unicodedata.normalize("NFD", " ".join(text.casefold().split()))
    return unicodedata.normalize("NFC", _TONE_FIRST.sub(r"\1\3\2", marked))
