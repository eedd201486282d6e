"""Keeps the kiosk able to go on alone, in a thread of its own: a fresh book, enough leases, nothing left to hand in.

All three need the server, so they share one rhythm: a look every few seconds, more often while numbers wait to be
handed in, at once when somebody wakes it.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from luot_kiosk.alone import BOOK_TAG, Alone
from luot_kiosk.client import Call, Refused, Server, ServerError, Unreachable
from luot_kiosk.hand_in import hand_in
from luot_kiosk.regular import SELDOM_SECONDS
from luot_kiosk.spool import Given, Lease
from luot_kiosk.spool.store import KEPT_DAYS

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0  # between two looks at book and leases
RETRY_SECONDS = 2.0  # while the server is away or numbers wait
DAYS = 3  # leases for today and the next two working days
COUNT = 800  # ids a lease; more than a hall's kiosk gives in a day
LENT_TO = "lent_to"  # the fact that says to whom the ids in the spool were lent
LEASE_PATIENCE = 8.0  # s; hundreds of ids with their tokens


class Lender:
    """`late` hears of slips that settled while their numbers were being handed in."""

    def __init__(
        self,
        server: Server,
        alone: Alone,
        hall: str,
        *,
        late: Callable[[Given], None],
        look_seconds: float = LOOK_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._server = server
        self._alone = alone
        self._hall = hall
        self._late = late
        self._look, self._retry = look_seconds, retry_seconds
        self._asking: dict[str, str] = {}  # the key of a lease that was asked for and not answered, by day
        self._said: str | None = None
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="lender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def wake(self) -> None:
        """Look now: the server is back, or says that a lease runs low."""
        self._wake.set()

    def refresh(self) -> bool:
        """Everything once. False when the server did not answer, or refused, any of it."""
        good = True
        for step in (self._hand_in, self._renew_book, self._renew_leases):
            try:
                step()
            except ServerError as error:
                self._say(error)
                good = False
                if isinstance(error, Unreachable) and error.status is None:
                    return False  # nobody is there; else a hand-in that fails must not cost tomorrow's numbers
            except Exception:  # an answer of an unknown shape must not end the thread that saves the day's numbers
                log.exception("book, leases or hand-in failed")
                good = False
        if good:
            self._said = None
        return good

    def _hand_in(self) -> None:
        for given in hand_in(self._server, self._alone.spool, self._hall, self._alone.time.clock_at):
            self._late(given)

    def _run(self) -> None:
        pause = self._retry
        while not self._stopping:
            good = self.refresh()
            pause = min(pause * 2, SELDOM_SECONDS) if self._said else self._retry
            self._wake.wait(self._look if good else pause)
            self._wake.clear()

    def _renew_book(self) -> None:
        alone = self._alone
        tag = alone.spool.fact(BOOK_TAG) if alone.book else None
        fresh = self._server.fresh(f"/halls/{quote(self._hall)}/book", tag)
        if fresh is not None:
            alone.keep_book(*fresh)
            alone.time.learn(datetime.fromisoformat(fresh[0]["server_time"]))

    def _renew_leases(self) -> None:
        """More ids for a day when under a quarter of its newest lease is left."""
        alone, now = self._alone, self._alone.time.now()
        if alone.book is None or now is None:
            return
        self._drop_what_another_was_lent()
        today = alone.book.local(now).date()
        for day in [one.business_day for one in alone.book.days if one.business_day >= today.isoformat()][:DAYS]:
            free, held = alone.spool.free_ids(day)
            if free * 4 < held or not held:
                self._ask_for_lease(day)
        alone.spool.forget(today.isoformat(), (today - timedelta(days=KEPT_DAYS)).isoformat())

    def _drop_what_another_was_lent(self) -> None:
        """Enrolled anew, this is another device to the server: it would not know what the one before was lent."""
        spool, device = self._alone.spool, self._server.fingerprint()
        before = spool.fact(LENT_TO)
        if before != device:
            if before is not None:
                spool.drop_free_ids()
                self._asking.clear()
            spool.learn(**{LENT_TO: device})

    def _ask_for_lease(self, day: str) -> None:
        """The same key until it is answered, so that a lost answer costs no labels."""
        key = self._asking.setdefault(day, str(uuid4()))
        body: dict[str, Any] = {"business_day": day, "count": COUNT}
        try:
            call = Call("POST", "/devices/self/leases", body=body, key=key)
            told = self._server.once(call, read_seconds=LEASE_PATIENCE)
        except Refused:
            del self._asking[day]
            raise
        lease = Lease(told["lease"], told["business_day"], told["mark"], told["first"], told["last"])
        tickets = [(one["id"], one["token"], one["track_url"]) for one in told["tickets"]]
        self._alone.spool.add_lease(lease, tickets)
        del self._asking[day]
        log.info("%d ids lent for %s", len(tickets), day)

    def _say(self, error: ServerError) -> None:
        """A change of condition is said once; a server that is away is the menu's to tell."""
        if isinstance(error, Refused) and str(error) != self._said:
            self._said = str(error)
            log.error("the server refuses to lend or to take numbers in: %s", error)
