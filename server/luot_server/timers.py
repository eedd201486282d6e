"""What happens by itself, as ``system``: the close of a forgotten day, the end of its key, missing a device that fell
silent, forgetting kept answers and what complaints said a year ago.

One process leads at a time: whoever holds the lease row. A leader that dies is followed after the lease runs out.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from . import runtime
from .actions.device import lose_the_silent
from .actions.manager import close_day
from .clock import Clock
from .domain.errors import Refusal
from .domain.feedback import TEXT_KEPT
from .domain.ticket import OPEN
from .store import complaint_texts, day_keys, enrolment
from .store import tables as t
from .store.store import Store

log = logging.getLogger(__name__)

LOOK_EVERY = 20.0  # real seconds
LEASE = timedelta(seconds=60)
ANSWERS_KEPT = timedelta(hours=24)

_TIMERS = t.leases.c.name == "timers"


class Timers:
    """Run them with :meth:`start`; :meth:`tick` is one look, for tests."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._me = uuid4().hex
        self._listening_since = clock.real_now()
        self._stopped = runtime.Event()
        self._to_scrub = True  # whoever led before may have destroyed a key and stopped

    def start(self) -> None:
        runtime.spawn(self._run, name="timers")

    def stop(self) -> None:
        self._stopped.set()

    def tick(self) -> None:
        """Whatever is due now, when this process leads."""
        if not self._leads():
            return
        for hall in self._halls():
            day = self._forgotten_day(hall)
            if day is not None:
                with self._store.changing(hall) as changing:
                    expired = close_day(changing, day)
                log.info("closed %s of %s: %d tickets expired", day, hall, expired)
            self._destroy_keys(hall)
            if lost := lose_the_silent(self._store, hall, self._listening_since):
                log.warning("%d devices of %s are not heard any more", lost, hall)
        self._forget_complaints()
        if self._to_scrub:
            self._to_scrub = not self._store.scrub()
        with self._store.writing() as connection:
            connection.execute(
                delete(t.kept_answers).where(t.kept_answers.c.kept_at < self._clock.real_now() - ANSWERS_KEPT)
            )
            connection.execute(delete(t.tokens).where(t.tokens.c.expires_at < self._clock.real_now()))
            enrolment.forget_expired(connection, self._clock.real_now())

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.tick()
            except Refusal as refusal:
                log.warning("the timers could not run: %s", refusal)
            except Exception:  # a timer that dies silently is a day that never closes
                log.exception("the timers failed")
            self._stopped.wait(LOOK_EVERY)

    def _leads(self) -> bool:
        """Whether this process holds the lease, renewed or taken over by asking."""
        now = self._clock.real_now()
        mine = {"holder": self._me, "until": now + LEASE}
        with self._store.writing() as connection:
            row = connection.execute(select(t.leases).where(_TIMERS).with_for_update()).first()
            if row is None:
                try:
                    with connection.begin_nested():
                        connection.execute(insert(t.leases), {"name": "timers", **mine})
                except IntegrityError:  # on PostgreSQL two processes may both have found no row to lock
                    return False
            elif row.holder != self._me and row.until > now:
                return False
            else:
                connection.execute(update(t.leases).where(_TIMERS).values(mine))
            return True

    def _halls(self) -> list[str]:
        with self._store.reading() as connection:
            return list(connection.scalars(select(t.halls.c.id).order_by(t.halls.c.id)))

    def _destroy_keys(self, hall: str) -> None:
        """What a scanned card left behind is nobody's from the close of the day on, at the latest from midnight."""
        with self._store.viewing(hall) as view:
            today = view.today
            over = day_keys.any_over(view.connection, hall, today)
        if over:
            with self._store.writing() as connection:
                day_keys.destroy_over(connection, hall, today)
            self._to_scrub = True

    def _forget_complaints(self) -> None:
        """A year after its answer a complaint's words are nobody's; that there was one stays in the journal."""
        before = self._clock.now() - TEXT_KEPT
        with self._store.reading() as connection:
            old = complaint_texts.any_old(connection, before)
        if old:
            with self._store.writing() as connection:
                wiped = complaint_texts.wipe_old(connection, before)
            log.info("wiped the words of %d complaints answered a year ago", wiped)
            self._to_scrub = True

    def _forgotten_day(self, hall: str) -> str | None:
        """The last business day before today on which anything happened, when a ticket or a counter was left open.

        Closing it also expires what older days left; a day that ended clean needs no closing.
        """
        with self._store.viewing(hall) as view:
            hours, today = view.settings.hours, view.today
            midnight = hours.midnight(today)
            last = view.connection.scalar(
                select(func.max(t.journal.c.at)).where(t.journal.c.hall == hall, t.journal.c.at < midnight)
            )
            if last is None:
                return None
            day = hours.business_day(last).isoformat()
            if any(row["business_day"] <= day for row in view.open_tickets(*OPEN)):
                return day
            left = any(row["clerk"] and row["seated_at"] < midnight for row in view.counters())
            return day if left and not view.day_is_closed(day) else None
