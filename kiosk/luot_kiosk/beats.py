"""The kiosk's heartbeat: every ten seconds the server hears that it is alive, and how it is."""

from collections.abc import Callable
from importlib.metadata import version
from uuid import uuid4

from luot_kiosk import clock
from luot_kiosk.client import Call, Json, Server
from luot_kiosk.printing.port import PrinterStatus
from luot_kiosk.regular import Regular

BEAT_SECONDS = 10.0


class Beats:
    """`printer` tells how the printer was last seen: None while nobody looked, "none" where there is none."""

    def __init__(
        self,
        server: Server,
        *,
        printer: Callable[[], PrinterStatus | str | None],
        unsent: Callable[[], int],
        on_lease_needed: Callable[[], object],
        seconds: float = BEAT_SECONDS,
    ) -> None:
        self._server = server
        self._printer = printer
        self._unsent = unsent
        self._on_lease_needed = on_lease_needed
        self.run = str(uuid4())  # of this start of the program: two runs that speak by turns are two machines
        self._regular = Regular("beats", seconds, self.beat)

    def start(self) -> None:
        self._regular.start()

    def stop(self) -> None:
        self._regular.stop()

    def beat(self) -> None:
        """Say it once. Raises ServerError."""
        answer = self._server.once(Call("POST", "/devices/self/beats", body=self._told()))
        if answer.get("lease_needed") is True:
            self._on_lease_needed()

    def _told(self) -> Json:
        seen = self._printer()
        printer, detail = (seen.state, seen.problem or "") if isinstance(seen, PrinterStatus) else (seen, "")
        return {
            "version": version("luot"),
            "run": self.run,
            "clock": clock.now().isoformat(),
            "printer": printer,
            "detail": detail,
            "unsent": self._unsent(),
        }
