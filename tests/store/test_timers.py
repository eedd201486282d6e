"""What happens by itself: the close of a forgotten day, one leader, answers forgotten after a day of real time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from luot_server.actions import desk, manager
from luot_server.domain.errors import MoveNotAllowed
from luot_server.store import tables as t
from luot_server.timers import ANSWERS_KEPT, LEASE, Timers
from tests.halls import COPY, LAND, Hall, clerk, counter, states

NIGHT = timedelta(hours=22)


def _closed_days(hall: Hall) -> list[str]:
    return [row["business_day"] for row in hall.rows(t.closed_days)]


def test_a_forgotten_day_is_closed_once(hall: Hall) -> None:
    hall.open(3, 4, 5)
    for _ in range(3):
        hall.take(COPY)
    hall.serve(3)
    hall.call(4)
    parked = hall.take(LAND)
    hall.call(5)
    hall.act(desk.park, parked, clerk(5), "a form")
    timers = Timers(hall.store, hall.clock)
    timers.tick()
    assert _closed_days(hall) == [], "the day is still on"

    hall.clock.advance(NIGHT)
    timers.tick()
    assert states(hall.rows(t.tickets)) == {"served": 1, "expired": 3}
    assert {row["state"] for row in hall.rows(t.counters)} == {"closed"}
    assert _closed_days(hall) == ["2026-11-23"]
    assert {entry.actor.kind for entry in hall.journal()[-7:]} == {"system"}

    position = hall.position()
    timers.tick()
    assert hall.position() == position
    assert hall.verify().problems == []


def test_a_day_that_ended_clean_is_left_alone(hall: Hall) -> None:
    hall.open(3)
    hall.take()
    hall.serve(3)
    hall.act(desk.end_shift, counter(3), clerk(3))
    position = hall.position()
    hall.clock.advance(NIGHT)
    Timers(hall.store, hall.clock).tick()
    assert hall.position() == position


def test_a_counter_left_open_overnight_is_closed(hall: Hall) -> None:
    hall.open(3)
    hall.clock.advance(NIGHT)
    Timers(hall.store, hall.clock).tick()
    hall.act(desk.start_shift, counter(3), clerk(7))
    Timers(hall.store, hall.clock).tick()
    assert next(row["clerk"] for row in hall.rows(t.counters) if row["number"] == 3) == clerk(7).id


def test_a_counter_opened_in_the_morning_after_a_day_that_ended_clean_stays_open(hall: Hall) -> None:
    """Yesterday everybody was served and everybody went home, so nothing was closed, and nothing is to be."""
    hall.open(3)
    hall.take()
    hall.serve(3)
    hall.act(desk.end_shift, counter(3), clerk(3))
    hall.clock.advance(timedelta(days=1))
    Timers(hall.store, hall.clock).tick()
    hall.open(3, 4)
    position = hall.position()
    Timers(hall.store, hall.clock).tick()
    assert hall.position() == position
    assert next(row["state"] for row in hall.rows(t.counters) if row["number"] == 3) == "open"


def test_today_s_numbers_begin_at_one_and_yesterday_s_people_are_not_called(hall: Hall) -> None:
    old = hall.take()
    hall.clock.advance(timedelta(days=1))
    new = hall.take()
    hall.open(3)
    assert (hall.row(old)["label"], hall.row(new)["label"]) == ("B001", "B001")
    assert hall.call(3) == new


def test_a_no_show_of_yesterday_does_not_come_back(hall: Hall) -> None:
    ticket = hall.take()
    hall.open(3)
    hall.call(3)
    hall.act(desk.no_show, ticket, clerk(3))
    assert "requeue" in hall.wire(ticket)["actions"]
    hall.clock.advance(NIGHT)
    Timers(hall.store, hall.clock).tick()
    assert hall.wire(ticket)["actions"] == ["reprint"]
    with pytest.raises(MoveNotAllowed):
        hall.act(desk.requeue, ticket)


def test_a_day_closed_by_hand_may_be_closed_again(hall: Hall) -> None:
    hall.take()
    assert hall.act(manager.close_day, "2026-11-23") == 1
    hall.take()
    assert hall.act(manager.close_day, "2026-11-23") == 1
    assert _closed_days(hall) == ["2026-11-23"]


def test_a_late_close_leaves_the_counters_of_who_has_sat_down_since(hall: Hall) -> None:
    hall.take()
    hall.clock.advance(timedelta(days=1))
    today = hall.take(LAND)
    hall.open(5, 6)
    hall.call(5)
    hall.act(manager.close_day, "2026-11-23")
    clerks = {row["number"]: row["clerk"] for row in hall.rows(t.counters)}
    assert (clerks[5], clerks[6]) == (clerk(5).id, clerk(6).id)
    hall.start(today)
    hall.finish(today)


# ── one leader ───────────────────────────────────────────────────────────────────────────────────


def _holder(hall: Hall) -> str:
    with hall.store.reading() as connection:
        holder: str = connection.execute(select(t.leases.c.holder)).scalar_one()
    return holder


def test_one_leads_and_the_other_follows_when_the_lease_runs_out(hall: Hall) -> None:
    one, other = Timers(hall.store, hall.clock), Timers(hall.store, hall.clock)
    one.tick()
    leader = _holder(hall)
    other.tick()
    assert _holder(hall) == leader

    hall.clock.advance(LEASE - timedelta(seconds=1))
    one.tick()  # renewed
    hall.clock.advance(timedelta(seconds=2))
    other.tick()
    assert _holder(hall) == leader

    hall.clock.advance(LEASE)
    other.tick()
    assert _holder(hall) != leader
    one.tick()
    assert _holder(hall) != leader, "who came back waits"


def test_who_does_not_lead_closes_nothing(hall: Hall) -> None:
    Timers(hall.store, hall.clock).tick()
    hall.take()
    hall.clock.set(hall.clock.now() + NIGHT)  # the hall's time, not the lease's
    Timers(hall.store, hall.clock).tick()
    assert _closed_days(hall) == []


# ── what is forgotten ────────────────────────────────────────────────────────────────────────────


def test_answers_are_kept_for_a_day_of_real_time(hall: Hall) -> None:
    answer = {"scope": "a" * 64, "body_hash": "b" * 64, "status": 201, "answer": "{}", "kept_at": hall.clock.real_now()}
    with hall.store.writing() as connection:
        connection.execute(insert(t.kept_answers), answer)
    timers = Timers(hall.store, hall.clock)
    hall.clock.set(hall.clock.now() + timedelta(days=9))  # told time is not real time
    timers.tick()
    assert hall.count(t.kept_answers) == 1
    hall.clock.advance(ANSWERS_KEPT)
    timers.tick()
    assert hall.count(t.kept_answers) == 1
    hall.clock.advance(1)
    timers.tick()
    assert hall.count(t.kept_answers) == 0
