"""One thing done every few seconds, in a thread of its own; seldom while the server does not answer or refuses."""

import logging
import threading
from collections.abc import Callable

from luot_kiosk.client import Refused, ServerError, Unreachable

log = logging.getLogger(__name__)

SELDOM_SECONDS = 30.0  # a server that refuses this device must not be asked again and again


class Regular:
    """Runs `work` at once and then every `seconds`; `work` may raise ServerError or OSError."""

    def __init__(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        self._name = name
        self._seconds = seconds
        self._work = work
        self._failing: str | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            pause = self._next_pause(pause)

    def _next_pause(self, before: float) -> float:
        try:
            self._work()
        except (ServerError, OSError) as error:
            self._say(error)
            longest = max(self._seconds, SELDOM_SECONDS)
            return self._seconds if isinstance(error, Unreachable) else min(max(before, self._seconds) * 2, longest)
        except Exception:  # an answer of an unknown shape must not end what is done every few seconds
            log.exception("%s: failed", self._name)
            return max(self._seconds, SELDOM_SECONDS)
        if self._failing is not None:
            log.warning("%s: it works again", self._name)
            self._failing = None
        return self._seconds

    def _say(self, error: ServerError | OSError) -> None:
        """Once for each kind of failure; so is its end."""
        kind = f"{error.status} {error.problem.get('code')}" if isinstance(error, Refused) else type(error).__name__
        if kind != self._failing:
            self._failing = kind
            log.warning("%s: %s", self._name, error)
