"""The kiosk's parts, put together once and started and stopped as one."""

import logging
from collections.abc import Callable
from datetime import datetime

from luot_kiosk import enrolment
from luot_kiosk.alone import Alone
from luot_kiosk.beats import Beats
from luot_kiosk.book import Book
from luot_kiosk.client import Json, Server, Unreachable
from luot_kiosk.lender import Lender
from luot_kiosk.menu import MenuKeeper
from luot_kiosk.numbers import Numbers
from luot_kiosk.orders import Orders
from luot_kiosk.printing.port import Printer, Result
from luot_kiosk.reports import Reporter
from luot_kiosk.scanner import Scans, SerialAddress, SerialScanner
from luot_kiosk.settings import KEYBOARD, NO_PRINTER, Settings
from luot_kiosk.slips import Job, Slips
from luot_kiosk.spool import Given, SpoolError
from luot_kiosk.spool.mending import opened
from luot_slip import draw

log = logging.getLogger(__name__)

RESULTS: dict[str, Result] = {"printed": "printed", "failed": "failed", "unknown": "unknown"}
INTERRUPTED = "interrupted"  # the problem of a slip whose printing ended with the program


class Kiosk:
    """One device in one hall. `printer` is None where numbers are shown on screen only."""

    def __init__(self, settings: Settings, printer: Printer | None) -> None:
        self.settings = settings
        self.server = Server(settings.server, settings.token, renewed=self._token_on_disk)
        self.spool = opened(settings.data, settings.hall)
        self.alone = Alone(self.spool)
        self.menu = MenuKeeper(self.server, settings.hall, settings.menu_seconds, on_heard=self._heard)
        self.reporter = Reporter(self.server, heard=self.spool.heard)
        self.slips = Slips(
            printer,
            draw,
            on_result=self._slip_settled,
            on_condition=self.reporter.printer_changed,
        )
        self.orders = Orders(self.server, self.slips, self.reporter, settings.data)
        self.scans = Scans()
        self.scanner = _scanner(settings, self.scans)
        self.numbers = Numbers(self.server, self.slips, settings.hall, settings.patience_seconds, self.menu, self.alone)
        self.lender = Lender(self.server, self.alone, settings.hall, late=self._slip_was_late)
        self.beats = Beats(
            self.server,
            printer=lambda: self.reporter.printer if printer else NO_PRINTER,
            unsent=self.spool.count_unsent,
            on_lease_needed=self.lender.wake,
        )

    def start(self) -> None:
        self.menu.start()
        self.reporter.start()
        self._settle_interrupted()
        self.slips.start()
        self.lender.start()
        self.beats.start()
        self.orders.start()
        if self.scanner:
            self.scanner.start()

    def stop(self) -> None:
        """Finish the slip in hand, then stop the threads."""
        if self.scanner:
            self.scanner.stop()
        self.orders.stop()
        self.beats.stop()
        self.slips.stop()
        self.lender.stop()
        self.reporter.stop()
        self.menu.stop()
        self.spool.close()

    def gives_alone(self) -> bool:
        """The server is away, and numbers are given all the same."""
        return self.numbers.away() and self.alone.ready()

    def asked(self, server: Callable[[], Json], book: Callable[[Book], Json | None]) -> Json:
        """The server's answer; the book's while the kiosk goes on alone. Raises Unreachable where neither has one."""
        if not self.gives_alone():
            try:
                return server()
            except Unreachable:
                if not self.alone.ready():
                    raise
        known = book(self.alone.book) if self.alone.book else None
        if known is None:
            raise Unreachable("not in the book")
        return known

    def _token_on_disk(self) -> str | None:
        """What this device was last enrolled with; another hall's or server's is for the next start."""
        known = enrolment.read(self.settings.data)
        mine = known and (known.server, known.hall) == (self.settings.server, self.settings.hall)
        return known.token if known and mine else None

    def _heard(self, menu: Json) -> None:
        self.alone.time.learn(datetime.fromisoformat(menu["server_time"]))
        if self.menu.view().missed:  # it is back: what was given meanwhile is handed in now, not at the next look
            self.lender.wake()

    def _slip_settled(self, job: Job) -> None:
        """Kept first; told at once where the server knows the number, else with its hand-in."""
        if self.orders.settled(job):
            return
        try:
            told_now = job.ticket is None or self.spool.printed(job.ticket, job.state, job.problem)
        except SpoolError as error:
            log.error("what became of the slip of %s cannot be kept: %s", job.ticket, error)
            told_now = True
        if told_now:
            self.reporter.slip_settled(job)

    def _slip_was_late(self, given: Given) -> None:
        self.reporter.slip_settled(Job.settled(given.id, given.print or "unknown", given.problem))

    def _settle_interrupted(self) -> None:
        """What the server did not hear of an earlier run's slips; of those in the printer at its end nobody knows."""
        for ticket in self.spool.interrupted():
            self._slip_settled(Job.settled(ticket, "unknown", INTERRUPTED))
        for ticket, result, problem in self.spool.owed():
            self.reporter.slip_settled(Job.settled(ticket, RESULTS.get(result, "unknown"), problem))


def _scanner(settings: Settings, scans: Scans) -> SerialScanner | None:
    """The scanner that must be listened to; one that types is the page's own matter."""
    if settings.scanner is None or settings.scanner == KEYBOARD:
        return None
    return SerialScanner(SerialAddress.of(settings.scanner), scans)
