"""Finding a procedure without the server: by names and by what people say, with or without marks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

MARKS = re.compile(r"[\u0300-\u036f]")
WORD = re.compile(r"[\w.]*\w")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, no diacritics, đ = d: `fold("Sổ đỏ") == "so do"`."""
    return MARKS.sub("", unicodedata.normalize("NFD", text.casefold())).replace("đ", "d")


def search(procedures: Iterable[dict[str, Any]], asked: str, limit: int) -> list[dict[str, Any]]:
    """The procedures that have every word asked for, the last one perhaps half typed; what people say comes first."""
    words = WORD.findall(fold(asked))
    found = [(rank, one) for one in procedures if (rank := _rank(one, words)) is not None]
    return [one for _, one in sorted(found, key=lambda it: it[0])][:limit]


def _rank(procedure: dict[str, Any], words: list[str]) -> int | None:
    """0: a name people use begins so; 1: it has the words; 2: the official name or the code has them; None: nothing."""
    if not words:
        return 2
    phrase = " ".join(words)
    said = [fold(text) for text in _said(procedure)]
    if any(f"{text} ".startswith(phrase) for text in said):
        return 0
    if any(_has(WORD.findall(text), words) for text in said):
        return 1
    everything = [fold(text) for text in (*procedure["name"].values(), procedure["code"])]
    return 2 if _has([word for text in (*said, *everything) for word in WORD.findall(text)], words) else None


def _said(procedure: dict[str, Any]) -> Iterator[str]:
    yield from procedure["short_name"].values()
    yield from procedure.get("also") or ()


def _has(known: list[str], words: list[str]) -> bool:
    *whole, last = words
    return all(word in known for word in whole) and any(word.startswith(last) for word in known)
