"""The kiosk's page in a browser of its own process, against the invented hall: for benches and soaks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from luot_kiosk.kiosk import Kiosk
from luot_kiosk.settings import Settings
from tests.kiosk.answers import HALL
from tests.kiosk.conftest import PromptPrinter, page_of
from tests.kiosk.hall import TOKEN, HallServer


@contextmanager
def serving(**more: Any) -> Iterator[str]:
    """The address of a running kiosk with a prompt printer; `more` are settings."""
    hall = HallServer()
    hall.start()
    kiosk = Kiosk(Settings(server=hall.url, token=TOKEN, hall=HALL, printer=None, port=0, **more), PromptPrinter())
    kiosk.menu.refresh()
    kiosk.start()
    try:
        with page_of(kiosk) as address:
            yield address
    finally:
        kiosk.stop()
        hall.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises RuntimeError where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise RuntimeError("no Chromium here: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
