"""The hall's time without the server: as last heard, going on, never back, whatever the device's clock says."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from luot_kiosk import clock
from luot_kiosk.clock import Told
from luot_kiosk.halltime import HallTime
from luot_kiosk.spool import Spool

HEARD = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
A_MOMENT = timedelta(seconds=20)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    kept = Spool(tmp_path, "DL-22015")
    yield kept
    kept.close()
    clock.tell(None)


def shows(at: datetime) -> None:
    """The device's clock, set by hand."""
    clock.tell(Told(at, datetime.now(UTC)))


@pytest.fixture
def heard(spool: Spool) -> Callable[[], HallTime]:
    """As after a restart of a device whose clock was three minutes fast when it last heard the server."""
    shows(HEARD + timedelta(minutes=3))
    HallTime(spool).learn(HEARD)
    return lambda: HallTime(spool)


def test_nothing_is_claimed_before_a_server_was_heard(spool: Spool) -> None:
    assert HallTime(spool).now() is None


def test_a_wrong_clock_is_set_right_by_what_was_learned(heard: Callable[[], HallTime]) -> None:
    shows(HEARD + timedelta(hours=2, minutes=3))
    now = heard().now()
    assert now is not None
    assert abs(now - (HEARD + timedelta(hours=2))) < A_MOMENT


def test_a_dead_battery_goes_on_from_the_last_known_instant(heard: Callable[[], HallTime]) -> None:
    shows(datetime(2000, 1, 1, tzinfo=UTC))
    now = heard().now()
    assert now is not None
    assert timedelta() <= now - HEARD < A_MOMENT


def test_a_clock_set_while_the_kiosk_runs_moves_nothing(heard: Callable[[], HallTime]) -> None:
    running = heard()
    before = running.now()
    shows(HEARD + timedelta(days=1))
    after = running.now()
    assert before is not None
    assert after is not None
    assert timedelta() <= after - before < A_MOMENT


def test_a_told_time_is_written_as_the_servers() -> None:
    told = Told.parse("2026-11-23T08:00:00+07:00@2026-11-22T09:00:00+07:00x20")
    assert (told.anchor_told.hour, told.speed) == (8, 20.0)
    for wrong in ("", "8:00", "2026-11-23T08:00:00@2026-11-22T09:00:00+07:00"):
        with pytest.raises(ValueError, match=r"told time|offset|isoformat"):
            Told.parse(wrong)
