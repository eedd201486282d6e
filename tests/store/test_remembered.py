"""What is remembered of a hall is what its rows say, after every act."""

from __future__ import annotations

from luot_server.domain.calling import Need
from luot_server.store import queue
from luot_server.store.view import HallView
from tests.halls import ADVICE, BIRTH, COPY, HALL, Hall


def check(hall: Hall) -> None:
    """Compare with a store that remembers nothing."""
    fresh = Hall.at(hall.url, hall.clock)
    with hall.store.viewing(HALL) as known, fresh.store.viewing(HALL) as read:
        assert seen(known) == seen(read)
    fresh.close()


def seen(view: HallView) -> tuple[object, ...]:
    return view.counters(), view.service_means(), dict(view.lines()), sorted(view.waiting_counts(), key=str)


def test_after_every_act_the_rows_say_the_same(small_hall: Hall) -> None:
    hall = small_hall
    hall.open(1, 3)
    for errand, priority in ((COPY, None), (BIRTH, "elderly"), (ADVICE, None), (COPY, "elderly"), (COPY, None)):
        hall.take(errand, priority=priority)
        check(hall)
    for counter in (3, 1, 3):
        hall.serve(counter)
        check(hall)


def test_the_newest_is_counted_as_everybody_is(small_hall: Hall) -> None:
    for priority in (None, "elderly", None, "pregnant", None):
        ticket = small_hall.take(COPY, priority=priority)
        with small_hall.store.viewing(HALL) as view:
            row = view.ticket(ticket)
            key = {name: row[name] for name in ("weight", "arrived_at", "position")}
            asked = queue.counted_before(view.connection, HALL, view.day, **key)
            assert row["position"] == view.position
            assert total(view.counted_before(row)) == total(asked)


def total(counts: list[tuple[Need, int]]) -> dict[Need, int]:
    found: dict[Need, int] = {}
    for need, count in counts:
        found[need] = found.get(need, 0) + count
    return found
