"""One of several real processes in one hall: takes numbers, or calls and serves, as fast as it can.

``python crowd.py URL take HOW_MANY``, ``… serve COUNTER`` or ``… mark SCORE`` (every visit of the hall); waits for a
line on standard input so that all start together, then prints what it did as JSON.
"""

import contextlib
import json
import sys

from sqlalchemy import select

from luot_server.actions import citizen, desk, feedback
from luot_server.actions.citizen import TicketRequest
from luot_server.actions.desk import Clerk
from luot_server.actions.finishing import Outcome, finish
from luot_server.clock import FixedClock
from luot_server.domain.errors import Conflict
from luot_server.domain.feedback import Channel
from luot_server.store import tables as t
from luot_server.store.store import Store
from tests.halls import COPY, HALL, MONDAY, new_ids


def take(store: Store, how_many: int) -> list[str]:
    """The tickets this process was given, in order."""
    taken = []
    for _ in range(how_many):
        with store.changing(HALL) as hall:
            taken.append(citizen.issue(hall, TicketRequest([COPY], "kiosk"), new_ids(store.clock)))
    return taken


def serve(store: Store, counter: str) -> list[str]:
    """Call, start and finish until nobody waits; whom this counter called, in order."""
    clerk = Clerk(f"clerk-{counter}")
    called = []
    while True:
        with store.changing(HALL) as hall:
            ticket = desk.call_next(hall, counter, clerk)
        if ticket is None:
            return called
        called.append(ticket)
        with store.changing(HALL) as hall:
            desk.start(hall, ticket, clerk)
        with store.changing(HALL) as hall:
            finish(hall, ticket, clerk, Outcome("accepted", count=1))


def mark(store: Store, score: int) -> list[str]:
    """Give every visit this mark; those on which nobody else was first."""
    with store.reading() as connection:
        visits = list(connection.scalars(select(t.tickets.c.id).order_by(t.tickets.c.position)))
    mine = []
    for ticket in visits:
        with contextlib.suppress(Conflict), store.changing(HALL) as hall:
            feedback.rate(hall, ticket, score, [], Channel.PHONE)
            mine.append(ticket)
    return mine


if __name__ == "__main__":
    url, what, how = sys.argv[1:]
    store = Store(url, FixedClock(MONDAY))
    sys.stdin.readline()
    done = serve(store, how) if what == "serve" else {"take": take, "mark": mark}[what](store, int(how))
    sys.stdout.write(json.dumps(done))
