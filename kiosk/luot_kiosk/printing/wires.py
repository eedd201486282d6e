"""The wires a printer may hang on. python-escpos opens and drives them; the time limits are ours.

A wire raises WireClosed when the other side has gone and WireTimeout when it does not take or give bytes in time. On a
wire that is not ``two_way`` (those of :mod:`.one_way`) nothing is ever asked: the question itself would be printed, or
queued as a job; what is known of the printer all the same, the wire's ``outlook`` says.
"""

import errno
import socket
from typing import Any, ClassVar, Protocol

from escpos.exceptions import DeviceNotFoundError, USBNotFoundError
from escpos.printer import Network, Serial, Usb

from luot_kiosk.printing.port import PrinterState, PrinterStatus

PRINTER_CLASS = 0x07  # USB's number for printers
BULK, INWARD = 0x02, 0x80  # a bulk end point; the bit of one that leads to us


class WireError(Exception):
    """A printer could not be talked to."""


class NotFound(WireError):
    """Nothing answers at the address."""


class DriverMissing(WireError):
    """The library or program this wire needs is not installed."""


class WireClosed(WireError):
    """The other side closed the connection."""


class WireTimeout(WireError):
    """No byte went or came in time."""


class Wire(Protocol):
    """One opened connection. Limits are seconds."""

    two_way: ClassVar[bool]

    def open(self, limit: float) -> None: ...
    def send(self, data: bytes, limit: float) -> None: ...
    def receive(self, limit: float) -> bytes: ...
    def outlook(self, limit: float) -> PrinterStatus: ...
    def close(self) -> None: ...


class TwoWay:
    """A wire on which the printer answers for itself: unasked, nothing is known of it."""

    two_way: ClassVar[bool] = True

    def outlook(self, limit: float) -> PrinterStatus:
        return PrinterStatus(PrinterState.UNKNOWN)


class NetworkWire(TwoWay):
    """tcp://HOST:PORT, the raw port 9100 of network printers."""

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        self._driver: Any = Network(host, port)

    def open(self, limit: float) -> None:
        try:
            # Connected here: the driver knows no IPv6 and drops its socket unclosed when nobody answers.
            self._driver.device = socket.create_connection(self._where, timeout=limit)
        except OSError as cause:
            raise NotFound(str(cause)) from cause

    def send(self, data: bytes, limit: float) -> None:
        self._driver.device.settimeout(limit)  # for the whole of sendall, not for each part of it
        try:
            self._driver._raw(data)
        except TimeoutError as cause:
            raise WireTimeout("the printer stopped taking data") from cause
        except OSError as cause:
            raise WireClosed(str(cause)) from cause

    def receive(self, limit: float) -> bytes:
        self._driver.device.settimeout(limit)
        try:
            data: bytes = self._driver._read()
        except TimeoutError as cause:
            raise WireTimeout("the printer is silent") from cause
        except OSError as cause:
            raise WireClosed(str(cause)) from cause
        if not data:  # python-escpos would go on and read this as "paper adequate"
            raise WireClosed("the printer closed the connection")
        return data

    def close(self) -> None:
        self._driver.close()


class SerialWire(TwoWay):
    """serial:/dev/ttyS0?baud=38400, also printers on a USB-to-serial adapter."""

    def __init__(self, device: str, baud: int) -> None:
        self._device, self._baud = device, baud
        self._driver: Any = None

    def open(self, limit: float) -> None:
        try:
            # Without a handshake: a printer whose DSR wire is missing would otherwise block the first write for ever.
            self._driver = Serial(self._device, self._baud, timeout=limit, dsrdtr=False)
            self._driver.open()
        except RuntimeError as cause:
            raise DriverMissing(str(cause)) from cause
        except (DeviceNotFoundError, OSError) as cause:
            raise NotFound(str(cause)) from cause

    def send(self, data: bytes, limit: float) -> None:
        self._driver.device.write_timeout = limit + 10 * len(data) / self._baud  # ten bits a byte on the line
        try:
            self._driver._raw(data)
        except OSError as cause:  # pyserial's errors, its time-out among them, are OSErrors
            raise WireTimeout(str(cause)) from cause

    def receive(self, limit: float) -> bytes:
        self._driver.device.timeout = limit
        try:
            data: bytes = self._driver.device.read(1)
        except OSError as cause:
            raise WireClosed(str(cause)) from cause
        if not data:
            raise WireTimeout("the printer is silent")
        return data

    def close(self) -> None:
        if self._driver is not None and self._driver._device:
            # Not the driver's close: it flushes first, and on a stuck line that waits without end.
            self._driver._device.close()
            self._driver._device = False


class UsbWire(TwoWay):
    """usb:VENDOR:PRODUCT in hexadecimal; its end points are looked up unless ?in= and ?out= name them."""

    def __init__(self, vendor: int, product: int, in_point: int | None, out_point: int | None) -> None:
        self._where = (vendor, product)
        self._points = (in_point, out_point)
        self._driver: Any = None

    def open(self, limit: float) -> None:
        try:
            self._driver = Usb(*self._where, timeout=_milliseconds(limit))
            self._driver.open()
            self._aim(self._driver)
        except RuntimeError as cause:
            raise DriverMissing(str(cause)) from cause
        except (DeviceNotFoundError, USBNotFoundError, OSError) as cause:
            raise NotFound(str(cause)) from cause
        except ValueError as cause:  # pyusb's NoBackendError: libusb itself is not installed
            raise DriverMissing(str(cause)) from cause

    def _aim(self, driver: Any) -> None:
        """Where bytes go in and out. The driver's own guess fits one maker's printers."""
        found_in, found_out = bulk_points(driver.device)
        in_point, out_point = self._points
        driver.in_ep = found_in if in_point is None else in_point
        driver.out_ep = found_out if out_point is None else out_point
        if driver.in_ep is None or driver.out_ep is None:
            raise NotFound("the device has no end points of a printer")

    def send(self, data: bytes, limit: float) -> None:
        self._driver.timeout = _milliseconds(limit)
        try:
            self._driver._raw(data)
        except OSError as cause:  # pyusb's USBError is an OSError
            raise _usb_trouble(cause) from cause

    def receive(self, limit: float) -> bytes:
        try:
            data = bytes(self._driver.device.read(self._driver.in_ep, 16, _milliseconds(limit)))
        except OSError as cause:
            raise _usb_trouble(cause) from cause
        if not data:
            raise WireTimeout("the printer is silent")
        return data

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()


def bulk_points(device: Any) -> tuple[int | None, int | None]:
    """The (in, out) bulk end points of a USB device's printer interface (class 7), of any interface without one."""
    interfaces = sorted(device.get_active_configuration(), key=lambda one: one.bInterfaceClass != PRINTER_CLASS)
    for interface in interfaces:
        bulk = [one.bEndpointAddress for one in interface if one.bmAttributes & 0x03 == BULK]
        inward = next((point for point in bulk if point & INWARD), None)
        outward = next((point for point in bulk if not point & INWARD), None)
        if inward is not None and outward is not None:
            return inward, outward
    return None, None


def _usb_trouble(cause: OSError) -> WireError:
    """A printer that takes or gives nothing in time, or one that is gone from the bus."""
    return WireTimeout(str(cause)) if cause.errno == errno.ETIMEDOUT else WireClosed(str(cause))


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))
