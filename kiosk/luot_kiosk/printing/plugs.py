"""From a printer's address to the printer.

``tcp://HOST:PORT`` · ``usb:VENDOR:PRODUCT`` (hexadecimal) · ``serial:/dev/…?baud=38400`` · ``cups:QUEUE`` ·
``file:PATH`` · ``none``
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from luot_kiosk.printing.escpos import EscposPrinter, Limits
from luot_kiosk.printing.one_way import CupsWire, FileWire
from luot_kiosk.printing.port import Printer, PrinterState, PrinterStatus, PrintResult, Problem
from luot_kiosk.printing.wires import NetworkWire, SerialWire, UsbWire, Wire

RAW_PORT = 9100
BAUD = 38400
NO_PRINTER = PrinterStatus(PrinterState.OFFLINE, Problem.NO_PRINTER)


class BadPrinterUrl(ValueError):
    """The address names no printer; the message is the address as given."""


class NoPrinter:
    """The plug of a kiosk without a printer: every slip is honestly not printed."""

    def print(self, image: Image.Image, /) -> PrintResult:
        return PrintResult("failed", NO_PRINTER, Problem.NO_PRINTER)

    def status(self) -> PrinterStatus:
        return NO_PRINTER


def open_printer(url: str, limits: Limits | None = None) -> Printer:
    """The printer at an address; connects to nothing yet. Raises BadPrinterUrl."""
    if url == "none":
        return NoPrinter()
    try:
        return EscposPrinter(_wire(url), limits or Limits())
    except (ValueError, LookupError) as cause:
        raise BadPrinterUrl(url) from cause


def _wire(url: str) -> Callable[[], Wire]:
    scheme, _, rest = url.partition(":")
    where, _, query = rest.partition("?")
    options = {name: values[-1] for name, values in parse_qs(query, strict_parsing=bool(query)).items()}
    if not where:
        raise ValueError("no address")
    match scheme:
        case "tcp":
            parts = urlsplit(url)
            if not parts.hostname:
                raise ValueError("no host")
            return partial(NetworkWire, parts.hostname, parts.port or RAW_PORT)
        case "usb":
            vendor, product = (int(number, 16) for number in where.split(":"))
            points = [int(options[name], 16) if name in options else None for name in ("in", "out")]
            return partial(UsbWire, vendor, product, *points)
        case "serial":
            return partial(SerialWire, where, int(options.get("baud", BAUD)))
        case "cups":
            return partial(CupsWire, where)
        case "file":
            return partial(FileWire, where.removeprefix("//"))
        case _:
            raise ValueError("unknown scheme")
