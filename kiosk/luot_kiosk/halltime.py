"""What time it is in the hall, while the server cannot be asked.

The device's clock may have died with its battery or be a day off, so it is never believed by itself. While the server
answers, its time is learned and the difference kept; within a run only time that goes by is counted, so that a clock
set right (or wrong) at noon moves no number.
"""

import threading
from datetime import datetime, timedelta

from luot_kiosk import clock
from luot_kiosk.spool import Spool

KEEP_EVERY = timedelta(seconds=30)  # a power cut loses at most so much of what is known
SKEW, LAST = "skew_seconds", "last_known"


class HallTime:
    """The server's time as last learned, going on. Usable from any thread."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._lock = threading.Lock()
        self._known, self._last = self._at_start()
        self._seen = clock.monotonic()

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
            self._spool.learn(**{LAST: now.isoformat()})
        return now

    def learn(self, server_time: datetime) -> None:
        """The server's time, just heard."""
        skew = server_time - clock.now()
        with self._lock:
            self._known, self._seen = server_time, clock.monotonic()
            stale = self._last is None or abs(server_time - self._last) >= KEEP_EVERY
            if stale:
                self._last = server_time
        if stale:
            self._spool.learn(**{SKEW: str(skew.total_seconds()), LAST: server_time.isoformat()})

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
