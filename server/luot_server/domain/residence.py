"""From the residence printed on a card to an area that may be proposed: only when exactly one fits.

``Tổ 5, Phường 2, Tuy Hòa, Phú Yên``: the last parts are a commune, a district (until 30/6/2025) and a province, and all
of them must agree, for a commune's name alone stands for several places. Scanners that type garble Vietnamese letters,
so names are compared in three readings, the strictest first: without marks; with the strokes of an input method still
in them (``Phuwowngf``); with letters lost on the way (``Ph??ng``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from .records import Area, Level
from .search import fold
from .world import AreaHit, World

_COMMUNES: Final = (("phuong", "p"), ("xa", "x"), ("thi tran", "tt"))
_ABOVE: Final = (("thanh pho", "tp", "thi xa", "tx", "huyen", "h", "quan", "q", "tinh", "t"),)
"""What a unit calls itself, as printed and as shortened. Above the communes all count as one: towns became cities."""

_LOST: Final = re.compile("[?\ufffd]+")
_OPEN_Y: Final = re.compile(r"\b(h|k|l|m|s|t|qu)y\b")
_STROKES: Final = re.compile(r"w|(?<=a)a|(?<=e)e|(?<=o)o|(?<=d)d|(?<=[a-z])[sfrxj]\b")

Reading = Callable[[str, frozenset[str]], bool]


def proposed(residence: str, world: World) -> AreaHit | None:
    """The one area, of today or of before the merger, that a residence names; None when none or several do."""
    address = [_plain(part) for part in _repaired(residence).split(",") if part.strip()]
    for agrees in (_as_written, _as_typed, _as_arrived):
        found = [area for area, units in _addresses(world) if _ends_with(address, units, agrees)]
        if found:
            return world.shown(found[0]) if len(found) == 1 else None
    return None


def _addresses(world: World) -> Iterator[tuple[str, list[Area]]]:
    """Every commune as a request names it, with the units an address in it ends in, smallest first."""
    for area in world.areas():
        if area.level is Level.COMMUNE:
            yield area.code, _upwards(area, world.area)
    for area in world.former_areas():
        if area.level is Level.COMMUNE and world.became(area.code):
            yield f"old:{area.code}", _upwards(area, lambda code: world.former_area(code) or world.area(code))


def _upwards(area: Area, unit: Callable[[str], Area | None]) -> list[Area]:
    above = unit(area.parent) if area.parent else None
    return [area, *(_upwards(above, unit) if above else [])]


def _ends_with(address: list[str], units: list[Area], agrees: Reading) -> bool:
    """Whether the address names all the units, in their order.

    ``…, Ea Kar, Đắk Lắk`` may mean the former district as well as the commune of today: behind something else a commune
    right below its province counts only with its kind, ``Xã Ea Kar``.
    """
    if not 1 < len(units) <= len(address):
        return False
    alone = len(units) > 2 or len(units) == len(address)
    names = [_spellings(one.name["vi"], alone or place > 0) for place, one in enumerate(units)]
    return all(map(agrees, address[-len(units) :], names))


def _as_written(part: str, names: frozenset[str]) -> bool:
    return part in names


def _as_typed(part: str, names: frozenset[str]) -> bool:
    return _STROKES.sub("", part) in {_STROKES.sub("", name) for name in names}


def _as_arrived(part: str, names: frozenset[str]) -> bool:
    """A lost letter leaves a sign for each of its bytes; figures are never lost."""
    seen = "".join(
        f"[a-z]{{1,{len(piece)}}}" if _LOST.fullmatch(piece) else re.escape(piece)
        for piece in re.split(f"({_LOST.pattern})", part)
    )
    return any(re.fullmatch(seen, name) for name in names)


@lru_cache(maxsize=4096)
def _spellings(name: str, bare: bool) -> frozenset[str]:
    """A unit's name as people write it: with its kind, with the kind shortened and, if ``bare`` may be, without."""
    whole = _plain(name)
    for kinds in (*_COMMUNES, *_ABOVE):
        for kind in kinds:
            if whole.startswith(f"{kind} "):
                name = whole.removeprefix(f"{kind} ")
                return frozenset((*(f"{one} {name}" for one in kinds), *((name,) if bare else ())))
    return frozenset((whole,))


def _plain(text: str) -> str:
    """Folded words in one line; P2 and P.2 are two words, lý = lí."""
    apart = re.sub(r"(?<=[a-z])(?=\d)", " ", fold(text))
    return _OPEN_Y.sub(r"\1i", " ".join(re.findall(r"[a-z0-9?\ufffd]+", apart)))


def _repaired(text: str) -> str:
    """Undoes what comes of typing a text byte by byte: ``PhÃº YÃªn`` was ``Phú Yên``."""
    try:
        return b"".join(_byte(char) for char in text).decode()
    except UnicodeError:
        return text


def _byte(char: str) -> bytes:
    """The byte a character was typed for, in the code page of a Western keyboard or outside of it."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
