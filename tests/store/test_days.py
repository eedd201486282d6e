"""Whole days in the hall, as nobody planned them: what is right happens, what is wrong is refused and changes nothing.

The same days are played on SQLite and on PostgreSQL, every act a real commit; a ledger kept by hand says what must be.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from luot_server.actions import citizen, desk, handovers, paper, visiting
from luot_server.actions.correction import correct
from luot_server.actions.desk import Where
from luot_server.actions.finishing import Outcome, finish
from luot_server.boards.corrections import folded
from luot_server.boards.throughput import counted
from luot_server.domain.errors import Refusal
from luot_server.domain.handovers import Move
from luot_server.domain.throughput import METRICS
from luot_server.domain.visits import ERRANDS_AT_MOST
from luot_server.store import tables as t
from luot_server.store.journal import entries_after
from luot_server.timers import Timers
from tests.halls import ADVICE, BIRTH, COPY, HALL, LAND, PENSION, Hall, clerk, counter, new_ids
from tests.store.followed import ASTRAY, WHICH, Followed
from tests.store.ledger import WAY, Desk, Ledger, Thing, Visit

MakeHall = Callable[..., Hall]

ERRANDS = st.lists(st.sampled_from([COPY, BIRTH, LAND, PENSION, ADVICE]), min_size=1, max_size=3)
#: Few counters and few clerks, so that they meet.
DESKS = st.sampled_from([2, 3, 7])
CLERKS = st.sampled_from([2, 3, 7])


class Days(Followed):
    """One hall and its ledger."""

    def __init__(self, make_hall: MakeHall) -> None:
        super().__init__()
        self.hall = make_hall()
        self.ledger = Ledger(self.hall.clock.now())
        self.ledger.days_worked.add(self.ledger.today)
        self.timers = Timers(self.hall.store, self.hall.clock)
        self.written = self.seen = self.hall.position()
        self.last_at = self.hall.journal()[-1].at

    # ── citizens ─────────────────────────────────────────────────────────────────────────────────

    @rule(errands=ERRANDS, priority=st.sampled_from([None, None, "elderly", "merit"]))
    def take_a_number(self, errands: list[Any], priority: str | None) -> None:
        refused = None if self.ledger.gives_numbers else "hall_closed"
        ticket = self.attempt(refused, 1, self.hall.take, *errands, priority=priority)
        if ticket is not None:
            things = [Thing(one.procedure, one.purpose, one.area) for one in errands]
            weight = 0 if priority is None else 1
            order = len(self.ledger.visits)
            self.ledger.visits.append(Visit(ticket, order, self.ledger.today, weight, self.ledger.now, things))

    @rule()
    def ask_for_what_does_not_exist(self) -> None:
        code = "guidance" if self.ledger.gives_numbers else "hall_closed"
        self.attempt(code, 0, self.hall.take, citizen.ErrandRequest("submit", "9.999999"))
        self.attempt("priority_unknown", 0, self.hall.take, COPY, priority="friend")

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY, one=st.sampled_from([COPY, LAND, ADVICE]))
    def one_thing_more(self, which: int, astray: bool, one: citizen.ErrandRequest) -> None:
        visit = self.choose(which, astray, "waiting", "serving")
        refused = self.ledger.may_move(visit, "add_errand")
        if refused is None and len(visit.things) >= ERRANDS_AT_MOST:
            refused = "errands_full"
        add = partial(visiting.add_errand, asked=one, new_id=new_ids(self.hall.clock), at_desk=True)
        self.attempt(refused, 1, self.hall.act, add, visit.id)
        if refused is None:
            visit.things.append(Thing(one.procedure, one.purpose, one.area, at_desk=True))

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY)
    def leave(self, which: int, astray: bool) -> None:
        visit = self.choose(which, astray, "waiting")
        if visit.state == "cancelled":
            self.attempt(None, 0, self.hall.act, citizen.leave, visit.id)
        else:
            self.move(visit, "cancel", None, citizen.leave, becomes="cancelled")

    # ── counters ─────────────────────────────────────────────────────────────────────────────────

    @rule(number=DESKS, who=CLERKS)
    def open_a_counter(self, number: int, who: int) -> None:
        here = self.ledger.desks[number]
        refused = "counter_taken" if here.clerk not in (None, who) else None
        self.attempt(refused, here.clerk is None, self.hall.act, desk.start_shift, counter(number), clerk(who))
        if refused is None and here.clerk is None:
            here.clerk, here.since = who, self.ledger.today

    @rule(number=DESKS, who=CLERKS)
    def close_a_counter(self, number: int, who: int) -> None:
        here = self.ledger.desks[number]
        refused = self.ledger.may_act_at(number, who, paused_too=True) if here.clerk else None
        if refused is None and here.clerk and self.ledger.at(number):
            refused = "counter_busy"
        self.attempt(refused, here.clerk is not None, self.hall.act, desk.end_shift, counter(number), clerk(who))
        if refused is None:
            self.ledger.desks[number] = Desk()

    @rule(number=DESKS, who=CLERKS)
    def pause_or_resume(self, number: int, who: int) -> None:
        here = self.ledger.desks[number]
        refused = self.ledger.may_act_at(number, who, paused_too=True)
        if here.paused:
            self.attempt(refused, 1, self.hall.act, desk.resume, counter(number), clerk(who))
        else:
            self.attempt(refused, 1, self.hall.act, desk.pause, counter(number), clerk(who), "meeting")
        if refused is None:
            here.paused = not here.paused

    # ── calling ──────────────────────────────────────────────────────────────────────────────────

    @rule(number=DESKS, who=CLERKS, astray=ASTRAY)
    def call_the_next(self, number: int, who: int, astray: bool) -> None:
        who = who if astray else self.ledger.desks[number].clerk or who
        refused = self.ledger.may_take_the_next(number, who)
        due = self.ledger.next_for(number)
        called = self.attempt(refused, due is not None, self.hall.act, desk.call_next, counter(number), clerk(who))
        if refused is None:
            assert called == (due.id if due else None)
        if refused is None and due:
            self.ledger.call(due, number, who)

    @precondition(lambda self: self.ledger.visits)
    @rule(number=DESKS, which=WHICH, astray=ASTRAY)
    def call_this_one(self, number: int, which: int, astray: bool) -> None:
        visit = self.choose(which, astray, "waiting")
        who = self.ledger.desks[number].clerk or number
        refused = self.ledger.may_take_the_next(number, who) or self.ledger.may_move(visit, "call")
        arguments = (counter(number), clerk(who), visit.id, "in a hurry")
        self.attempt(refused, 1, self.hall.act, desk.call_this, *arguments)
        if refused is None:
            self.ledger.call(visit, number, who)

    # ── the ticket in front ──────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY, action=st.sampled_from(["recall", "start", "start", "start", "no_show", "park"]))
    def act_on_who_was_called(self, which: int, astray: bool, action: str) -> None:
        visit = self.choose(which, astray, "called")
        becomes = {"recall": "called", "start": "serving", "no_show": "no_show", "park": "parked"}[action]
        act = {"recall": desk.recall, "start": desk.start, "no_show": desk.no_show, "park": desk.park}[action]
        reason = ("form",) if action == "park" else ()
        self.move(visit, action, self.clerk_for(visit, astray), act, *reason, becomes=becomes)

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY)
    def requeue(self, which: int, astray: bool) -> None:
        visit = self.choose(which, astray, "no_show", "called")
        if self.move(visit, "requeue", None, desk.requeue):
            visit.back_to_the_queue()

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY)
    def unpark(self, which: int, astray: bool) -> None:
        visit = self.choose(which, astray, "parked")
        who = (visit.counter and self.ledger.desks[visit.counter].clerk) or 2
        refused = self.ledger.may_move(visit, "unpark") or self.ledger.may_take_the_next(visit.counter or 0, who)
        self.attempt(refused, 1, self.hall.act, desk.unpark, visit.id, clerk(who))
        if refused is None and visit.counter:
            self.ledger.call(visit, visit.counter, who)

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY, to=st.one_of(DESKS, st.sampled_from([COPY.procedure, LAND.procedure])))
    def transfer(self, which: int, astray: bool, to: int | str) -> None:
        visit = self.choose(which, astray, "called", "serving")
        where = Where(counter=counter(to)) if isinstance(to, int) else Where(procedure=to)
        if self.move(visit, "transfer", self.clerk_for(visit, astray), desk.transfer, where):
            if isinstance(to, int):
                self.ledger.transfer(visit, desk=to)
            else:
                self.ledger.transfer(visit, procedure=to)

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY)
    def void(self, which: int, astray: bool) -> None:
        self.move(self.choose(which, astray, "waiting", "parked"), "void", None, desk.void, "twice", becomes="voided")

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY, result=st.sampled_from(["accepted", "supplement"]), count=st.integers(0, 3))
    def finish(self, which: int, astray: bool, result: str, count: int) -> None:
        visit = self.choose(which, astray, "serving")
        done = visit.finished()
        if visit.state == "serving":
            thing, outcome = visit.thing, Outcome(result, count=count)
            leaves = thing.leaves(result, count)
            if self.move(visit, "finish", self.clerk_for(visit, astray), finish, outcome, entries=1 + leaves):
                thing.steps = 0 if leaves else None
                self.ledger.finish(visit, f"{result} {count}")
        elif len(done) == 1:  # said again
            refused = None if done[0].result == f"{result} {count}" else "outcome_differs"
            outcome = Outcome(result, count=count)
            self.attempt(refused, 0, self.hall.act, finish, visit.id, clerk(2), outcome)
        elif not done:
            self.move(visit, "finish", 2, finish, Outcome(result))

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY, to=st.sampled_from([COPY, LAND, PENSION]), nth=st.integers(0, 2))
    def correct(self, which: int, astray: bool, to: Any, nth: int) -> None:
        """Any open ticket, any of its errands, by anybody; the place in the line is what the ledger goes on with."""
        visit = self.choose(which, astray, "waiting", "serving")
        index = nth % len(visit.things)
        thing = visit.things[index]
        errand = self.hall.wire(visit.id)["errands"][index]["id"]
        given = {"procedure": to.procedure, "purpose": to.purpose, "area": "22015"}
        refused = self.ledger.may_move(visit, "correct") or ("errand_done" if thing.result else None)
        changes = (thing.procedure, thing.purpose, thing.area) != (to.procedure, to.purpose, "22015")
        self.attempt(refused, changes, self.hall.act, correct, visit.id, errand, given)
        if refused is None:
            thing.procedure, thing.purpose, thing.area = to.procedure, to.purpose, "22015"

    # ── the way of what others decide ────────────────────────────────────────────────────────────

    @precondition(lambda self: self.carried())
    @rule(which=WHICH, step=st.integers(0, 3))
    def carry(self, which: int, step: int) -> None:
        """Any step: the next one is made, one behind is true already, one further on is refused."""
        among = self.carried()
        visit, index = among[which % len(among)]
        thing, errand = visit.things[index], self.hall.wire(visit.id)["errands"][index]["id"]
        gone = thing.steps or 0
        refused = "handover_too_early" if step > gone else None
        act = partial(handovers.send, courier=None) if step == 0 else partial(handovers.move, what=list(Move)[step])
        self.attempt(refused, step == gone, self.hall.act, act, [errand] if step == 0 else errand)
        thing.steps = gone + (step == gone)

    def carried(self) -> list[tuple[Visit, int]]:
        """Errands whose dossier is on its way, or has been."""
        visits = self.ledger.visits
        return [(one, n) for one in visits for n, thing in enumerate(one.things) if thing.steps is not None]

    # ── paper ────────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY, failed=st.booleans())
    def print_again(self, which: int, astray: bool, failed: bool) -> None:
        visit = self.choose(which, astray, "waiting")
        if self.move(visit, "reprint", None, paper.reprint):
            told = ("failed", "paper_out") if failed else ("printed", None)
            self.attempt(None, 1, self.hall.act, paper.report, visit.id, *told, None)
            self.attempt(None, 0, self.hall.act, paper.report, visit.id, *told, None)

    # ── time ─────────────────────────────────────────────────────────────────────────────────────

    @rule(seconds=st.integers(0, 3600))
    def time_goes_by(self, seconds: int) -> None:
        self.hall.clock.advance(timedelta(seconds=seconds))

    @rule(hours=st.integers(1, 40))
    def the_clock_is_set_back(self, hours: int) -> None:
        self.hall.clock.set(self.hall.clock.now() - timedelta(hours=hours))

    @rule(days=st.integers(0, 1), hour=st.sampled_from([8, 13, 19]))
    def the_clock_is_set_right(self, days: int, hour: int) -> None:
        if self.ledger.seconds_to(hour, days=days) > 0:
            self.hall.clock.set(self.ledger.now + timedelta(seconds=self.ledger.seconds_to(hour, days=days)))

    @rule()
    def the_timers_look(self) -> None:
        written = self.ledger.close_forgotten_day()
        self.timers.tick()
        self.wrote(written)

    # ── how an act is tried ──────────────────────────────────────────────────────────────────────

    def attempt(self, refused: str | None, entries: int, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do it: it must succeed and write ``entries``, or be ``refused`` with that code and change nothing."""
        before = None if refused is None else self.everything()
        try:
            result = act(*args, **kwargs)
        except Refusal as refusal:
            self.refusal, done, result = refusal, refusal.code, None
        else:
            done = None
        assert done == refused
        if before is None:
            self.wrote(int(entries))
        else:
            assert self.everything() == before
        return result

    def move(
        self,
        visit: Visit,
        action: str,
        who: int | None,
        act: Callable[..., Any],
        *more: Any,
        becomes: str = "",
        entries: int = 1,
    ) -> bool:
        """A move of one ticket, by clerk ``who`` or by anybody; whether it was made."""
        own = who is not None
        refused = self.ledger.may_move_own(visit, action, who) if own else self.ledger.may_move(visit, action)
        told = self.ledger.actions(visit)
        assert set(self.hall.wire(visit.id)["actions"]) == told
        self.attempt(refused, entries, self.hall.act, act, visit.id, *([clerk(who)] if own else []), *more)
        if refused == "move_not_allowed":
            assert set(self.refusal.actions or ()) == told
        if refused is None and becomes:
            visit.state = becomes
        return refused is None

    def choose(self, which: int, astray: bool, *states: str) -> Visit:
        """Somebody in one of ``states``, where there is one; anybody at all when ``astray``."""
        fitting = list(self.ledger.in_state(*states))
        among = self.ledger.visits if astray or not fitting else fitting
        return among[which % len(among)]

    def clerk_for(self, visit: Visit, astray: bool) -> int:
        return 2 if astray or visit.clerk is None else visit.clerk

    def wrote(self, entries: int) -> None:
        self.written += entries
        if entries:
            self.last_at = self.ledger.now
            self.ledger.days_worked.add(self.ledger.today)

    def everything(self) -> list[Any]:
        return self.hall.tables(t.heads, t.tickets, t.errands, t.handovers, t.counters, t.closed_days, t.complaints)

    # ── what must hold after every act ───────────────────────────────────────────────────────────

    @invariant()
    def the_hall_is_as_the_ledger_says(self) -> None:
        self.ledger.now = max(self.hall.clock.now(), self.last_at)
        tickets, counters = self.hall.tables(t.tickets, t.counters)
        self.nobody_is_lost(tickets)
        self.counters_are_as_they_should_be(counters)
        self.the_journal_has_no_gap()

    def nobody_is_lost(self, tickets: list[dict[str, Any]]) -> None:
        rows = {row["id"]: row for row in tickets}
        assert rows.keys() == {visit.id for visit in self.ledger.visits}
        for visit in self.ledger.visits:
            row = rows[visit.id]
            assert row["state"] == visit.state, row["label"]
            assert row["business_day"] == visit.day.isoformat()
            if visit.state != "waiting":
                assert row["counter"] == (counter(visit.counter) if visit.counter else None)
        numbers: dict[tuple[str, str], list[int]] = {}
        for row in rows.values():
            numbers.setdefault((row["business_day"], row["series"]), []).append(row["number"])
        assert all(sorted(given) == list(range(1, len(given) + 1)) for given in numbers.values())
        at_counters = Counter(row["counter"] for row in rows.values() if row["state"] in ("called", "serving"))
        assert all(count == 1 for count in at_counters.values())

    def counters_are_as_they_should_be(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            here = self.ledger.desks[row["number"]]
            state = "closed" if here.clerk is None else "paused" if here.paused else "open"
            assert (row["state"], row["clerk"]) == (state, clerk(here.clerk).id if here.clerk else None)

    def the_journal_has_no_gap(self) -> None:
        with self.hall.store.reading() as connection:
            new = entries_after(connection, HALL, self.seen)
        assert [entry.position for entry in new] == list(range(self.seen + 1, self.written + 1))
        assert all(entry.at == self.last_at for entry in new[-1:])
        self.seen = self.written

    # ── and at the end of all days ───────────────────────────────────────────────────────────────

    def teardown(self) -> None:
        report = self.hall.verify()
        times = [entry.at for entry in self.hall.journal()]
        figures = self.figures_of_the_journal("procedure", "purpose", "outcome")
        served_at = self.figures_of_the_journal("counter")
        recounted = self.figures_of_the_rows()
        corrected = self.corrections_of_the_journal()
        on_their_way = Counter(row["state"] for row in self.hall.rows(t.handovers))
        self.what_was_said_is_kept()
        self.hall.close()
        assert report.problems == []
        assert times == sorted(times), "recorded time never goes back"
        assert figures == recounted
        assert on_their_way == Counter(WAY[visit.things[n].steps or 0] for visit, n in self.carried())
        assert corrected == Counter(
            (thing.pressed, (thing.procedure, thing.purpose))
            for visit in self.ledger.visits
            for thing in visit.things
            if not thing.at_desk
        )
        things = [thing for visit in self.ledger.visits for thing in visit.finished()]
        told = Counter({key: row["served"] for (key,), row in served_at.items() if row["served"]})
        assert told == Counter(counter(thing.counter) for thing in things if thing.counter)

    def figures_of_the_journal(self, *by: str) -> dict[tuple[str, ...], dict[str, int]]:
        with self.hall.store.viewing(HALL) as view:
            return counted(view, *self.first_and_last_day()).rows(by)

    def corrections_of_the_journal(self) -> Counter[tuple[Any, Any]]:
        """How often each press became what; mostly itself."""
        with self.hall.store.viewing(HALL) as view:
            rows = folded(view, *self.first_and_last_day())
        found = Counter({(tuple(it), tuple(to)): n for it, turned in rows.items() for to, n in turned.to.items()})
        return found + Counter({(tuple(it), tuple(it)): one.issued - one.corrected for it, one in rows.items()})

    def first_and_last_day(self) -> tuple[date, date]:
        days = [visit.day for visit in self.ledger.visits] or [self.ledger.today]
        return min(days), max(days)

    def figures_of_the_rows(self) -> dict[tuple[str, ...], dict[str, int]]:
        """The same, counted by walking along the rows with a pencil."""
        rows, errands = self.hall.tables(t.tickets, t.errands)
        tickets = {row["id"]: row for row in rows}
        found: dict[tuple[str, ...], dict[str, int]] = {}
        for errand in errands:
            key = (errand["procedure"] or "none", errand["purpose"], errand["result"] or "none")
            counts = found.setdefault(key, dict.fromkeys(METRICS, 0))
            counts["issued"] += 1
            if errand["result"]:
                counts["served"] += 1
                counts["dossiers"] += errand["count"]
            elif tickets[errand["ticket"]]["state"] in ("voided", "no_show", "expired", "cancelled"):
                counts[tickets[errand["ticket"]]["state"]] += 1
        return found


def test_days_in_the_hall(make_hall: MakeHall) -> None:
    """Bounded to a minute a database on a slow machine; in CI there are more days, for it plays them every time."""
    examples = 12 if os.environ.get("CI") == "true" else 6
    run_state_machine_as_test(
        lambda: Days(make_hall),
        settings=settings(max_examples=examples, stateful_step_count=50, deadline=None),
    )
