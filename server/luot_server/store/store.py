"""The store: where transactions begin and end."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select

from ..domain.errors import Unavailable, Unknown
from ..domain.facts import Fact
from ..domain.hall import HallSettings
from ..domain.world import World
from ..voice.made import Made
from . import tables as t
from .changing import HEAD, Changing, one_change
from .engine import WRITING, open_engine
from .journal import SYSTEM, Actor
from .remembered import Remembered
from .view import HallView

if TYPE_CHECKING:
    from ..clock import Clock

#: How long a writer waits for another process's transaction on SQLite before it gives up.
PATIENCE_SECONDS = 15.0

Woken = Callable[[str, int], None]


class Store:
    """One database. ``on_commit`` are told (hall, position) after every change that recorded something."""

    def __init__(self, url: str, clock: "Clock", *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.engine: Engine = open_engine(url)
        self.clock = clock
        self.on_commit: list[Woken] = []
        self._sleep = sleep
        self._embedded = self.engine.dialect.name == "sqlite"
        # Threads of one process queue here, in order, rather than racing for SQLite's lock; other processes
        # are waited for in _begin. PostgreSQL queues writers of one hall on its head row by itself.
        self._turnstile = threading.Lock()
        self._settings: dict[str, tuple[int, date, HallSettings]] = {}
        self._worlds: dict[date, tuple[int, World]] = {}
        self._remembered: dict[str, Remembered] = {}
        #: Hall → (local day, its commonest procedures as of that day): a count of weeks, made once a day.
        self.learned: dict[str, tuple[date, tuple[str, ...]]] = {}
        #: The clips made on this machine; a server says where they are kept.
        self.voice = Made()

    @contextmanager
    def changing(self, hall: str, actor: Actor = SYSTEM, *, found: bool = False) -> Iterator[Changing]:
        """Change one hall: lock it, run the body, append its journal, commit once, then wake the screens.

        Anything raised in the body undoes all of it. Raises Unknown for a hall without a journal (unless
        ``found`` begins one) and Unavailable when the database stays locked.
        """
        with self._writing() as connection:
            with one_change(self, connection, hall, actor, found=found) as changing:
                yield changing
            connection.commit()
        if changing.entries:
            self._remembered[hall] = changing.remembered
            for woken in self.on_commit:
                woken(hall, changing.position)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot: everything read inside is of one moment."""
        with self.engine.connect() as connection:
            if not self._embedded:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def viewing(self, hall: str) -> Iterator[HallView]:
        """A hall at one moment. Raises Unknown for a hall without a journal."""
        with self.reading() as connection:
            head = connection.execute(HEAD, {"hall": hall}).first()
            if head is None:
                raise Unknown("hall_unknown", hall=hall)
            yield HallView(self, connection, head, self.clock.now())

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction for what stands outside the journal (tokens, kept answers, leases)."""
        with self._writing() as connection:
            yield connection
            connection.commit()

    def scrub(self) -> bool:
        """Have what was deleted gone from the write-ahead log as well; False: somebody reads it still, try again.

        SQLite only. PostgreSQL overwrites a deleted row when it vacuums, which is its keeper's matter.
        """
        if not self._embedded:
            return True
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        finally:
            connection.close()

    # ── what is true today, kept while nothing changed ────────────────────────────────────────────

    def settings(
        self, connection: Connection, hall: str, position: int, at: datetime, *, keep: bool = True
    ) -> HallSettings:
        """The hall's settings on the local day of ``at``; ``position`` is that of its newest setting.

        ``keep`` only what is committed: a setting that is undone leaves its position to the next one.
        """
        kept = self._settings.get(hall)
        if kept and kept[0] == position and kept[1] == kept[2].hours.business_day(at):
            return kept[2]
        row = connection.execute(select(t.halls).where(t.halls.c.id == hall)).first()
        if row is None:
            raise Unknown("hall_unknown", hall=hall)
        who = t.plain(row)
        columns = t.hall_settings.c
        dated = connection.execute(
            select(columns.name, columns.valid_from, columns.position, columns.value).where(columns.hall == hall)
        ).all()
        day = HallSettings(who).hours.business_day(at)
        settings = HallSettings.on(who, [(one[0], one[1], one[2], one[3]) for one in dated], day)
        if keep:
            self._settings[hall] = (position, day, settings)
        return settings

    def remembered(self, hall: str, digest: str) -> Remembered:
        """What is known of the hall at this digest of its journal."""
        known = self._remembered.get(hall)
        if known is None or known.digest != digest:
            known = self._remembered[hall] = Remembered(digest)
        return known

    def world(self, connection: Connection, day: date, position: int | None = None) -> tuple[int, World]:
        """What the law, the catalogue and the map say on ``day``; and the shared journal's position it was read at.

        ``position``: as of then, for who has read it already; None: as of now.
        """
        if position is None:
            position = self.world_position(connection)
        kept = self._worlds.get(day)
        if kept and kept[0] == position:
            return kept
        world = World.of(self.facts(connection, position), day)
        if len(self._worlds) > 3:
            self._worlds.clear()
        self._worlds[day] = (position, world)
        return position, world

    def knows(self, connection: Connection, kind: str, key: str) -> bool:
        """Whether any fact, of any day, is about this."""
        about = select(t.facts.c.key).where(t.facts.c.kind == kind, t.facts.c.key == key).limit(1)
        return connection.execute(about).first() is not None

    def facts(self, connection: Connection, position: int) -> list[Fact]:
        """Every fact on record up to ``position`` of the shared journal, in the order of the record."""
        rows = connection.execute(
            select(t.facts).where(t.facts.c.position <= position).order_by(t.facts.c.position)
        ).all()
        return [_fact(row) for row in rows]

    def world_position(self, connection: Connection) -> int:
        """The position of the newest fact in the shared journal."""
        return connection.scalar(_NEWEST_FACT) or 0

    # ── transactions ─────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self._embedded:
            with self.engine.connect() as connection:
                yield connection
            return
        with self._turnstile, self.engine.connect().execution_options(**{WRITING: True}) as connection:
            self._begin(connection)
            yield connection

    def _begin(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE, waiting outside the driver so that no green thread is frozen (DESIGN §2)."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                connection.begin()
                return
            except DatabaseError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise Unavailable("database_busy") from error
                self._sleep(random.uniform(0.001, 0.006))


_NEWEST_FACT = select(t.heads.c.settings).where(t.heads.c.hall == t.SHARED)


def _fact(row: object) -> Fact:
    return Fact(
        row.kind,  # type: ignore[attr-defined]
        row.key,  # type: ignore[attr-defined]
        date.fromisoformat(row.valid_from),  # type: ignore[attr-defined]
        date.fromisoformat(row.valid_to) if row.valid_to else None,  # type: ignore[attr-defined]
        row.data,  # type: ignore[attr-defined]
    )
