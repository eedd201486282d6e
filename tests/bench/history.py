"""A hall with a past: many served tickets, written through the journal in seconds instead of hours.

Each ticket has the four entries of an ordinary visit, with digests, and the rows those entries make; that they are the
rows replay makes is not claimed here but checked, by :func:`luot_server.store.replay.verify`.
"""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from luot_server.actions import citizen
from luot_server.actions.citizen import ErrandRequest, TicketRequest
from luot_server.domain import happenings as h
from luot_server.domain.forecast import learnt
from luot_server.domain.numbering import label
from luot_server.store import journal
from luot_server.store import tables as t
from luot_server.store.appliers import need_of
from luot_server.store.ids import uuid7
from luot_server.store.journal import SYSTEM, Actor, Entry
from luot_server.store.store import Store

from .machines import ERRANDS, HALL, MONDAY

A_DAY = 600  # tickets of an ordinary working day, forty seconds apart
APART = timedelta(seconds=40)
COUNTERS = 7
KIOSK = Actor("kiosk", "kiosk-1")
WHY = {"key": "calling.why.longest", "params": {"minutes": 0}}

#: What happens, when, who did it.
Line = tuple[datetime, h.Happening, Actor]


class _Enough(Exception):
    """Raised to undo what was only done to be looked at."""


def write(store: Store, count: int) -> None:
    """``count`` tickets, issued and served on the working days before the bench's Monday."""
    templates = _templates(store)
    dice = random.Random(count)
    days = [range(first, min(first + A_DAY, count)) for first in range(0, count, A_DAY)]
    with store.writing() as connection:
        book = _Book(connection)
        for number, tickets in enumerate(days):
            day = _working_day(len(days) - number)
            book.write([_Visit(templates[n % len(templates)], day, n % A_DAY, dice) for n in tickets])
        book.close()


def _templates(store: Store) -> list[h.TicketIssued]:
    """What the rule makes of each errand, asked of the real action in a change that is undone."""
    found: list[h.Happening] = []
    with contextlib.suppress(_Enough), store.changing(HALL) as changing:
        for errand in ERRANDS:
            asked = ErrandRequest(errand["purpose"], errand["procedure"], errand.get("area"))
            citizen.issue(changing, TicketRequest([asked], "kiosk"), lambda: uuid7(changing.now))
        found = [entry.happening() for entry in changing.entries]
        raise _Enough
    return [one for one in found if isinstance(one, h.TicketIssued)]


def _working_day(back: int) -> datetime:
    """Half past seven, ``back`` working days before the bench's Monday."""
    weeks, days = divmod(back - 1, 5)
    return (MONDAY - timedelta(days=3 + days, weeks=weeks)).replace(hour=7, minute=30)


