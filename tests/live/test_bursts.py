"""Calls come in bursts while screens come and go: each gets every call of its time once, and in order."""

from __future__ import annotations

import random
from typing import Any

from tests.live.coming_and_going import Watcher

SCREENS = 5
ROUNDS = 12


def test_whoever_comes_and_goes_misses_no_call_and_hears_none_twice(hall: Any) -> None:
    chance = random.Random(hall.id)  # a failure names the hall, and with it what happened
    hall.call("A001")
    watchers = [Watcher(hall) for _ in range(SCREENS)]
    last = 1
    for _ in range(ROUNDS):
        last = hall.recall("A001", count=chance.randint(1, 7))
        watcher = chance.choice(watchers)
        if watcher.connected and chance.random() < 0.6:
            watcher.leave()
        elif not watcher.connected:
            watcher.come()
    for watcher in watchers:
        if not watcher.connected:
            watcher.come()
        assert watcher.heard_until(last) == list(range(watcher.since + 1, last + 1)), hall.id
        assert not watcher.twice, hall.id
