"""Telling the service manager that the kiosk is well: systemd's notification protocol (sd_notify(3)), no library.

The word is given only while the kiosk's own page answers, so that a process that hangs is ended and started anew.
"""

import logging
import socket
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Watchdog:
    """Says READY once and WATCHDOG for as long as ``well()`` holds; does nothing where nobody listens.

    ``address`` is a datagram socket's path ("@" begins an abstract one), ``every`` seconds between two words: a third
    of the limit, so that one late answer ends nobody.
    """

    def __init__(self, address: str | None, limit_seconds: float | None, well: Callable[[], bool]) -> None:
        self._address = address
        self._every = (limit_seconds or 0.0) / 3
        self._well = well
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        self._say("READY=1")
        if self._address and self._every:
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._say("STOPPING=1")
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            if self._well():
                self._say("WATCHDOG=1")
            else:
                log.error("the kiosk's own page does not answer; the service manager is not told that all is well")

    def _say(self, word: str) -> None:
        if not self._address:
            return
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.connect(address)
                line.sendall(word.encode())
        except OSError as error:
            log.warning("the service manager cannot be told %s: %s", word, error)
