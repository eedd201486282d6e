"""The wires a printer may hang on. python-escpos opens and drives them; the time limits are ours.

A wire raises WireClosed when the other side has gone and WireTimeout when it does not take or give bytes in time. On a
wire that is not ``two_way`` nothing is ever asked: the question itself would be printed, or queued as a job.
"""

import shutil
import socket
import subprocess
from typing import Any, ClassVar, Protocol

from escpos.exceptions import DeviceNotFoundError, USBNotFoundError
from escpos.printer import File, Network, Serial, Usb


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
    def close(self) -> None: ...


class NetworkWire:
    """tcp://HOST:PORT, the raw port 9100 of network printers."""

    two_way: ClassVar[bool] = True

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


class SerialWire:
    """serial:/dev/ttyS0?baud=38400, also printers on a USB-to-serial adapter."""

    two_way: ClassVar[bool] = True

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


class UsbWire:
    """usb:VENDOR:PRODUCT in hexadecimal, with ?in= and ?out= for printers with unusual end points."""

    two_way: ClassVar[bool] = True

    def __init__(self, vendor: int, product: int, in_point: int, out_point: int) -> None:
        self._where = (vendor, product, in_point, out_point)
        self._driver: Any = None

    def open(self, limit: float) -> None:
        vendor, product, in_point, out_point = self._where
        try:
            self._driver = Usb(vendor, product, timeout=_milliseconds(limit), in_ep=in_point, out_ep=out_point)
            self._driver.open()
        except RuntimeError as cause:
            raise DriverMissing(str(cause)) from cause
        except (DeviceNotFoundError, USBNotFoundError, OSError) as cause:
            raise NotFound(str(cause)) from cause
        except ValueError as cause:  # pyusb's NoBackendError: libusb itself is not installed
            raise DriverMissing(str(cause)) from cause

    def send(self, data: bytes, limit: float) -> None:
        self._driver.timeout = _milliseconds(limit)
        try:
            self._driver._raw(data)
        except TimeoutError as cause:
            raise WireTimeout(str(cause)) from cause
        except OSError as cause:  # pyusb's USBError is an OSError
            raise WireClosed(str(cause)) from cause

    def receive(self, limit: float) -> bytes:
        _, _, in_point, _ = self._where
        try:
            data = bytes(self._driver.device.read(in_point, 16, _milliseconds(limit)))
        except OSError as cause:
            raise WireTimeout(str(cause)) from cause
        if not data:
            raise WireTimeout("the printer is silent")
        return data

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()


class FileWire:
    """file:PATH, a device such as /dev/usb/lp0 or an ordinary file; nothing is read back."""

    two_way: ClassVar[bool] = False

    def __init__(self, path: str) -> None:
        self._driver: Any = File(path)

    def open(self, limit: float) -> None:
        try:
            self._driver.open()
        except (DeviceNotFoundError, OSError) as cause:
            raise NotFound(str(cause)) from cause

    def send(self, data: bytes, limit: float) -> None:
        try:
            self._driver._raw(data)
        except OSError as cause:
            raise WireClosed(str(cause)) from cause

    def receive(self, limit: float) -> bytes:
        raise WireTimeout("a file gives no answers")

    def close(self) -> None:
        self._driver.close()


class CupsWire:
    """cups:NAME, a queue of the print system, through its own `lp`: a raw job, and no word from the printer."""

    two_way: ClassVar[bool] = False

    def __init__(self, queue: str) -> None:
        self._queue = queue

    def open(self, limit: float) -> None:
        if shutil.which("lp") is None:
            raise DriverMissing("lp is not installed (Debian: cups-client)")

    def send(self, data: bytes, limit: float) -> None:
        try:
            done = subprocess.run(
                ["lp", "-d", self._queue, "-o", "raw", "-"], input=data, capture_output=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired as cause:
            raise WireTimeout("the print queue does not answer") from cause
        if done.returncode:
            raise NotFound(done.stderr.decode(errors="replace").strip())

    def receive(self, limit: float) -> bytes:
        raise WireTimeout("a print queue gives no answers of the printer")

    def close(self) -> None:
        """Nothing is held open."""


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))
