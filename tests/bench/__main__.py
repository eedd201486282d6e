"""``make bench``: every figure beside its floor, in the same minutes on the same machine.

Prints a table and keeps it as JSON in ``bench-results/``. Exit status 1 when a count differs: a fast server that loses
a ticket is no server. Aims that are not met are said, not punished: the machine may be busy.

Example: python -m tests.bench --quick
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from . import machines
from .client import Client
from .fanout import fanout
from .growth import growth
from .kiosk import kiosk
from .rates import Size, calls, tickets
from .report import Aim, Figure, keep, tell
from .search import search

RESULTS = Path(__file__).parents[2] / "bench-results"


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    began = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="luot-bench-", dir=asked.on) as folder:
        pragmas = machines.pragmas(Path(folder))
        print("SQLite on disk: " + ", ".join(f"{name}={value}" for name, value in pragmas.items()))
        figures = _quick(Path(folder), asked.results) if asked.quick else _full(Path(folder), asked.results)
        figures.append(search(asked.procedures, every=20, times=1) if asked.quick else search(asked.procedures))
        figures.append(kiosk(1 if asked.quick else 9))
    aims = aims_of(figures)
    tell(figures, aims)
    file = keep(asked.results, began, {"quick": asked.quick, "pragmas": pragmas}, figures, aims)
    print(f"\n{(datetime.now(UTC) - began).total_seconds():.0f} s; kept in {file}")
    return 0 if all(figure.true for figure in figures) else 1


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute: does everything, proves little")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the JSON files")
    parser.add_argument("--on", type=Path, help="folder on the disk to measure  [default: the system's for such files]")
    parser.add_argument(
        "--procedures",
        type=Path,
        default=os.environ.get("BENCH_PROCEDURES") or None,
        help="list of the national registry (CSV) to search in  [default: $BENCH_PROCEDURES, else as many made up]",
    )
    return parser.parse_args(arguments)


def _full(folder: Path, kept: Path) -> list[Figure]:
    client = Client()
    figures = [tickets(folder, client, connections, Size(12, 100)) for connections in (1, 8, 32)]
    figures.append(calls(folder, client, Size(40, 0)))
    figures += fanout(folder, client, (10, 100), 60)
    figures.append(growth(folder, kept, client, 1_000, 100_000, 300))
    client.close()
    return figures


def _quick(folder: Path, kept: Path) -> list[Figure]:
    client = Client()
    figures = [tickets(folder, client, connections, Size(2, 16)) for connections in (1, 8)]
    figures.append(calls(folder, client, Size(2, 0)))
    figures += fanout(folder, client, (3, 6), 3)
    figures.append(growth(folder, kept, client, 20, 60, 4))
    client.close()
    return figures


def aims_of(figures: Sequence[Figure]) -> list[Aim]:
    """The aims of the issue, each with what was measured: of the most connections and the most displays."""
    most = [figure for figure in figures if figure.name.startswith("tickets")][-1]
    ours = most.data["ours"]
    displays = [figure for figure in figures if figure.name.startswith("commit")][-1]
    history = next(figure for figure in figures if figure.name.startswith("history")).data["growth"]
    keystroke = next(figure for figure in figures if figure.name.startswith("search"))
    touch = next(figure for figure in figures if figure.name.startswith("kiosk")).data["ours"]
    return [
        Aim(f"tickets/s ({most.name})", ours["per_second"], 300, at_most=False),
        Aim("… to Flask with one Core insert", most.ratio, 0.3, at_most=False),
        Aim("CPU per ticket, ms", ours["cpu_ms"], 3.0, at_most=True),
        Aim(f"{displays.name}, board, to the floor", displays.ratio, 1.5, at_most=True),
        Aim("… its call", displays.data["moment_ratio"], 1.5, at_most=True),
        Aim("issue with much history to little", history["issue"], 1.1, at_most=True),
        Aim("call with much history to little", history["call"], 1.1, at_most=True),
        Aim("a keystroke of the search, p95, ms", keystroke.data["ours"]["p95_ms"], 20, at_most=True),
        Aim("the kiosk's first tile on an old CPU, ms", touch["useful_ms"], 1500, at_most=True),
        Aim("… an answer to a tap, ms", touch["tap_ms"], 100, at_most=True),
    ]


if __name__ == "__main__":
    sys.exit(main())
