"""What goes on while lines are open: displays count as heard, a token that was withdrawn ends what it opened, and a
client that does not listen is let go."""

from __future__ import annotations

import logging
from collections.abc import Callable

from luot_server import runtime
from luot_server.live.callers import Callers, Door
from luot_server.live.trouble import Troubles

log = logging.getLogger(__name__)

LOOK = 1.0  # s between looks for withdrawn tokens: whoever was signed out hears no more than a second or two
BEAT = 10.0  # s, as often as a kiosk says that it is alive
WAIT = 0.5  # s at most until a display that connected counts as heard; a hall switched on at once is one statement
AT_ONCE = 400  # tokens asked for in one query; databases bound its parameters


class Upkeep:
    """Runs beside the connections of one process, each of its two in a task of its own."""

    def __init__(
        self, callers: Callers, door: Door, withdraw: Callable[[str], None], cut_stalled: Callable[[], int]
    ) -> None:
        self._callers = callers
        self._door = door
        self._withdraw = withdraw
        self._cut_stalled = cut_stalled
        self._stopped = runtime.Event()
        self._troubles = Troubles()

    def start(self) -> None:
        runtime.spawn(self._keep_looking, name="tokens")
        runtime.spawn(self._keep_beating, name="displays")

    def stop(self) -> None:
        self._stopped.set()

    def look(self) -> None:
        """One query for all tokens of this process, however many connections; none where nobody showed one."""
        by_token = self._callers.tokens()
        tokens = list(by_token)
        for begin in range(0, len(tokens), AT_ONCE):
            asked = tokens[begin : begin + AT_ONCE]
            for token in set(asked).difference(self._door.still_good(asked)):
                for sid in by_token[token]:
                    self._withdraw(sid)

    def _keep_looking(self) -> None:
        while not self._stopped.wait(LOOK):
            with self._troubles.around("looking for withdrawn tokens"):
                self.look()
            with self._troubles.around("cutting stalled connections"):
                if cut := self._cut_stalled():
                    log.info("cut %d connections that were too slow to be told", cut)

    def _keep_beating(self) -> None:
        """All displays every ten seconds; one that just came, within half a second."""
        heard: set[str] = set()
        rounds = 0
        while not self._stopped.wait(WAIT):
            displays = self._callers.displays()
            rounds += 1
            due = displays if rounds * WAIT >= BEAT else displays - heard
            if rounds * WAIT >= BEAT:
                rounds = 0
            if due:
                with self._troubles.around("counting displays as heard"):
                    self._door.heard(due)
            heard = displays
