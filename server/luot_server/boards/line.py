"""Where one stands in the line: how many are ahead, and how long it will take.

Not the whole hall is ahead of a citizen: only people whom the rule would call first *and* who compete for the same
counters. With one series for seven windows, "42 people" would be honest about the hall and a lie about the wait.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ..domain.calling import Need
from ..domain.forecast import Expected, expected, service_minutes
from ..store.view import HallView

#: Service minutes of a field nobody has measured and no procedure of which is known here.
TYPICAL_MINUTES = 10.0


class Line:
    """The hall's queue at one moment, asked about single tickets or about newcomers."""

    def __init__(self, view: HallView) -> None:
        self.view = view

    @cached_property
    def counters(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.view.counters()}

    @cached_property
    def open(self) -> list[str]:
        return [id for id, row in self.counters.items() if row["state"] == "open"]

    @cached_property
    def _means(self) -> dict[str, tuple[int, int]]:
        return self.view.service_means()

    def servers(self, need: Need) -> list[str]:
        """The open counters that can serve ``need``."""
        return self.view.settings.serving(self.open, need)

    def ahead(self, row: Mapping[str, Any]) -> int | None:
        """How many waiting tickets are called before this one; 0 once called, None when it is not in the line."""
        if row["state"] in ("called", "serving"):
            return 0
        if row["state"] != "waiting":
            return None
        return sum(count for _, count in self._rivals(Need.of_key(row["need"]), self._before(row)))

    def expected(self, row: Mapping[str, Any]) -> Expected | None:
        """The wait of a waiting ticket; None when no open counter can serve it, or it does not wait."""
        if row["state"] != "waiting":
            return None
        need = Need.of_key(row["need"])
        return self._expected(need, self._rivals(need, self._before(row)))

    def both(self, row: Mapping[str, Any]) -> tuple[int | None, Expected | None]:
        """``ahead`` and ``expected`` of one ticket from one count."""
        if row["state"] != "waiting":
            return self.ahead(row), None
        need = Need.of_key(row["need"])
        rivals = self._rivals(need, self._before(row))
        return sum(count for _, count in rivals), self._expected(need, rivals)

    def newcomer(self, need: Need) -> tuple[int, Expected | None]:
        """How many would be ahead of somebody who took a number now, and the wait."""
        rivals = self._rivals(need, [(other, count) for other, count, _ in self.waiting])
        return sum(count for _, count in rivals), self._expected(need, rivals)

    @cached_property
    def waiting(self) -> list[tuple[Need, int, Any]]:
        return self.view.waiting_counts()

    def _before(self, row: Mapping[str, Any]) -> list[tuple[Need, int]]:
        return self.view.counted_before(row)

    def _rivals(self, need: Need, before: Sequence[tuple[Need, int]]) -> list[tuple[Need, int]]:
        """Those of ``before`` who compete with ``need`` for a counter that is open, or for any where none is."""
        settings = self.view.settings
        contested = self.servers(need) or settings.serving(list(self.counters), need)
        return [(other, count) for other, count in before if other == need or settings.serving(contested, other)]

    def _expected(self, need: Need, rivals: Sequence[tuple[Need, int]]) -> Expected | None:
        mine = self.servers(need)
        if not mine:
            return None
        busy = [self.counters[one]["label"] is not None for one in mine]
        ahead = [(self._minutes(other), count * self._share(other, mine)) for other, count in rivals]
        return expected(self.view.now, ahead, self._minutes(need), busy, self.view.settings.hours)

    def _share(self, other: Need, mine: Sequence[str]) -> float:
        """How much of another's work falls on the counters in ``mine``: who can go elsewhere mostly does."""
        theirs = self.servers(other)
        return len([one for one in theirs if one in mine]) / len(theirs)

    def _minutes(self, need: Need) -> float:
        procedure = self.view.world.procedure(need.procedure) if need.procedure else None
        typical = procedure.typical_minutes if procedure else TYPICAL_MINUTES
        return service_minutes(typical, *self._means.get(need.field, (None, 0)))
