"""The journal: one append-only table, one gapless line of positions for each hall."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from ..domain.happenings import Happening, happening_of
from . import tables as t
from .canonical import canonical, chained

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a member of staff, a device, a citizen's turn, or the system itself."""

    kind: str
    id: str


SYSTEM = Actor("system", "system")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of history. ``at`` never goes back within a hall; ``occurred_at`` is by the teller's own clock."""

    hall: str
    position: int
    at: datetime
    occurred_at: datetime
    kind: str
    v: int
    payload: str
    actor: Actor
    digest: str = ""

    def happening(self) -> Happening:
        return happening_of(self.kind, self.v, json.loads(self.payload))

    def digest_after(self, previous: str) -> str:
        """What ``digest`` must be when the entry before it has ``previous``."""
        told = (self.hall, str(self.position), self.at.isoformat(), self.occurred_at.isoformat(), self.kind)
        return chained(previous, (*told, str(self.v), self.payload, self.actor.kind, self.actor.id))

    def wire(self) -> dict[str, Any]:
        """CONTRACT's Entry."""
        return {
            "hall": self.hall,
            "position": self.position,
            "at": self.at.isoformat(),
            "occurred_at": self.occurred_at.isoformat(),
            "kind": self.kind,
            "v": self.v,
            "payload": json.loads(self.payload),
            "actor": {"kind": self.actor.kind, "id": self.actor.id},
        }


def entry_for(
    hall: str, position: int, at: datetime, occurred_at: datetime, happening: Happening, actor: Actor
) -> Entry:
    return Entry(hall, position, at, occurred_at, happening.kind, happening.v, canonical(happening.payload()), actor)


def append(connection: Connection, entries: list[Entry]) -> None:
    """Write entries whose digests are set; positions are the caller's, taken under the hall's lock."""
    rows = [_row(entry) for entry in entries]
    connection.execute(_APPEND, rows if len(rows) > 1 else rows[0])


def entries_after(connection: Connection, hall: str, after: int, limit: int = 1000) -> list[Entry]:
    """Up to ``limit`` entries with a position above ``after``, in order."""
    found = connection.execute(_AFTER, {"hall": hall, "after": after, "limit": limit})
    return [_entry(row) for row in found]


def all_entries(connection: Connection, hall: str) -> Iterator[Entry]:
    """The whole journal of a hall, read in batches."""
    after = 0
    while batch := entries_after(connection, hall, after):
        yield from batch
        after = batch[-1].position


def entries_at(connection: Connection, hall: str, positions: Collection[int]) -> list[Entry]:
    """The entries at ``positions``, in order."""
    found = connection.execute(
        select(t.journal)
        .where(t.journal.c.hall == hall, t.journal.c.position.in_(positions))
        .order_by(t.journal.c.position)
    )
    return [_entry(row) for row in found]


def entries_between(connection: Connection, hall: str, start: datetime, end: datetime) -> Iterator[Entry]:
    """Entries recorded in [start, end), in order."""
    found = connection.execute(
        select(t.journal)
        .where(t.journal.c.hall == hall, t.journal.c.at >= start, t.journal.c.at < end)
        .order_by(t.journal.c.position)
    )
    for row in found:
        yield _entry(row)


def journals(connection: Connection) -> list[str]:
    """Whose journals there are: what halls share first, then the halls."""
    return sorted(connection.scalars(select(t.heads.c.hall)), key=lambda hall: (hall != t.SHARED, hall))


_APPEND = insert(t.journal)
_AFTER = (
    select(t.journal)
    .where(t.journal.c.hall == bindparam("hall"), t.journal.c.position > bindparam("after"))
    .order_by(t.journal.c.position)
    .limit(bindparam("limit"))
)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "hall": entry.hall,
        "position": entry.position,
        "at": entry.at,
        "occurred_at": entry.occurred_at,
        "kind": entry.kind,
        "v": entry.v,
        "payload": entry.payload,
        "actor_kind": entry.actor.kind,
        "actor_id": entry.actor.id,
        "digest": entry.digest,
    }


def _entry(row: Any) -> Entry:
    return Entry(
        row.hall,
        row.position,
        row.at,
        row.occurred_at,
        row.kind,
        row.v,
        row.payload,
        Actor(row.actor_kind, row.actor_id),
        row.digest,
    )
