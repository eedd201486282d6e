"""Wires that only lead out: the printer never answers, but whether anything is there can be known beforehand."""

import os
import select
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any, ClassVar

from escpos.exceptions import DeviceNotFoundError
from escpos.printer import LP, File

from luot_kiosk.clock import monotonic
from luot_kiosk.printing.port import PrinterState, PrinterStatus, Problem
from luot_kiosk.printing.wires import DriverMissing, NotFound, WireClosed, WireTimeout

MUTE = PrinterStatus(PrinterState.UNKNOWN)  # nothing is wrong with it, as far as can be known
GONE = PrinterStatus(PrinterState.OFFLINE, Problem.UNREACHABLE)
STOPPED = PrinterStatus(PrinterState.OFFLINE, Problem.QUEUE_STOPPED)
NO_PROGRAM = PrinterStatus(PrinterState.OFFLINE, Problem.DRIVER_MISSING)


class FileWire:
    """file:PATH, a device such as /dev/usb/lp0 or an ordinary file; nothing is read back."""

    two_way: ClassVar[bool] = False

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._driver: Any = File(path)

    def outlook(self, limit: float) -> PrinterStatus:
        """A device's file is there while the printer is plugged in; an ordinary file need not exist yet."""
        try:
            mode = self._path.stat().st_mode
        except OSError:
            return GONE if self._path.is_relative_to("/dev") or not self._path.parent.is_dir() else MUTE
        return GONE if stat.S_ISDIR(mode) else MUTE

    def open(self, limit: float) -> None:
        try:
            self._driver.open()
        except (DeviceNotFoundError, OSError) as cause:
            raise NotFound(str(cause)) from cause
        os.set_blocking(self._driver.device.fileno(), False)

    def send(self, data: bytes, limit: float) -> None:
        """Not by the driver's own write: a device that has stopped taking bytes would hold that one for ever."""
        file, end = self._driver.device.fileno(), monotonic() + limit
        left = memoryview(data)
        try:
            while left:
                _, ready, _ = select.select([], [file], [], max(0.0, end - monotonic()))
                if not ready:
                    raise WireTimeout("the device stopped taking data")
                left = left[os.write(file, left) :]
        except OSError as cause:
            raise WireClosed(str(cause)) from cause

    def receive(self, limit: float) -> bytes:
        raise WireTimeout("a file gives no answers")

    def close(self) -> None:
        self._driver.close()


class CupsWire:
    """cups:NAME, a queue of the print system: a raw job, and no word from the printer."""

    two_way: ClassVar[bool] = False

    def __init__(self, queue: str) -> None:
        self._queue = queue
        self._driver: Any = None

    def outlook(self, limit: float) -> PrinterStatus:
        """Whether the queue is there and running; a stopped one would keep the slip and print it for nobody."""
        if shutil.which("lpstat") is None:
            return NO_PROGRAM
        try:
            done = subprocess.run(
                ["env", "LC_ALL=C", "lpstat", "-p", self._queue], capture_output=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return PrinterStatus(PrinterState.UNKNOWN, Problem.NO_ANSWER)
        if done.returncode:  # no such queue, or no print system: lpstat does not tell them apart
            return GONE
        return STOPPED if b" disabled since " in done.stdout else MUTE

    def open(self, limit: float) -> None:
        try:
            self._driver = LP(self._queue)
        except RuntimeError as cause:
            raise DriverMissing("lp is not installed (Debian: cups-client)") from cause
        # Started here: the driver would ask lpstat first, twice, and wait for its answers without end.
        self._driver.device = subprocess.Popen(
            ["lp", "-d", self._queue, "-o", "raw"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def send(self, data: bytes, limit: float) -> None:
        lp: subprocess.Popen[bytes] = self._driver.device
        with _killed_after(limit, lp.kill) as killed:
            with suppress(OSError):  # lp has ended before it took the slip; why, it says below
                self._driver._raw(data)
            # Not the driver's flush: it adds a line feed behind the cut, and waits without end.
            _, told = lp.communicate()
        if killed:
            raise WireTimeout("the print queue does not answer")
        if lp.returncode:
            raise NotFound(told.decode(errors="replace").strip())

    def receive(self, limit: float) -> bytes:
        raise WireTimeout("a print queue gives no answers of the printer")

    def close(self) -> None:
        if self._driver is None:
            return
        lp: subprocess.Popen[bytes] = self._driver.device
        if lp.poll() is None:
            lp.kill()
            lp.communicate()
        self._driver._device = False  # else the driver would flush a process that has ended


@contextmanager
def _killed_after(limit: float, kill: Callable[[], object]) -> Iterator[list[bool]]:
    """Ends what blocks after ``limit`` seconds; the list is no longer empty once that has happened."""
    killed: list[bool] = []

    def end() -> None:
        killed.append(True)
        kill()

    timer = Timer(limit, end)
    timer.start()
    try:
        yield killed
    finally:
        timer.cancel()
