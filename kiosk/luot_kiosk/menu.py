"""The menu, kept fresh: the last good one stays on screen when the server is away."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from luot_kiosk import clock
from luot_kiosk.client import Json, Refused, Server, ServerError, Unreachable

log = logging.getLogger(__name__)

GRACE_SECONDS = 5.0  # a short stumble is nobody's business: the page says "offline" only after this
RETRY_SECONDS = 1.0
REFUSED_SECONDS = 30.0  # at most, between two looks of a device the server does not know: enrolled anew, it goes on
STAMPS = frozenset({"server_time", "position"})


@dataclass(frozen=True)
class MenuView:
    """What is known of the server now. `since` is when that condition began, by the device's clock."""

    menu: Json | None  # None: none was ever received
    online: bool
    since: datetime
    version: int  # grows with every change of the menu, so that a page fetches it only then
    refused: str | None  # the problem code, when the server answers but refuses this device
    missed: bool = False  # the last look went unanswered; False too before the first one
    heard_at: float | None = None  # when the menu that came last was asked for; monotonic seconds


class MenuKeeper:
    """Asks for the menu every few seconds in a thread of its own."""

    def __init__(
        self,
        server: Server,
        hall: str,
        every_seconds: float,
        grace_seconds: float = GRACE_SECONDS,
        on_heard: Callable[[Json], object] = lambda menu: None,
    ) -> None:
        """`on_heard` is told of every menu that came, in the thread that asked for it."""
        self._on_heard = on_heard
        self._server = server
        self._hall = hall
        self._every = every_seconds
        self._grace = grace_seconds
        self._failing_since: float | None = None
        self._view = MenuView(menu=None, online=False, since=clock.now(), version=0, refused=None)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="menu", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def view(self) -> MenuView:
        return self._view

    def refresh(self) -> bool:
        """Look once. True when the server gave the menu."""
        asked_at = clock.monotonic()
        try:
            menu = self._server.menu(self._hall)
            self._on_heard(menu)
        except ServerError as error:
            self._failed(error)
            return False
        except (KeyError, TypeError, ValueError) as error:  # JSON all right, but no menu
            self._failed(Unreachable(f"no menu: {error!r}"))
            return False
        self._received(menu, asked_at)
        return True

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            if self.refresh():
                pause = self._every
            elif self._view.refused:
                pause = min(max(pause, RETRY_SECONDS) * 2, REFUSED_SECONDS)
            else:
                pause = min(self._every, RETRY_SECONDS)

    def _received(self, menu: Json, asked_at: float) -> None:
        before = self._view
        if not before.online:
            log.info("the server answers; it was away for %.0f s", (clock.now() - before.since).total_seconds())
        self._failing_since = None
        changed = _lasting(menu) != _lasting(before.menu)
        self._view = MenuView(
            menu=menu,
            online=True,
            since=before.since if before.online else clock.now(),
            version=before.version + 1 if changed else before.version,
            refused=None,
            heard_at=asked_at,
        )

    def _failed(self, error: ServerError) -> None:
        before, moment = self._view, clock.monotonic()
        if self._failing_since is None:
            self._failing_since = moment
        code = str(error.problem.get("code")) if isinstance(error, Refused) else None
        lasting = moment - self._failing_since >= self._grace or before.menu is None
        online = before.online and not lasting
        if before.online and not online:
            log.warning("the server does not answer: %s", error)
        elif code != before.refused and code:
            log.error("the server refuses this kiosk: %s", error)
        self._view = MenuView(
            menu=before.menu,
            online=online,
            since=before.since if online == before.online else clock.now(),
            version=before.version,
            refused=code,
            missed=True,
            heard_at=before.heard_at,
        )


def _lasting(menu: Json | None) -> Json | None:
    """The menu without its stamps, which change nothing on screen."""
    return None if menu is None else {key: value for key, value in menu.items() if key not in STAMPS}
