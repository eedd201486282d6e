"""Letting the next go first: where somebody who will be late stands afterwards, and whom it costs anything.

The hall's order is by priority weight, then arrival, then the journal's position. Who lets the next go first is given
an arrival right behind that person's, so nobody's key but their own changes, and it only grows: everybody else has the
same people in front of them as before, or one fewer. ``tests/domain/test_delaying.py`` holds it to that.

The next is whoever the rule calls next *for a counter that could be one's own*: in a hall with several queues, going
behind somebody whom other counters serve would give nothing away, and the call would come as soon as before.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from .calling import Candidate, Need, PriorityThenTime

#: What instants are kept to. One tick behind somebody is behind them, and before whoever arrived after them. Those of
#: one and the same instant all go first: a clock that was set back gives such until it has caught up.
TICK = timedelta(microseconds=1)


def next_behind(
    mine: Candidate, waiting: Iterable[tuple[Need, Candidate]], competes: Callable[[Need], bool]
) -> Candidate | None:
    """Whom ``mine`` would let go first; None when nobody is behind.

    ``waiting`` in any order, ``mine`` among them or not; ``competes``: whether a counter that could serve mine can
    serve that need too. Weights are never crossed: behind the ordinary queue nobody would keep their priority.
    """
    here = PriorityThenTime.order(mine)
    behind = (
        one
        for need, one in waiting
        if one.weight == mine.weight and PriorityThenTime.order(one) > here and competes(need)
    )
    return min(behind, key=PriorityThenTime.order, default=None)


def arrival_behind(mine: Candidate, other: Candidate) -> datetime:
    """The arrival ``mine`` is ordered by from now on; never before the one it had."""
    return max(mine.arrived_at, other.arrived_at + TICK)
