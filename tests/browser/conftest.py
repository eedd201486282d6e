"""One demo for all stories; each begins in an empty hall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from luot_kiosk.page import built_files
from tests.browser.clips import put_clips
from tests.browser.demo import Demo, running
from tests.browser.pictures import WANTED
from tests.browser.touching import Kiosk, open_kiosk

collect_ignore = [] if WANTED else ["test_pictures.py"]

SLOWEST_MS = 20_000  # what a page may take on a machine that runs other things too

NewPage = Callable[..., Page]


@pytest.fixture(autouse=True, scope="session")
def patience() -> None:
    expect.set_options(timeout=SLOWEST_MS)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    assert built_files() is not None, "The pages are not built; `make setup` builds them."
    folder = tmp_path_factory.mktemp("demo")
    put_clips(folder / "data")
    environment = pytest.MonkeyPatch()
    environment.setenv("LUOT_VOICE_DIR", str(folder / "data" / "voice"))
    with running(folder) as demo:
        environment.undo()  # its processes have it; what other tests start in here speaks as usual
        yield demo


@pytest.fixture
def hall(demo: Demo) -> Demo:
    demo.clear()
    return demo


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """What a story opened, closed after it."""
    before = set(browser.contexts)
    yield []
    for context in set(browser.contexts) - before:
        context.close()


@pytest.fixture
def new_page(browser: Browser, contexts: list[BrowserContext]) -> NewPage:
    """A browser of somebody's own: nothing is shared between two of them."""

    def make(width: int, height: int, **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", **more)
        context.set_default_timeout(SLOWEST_MS)
        return context.new_page()

    return make


@pytest.fixture
def kiosk(browser: Browser, hall: Demo, contexts: list[BrowserContext]) -> Kiosk:
    return open_kiosk(browser, hall.facts["kiosk"])