class _Visit:
    """One citizen: when what happens, and the rows it leaves."""

    def __init__(self, template: h.TicketIssued, day: datetime, place: int, dice: random.Random) -> None:
        at = (day + place * APART).astimezone(UTC)
        self.issued_at = at
        self.called_at = at + timedelta(seconds=5)
        self.started_at = at + timedelta(seconds=25)
        # The counter's next citizen is called COUNTERS places later, 285 seconds after this one arrived.
        self.finished_at = self.started_at + timedelta(seconds=dice.randint(120, 240))
        counter = place % COUNTERS + 1
        self.counter, self.clerk = f"{HALL}.{counter}", f"quay{counter}"
        number = place + 1  # gaps are allowed; one run for all series keeps every number unique
        errand = {**template.errands[0], "id": _id(at, dice)}
        self.issued = replace(
            template,
            ticket=_id(at, dice),
            business_day=f"{day:%Y-%m-%d}",
            number=number,
            label=label(template.series, number),
            errands=[errand],
        )
        self.errand = errand
        self.finished = h.ErrandFinished(
            ticket=self.issued.ticket,
            errand=errand["id"],
            result="accepted",
            dossiers=[],
            count=1,
            missing=[],
            then="served",
            next_errand=None,
            confirmed=True,
            return_to=None,
        )

    def lines(self) -> list[Line]:
        """The four entries of the visit."""
        clerk = Actor("staff", self.clerk)
        ticket = self.issued.ticket
        called = h.TicketCalled(ticket=ticket, counter=self.counter, clerk=self.clerk, why=WHY, reason=None)
        return [
            (self.issued_at, self.issued, KIOSK),
            (self.called_at, called, clerk),
            (self.started_at, h.TicketStarted(ticket=ticket), clerk),
            (self.finished_at, self.finished, clerk),
        ]

    def ticket_row(self, position: int) -> dict[str, Any]:
        issued = self.issued
        told = ("business_day", "series", "number", "label", "priority", "weight", "language", "channel", "party")
        return {
            **{name: getattr(issued, name) for name in told},
            "id": issued.ticket,
            "hall": HALL,
            "position": position,
            "state": "served",
            "dossier_count": issued.dossier_count,
            "need": need_of(self.errand).key(),
            "errand": self.errand["id"],
            "counter": self.counter,
            "clerk": self.clerk,
            "issued_at": self.issued_at,
            "arrived_at": self.issued_at,
            "called_at": self.called_at,
            "first_called_at": self.called_at,
            "started_at": self.started_at,
            "finished_at": self.finished_at,
            "times_called": 1,
            "why": WHY,
        }

    def errand_row(self) -> dict[str, Any]:
        return {
            **self.errand,
            "ticket": self.issued.ticket,
            "ordinal": 0,
            "state": "done",
            "result": "accepted",
            "dossiers": [],
            "count": 1,
            "missing": [],
            "finished_at": self.finished_at,
        }


class _Book:
    """Writes whole days, one after the other, at the end of the hall's journal."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        head = connection.execute(select(t.heads).where(t.heads.c.hall == HALL)).one()
        self._position: int = head.position
        self._digest: str = head.digest
        self._at: datetime = head.at
        self._means: dict[str, tuple[int, int]] = {}

    def write(self, visits: list[_Visit]) -> None:
        """One day's visits."""
        entries: list[Entry] = []
        positions: dict[str, int] = {}
        day = visits[0].issued.business_day
        # A day left open would be closed by the server's timer in the middle of what is measured.
        evening = max(visit.finished_at for visit in visits) + timedelta(hours=1)
        closing: Line = (evening, h.DayClosed(business_day=day), SYSTEM)
        lines = [*(line for visit in visits for line in visit.lines()), closing]
        for at, happening, actor in sorted(lines, key=lambda it: it[0]):
            self._position += 1
            self._at = at
            entry = journal.entry_for(HALL, self._position, at, at, happening, actor)
            self._digest = entry.digest_after(self._digest)
            entries.append(replace(entry, digest=self._digest))
            if isinstance(happening, h.TicketIssued):
                positions[happening.ticket] = self._position
        for visit in sorted(visits, key=lambda it: it.finished_at):
            seconds = int((visit.finished_at - visit.started_at).total_seconds())
            mean, count = self._means.get(visit.errand["field"], (None, 0))
            self._means[visit.errand["field"]] = learnt(mean, count, seconds)
        journal.append(self._connection, entries)
        rows = [visit.ticket_row(positions[visit.issued.ticket]) for visit in visits]
        self._connection.execute(insert(t.tickets), rows)
        self._connection.execute(insert(t.errands), [visit.errand_row() for visit in visits])
        self._connection.execute(insert(t.closed_days), {"hall": HALL, "business_day": day})

    def close(self) -> None:
        """What is known once all days are written: the head, and how long services take."""
        head = {"position": self._position, "digest": self._digest, "at": self._at}
        self._connection.execute(update(t.heads).where(t.heads.c.hall == HALL).values(**head))
        for field, (mean, count) in self._means.items():
            learned = {"hall": HALL, "field": field, "mean_seconds": mean, "count": count}
            self._connection.execute(insert(t.service_times), learned)


def _id(at: datetime, dice: random.Random) -> str:
    """A UUIDv7 that the next run makes again."""
    millis = int(at.timestamp() * 1000)
    return str(UUID(int=millis << 80 | 7 << 76 | dice.getrandbits(12) << 64 | 2 << 62 | dice.getrandbits(62)))
