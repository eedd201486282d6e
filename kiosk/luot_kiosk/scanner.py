"""A scanner on a serial line. What it read is held in memory for a few seconds, for the page to fetch once.

``keyboard`` is a scanner that types; the page hears it by itself and nothing here is needed. ``serial:DEVICE[:BAUD]``
is read here, line by line. A scan may be somebody's identity card: it is never logged, printed or written anywhere.
"""

import logging
import threading
from dataclasses import dataclass, field
from typing import Any

import serial

from luot_kiosk import clock

log = logging.getLogger(__name__)

HELD_SECONDS = 5.0  # for whoever stands there; a page that did not ask in time has another citizen before it
PAUSE_SECONDS = 0.2  # many scanners end a scan with nothing but silence
RETRY_SECONDS = 2.0
LONGEST_BYTES = 4096  # a card's code has about 150
BAUD = 9600


@dataclass(frozen=True)
class SerialAddress:
    """Where a serial scanner hangs."""

    device: str
    baud: int

    @classmethod
    def of(cls, text: str) -> "SerialAddress":
        """From ``serial:/dev/ttyACM0`` or ``serial:/dev/ttyACM0:115200``. Raises ValueError."""
        scheme, _, where = text.partition(":")
        device, _, baud = where.rpartition(":")
        if not (device and baud.isdecimal()):
            device, baud = where, str(BAUD)
        if scheme != "serial" or not device:
            raise ValueError(text)
        return cls(device, int(baud))


class Scans:
    """The newest scan, until it is taken or too old. Usable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: _Held | None = None

    def put(self, text: str) -> None:
        with self._lock:
            self._newest = _Held(text, clock.monotonic() + HELD_SECONDS)

    def take(self) -> str | None:
        """The newest scan, once; None when there is none or nobody came for it in time."""
        with self._lock:
            held, self._newest = self._newest, None
        return held.text if held and clock.monotonic() < held.until else None


@dataclass(frozen=True)
class _Held:
    text: str = field(repr=False)
    until: float  # monotonic seconds


class SerialScanner:
    """Reads the line in a thread of its own; a scanner that was pulled out is found again when it is back."""

    def __init__(self, address: SerialAddress, scans: Scans) -> None:
        self._address = address
        self._scans = scans
        self.listening = threading.Event()  # set while the line is open; what was sent before is lost
        self._stop = threading.Event()
        self._there = True  # as far as the log has said
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with serial.Serial(self._address.device, self._address.baud, timeout=PAUSE_SECONDS) as line:
                    self._found()
                    self.listening.set()
                    self._listen(line)
            except (OSError, ValueError) as error:  # pyserial's own errors are OSErrors; a wrong baud rate a ValueError
                self.listening.clear()
                self._lost(error)
                self._stop.wait(RETRY_SECONDS)

    def _listen(self, line: Any) -> None:
        scanned = b""
        while not self._stop.is_set():
            got = line.read(max(1, line.in_waiting))
            scanned += got
            *whole, scanned = scanned.replace(b"\r", b"\n").split(b"\n")
            if not got:  # silence: what came is all there is
                whole, scanned = [*whole, scanned], b""
            for one in filter(None, whole):
                self._scans.put(_read(one))
            if len(scanned) > LONGEST_BYTES:
                scanned = b""

    def _found(self) -> None:
        if not self._there:
            log.warning("the scanner at %s is back", self._address.device)
        self._there = True

    def _lost(self, error: Exception) -> None:
        if self._there:
            log.warning("the scanner at %s cannot be read: %s", self._address.device, type(error).__name__)
        self._there = False


def answers(address: SerialAddress) -> bool:
    """Whether the line can be opened now; for `luot kiosk doctor`."""
    try:
        serial.Serial(address.device, address.baud, timeout=PAUSE_SECONDS).close()
    except (OSError, ValueError):
        return False
    return True


def _read(scanned: bytes) -> str:
    """UTF-8, as cards have it; what is not becomes a sign for a lost letter, which the server can live with."""
    return scanned.decode("utf-8", errors="replace")
