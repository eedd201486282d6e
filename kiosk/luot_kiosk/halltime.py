"""What time it is in the hall, while the server cannot be asked.

The device's clock may have died with its battery or be a day off, so it is never believed by itself. While the server
answers, its time is learned and the difference kept; within a run only time that goes by is counted, so that a clock
set right (or wrong) at noon moves no number.
"""

import logging
import threading
from datetime import datetime, timedelta

from luot_kiosk import clock
from luot_kiosk.spool import Spool, SpoolError

log = logging.getLogger(__name__)

KEEP_EVERY = timedelta(seconds=30)  # a power cut loses at most so much of what is known
WRONG_FROM = timedelta(minutes=1)  # less moves nobody in the line; answers take their time too
SKEW, LAST = "skew_seconds", "last_known"


class HallTime:
    """The server's time as last learned, going on. Usable from any thread."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._lock = threading.Lock()
        self._known, self._last = self._at_start()
        self._seen = clock.monotonic()
        self._began = self._known  # what this run took the time to be before it heard the server
        self._wrong: tuple[datetime, timedelta] | None = None  # until when it was wrong, and by how much

    def now(self) -> datetime | None:
        """The hall's time, aware; None where no server was ever heard."""
        with self._lock:
            if self._known is None:
                return None
            now = self._known + clock.since(self._seen)
            worth_keeping = self._last is None or abs(now - self._last) >= KEEP_EVERY
            if worth_keeping:
                self._last = now
        if worth_keeping:
            self._keep(**{LAST: now.isoformat()})
        return now

    def learn(self, server_time: datetime) -> None:
        """The server's time, just heard."""
        skew = server_time - clock.now()
        with self._lock:
            if self._known is not None:
                believed = self._known + clock.since(self._seen)
                if abs(server_time - believed) >= WRONG_FROM:
                    self._wrong = believed, server_time - believed
            self._known, self._seen = server_time, clock.monotonic()
            stale = self._last is None or abs(server_time - self._last) >= KEEP_EVERY
            if stale:
                self._last = server_time
        if stale:
            self._keep(**{SKEW: str(skew.total_seconds()), LAST: server_time.isoformat()})

    def clock_at(self, at: datetime) -> datetime | None:
        """What the clock that showed `at` would show now, where it is known to have been wrong.

        Known of this run alone, up to the moment at which the server was heard again.
        """
        now = self.now()
        with self._lock:
            if now is None or self._wrong is None or self._began is None:
                return None
            until, late_by = self._wrong
            return now - late_by if self._began <= at <= until else None

    def _keep(self, **facts: str) -> None:
        try:
            self._spool.learn(**facts)
        except SpoolError as error:  # the time is known all the same, until the next start
            log.error("the hall's time cannot be kept: %s", error)

    def _at_start(self) -> tuple[datetime | None, datetime | None]:
        """By the device's clock and the difference last seen; never before the last instant that was known.

        A clock that stands before that instant has died: time goes on from there, on that day.
        """
        last, skew = self._spool.fact(LAST), self._spool.fact(SKEW)
        if last is None or skew is None:
            return None, None
        last_known = datetime.fromisoformat(last)
        shown = (clock.now() + timedelta(seconds=float(skew))).astimezone(last_known.tzinfo)
        return max(shown, last_known), last_known
