"""How the players wait: in the hall's time, and never past the end of the play."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from luot_server.clock import Clock

#: However fast the hall's clock runs, nobody asks the server again sooner than this many real seconds.
SHORTEST_REAL = 0.5


class Stopped(Exception):
    """The play is over."""


class Pace:
    """The hall's clock, and the word that the play is over."""

    def __init__(self, clock: Clock, stopped: threading.Event) -> None:
        self._clock = clock
        self._stopped = stopped

    def now(self) -> datetime:
        return self._clock.now()

    def wait(self, seconds: float) -> None:
        """So many seconds of the hall's time. Raises Stopped."""
        self.wait_real(self._clock.real_seconds(timedelta(seconds=seconds)))

    def look_again(self, seconds: float) -> None:
        """As ``wait``, before asking again for something that may not have changed."""
        self.wait_real(max(SHORTEST_REAL, self._clock.real_seconds(timedelta(seconds=seconds))))

    def wait_real(self, seconds: float) -> None:
        if self._stopped.wait(max(0.0, seconds)):
            raise Stopped
