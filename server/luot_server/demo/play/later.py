"""What somebody has in mind to do in a while: come back after all, give up, have a misprint taken out."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from luot_server.demo.play.pace import Pace


class Later:
    """Does things at their time, one after another, in whatever order they come due."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lock = threading.Lock()
        self._counted = itertools.count()
        self._planned: list[tuple[datetime, int, Callable[[], object]]] = []

    def plan(self, seconds: float, act: Callable[[], object]) -> None:
        """``act`` in so many seconds of the hall's time."""
        with self._lock:
            heapq.heappush(self._planned, (self._pace.now() + timedelta(seconds=seconds), next(self._counted), act))

    def run(self) -> None:
        while True:
            for act in self._due():
                act()
            self._pace.look_again(10)

    def _due(self) -> list[Callable[[], object]]:
        due = []
        with self._lock:
            while self._planned and self._planned[0][0] <= self._pace.now():
                due.append(heapq.heappop(self._planned)[2])
        return due
