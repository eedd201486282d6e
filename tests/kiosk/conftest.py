"""What the kiosk's tests share: an invented hall, a device in it, and its touch screen in a real browser."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from waitress.server import create_server
from waitress.wasyncore import close_all

from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult
from luot_kiosk.serve import LARGEST_ANSWER
from luot_kiosk.settings import KEYBOARD, Settings
from tests.kiosk.answers import HALL
from tests.kiosk.hall import TOKEN, HallServer
from tests.kiosk.touching import PORTRAIT, touch_when_ready


@pytest.fixture
def hall() -> Iterator[HallServer]:
    server = HallServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(hall: HallServer, tmp_path: Path) -> Settings:
    return Settings(
        server=hall.url,
        token=TOKEN,
        hall=HALL,
        printer=None,
        port=0,
        menu_seconds=0.05,
        patience_seconds=2.0,
        data=tmp_path / "spool",
    )


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Waits until something holds, at most five seconds."""

    def wait(holds: Callable[[], bool]) -> None:
        pause, deadline = threading.Event(), monotonic() + 5
        while not holds():
            assert monotonic() < deadline, "it never came to hold"
            pause.wait(0.01)

    return wait


class PromptPrinter:
    """A printer that has printed before anybody looks."""

    def print(self, image: Any) -> PrintResult:
        return PrintResult("printed", self.status())

    def status(self) -> PrinterStatus:
        return PrinterStatus(PrinterState.OK)


@pytest.fixture
def scanner() -> str | None:
    """What the touch screen's device is told of its scanner."""
    return KEYBOARD


@pytest.fixture
def kiosk(settings: Settings, scanner: str | None) -> Iterator[Kiosk]:
    device = Kiosk(replace(settings, patience_seconds=0.6, scanner=scanner), PromptPrinter())
    device.menu.refresh()
    device.start()
    yield device
    device.stop()


@contextmanager
def page_of(kiosk: Kiosk) -> Iterator[str]:
    """The address of a kiosk's own page, while it is served as on the device."""
    listener = socket.create_server(("127.0.0.1", 0))
    sockets: dict[int, Any] = {}
    limits = {"threads": 8, "outbuf_overflow": LARGEST_ANSWER}
    server = create_server(create_app(kiosk), sockets=[listener], map=sockets, **limits)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        # Closed by the loop's own thread: another thread could close a socket the loop has just handed to select().
        server.trigger.pull_trigger(lambda: close_all(sockets, ignore_all=True))
        thread.join(timeout=5)
        assert not thread.is_alive()
        server.task_dispatcher.shutdown()


@pytest.fixture
def address(kiosk: Kiosk) -> Iterator[str]:
    with page_of(kiosk) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    screen = browser.new_page(viewport=PORTRAIT)
    screen.goto(address)
    touch_when_ready(screen)
    yield screen
    screen.close()
