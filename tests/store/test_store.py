"""Transactions: all of a change or nothing, one moment for a reader, time that never goes back."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from luot_server.actions import manager
from luot_server.domain.errors import Conflict, Unavailable, Unknown
from luot_server.store import store as store_module
from luot_server.store import tables as t
from luot_server.store.changing import Changing
from tests.halls import COPY, HALL, Hall


class Stumble(Exception):
    """Something goes wrong in the middle."""


def _announce_and_stumble(changing: Changing) -> None:
    manager.change_setting(changing, "notices", [{"vi": "sai", "en": "wrong"}], "2026-11-23")
    assert changing.settings.notices == [{"vi": "sai", "en": "wrong"}]
    raise Stumble


def _counts(hall: Hall) -> list[int]:
    return [hall.count(table) for table in (t.tickets, t.errands, t.journal)]


def test_a_change_that_fails_leaves_nothing_and_wakes_nobody(hall: Hall) -> None:
    before, woken = _counts(hall), []
    hall.store.on_commit.append(lambda *told: woken.append(told))
    with pytest.raises(Stumble):
        hall.act(_announce_and_stumble)
    assert _counts(hall) == before
    assert woken == []
    hall.take()
    assert woken == [(HALL, hall.position())]


def test_a_setting_that_was_undone_is_not_remembered(hall: Hall) -> None:
    """The position it would have had is the next setting's: what is kept by position must not be mistaken for it."""
    with pytest.raises(Stumble):
        hall.act(_announce_and_stumble)
    hall.act(manager.change_setting, "notices", [{"vi": "đúng", "en": "right"}], "2026-11-23")
    with hall.store.viewing(HALL) as view:
        assert view.settings.notices == [{"vi": "đúng", "en": "right"}]


def test_a_setting_counts_from_its_day_on(hall: Hall) -> None:
    hall.act(manager.change_setting, "hours", {}, "2026-11-24")
    hall.take()
    hall.clock.advance(timedelta(days=1))
    with pytest.raises(Conflict, match="hall_closed"):
        hall.take()


def test_a_reader_sees_one_moment(hall: Hall) -> None:
    with hall.store.viewing(HALL) as view:
        before = view.waiting_counts()
        hall.take(COPY)
        assert view.waiting_counts() == before
    with hall.store.viewing(HALL) as view:
        assert sum(count for _, count, _ in view.waiting_counts()) == 1


def test_recorded_time_never_goes_back(hall: Hall) -> None:
    first = hall.take()
    hall.clock.set(hall.clock.now() - timedelta(days=400))
    second = hall.take()
    assert hall.row(second)["issued_at"] == hall.row(first)["issued_at"]
    assert hall.row(second)["number"] == 2


def test_a_hall_without_a_journal_is_unknown(hall: Hall) -> None:
    with pytest.raises(Unknown, match="hall_unknown"), hall.store.changing("XX-1"):
        pass
    with pytest.raises(Unknown, match="hall_unknown"), hall.store.viewing("XX-1"):
        pass


def test_threads_queue_up(hall: Hall) -> None:
    threads = [threading.Thread(target=lambda: [hall.take() for _ in range(5)]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(row["number"] for row in hall.rows(t.tickets)) == list(range(1, 31))


def test_a_database_that_stays_locked_is_said_to_be_busy(small_hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PATIENCE_SECONDS", 0.05)
    other = Hall.at(small_hall.url, small_hall.clock)
    with other.store.writing(), pytest.raises(Unavailable, match="database_busy"):
        small_hall.take()
    small_hall.take()
    other.close()
