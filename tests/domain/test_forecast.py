"""The expected wait: what must hold of it whatever the numbers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.domain.forecast import Expected, expected, learnt, service_minutes
from luot_server.domain.hours import WEEKDAYS, Hours


def every_day(*parts: tuple[str, str]) -> Hours:
    return Hours.of(
        "Asia/Ho_Chi_Minh", {day: [{"opens": opens, "closes": closes} for opens, closes in parts] for day in WEEKDAYS}
    )


ALWAYS = every_day(("00:00", "23:59:59"))
WORKDAY = every_day(("07:30", "11:30"), ("13:30", "17:30"))
EIGHT = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
FREE, BUSY = False, True

Ahead = Sequence[tuple[float, int]]


def wait(ahead: Ahead, busy: Sequence[bool], own: float = 10, at: datetime = EIGHT, hours: Hours = ALWAYS) -> Expected:
    found = expected(at, ahead, own, busy, hours)
    assert found is not None
    return found


def test_without_a_counter_nobody_can_say() -> None:
    assert expected(EIGHT, [(10, 3)], 10, [], ALWAYS) is None


def test_a_free_counter_and_nobody_ahead_is_no_wait() -> None:
    assert (wait([], [FREE]).low_minutes, wait([], [FREE]).high_minutes) == (0, 0)


@pytest.mark.parametrize(
    ("ahead", "busy", "low", "high"),
    [
        # One service of ten minutes is off by six, n of them by √n times as much; the counters share the work.
        ([], [BUSY], 0, 11),  # half a service left
        ([(10, 4)], [BUSY], 31, 59),  # 45 ± 13.4
        ([(10, 4)], [BUSY, BUSY], 17, 33),  # 25 ± 7.3
        ([(20, 2), (5, 4)], [BUSY], 49, 81),  # 65 ± 15.9
    ],
)
def test_worked_by_hand(ahead: Ahead, busy: list[bool], low: int, high: int) -> None:
    found = wait(ahead, busy)
    assert (found.low_minutes, found.high_minutes) == pytest.approx((low, high), abs=1)


def test_lunch_is_part_of_the_wait() -> None:
    before_lunch = EIGHT.replace(hour=11, minute=15)
    found = wait([(10, 4)], [BUSY], at=before_lunch, hours=WORKDAY)
    assert found.low_minutes >= 120 + 30
    assert found.high_at.astimezone(EIGHT.tzinfo).hour == 14


aheads = st.lists(st.tuples(st.integers(1, 60).map(float), st.integers(1, 20)), max_size=5)
counters = st.lists(st.booleans(), min_size=1, max_size=8)
minutes = st.integers(1, 60).map(float)


@given(aheads, counters, minutes)
def test_the_range_is_one(ahead: Ahead, busy: list[bool], own: float) -> None:
    found = wait(ahead, busy, own)
    assert 0 <= found.low_minutes <= found.high_minutes
    assert EIGHT <= found.low_at <= found.high_at


@given(aheads, counters, minutes)
def test_closing_a_free_counter_never_shortens_a_wait(ahead: Ahead, busy: list[bool], own: float) -> None:
    """A busy one cannot close."""
    more, fewer = wait(ahead, [*busy, FREE], own), wait(ahead, busy, own)
    assert fewer.low_at >= more.low_at
    assert fewer.high_at >= more.high_at


@given(aheads, counters, minutes, st.tuples(minutes, st.integers(1, 5)))
def test_one_more_ahead_never_shortens_the_middle_of_the_range(
    ahead: Ahead, busy: list[bool], own: float, newcomer: tuple[float, int]
) -> None:
    def middle(found: Expected) -> timedelta:
        return (found.low_at - EIGHT) + (found.high_at - EIGHT)

    # As long as somebody waits already: the first to wait turns "no wait" into one.
    if sum(count for _, count in ahead) >= len(busy):
        assert middle(wait([*ahead, newcomer], busy, own)) >= middle(wait(ahead, busy, own)) - timedelta(seconds=1)


# ── learning ─────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(0, 7200), min_size=1, max_size=60))
def test_the_mean_stays_within_what_was_seen(services: list[int]) -> None:
    mean, count = learnt(None, 0, services[0])
    for seconds in services[1:]:
        mean, count = learnt(mean, count, seconds)
    assert min(services) <= mean <= max(services)
    assert count == len(services)


def test_the_mean_follows_a_change() -> None:
    mean, count = 300, 200
    for _ in range(60):
        mean, count = learnt(mean, count, 900)
    assert mean > 840


def test_the_catalogue_s_guess_gives_way() -> None:
    assert service_minutes(12, None, 0) == 12
    assert service_minutes(12, 360, 5) == 9
    assert service_minutes(12, 360, 10_000) == pytest.approx(6, abs=0.01)
