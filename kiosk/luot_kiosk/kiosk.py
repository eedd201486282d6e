"""The kiosk's parts, put together once and started and stopped as one."""

from luot_kiosk.client import Server
from luot_kiosk.menu import MenuKeeper
from luot_kiosk.numbers import Numbers
from luot_kiosk.printing.port import Printer
from luot_kiosk.reports import Reporter
from luot_kiosk.scanner import Scans, SerialAddress, SerialScanner
from luot_kiosk.settings import KEYBOARD, Settings
from luot_kiosk.slips import Slips
from luot_slip import draw


class Kiosk:
    """One device in one hall. `printer` is None where numbers are shown on screen only."""

    def __init__(self, settings: Settings, printer: Printer | None) -> None:
        self.settings = settings
        self.server = Server(settings.server, settings.token)
        self.menu = MenuKeeper(self.server, settings.hall, settings.menu_seconds)
        self.reporter = Reporter(self.server)
        self.slips = Slips(
            printer,
            draw,
            on_result=self.reporter.slip_settled,
            on_condition=self.reporter.printer_changed,
        )
        self.scans = Scans()
        self.scanner = _scanner(settings, self.scans)
        self.numbers = Numbers(self.server, self.slips, settings.hall, settings.patience_seconds)

    def start(self) -> None:
        self.menu.start()
        self.reporter.start()
        self.slips.start()
        if self.scanner:
            self.scanner.start()

    def stop(self) -> None:
        """Finish the slip in hand, then stop the threads."""
        if self.scanner:
            self.scanner.stop()
        self.slips.stop()
        self.reporter.stop()
        self.menu.stop()


def _scanner(settings: Settings, scans: Scans) -> SerialScanner | None:
    """The scanner that must be listened to; one that types is the page's own matter."""
    if settings.scanner is None or settings.scanner == KEYBOARD:
        return None
    return SerialScanner(SerialAddress.of(settings.scanner), scans)
