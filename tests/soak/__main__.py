"""``make soak``: what takes too long for the suite. Prints counts; exit status 1 when one is wrong.

Example: python -m tests.soak outage --seed 7
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .display import display
from .memory import memory
from .outage import outage


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[[], *SOAKS], help="which  [default: all]")
    parser.add_argument("--seed", type=int, default=1, help="another number, other points to kill at")
    asked = parser.parse_args(arguments)
    return max(_run(name, asked.seed) for name in asked.only or SOAKS)


def _run(name: str, seed: int) -> int:
    began = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix=f"luot-soak-{name}-") as folder:
        good, told = SOAKS[name](Path(folder), seed)
    seconds = (datetime.now(UTC) - began).total_seconds()
    print(f"{name}, seed {seed}, {seconds:.0f} s: {'whole' if good else 'NOT WHOLE'}: {told}", flush=True)
    return 0 if good else 1


def _outage(folder: Path, seed: int) -> tuple[bool, str]:
    outcome = outage(folder, seed=seed)
    return outcome.whole and outcome.citizens == outcome.tickets, str(outcome)


def _memory(_folder: Path, _seed: int) -> tuple[bool, str]:
    outcome = memory()
    return outcome.flat, str(outcome)


def _display(folder: Path, _seed: int) -> tuple[bool, str]:
    outcome = display(folder)
    return outcome.good, str(outcome)


SOAKS: dict[str, Callable[[Path, int], tuple[bool, str]]] = {
    "outage": _outage,
    "memory": _memory,
    "display": _display,
}


if __name__ == "__main__":
    sys.exit(main())
