"""A kiosk that loses its server again and again: every paper is one ticket, whatever was lost on the wire."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from luot_server.actions import citizen, desk, manager
from luot_server.actions.citizen import ErrandRequest, TicketRequest
from luot_server.actions.hand_in import Given, HandIn, Taken
from luot_server.actions.lease import Lease, lend
from luot_server.boards.throughput import counted
from luot_server.domain.happenings import TicketIssued
from luot_server.domain.numbering import label
from luot_server.domain.throughput import totals
from luot_server.store import tables as t
from luot_server.store.changing import Changing
from luot_server.store.ids import turn_token
from tests.halls import BIRTH, COPY, HALL, LAND, Hall, clerk, counter, new_ids

SECRET = b"secret of this server"
KIOSK = "kiosk-2"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Kiosk:
    """What stands in its spool: ids not used yet, papers it printed by itself, those not handed in."""

    hall: Hall
    lease: Lease
    used: int = 0
    papers: dict[str, Given] = field(default_factory=dict)
    unsent: list[str] = field(default_factory=list)

    @classmethod
    def lent(cls, hall: Hall, count: int = 60) -> Kiosk:
        return cls(hall, hall.act(lend, KIOSK, hall.clock.now().astimezone(ZONE).date(), count, SECRET))

    def next_id(self) -> str:
        self.used += 1
        return self.lease.ids[self.used - 1]

    def ask(self, errand: ErrandRequest) -> str:
        """The server's number under a lent id."""
        lent = self.next_id()
        asked = TicketRequest([errand], "kiosk", lent=lent)
        assert self.hall.act(citizen.issue, asked, new_ids(self.hall.clock)) == lent
        return lent

    def give(self, errand: ErrandRequest, lent: str | None = None) -> Given:
        """A number of its own, under the id whose answer was lost or under a fresh one."""
        ticket, series, number = lent or self.next_id(), f"K{self.lease.mark}-B", len(self.papers) + 1
        given = Given(
            ticket,
            turn_token(SECRET, ticket),
            self.lease.id,
            self.lease.business_day,
            series,
            number,
            label(series, number),
            self.hall.clock.now(),
            errands=[errand],
            printed="printed",
        )
        self.papers[ticket] = given
        self.unsent.append(ticket)
        return given

    def hand_in(self, tickets: list[str]) -> list[Taken]:
        """One request; its answer may be lost, so what was sent is crossed off by the caller."""

        def act(changing: Changing) -> list[Taken]:
            counter = HandIn(changing, KIOSK, SECRET, None, new_ids(self.hall.clock))
            return [counter.take(self.papers[one]) for one in tickets]

        return self.hall.act(act)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["online", "ghost", "ghost", "alone", "alone", "hand_in", "lost", "again", "miss", "serve"]),
        st.integers(0, 5),
    ),
    min_size=8,
    max_size=30,
)
ERRANDS = (COPY, BIRTH, LAND)


def test_every_paper_is_one_ticket(hall: Hall) -> None:
    """One day after another, each with losses of its own; in the end the whole journal is replayed."""

    @settings(max_examples=6)
    @given(steps=STEPS, closes=st.integers(0, 40))
    def days(steps: list[tuple[str, int]], closes: int) -> None:
        to_the_next_morning(hall)
        a_day(hall, steps, closes)

    days()
    assert hall.verify().problems == []


