"""A turn read off the prepared line is the turn, on days nobody planned; and what it costs is counted in statements."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from sqlalchemy import event

from luot_server.actions import citizen, desk, visiting
from luot_server.actions.desk import Where
from luot_server.boards import prepared
from luot_server.boards.prepared import Turns
from luot_server.boards.turn import turn_board
from luot_server.domain.errors import Refusal
from luot_server.store.store import Store
from luot_server.timers import Timers
from tests.halls import ADVICE, BIRTH, COPY, HALL, LAND, PENSION, Hall, clerk, counter

MakeHall = Callable[..., Hall]
ERRANDS = [COPY, BIRTH, LAND, PENSION, ADVICE]


class Day:
    """A hall in which somebody does something, allowed or not."""

    def __init__(self, hall: Hall, seed: int) -> None:
        self.hall, self.rnd = hall, random.Random(seed)
        self.timers = Timers(hall.store, hall.clock)
        self.tickets: list[str] = []
        hall.open(3, 7)

    def step(self) -> None:
        act = self.rnd.choices(
            [self.take, self.call, self.on_ticket, self.time, self.sit], weights=[5, 3, 9, 3, 1], k=1
        )[0]
        with suppress(Refusal):  # what is refused changes nothing, and the next look says so
            act()

    def take(self) -> None:
        errands = self.rnd.sample(ERRANDS, k=self.rnd.choice([1, 1, 1, 2]))
        self.tickets.append(self.hall.take(*errands, priority=self.rnd.choice([None, None, None, "elderly"])))

    def call(self) -> None:
        self.hall.call(self.rnd.choice([3, 7]))

    def on_ticket(self) -> None:
        if not self.tickets:
            return
        ticket = self.rnd.choice(self.tickets[-12:])
        who = clerk(int((self.hall.row(ticket)["clerk"] or "quay3").removeprefix("quay")))
        acts: list[Callable[[], Any]] = [
            lambda: self.hall.act(visiting.delay, ticket),
            lambda: self.hall.act(visiting.delay, ticket),
            lambda: self.hall.act(citizen.leave, ticket),
            lambda: self.hall.act(visiting.rejoin, ticket),
            lambda: self.hall.act(desk.start, ticket, who),
            lambda: self.hall.finish(ticket, self.rnd.choice(["accepted", "supplement"])),
            lambda: self.hall.act(desk.no_show, ticket, who),
            lambda: self.hall.act(desk.requeue, ticket),
            lambda: self.hall.act(desk.park, ticket, who, "form"),
            lambda: self.hall.act(desk.transfer, ticket, who, Where(counter=counter(7))),
        ]
        self.rnd.choice(acts)()

    def time(self) -> None:
        """Often none at all, so that several come in one instant."""
        self.hall.clock.advance(self.rnd.choice([timedelta(0), timedelta(seconds=20), timedelta(minutes=9)]))

    def sit(self) -> None:
        number = self.rnd.choice([2, 3, 7])
        if self.rnd.random() < 0.5:
            self.hall.act(desk.start_shift, counter(number), clerk(number))
        else:
            self.hall.act(desk.pause, counter(number), clerk(number), "meeting")

    def over(self) -> None:
        """The next morning: whoever waited still has expired."""
        self.hall.clock.advance(timedelta(days=1))
        self.timers.tick()


def compare(store: Store, turns: Turns, tickets: list[str]) -> None:
    with store.viewing(HALL) as view:
        for ticket in tickets:
            assert turns.board(view, ticket) == turn_board(view, ticket)


@settings(max_examples=1)
@given(seed=st.integers(0, 10**6))
def test_it_is_what_the_plain_way_says_on_a_day_nobody_planned(make_hall: MakeHall, seed: int) -> None:
    """One long day a run and database, another each time: opening a hall costs more than its day."""
    hall = make_hall()
    elsewhere = Hall.at(hall.url, hall.clock)  # another process, with lines of its own
    here, there = Turns(), Turns()
    day = Day(hall, seed)
    for step in range(90):
        day.step()
        if step == 75:
            day.over()
        if step % 5 == 0:
            looking = day.rnd.sample(day.tickets, k=min(len(day.tickets), 14))
            compare(hall.store, here, looking)
            compare(elsewhere.store, there, looking[:4])
    compare(hall.store, here, day.tickets)
    elsewhere.close()


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", hear)
    yield asked
    event.remove(store.engine, "before_cursor_execute", hear)


def test_a_crowd_that_looks_costs_one_statement_each(small_hall: Hall) -> None:
    """The hall's head, which says whether what was prepared still holds; and for all of them the line once."""
    small_hall.open(3, 7)
    tickets = [small_hall.take(COPY) for _ in range(40)]
    turns = Turns()
    for _ in range(2):
        with statements(small_hall.store) as asked:
            for ticket in tickets:
                with small_hall.store.viewing(HALL) as view:
                    turns.board(view, ticket)
        assert len(asked) <= len(tickets) + 2 * prepared.ALONE + 8
        with statements(small_hall.store) as asked:
            for ticket in tickets:
                with small_hall.store.viewing(HALL) as view:
                    turns.board(view, ticket)
        assert len(asked) == len(tickets)
        small_hall.take(BIRTH)


def test_what_is_kept_is_bounded(small_hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "PEOPLE", 2)
    monkeypatch.setattr(prepared, "KNOWN", 2)
    tickets = [small_hall.take(COPY) for _ in range(4)]
    turns = Turns()
    for ticket in tickets:
        turns.learn(ticket, HALL)
        compare(small_hall.store, turns, [ticket])
    assert [turns.hall_of(one) for one in tickets] == [None, None, HALL, HALL]


def test_another_hall_s_ticket_is_unknown_here(small_hall: Hall) -> None:
    with small_hall.store.viewing(HALL) as view, pytest.raises(Refusal, match="ticket_unknown"):
        Turns().board(view, "01900000-0000-7000-8000-000000000000")
