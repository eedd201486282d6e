"""The key of a day: one for everybody, made once, and gone to the last byte when the day is over."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

from luot_server.actions import manager
from luot_server.store import day_keys
from luot_server.store import tables as t
from luot_server.store.replay import export
from luot_server.timers import Timers
from tests.halls import HALL, Hall

TODAY = date(2026, 11, 23)
NIGHT = timedelta(hours=22)


def _key(hall: Hall, day: date = TODAY, of: str = HALL) -> bytes:
    with hall.store.writing() as connection:
        return day_keys.key_of(connection, of, day)


def test_a_key_is_of_one_hall_and_one_day(hall: Hall) -> None:
    keys = {_key(hall), _key(hall, TODAY + timedelta(days=1)), _key(hall, of="DL-24133")}
    assert {len(key) for key in keys} == {day_keys.KEY_BYTES}
    assert len(keys) == 3
    assert _key(hall) in keys


def test_who_asks_first_at_the_same_moment_gets_the_same(hall: Hall) -> None:
    """On PostgreSQL nothing but the primary key keeps two first scans apart."""
    found: list[bytes] = []
    start = threading.Barrier(4)

    def ask() -> None:
        start.wait()
        found.append(_key(hall))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert set(found) == {_key(hall)}


def test_it_ends_at_midnight_in_the_hall_and_not_before(hall: Hall) -> None:
    _key(hall)
    timers = Timers(hall.store, hall.clock)
    timers.tick()
    assert hall.count(t.day_keys) == 1
    hall.clock.advance(NIGHT)
    _key(hall, TODAY + timedelta(days=1))
    timers.tick()
    assert [row["business_day"] for row in hall.rows(t.day_keys)] == ["2026-11-24"]


def test_it_ends_when_the_day_is_closed_early(hall: Hall) -> None:
    _key(hall)
    hall.act(manager.close_day, TODAY.isoformat())
    Timers(hall.store, hall.clock).tick()
    assert hall.count(t.day_keys) == 0


def test_no_byte_of_it_is_left(small_hall: Hall) -> None:
    key = _key(small_hall)
    database = Path(small_hall.url.removeprefix("sqlite:///"))
    files = [database, database.with_name(f"{database.name}-wal")]
    assert any(key in file.read_bytes() for file in files)
    timers = Timers(small_hall.store, small_hall.clock)
    timers.tick()
    assert key in database.read_bytes(), "by day it is in the file itself too, once the log was emptied"
    small_hall.clock.advance(NIGHT)
    timers.tick()
    assert [file.name for file in files if key in file.read_bytes()] == []


def test_a_reader_delays_it_and_does_not_keep_it(small_hall: Hall) -> None:
    key = _key(small_hall)
    database = Path(small_hall.url.removeprefix("sqlite:///"))
    timers = Timers(small_hall.store, small_hall.clock)
    timers.tick()
    small_hall.clock.advance(NIGHT)
    with small_hall.store.viewing(HALL):
        timers.tick()
        assert key in database.read_bytes(), "the file cannot be written under a reader"
    timers.tick()
    assert key not in database.read_bytes()


def test_it_is_in_no_journal_and_no_replay(hall: Hall, tmp_path: Path) -> None:
    key = _key(hall)
    out = tmp_path / "journal"
    with out.open("w") as file, hall.store.reading() as connection:
        export(connection, file)
    assert key.hex() not in out.read_text()
    assert t.day_keys not in t.PROJECTED
    assert hall.verify().problems == []
