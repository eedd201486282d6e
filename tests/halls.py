"""The one small named hall of the tests: the demo's own, and what its people do in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Table, func, select

from luot_server.actions import citizen, desk
from luot_server.actions.citizen import ErrandRequest, TicketRequest
from luot_server.actions.desk import Clerk
from luot_server.actions.finishing import Outcome, finish
from luot_server.boards.line import Line
from luot_server.boards.ticket import see, ticket_wire
from luot_server.clock import Clock, FixedClock
from luot_server.demo.seed import seeded_store
from luot_server.domain.forecast import Expected
from luot_server.store import replay
from luot_server.store import tables as t
from luot_server.store.changing import Changing
from luot_server.store.ids import uuid7
from luot_server.store.journal import Actor, Entry, all_entries
from luot_server.store.store import Store

P = ParamSpec("P")
R = TypeVar("R")
Row = dict[str, Any]

HALL = "DL-22015"
MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+07:00")

#: Errands of the ward, by what people call them.
COPY = ErrandRequest("submit", "2.000815")  # certified copies: counters 3, 4 and 7
BIRTH = ErrandRequest("submit", "1.001193", area="22015")  # civil status: 2, 3 and 7
LAND = ErrandRequest("submit", "1.115279", area="22015")  # 5 and 7
PENSION = ErrandRequest("submit", "1.014027", area="22015")  # 6 and 7
ADVICE = ErrandRequest("advice")  # 1 and 7


def seed_template(url: str) -> None:
    """Fill an empty database with the demo hall; what the copies are made of."""
    store, _ = seeded_store(url, FixedClock(MONDAY - timedelta(hours=2)))
    store.engine.dispose()


def counter(number: int) -> str:
    return f"{HALL}.{number}"


def clerk(number: int) -> Clerk:
    """The clerk who may sit anywhere: which counters somebody may open is the edge's and one test's matter."""
    return Clerk(f"quay{number}")


@dataclass
class Hall:
    """A hall whose people act one after another, each act in one real transaction."""

    store: Store
    clock: FixedClock
    url: str

    @classmethod
    def at(cls, url: str, clock: FixedClock) -> Hall:
        return cls(Store(url, clock), clock, url)

    def close(self) -> None:
        self.store.engine.dispose()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def act(self, action: Callable[Concatenate[Changing, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """One action in one change of the hall."""
        with self.store.changing(HALL, Actor("staff", "test")) as changing:
            return action(changing, *args, **kwargs)

    def take(self, *errands: ErrandRequest, priority: str | None = None, despite: str | None = None) -> str:
        """A citizen takes a number at the kiosk; the ticket's id."""
        asked = TicketRequest(errands or (COPY,), "kiosk", priority=priority, despite=despite)
        return self.act(citizen.issue, asked, new_ids(self.clock))

    def open(self, *numbers: int) -> None:
        """Clerk n sits down at counter n."""
        for number in numbers:
            self.act(desk.start_shift, counter(number), clerk(number))

    def call(self, number: int) -> str | None:
        """The clerk at counter ``number`` calls the next."""
        return self.act(desk.call_next, counter(number), clerk(number))

    def start(self, ticket: str) -> None:
        self.act(desk.start, ticket, self._clerk_of(ticket))

    def finish(self, ticket: str, result: str = "accepted") -> None:
        self.act(finish, ticket, self._clerk_of(ticket), Outcome(result))

    def serve(self, number: int, lasting: timedelta = timedelta(minutes=5)) -> str | None:
        """Call the next at ``number``, serve and finish them; the ticket, or None when nobody waited."""
        ticket = self.call(number)
        if ticket is not None:
            self.start(ticket)
            self.clock.advance(lasting)
            self.finish(ticket)
        return ticket

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def row(self, ticket: str) -> Row:
        with self.store.viewing(HALL) as view:
            return view.ticket(ticket)

    def wire(self, ticket: str) -> Row:
        with self.store.viewing(HALL) as view:
            return ticket_wire(see(view, ticket))

    def ahead(self, ticket: str) -> int | None:
        with self.store.viewing(HALL) as view:
            return Line(view).ahead(view.ticket(ticket))

    def expected(self, ticket: str) -> Expected | None:
        with self.store.viewing(HALL) as view:
            return Line(view).expected(view.ticket(ticket))

    def rows(self, table: Table) -> list[Row]:
        (rows,) = self.tables(table)
        return rows

    def tables(self, *tables: Table) -> list[list[Row]]:
        """All rows of ``tables``, of one moment, by their keys."""
        with self.store.reading() as connection:
            return [
                [t.plain(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in tables
            ]

    def count(self, table: Table) -> int:
        with self.store.reading() as connection:
            return connection.scalar(select(func.count()).select_from(table)) or 0

    def journal(self, hall: str = HALL) -> list[Entry]:
        with self.store.reading() as connection:
            return list(all_entries(connection, hall))

    def position(self) -> int:
        with self.store.viewing(HALL) as view:
            return view.position

    def verify(self) -> replay.Report:
        with self.store.reading() as connection:
            return replay.verify(connection)

    def _clerk_of(self, ticket: str) -> Clerk:
        return Clerk(self.row(ticket)["clerk"])


def new_ids(clock: Clock) -> Callable[[], str]:
    return lambda: uuid7(clock.now())


def states(rows: Sequence[Row]) -> dict[str, int]:
    """How many tickets are in each state."""
    found: dict[str, int] = {}
    for row in rows:
        found[row["state"]] = found.get(row["state"], 0) + 1
    return found
