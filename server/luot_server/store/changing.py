"""One change of one hall: one lock, one transaction, its journal entries.

Everything that changes a hall happens inside ``with store.changing(hall, actor) as hall:``. The hall's head row is
locked first (SQLite: the whole database, BEGIN IMMEDIATE), so positions are counted, numbers given and tickets picked
by one at a time; the transaction commits once, at the end; only then are the screens woken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from ..domain.errors import Unknown
from ..domain.hall import HallSettings
from ..domain.happenings import FactRecorded, HallSetUp, Happening, SettingChanged
from . import journal
from . import tables as t
from .appliers import apply
from .journal import Actor, Entry
from .rows import Rows
from .view import HallView

if TYPE_CHECKING:
    from .store import Store

_shared = t.heads.alias("shared")
#: The hall's head, and with it how far the shared journal's facts are: nearly everybody needs both.
HEAD = select(
    t.heads, select(_shared.c.settings).where(_shared.c.hall == t.SHARED).scalar_subquery().label("catalogue")
).where(t.heads.c.hall == bindparam("hall"))
_HEAD_LOCKED = HEAD.with_for_update(of=t.heads)
_SET_HEAD = update(t.heads).where(t.heads.c.hall == bindparam("of_hall"))
#: What changes what is kept between requests: settings of a hall, facts of the catalogue.
SETTING = (SettingChanged, HallSetUp, FactRecorded)
_LAST_NUMBER = select(func.max(t.tickets.c.number)).where(
    t.tickets.c.hall == bindparam("hall"),
    t.tickets.c.business_day == bindparam("day"),
    t.tickets.c.series == bindparam("series"),
)


class Changing(HallView):
    """A hall under change. Actions read through it and ``record`` what happens; they never commit."""

    def __init__(self, store: "Store", connection: Connection, head: Any, actor: Actor, now: datetime) -> None:
        super().__init__(store, connection, head, now)
        self.actor = actor
        self.rows = Rows(connection, self.id)
        self.entries: list[Entry] = []
        self._set_before = self.settings_position

    @cached_property
    def settings(self) -> HallSettings:
        """The hall's settings as of today, those of this very change too."""
        committed = self.settings_position == self._set_before
        return self.store.settings(self.connection, self.id, self.settings_position, self.now, keep=committed)

    def record(self, happening: Happening, *, occurred_at: datetime | None = None) -> int:
        """Apply ``happening`` to the rows and append it to the journal: the only way state changes. Its position."""
        self.position += 1
        entry = journal.entry_for(self.id, self.position, self.now, occurred_at or self.now, happening, self.actor)
        self.digest = entry.digest_after(self.digest)
        self.entries.append(replace(entry, digest=self.digest))
        apply(self.rows, happening, self.now, self.position)
        self.remembered = self.remembered.after(happening, self.now, self.digest)
        if isinstance(happening, SETTING):
            self.settings_position = self.position
            self.__dict__.pop("settings", None)  # read anew: this very change may go on under the new setting
        return self.position

    def next_number(self, series: str) -> int:
        """The number after the last one of the day's series.

        "max + 1" is how other systems give one number twice; here the hall is locked, the unique index answers
        without reading a ticket, and refuses should either ever fail.
        """
        key = {"hall": self.id, "day": self.day, "series": series}
        return (self.connection.scalar(_LAST_NUMBER, key) or 0) + 1

    # What this change has read or written itself is not read again.

    def ticket(self, ticket: str) -> dict[str, Any]:
        try:
            return self.rows.ticket(ticket)
        except LookupError:
            raise Unknown("ticket_unknown") from None

    def counter(self, counter: str) -> dict[str, Any]:
        try:
            return self.rows.counter(counter)
        except LookupError:
            raise Unknown("counter_unknown", counter=counter) from None

    def errands(self, ticket: str) -> list[dict[str, Any]]:
        return self.rows.errands(ticket)

    # ── closing ──────────────────────────────────────────────────────────────────────────────────

    def flush(self) -> None:
        """Write what was recorded; called once, just before the commit."""
        if not self.entries:
            return
        journal.append(self.connection, self.entries)
        self.connection.execute(
            _SET_HEAD,
            {
                "of_hall": self.id,
                "position": self.position,
                "at": self.now,
                "digest": self.digest,
                "settings": self.settings_position,
            },
        )


@contextmanager
def one_change(store: "Store", connection: Connection, hall: str, actor: Actor, *, found: bool) -> Iterator[Changing]:
    """The body of ``Store.changing``, inside an open write transaction.

    ``found``: begin the hall's journal when there is none. Raises Unknown for a hall without one.
    """
    if found and connection.execute(HEAD, {"hall": hall}).first() is None:
        connection.execute(insert(t.heads), {"hall": hall, "position": 0, "digest": journal.GENESIS, "settings": 0})
    head = connection.execute(_HEAD_LOCKED, {"hall": hall}).first()
    if head is None:
        raise Unknown("hall_unknown", hall=hall)
    changing = Changing(store, connection, head, actor, store.clock.now())
    yield changing
    changing.flush()
