"""Told time is arithmetic: it can be checked without waiting for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from luot_server.clock import FixedClock, SystemClock, ToldClock, from_setting

REAL = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOLD = datetime.fromisoformat("2026-11-23T08:00:00+07:00")


class StandingStill(ToldClock):
    """A told clock whose real time is given."""

    def real_now(self) -> datetime:
        return REAL + timedelta(seconds=90)


def test_told_time_runs_from_its_anchor_at_its_speed() -> None:
    clock = StandingStill(TOLD, REAL, speed=20)
    assert clock.now() == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.real_seconds(timedelta(minutes=20)) == 60
    assert clock.told(60) == timedelta(minutes=20)


def test_one_setting_string_tells_every_process_the_same_time() -> None:
    clock = ToldClock(TOLD, REAL, 2.5)
    assert ToldClock.parse(str(clock)) == clock
    assert from_setting(str(clock)) == clock
    assert ToldClock.parse("2026-11-23T08:00:00+07:00@2026-11-22T09:00:00Z").speed == 1


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "2026-11-23T08:00:00+07:00",
        "2026-11-23T08:00:00@2026-11-22T09:00:00Z",  # told without an offset
        "2026-11-23T08:00:00+07:00@2026-11-22T09:00:00Zx0",
        "2026-11-23T08:00:00+07:00@2026-11-22T09:00:00Zx-1",
        "2026-11-23T08:00:00+07:00@2026-11-22T09:00:00Zx99999",
        "2026-13-23T08:00:00+07:00@2026-11-22T09:00:00Z",
    ],
)
def test_what_is_no_told_time_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ToldClock.parse(text)


def test_a_fixed_clock_moves_when_told_to_and_may_go_back_as_a_dead_battery_does() -> None:
    clock = FixedClock(TOLD)
    assert clock.now() == clock.now() == TOLD
    assert clock.advance(30) == TOLD + timedelta(seconds=30)
    clock.set(TOLD - timedelta(days=1))
    assert clock.now() < TOLD < clock.real_now()


def test_without_a_setting_it_is_the_machines_time_aware_and_utc() -> None:
    clock = from_setting(None)
    assert isinstance(clock, SystemClock)
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=1)
