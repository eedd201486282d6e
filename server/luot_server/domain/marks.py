"""The marks of visits, counted: always with how many there were, and never so few that one of them can be read.

There is no dimension for the clerk, and there must be none. A citizen marks a *visit*: the wait, the papers, the rule,
the room. Read as a person's mark it is wrong about that person, and it will be asked for at the counter ("five,
please") until it says nothing of the visit either. A counter is a place; who sits there changes, and below
:data:`FEW` marks nothing but their number is told.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from .feedback import STEPS, Mark

DIMENSIONS: Final = ("procedure", "field", "counter", "hour", "day", "channel")

#: Fewer marks than this are a number and nothing else: no mean, no shares, no reasons.
FEW: Final = 5


@dataclass
class Marks:
    """``served``: the visits that could have been marked."""

    served: int = 0
    steps: Counter[int] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, mark: Mark) -> None:
        self.steps[mark.score] += 1
        self.reasons.update(mark.reasons)

    def __add__(self, other: Self) -> Self:
        cls = type(self)
        return cls(self.served + other.served, self.steps + other.steps, self.reasons + other.reasons)

    @property
    def n(self) -> int:
        return self.steps.total()

    @property
    def few(self) -> bool:
        return self.n < FEW

    @property
    def mean(self) -> float | None:
        """Between 1 and 5; None where there are too few."""
        return None if self.few else sum(score * count for score, count in self.steps.items()) / self.n

    @property
    def shares(self) -> Sequence[float] | None:
        """The part of the marks on each step, the lowest first; None where there are too few."""
        return None if self.few else [self.steps[step] / self.n for step in STEPS]

    @property
    def told_reasons(self) -> list[tuple[str, int]]:
        """Reasons for low marks, the most frequent first; none where there are too few marks."""
        return [] if self.few else sorted(self.reasons.items(), key=lambda one: (-one[1], one[0]))