def a_day(hall: Hall, steps: list[tuple[str, int]], closes: int) -> None:
    kiosk = Kiosk.lent(hall)
    day = date.fromisoformat(kiosk.lease.business_day)
    hall.open(7)
    online: set[str] = set()
    served: set[str] = set()
    for at, (step, n) in enumerate(steps):
        hall.clock.advance(timedelta(seconds=20))
        if at == closes:
            hall.act(manager.close_day, day.isoformat())
            hall.open(7)
        match step:
            case "online":
                online.add(kiosk.ask(ERRANDS[n % 3]))
            case "ghost":
                kiosk.give(ERRANDS[n % 3], kiosk.ask(ERRANDS[n % 3]))
            case "alone":
                kiosk.give(ERRANDS[n % 3])
            case "hand_in":
                sent, kiosk.unsent = kiosk.unsent[: n + 1], kiosk.unsent[n + 1 :]
                assert "refused" not in {one.result for one in kiosk.hand_in(sent)}
            case "lost":
                kiosk.hand_in(kiosk.unsent[: n + 1])
            case "again":
                sent = [one for one in kiosk.papers if one not in kiosk.unsent][: n + 1]
                assert {one.result for one in kiosk.hand_in(sent)} <= {"known"}
            case _ if called := hall.call(7):
                if step == "miss":
                    hall.act(desk.no_show, called, clerk(7))
                    continue
                hall.start(called)
                hall.finish(called)
                served.add(called)
    kiosk.hand_in(kiosk.unsent)
    assert {one.result for one in kiosk.hand_in(list(kiosk.papers))} <= {"known"}

    rows = {row["id"]: row for row in hall.rows(t.tickets) if row["business_day"] == day.isoformat()}
    assert rows.keys() == online | kiosk.papers.keys()
    other_label = {one for one, paper in kiosk.papers.items() if rows[one]["label"] != paper.label}
    assert other_label <= served
    assert max(Counter(row["label"] for row in rows.values()).values(), default=1) == 1
    with hall.store.viewing(HALL) as view:
        counts = totals(counted(view, day, day).rows(["procedure"]).values())
    assert (counts["issued"], counts["served"]) == (len(rows), len(served))


def to_the_next_morning(hall: Hall) -> None:
    """8:00 of the next working day."""
    morning = hall.clock.now() + timedelta(days=1)
    while morning.astimezone(ZONE).weekday() > 4:
        morning += timedelta(days=1)
    hall.clock.set(morning.astimezone(ZONE).replace(hour=8, minute=0, second=0))


def test_two_requests_at_once_hand_the_same_numbers_in_once(hall: Hall) -> None:
    kiosk = Kiosk.lent(hall, 5)
    for _ in range(5):
        kiosk.give(COPY)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: kiosk.hand_in(list(kiosk.papers)), range(4)))
    told = Counter(one.result for answer in answers for one in answer)
    assert told == {"issued": 5, "known": 15}
    assert hall.count(t.tickets) == 5


def test_who_came_first_is_called_first_and_stands_in_front_of_others(hall: Hall) -> None:
    """A number handed in at 8:20 that was given at 8:00 goes before one the server gave at 8:10."""
    kiosk = Kiosk.lent(hall)
    hall.open(3)
    early = kiosk.give(COPY)
    hall.clock.advance(timedelta(minutes=10))
    later = hall.take(COPY)
    assert hall.ahead(later) == 0
    hall.clock.advance(timedelta(minutes=10))
    kiosk.hand_in([early.id])
    newest = hall.take(COPY)
    assert [hall.ahead(one) for one in (early.id, later, newest)] == [0, 1, 2]
    expected = hall.expected(newest)
    assert expected is not None
    assert expected.high_minutes > 0
    assert [hall.serve(3) for _ in range(3)] == [early.id, later, newest]
    issued = [one.happening() for one in hall.journal() if one.kind == "ticket_issued"]
    assert [one.lease is not None for one in issued if isinstance(one, TicketIssued)] == [False, True, False]


def test_a_missed_ghost_comes_back_under_the_number_on_the_paper(hall: Hall) -> None:
    kiosk = Kiosk.lent(hall)
    hall.open(3)
    ghost = kiosk.ask(COPY)
    hall.call(3)
    hall.act(desk.no_show, ghost, clerk(3))
    paper = kiosk.give(COPY, ghost)
    assert [one.result for one in kiosk.hand_in([ghost])] == ["relabelled"]
    row = hall.row(ghost)
    assert (row["state"], row["label"], row["rejoins"]) == ("waiting", paper.label, 0)
    assert hall.call(3) == ghost
    hall.start(ghost)
    assert counter(3) == hall.row(ghost)["counter"]
    other = kiosk.ask(COPY)
    hall.finish(ghost)
    hall.call(3)
    hall.start(other)
    kiosk.give(COPY, other)
    assert [(one.result, one.label) for one in kiosk.hand_in([other])] == [("known", hall.row(other)["label"])]
