"""``make bench``: every figure beside its floor, in the same minutes on the same machine.

Prints a table and keeps it as JSON in ``bench-results/``. Exit status 1 when a count differs: a fast server that loses
a ticket is no server. Aims that are not met are said, not punished: the machine may be busy.

Example: python -m tests.bench --quick --only fanout
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from . import machines
from .client import Client
from .fanout import Crowd, fanout
from .growth import growth
from .kiosk import kiosk
from .phones import phones
from .rates import Size, calls, tickets
from .report import Aim, Figure, keep, tell
from .search import search

#: What may be measured alone; in this order.
PARTS = ("tickets", "calls", "phones", "fanout", "history", "search", "kiosk")
#: Ten and a hundred displays, then the province's wall: most watch the hall, three hundred their own number.
CROWDS = (Crowd(10), Crowd(100), Crowd(700, 300))

RESULTS = Path(__file__).parents[2] / "bench-results"


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    began = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="luot-bench-", dir=asked.on) as folder:
        pragmas = machines.pragmas(Path(folder))
        print("SQLite on disk: " + ", ".join(f"{name}={value}" for name, value in pragmas.items()))
        figures = _measured(Path(folder), asked)
    aims = aims_of(figures)
    tell(figures, aims)
    file = keep(asked.results, began, {"quick": asked.quick, "pragmas": pragmas}, figures, aims)
    print(f"\n{(datetime.now(UTC) - began).total_seconds():.0f} s; kept in {file}")
    return 0 if all(figure.true for figure in figures) else 1


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute: does everything, proves little")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; may be said several times")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the JSON files")
    parser.add_argument("--on", type=Path, help="folder on the disk to measure  [default: the system's for such files]")
    parser.add_argument(
        "--procedures",
        type=Path,
        default=os.environ.get("BENCH_PROCEDURES") or None,
        help="list of the national registry (CSV) to search in  [default: $BENCH_PROCEDURES, else as many made up]",
    )
    return parser.parse_args(arguments)


def _measured(folder: Path, asked: argparse.Namespace) -> list[Figure]:
    """Every part that is asked for, one after the other."""
    client = Client()
    quick, kept = asked.quick, asked.results
    parts: dict[str, Callable[[], list[Figure]]] = {
        "tickets": lambda: [
            tickets(folder, client, connections, Size(2, 16) if quick else Size(12, 100))
            for connections in ((8,) if quick else (1, 8, 32))
        ],
        "calls": lambda: [calls(folder, client, Size(2 if quick else 40, 0))],
        "phones": lambda: [phones(folder, client, *((64, 10) if quick else (10_000, 300)))],
        "fanout": lambda: (
            fanout(folder, client, (Crowd(3), Crowd(4, 2)), rounds=3, burst=3, stalled=1)
            if quick
            else fanout(folder, client, CROWDS, rounds=60, burst=100, stalled=20)
        ),
        "history": lambda: [growth(folder, kept, client, *((20, 60, 4) if quick else (1_000, 100_000, 300)))],
        "search": lambda: [search(asked.procedures, every=20, times=1) if quick else search(asked.procedures)],
        "kiosk": lambda: [kiosk(1 if quick else 9)],
    }
    figures = [figure for name in asked.only or PARTS for figure in parts[name]()]
    client.close()
    return figures


def aims_of(figures: Sequence[Figure]) -> list[Aim]:
    """The aims of the issues, each with what was measured; of parts that were left out there is nothing to say."""
    by_part = {
        "tickets": _of_tickets,
        "phones": _of_phones,
        "commit to the last of 100 ": _of_displays,
        "commit to the last of": _of_screens,
        "sustained": _of_sustained,
        "beside": _of_stalled,
        "history": _of_history,
        "search": _of_search,
        "kiosk": _of_kiosk,
    }
    last = {beginning: _last(figures, beginning) for beginning in by_part}
    return [aim for beginning, aims in by_part.items() if (figure := last[beginning]) for aim in aims(figure)]


def _last(figures: Sequence[Figure], beginning: str) -> Figure | None:
    """Of the most connections, or the most screens."""
    return next((figure for figure in reversed(figures) if figure.name.startswith(beginning)), None)


def _of_tickets(figure: Figure) -> list[Aim]:
    ours = figure.data["ours"]
    return [
        Aim(f"tickets/s ({figure.name})", ours["per_second"], 300, at_most=False),
        Aim("… to Flask with one Core insert", figure.ratio, 0.3, at_most=False),
        Aim("CPU per ticket, ms", ours["cpu_ms"], 3.0, at_most=True),
    ]


def _of_phones(figure: Figure) -> list[Aim]:
    """Ten thousand phones, each once in half a minute: the rush of a whole hall told that the hall calls again."""
    ours = figure.data["ours"]
    return [
        Aim(f"refreshes/s ({figure.name})", ours["per_second"], 10_000 / 30, at_most=False),
        Aim("… p95 of a refresh, ms", ours["p95_ms"], 200, at_most=True),
    ]


def _of_displays(figure: Figure) -> list[Aim]:
    return [
        Aim(f"{figure.name}, board, to the floor", figure.ratio, 1.5, at_most=True),
        Aim("… its call", figure.data["moment_ratio"], 1.5, at_most=True),
    ]


def _of_screens(figure: Figure) -> list[Aim]:
    return [
        Aim(f"{figure.name}, to the floor", figure.data["last_ratio"], 1.3, at_most=True),
        Aim("… p99 to p99", figure.data["last_p99_ratio"], 2.0, at_most=True),
        Aim("… memory each, KiB", figure.data["kib_each"], 70, at_most=True),
    ]


def _of_sustained(figure: Figure) -> list[Aim]:
    return [Aim("… messages a second while changes keep coming", figure.ratio, 0.9, at_most=False)]


def _of_stalled(figure: Figure) -> list[Aim]:
    return [Aim(f"… {figure.name}, p99 to p99", figure.data["last_p99_ratio"], 2.0, at_most=True)]


def _of_history(figure: Figure) -> list[Aim]:
    history = figure.data["growth"]
    return [
        Aim("issue with much history to little", history["issue"], 1.1, at_most=True),
        Aim("call with much history to little", history["call"], 1.1, at_most=True),
    ]


def _of_search(figure: Figure) -> list[Aim]:
    return [Aim("a keystroke of the search, p95, ms", figure.data["ours"]["p95_ms"], 20, at_most=True)]


def _of_kiosk(figure: Figure) -> list[Aim]:
    touch = figure.data["ours"]
    return [
        Aim("the kiosk's first tile on an old CPU, ms", touch["useful_ms"], 1500, at_most=True),
        Aim("… an answer to a tap, ms", touch["tap_ms"], 100, at_most=True),
    ]


if __name__ == "__main__":
    sys.exit(main())
