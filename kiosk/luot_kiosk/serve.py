"""Running the kiosk: the loopback server, its ready file, and an orderly end."""

import json
import logging
import signal
import socket
import threading
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from waitress.server import create_server

from luot_kiosk import clock
from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.printing.port import Printer
from luot_kiosk.settings import Settings
from luot_kiosk.spool.store import others
from luot_kiosk.watchdog import Watchdog

log = logging.getLogger(__name__)

HOST = "127.0.0.1"  # the device's own browser is the only visitor
#: Longer answers waitress writes to a file; a screen read aloud is a megabyte or two, and nothing spoken is written.
LARGEST_ANSWER = 16 * 1024 * 1024
THREADS = 8  # one citizen at a time; the rest are polls, pictures and a retried number that waits
PROBE_SECONDS = 10


def run(settings: Settings, printer: Printer | None, ready_file: Path | None) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises OSError when the port is taken, SpoolError for a bad spool."""
    clock.tell(settings.now)
    kiosk = Kiosk(settings, printer)
    for hall, unsent in others(settings.data, settings.hall):
        log.warning(
            "the spool of %s holds %d numbers not handed in; this kiosk now serves %s", hall, unsent, settings.hall
        )
    listener = socket.create_server((HOST, settings.port))
    limits = {"threads": THREADS, "outbuf_overflow": LARGEST_ANSWER}
    server = create_server(create_app(kiosk), sockets=[listener], ident=None, **limits)
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    signal.signal(signal.SIGTERM, _stop)
    kiosk.start()
    dog = Watchdog(settings.notify_socket, settings.watchdog_seconds, lambda: _answers(url))
    threading.Thread(target=_announce, args=(url, ready_file, dog), name="ready", daemon=True).start()
    try:
        server.run()  # returns on SystemExit and KeyboardInterrupt
    finally:
        dog.stop()
        server.close()
        kiosk.stop()


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _announce(url: str, ready_file: Path | None, dog: Watchdog) -> None:
    """Say where the page is, once it truly answers; the file appears whole or not at all."""
    if not _answers(url):
        log.error("the kiosk's page at %s does not answer", url)
        return
    log.info("kiosk at %s", url)
    dog.start()
    if ready_file is not None:
        draft = ready_file.with_name(ready_file.name + ".part")
        draft.write_text(json.dumps({"url": url}) + "\n", encoding="utf-8")
        draft.replace(ready_file)


def _answers(url: str) -> bool:
    """Whether the kiosk's own page answers, as its browser would find it."""
    try:
        with urlopen(f"{url}/local/health", timeout=PROBE_SECONDS) as answer:
            answer.read()
    except OSError:  # urllib's errors are OSErrors
        return False
    return True
