"""What happens by itself, as ``system``: the close of a forgotten day, and forgetting kept answers.

One process leads at a time: whoever holds the lease row. A leader that dies is followed after the lease runs out.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update

from . import runtime
from .actions.manager import close_day
from .clock import Clock
from .domain.errors import Refusal
from .domain.ticket import OPEN
from .store import tables as t
from .store.store import Store

log = logging.getLogger(__name__)

LOOK_EVERY = 20.0  # real seconds
LEASE = timedelta(seconds=60)
ANSWERS_KEPT = timedelta(hours=24)


class Timers:
    """Run them with :meth:`start`; :meth:`tick` is one look, for tests."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._me = uuid4().hex
        self._stopped = runtime.Event()

    def start(self) -> None:
        runtime.spawn(self._run, name="timers")

    def stop(self) -> None:
        self._stopped.set()

    def tick(self) -> None:
        """Whatever is due now, when this process leads."""
        if not self._leads():
            return
        for hall in self._halls():
            for day in self._forgotten_days(hall):
                with self._store.changing(hall) as changing:
                    expired = close_day(changing, day)
                log.info("closed %s of %s: %d tickets expired", day, hall, expired)
        with self._store.writing() as connection:
            connection.execute(
                delete(t.kept_answers).where(t.kept_answers.c.kept_at < self._clock.real_now() - ANSWERS_KEPT)
            )
            connection.execute(delete(t.tokens).where(t.tokens.c.expires_at < self._clock.real_now()))

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_EVERY):
            try:
                self.tick()
            except Refusal as refusal:
                log.warning("the timers could not run: %s", refusal)
            except Exception:  # a timer that dies silently is a day that never closes
                log.exception("the timers failed")

    def _leads(self) -> bool:
        now = self._clock.real_now()
        with self._store.writing() as connection:
            row = connection.execute(select(t.leases).where(t.leases.c.name == "timers").with_for_update()).first()
            if row is None:
                connection.execute(insert(t.leases), {"name": "timers", "holder": self._me, "until": now + LEASE})
                return True
            if row.holder != self._me and row.until > now:
                return False
            connection.execute(
                update(t.leases).where(t.leases.c.name == "timers").values(holder=self._me, until=now + LEASE)
            )
            return True

    def _halls(self) -> list[str]:
        with self._store.reading() as connection:
            return list(connection.scalars(select(t.halls.c.id).order_by(t.halls.c.id)))

    def _forgotten_days(self, hall: str) -> list[str]:
        """The newest business day before today with anything left open in it, when there is one.

        Closing it also expires what older days left; a day that ended clean needs no closing.
        """
        with self._store.viewing(hall) as view:
            today = view.today
            left = view.connection.scalar(
                select(func.max(t.tickets.c.business_day)).where(
                    t.tickets.c.hall == hall,
                    t.tickets.c.state.in_([str(state) for state in OPEN]),
                    t.tickets.c.business_day < today.isoformat(),
                )
            )
        return [left] if left is not None and date.fromisoformat(left) < today else []
