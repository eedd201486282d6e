"""The first screen a hall learns by itself, and what the door counts: as the rows say, and read once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from luot_server.actions import citizen, desk, manager
from luot_server.actions.citizen import TicketRequest
from luot_server.actions.correction import correct
from luot_server.actions.finishing import Outcome, finish
from luot_server.boards.learned import ENOUGH, LEARNED_FROM
from luot_server.boards.menu import by_need, menu_board
from luot_server.store import door
from luot_server.store.changing import Changing
from tests.halls import BIRTH, COPY, HALL, LAND, PENSION, Hall, clerk, counter, new_ids

WEEK = "2026-11-23"
EXTRACT = "2.000635"


def a_day(changing: Changing, hall: Hall, births: int, copies: int) -> None:
    """Counter 7 opens and serves everybody; each "birth" turns out to be an extract, one citizen leaves unserved."""
    desk.start_shift(changing, counter(7), clerk(7))
    for errand in [BIRTH] * births + [COPY] * copies:
        ticket = citizen.issue(changing, TicketRequest([errand], "kiosk"), new_ids(hall.clock))
        desk.call_next(changing, counter(7), clerk(7))
        desk.start(changing, ticket, clerk(7))
        confirmed = EXTRACT if errand is BIRTH else errand.procedure
        finish(changing, ticket, clerk(7), Outcome("accepted", count=1, procedure=confirmed))
    citizen.issue(changing, TicketRequest([PENSION], "kiosk"), new_ids(hall.clock))
    manager.close_day(changing, changing.day)


def first(hall: Hall) -> list[str]:
    with hall.store.viewing(HALL) as view:
        told: list[str] = menu_board(view)["first"]
    return told


@contextmanager
def statements(hall: Hall) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        seen.append(statement)

    event.listen(hall.store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(hall.store.engine, "before_cursor_execute", note)


def test_the_first_screen_is_what_was_done_in_the_last_four_weeks(small_hall: Hall) -> None:
    hall = small_hall
    assert first(hall)[:2] == ["2.000815", EXTRACT], "the manager's own choice"
    hall.act(manager.change_setting, "first", [], WEEK)
    as_shipped = first(hall)
    hall.act(a_day, hall, 30, ENOUGH - 31)
    assert first(hall) == as_shipped, "today is not over"
    hall.clock.advance(24 * 3600)
    assert first(hall) == as_shipped, "one short of enough to tell"
    hall.act(a_day, hall, 0, 1)
    assert first(hall) == as_shipped, "counted once a day, and today's is counted"
    hall.clock.advance(24 * 3600)
    learned = first(hall)
    assert learned[:2] == [EXTRACT, "2.000815"], "what was confirmed, not what was pressed"
    assert len(learned) == 8
    assert "1.014027" not in learned[:2], "who was never served taught nothing"
    with statements(hall) as seen:
        assert first(hall) == learned
    assert not any("GROUP BY errands.procedure" in one for one in seen)
    with hall.store.viewing(HALL) as view:
        assert [one.code for one in by_need(view, view.world.procedures())][:2] == [EXTRACT, "2.000815"]
    hall.act(manager.change_setting, "first", ["1.115279"], "2026-11-25")
    assert first(hall)[0] == "1.115279"
    hall.act(manager.change_setting, "first", [], "2026-11-25")
    hall.clock.advance((LEARNED_FROM + timedelta(days=1)).total_seconds())
    assert first(hall) == as_shipped, "what is older than four weeks is forgotten"


def test_what_the_door_remembers_is_what_the_rows_say(small_hall: Hall) -> None:
    hall = small_hall
    with statements(hall) as seen:
        hall.take(COPY)
        first(hall)
    assert not any("first_called_at IS NULL" in one for one in seen), "a hall without limits counts nothing"
    hall.act(manager.change_setting, "quotas", {"chung-thuc": 99}, WEEK)
    hall.act(manager.change_setting, "capacity", {"tickets": 99}, WEEK)
    hall.open(4)
    check(hall)
    tickets = [hall.take(one) for one in (COPY, LAND, COPY, BIRTH)]
    check(hall)
    with statements(hall) as seen:
        hall.take(COPY, LAND)
        hall.call(4)
    assert not any("first_called_at IS NULL" in one for one in seen), "one more is counted by adding one"
    for act in (
        lambda it: citizen.leave(it, tickets[1]),
        lambda it: desk.void(it, tickets[2], "in hỏng"),
        lambda it: correct(it, tickets[3], None, {"procedure": "2.000815"}),
    ):
        hall.act(act)
        check(hall)
    hall.clock.advance(24 * 3600)
    check(hall)


def check(hall: Hall) -> None:
    with hall.store.viewing(HALL) as view:
        assert view.given() == door.given(view.connection, HALL, view.day)
