"""What a keystroke of the search costs with a whole national registry in the catalogue.

Typed are the queries of ``tests/data/search_queries.json``, letter by letter, as the kiosk asks. The floor is the
plainest search there is: every name folded once, looked through for the letters typed; it finds no misspelt word, no
"sổ đỏ" and ranks nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from luot_server.catalogue import shipped_facts
from luot_server.catalogue.importing import Kind, compare, read_sheet
from luot_server.domain.facts import Fact
from luot_server.domain.search import fold
from luot_server.domain.world import World

from .report import Figure, median, percentile

TODAY = date(2026, 3, 2)
ROWS = 1549
QUERIES = Path(__file__).parents[1] / "data" / "search_queries.json"
SHOWN = 20


def search(listed: Path | None, *, every: int = 1, times: int = 3) -> Figure:
    """p50 and p95 of one keystroke over the rows of ``listed``, or over as many made up ones.

    Each of the keystrokes (``every`` so many of them) counts with the median of so many ``times``.
    """
    world = _world(listed)
    table: dict[str, list[str]] = json.loads(QUERIES.read_text(encoding="utf-8"))["procedures"]
    typed = [query[:length] for query in table for length in range(2, len(query) + 1)][::every]
    began = time.perf_counter()
    world.find_procedures("a", 1)
    indexed = time.perf_counter() - began
    ours = _each(lambda text: world.find_procedures(text, SHOWN), typed, times)
    floor = _each(_plain(world), typed, times)
    found = sum(set(codes) <= {it.code for it in world.find_procedures(query, 3)} for query, codes in table.items())
    rows = len(list(world.procedures()))
    return Figure(
        f"search over {rows} procedures {'listed' if listed else 'made up'}",
        {
            "ours": _told(ours),
            "floor": _told(floor),
            "index_ms": round(indexed * 1000, 1),
            "counts": {"queries": len(table), "keystrokes": len(typed), "found": found},
        },
        ratio=round(percentile(ours, 0.5) / percentile(floor, 0.5), 2),
        true=found == len(table),
    )


def _world(listed: Path | None) -> World:
    if listed is None:
        return World.of((*shipped_facts(), *_made_up(World.of(shipped_facts(), TODAY))), TODAY)
    difference = compare(read_sheet(Kind.PROCEDURES, listed.read_bytes()), shipped_facts(), TODAY)
    if not difference.ok:
        raise SystemExit(f"{listed} is no list that can be imported: `luot catalogue import --dry-run` says why.")
    return World.of((*shipped_facts(), *difference.facts), TODAY)


def _made_up(shipped: World) -> list[Fact]:
    """As many more procedures as a registry has, with long names of the shipped ones' words."""
    random, known = Random(ROWS), list(shipped.procedures())
    return [
        Fact("procedure", f"9.{number:06}", TODAY, None, _like(random, random.choices(known, k=3)))
        for number in range(ROWS - len(known))
    ]


def _like(random: Random, some: Sequence[Any]) -> dict[str, Any]:
    words = [word for one in some for word in one.name["vi"].split()]
    kept = sorted(random.sample(range(len(words)), k=min(len(words), random.randint(8, 40))))
    name = " ".join(words[at] for at in kept)
    return {
        "name": {"vi": name, "en": name},
        "field": some[0].field,
        "levels": sorted(some[0].levels),
        "competence_key": some[0].competence_key,
    }


def _plain(world: World) -> Callable[[str], list[str]]:
    names = [(it.code, fold(it.name["vi"])) for it in world.procedures()]

    def find(text: str) -> list[str]:
        folded = fold(text)
        return [code for code, name in names if folded in name][:SHOWN]

    return find


def _each(find: Callable[[str], object], typed: Sequence[str], times: int) -> list[float]:
    return [median([_once(find, text) for _ in range(times)]) for text in typed]


def _once(find: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    find(text)
    return time.perf_counter() - began


def _told(took: Sequence[float]) -> dict[str, float]:
    told = {"p50_ms": percentile(took, 0.5), "p95_ms": percentile(took, 0.95), "max_ms": max(took)}
    return {name: round(seconds * 1000, 2) for name, seconds in told.items()}
