"""What citizens do from their phones in the days of ``test_days``: let others go first, give marks, complain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from luot_server.actions import feedback, visiting
from luot_server.store import tables as t
from tests.halls import HALL, Hall, new_ids
from tests.store.ledger import Ledger, Visit

ASTRAY = st.integers(0, 5).map(lambda number: number == 0)
WHICH = st.integers(0, 50)
TEXT = "Chờ hơn một giờ."


class Followed(RuleBasedStateMachine):
    """Days whose people have the slip in hand; what is tried, and how, is the heir's."""

    hall: Hall
    ledger: Ledger
    attempt: Callable[..., Any]
    choose: Callable[..., Visit]
    move: Callable[..., bool]

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY)
    def let_the_next_go_first(self, which: int, astray: bool) -> None:
        visit = self.choose(which, astray, "waiting")
        behind = self.ledger.next_behind(visit)
        refused = self.ledger.may_delay(visit) or (None if behind else "nobody_behind")
        before = {one.id: self.ahead(one) for one in self.in_line()} if refused is None else {}
        self.attempt(refused, 1, self.hall.act, visiting.delay, visit.id)
        if refused is None and behind:
            visit.came, visit.delays = max(visit.came, behind.came + timedelta(microseconds=1)), visit.delays + 1
            assert all(self.ahead(one) <= before[one.id] for one in self.in_line() if one is not visit)
            assert self.ahead(visit) >= before[visit.id]

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY, score=st.integers(1, 5))
    def give_a_mark(self, which: int, astray: bool, score: int) -> None:
        visit = self.choose(which, astray, "served")
        refused = self.ledger.may_rate(visit, score)
        self.attempt(refused, visit.score is None, self.hall.act, feedback.rate, visit.id, score, [], "phone")
        if refused is None:
            visit.score = score

    @precondition(lambda self: self.ledger.visits)
    @rule(which=WHICH, astray=ASTRAY)
    def complain(self, which: int, astray: bool) -> None:
        visit = self.choose(which, astray, "served", "voided", "expired", "no_show", "cancelled")
        refused = self.ledger.may_complain(visit)
        made = self.attempt(refused, 1, self.hall.act, feedback.complain, visit.id, TEXT, new_ids(self.hall.clock))
        if refused is None:
            visit.complaints.append(made)

    @precondition(lambda self: any(visit.complaints for visit in self.ledger.visits))
    @rule(which=WHICH, other_words=st.booleans())
    def answer_a_complaint(self, which: int, other_words: bool) -> None:
        complaints = [one for visit in self.ledger.visits for one in visit.complaints]
        complaint = complaints[which % len(complaints)]
        again, text = complaint in self.ledger.answered, TEXT * (2 if other_words else 1)
        refused = "complaint_answered" if again and self.ledger.answered[complaint] != text else None
        self.attempt(refused, not again, self.hall.act, feedback.answer, complaint, text, "manager")
        if refused is None:
            self.ledger.answered[complaint] = text

    def in_line(self) -> list[Visit]:
        return [one for one in self.ledger.in_state("waiting") if one.day == self.ledger.today]

    def ahead(self, visit: Visit) -> int:
        with self.hall.store.viewing(HALL) as view:
            return sum(count for _, count in view.counted_before(view.ticket(visit.id)))

    def what_was_said_is_kept(self) -> None:
        """At the end of all days: each mark and each answer, as it was given."""
        ratings, complaints = self.hall.tables(t.ratings, t.complaints)
        visits = self.ledger.visits
        assert {row["ticket"]: row["score"] for row in ratings} == {one.id: one.score for one in visits if one.score}
        assert {row["id"] for row in complaints} == {one for visit in visits for one in visit.complaints}
        assert {row["id"] for row in complaints if row["answered_at"]} == self.ledger.answered.keys()
