"""What was measured, said honestly: a table for people, JSON for programs, and each aim met or not."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One comparison. ``ratio`` is ours to the floor's; ``true`` whether every count agreed."""

    name: str
    data: dict[str, Any]
    ratio: float
    true: bool


@dataclass(frozen=True)
class Aim:
    """What issue and design ask for; ``value`` is what was measured."""

    name: str
    value: float
    limit: float
    at_most: bool

    @property
    def met(self) -> bool:
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        return (
            f"  {'met    ' if self.met else 'NOT MET'}  {self.name:<44} {self.value:>9.2f}   aim {sign} {self.limit:g}"
        )


def median(values: Sequence[float]) -> float:
    return percentile(values, 0.5)


def percentile(values: Sequence[float], share: float) -> float:
    """The value ``share`` of all are not above; 0 of nothing."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else 0.0


def tell(figures: Sequence[Figure], aims: Sequence[Aim], say: Callable[[str], None] = print) -> None:
    """The table."""
    for figure in figures:
        say(f"\n{figure.name}   ours : floor = {figure.ratio:.2f}   counts {'agree' if figure.true else 'DIFFER'}")
        for name, value in figure.data.items():
            if isinstance(value, dict):
                say(f"  {name:<10} " + "  ".join(f"{key} {one}" for key, one in value.items()))
            else:
                say(f"  {name:<10} {value}")
    say("\nAims")
    for aim in aims:
        say(aim.line())


def keep(folder: Path, at: datetime, about: dict[str, Any], figures: Sequence[Figure], aims: Sequence[Aim]) -> Path:
    """One JSON file a run, named by when it began."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{at:%Y%m%dT%H%M%S}.json"
    content = {
        "began": at.isoformat(),
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        **about,
        "figures": [asdict(one) for one in figures],
        "aims": [{**asdict(one), "met": one.met} for one in aims],
    }
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    return file
