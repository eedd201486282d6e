"""Bad days: the printer does not print, the server is away. Nothing is lost, and everybody is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from luot_kiosk.spool import Spool
from tests.browser.conftest import NewPage
from tests.browser.demo import READY_WITHIN, Demo, wait_until
from tests.browser.signing import at_desk, manager_page
from tests.browser.touching import Kiosk, open_kiosk
from tests.browser.wire import cable

pytestmark = pytest.mark.browser

TROUBLES = [("paper_out", "hết giấy in"), ("hanging", "máy in không trả lời")]
HANGING_MS = 40_000  # the kiosk gives a mute printer ten seconds, twice


@pytest.mark.parametrize(("condition", "said"), TROUBLES, ids=["paper_out", "hanging"])
def test_without_paper_the_number_is_seen_and_the_staff_know(
    kiosk: Kiosk, hall: Demo, new_page: NewPage, condition: str, said: str
) -> None:
    desk, manager = at_desk(new_page, hall, 4), manager_page(new_page, hall)
    paper = new_page(900, 1100)
    paper.goto(hall.facts["paper"])
    paper.click(f"[data-condition={condition}]")
    expect(paper.locator(f"[data-condition={condition}]")).to_have_attribute("aria-pressed", "true")

    kiosk.touch("procedure", "2.000815")
    kiosk.touch("take")
    label = kiosk.number()
    sentence = kiosk.page.locator("[data-print]")
    expect(sentence).to_contain_text(label, timeout=HANGING_MS)
    expect(sentence).to_contain_text("vẫn có giá trị")
    expect(kiosk.page.locator(".number__qr img")).to_be_visible()
    expect(desk.locator(".news .warn").filter(has_text=said)).to_be_visible(timeout=HANGING_MS)
    expect(manager.locator(".now .danger").filter(has_text=said)).to_be_visible()

    paper.click("[data-condition=ok]")
    kiosk.touch("done")
    kiosk.touch("procedure", "2.000815")
    kiosk.touch("take")
    expect(kiosk.page.locator("[data-print=printed]")).to_be_visible(timeout=HANGING_MS)
    expect(desk.locator(".news .warn").filter(has_text=said)).to_have_count(0, timeout=HANGING_MS)


def test_a_kiosk_that_loses_its_server_says_so_goes_on_and_comes_back(
    browser: Browser, hall: Demo, contexts: list[BrowserContext], tmp_path: Path
) -> None:
    with cable(hall.server) as line, kiosk_at(line.url, hall, tmp_path) as url:
        kiosk = open_kiosk(browser, url)
        wait_until(lambda: lent(hall, tmp_path), READY_WITHIN, "nothing was lent")
        line.cut()
        notice = kiosk.page.locator("[data-role=offline]")
        expect(notice).to_contain_text("Mạng đang gián đoạn")
        kiosk.touch("procedure", "2.000815")
        kiosk.touch("take")
        label = kiosk.number()
        assert re.fullmatch(r"K\d+-[A-Z]\d{3}", label)
        line.mend()
        kiosk.touch("home")
        expect(notice).to_be_hidden()
        wait_until(lambda: known(hall, label), READY_WITHIN, "the number was not handed in")
    assert hall.ticket(label)["state"] == "waiting"


def lent(hall: Demo, data: Path) -> bool:
    """Whether the kiosk may give numbers by itself: it has a book, and ids lent for the hall's day."""
    now: str = hall.ask("GET", f"/halls/{hall.hall}/board")["server_time"]
    with closing(Spool(data, hall.hall)) as spool:
        return spool.fact("book") is not None and spool.free_ids(now[:10])[0] > 0


def known(hall: Demo, label: str) -> bool:
    return bool(hall.ask("GET", f"/halls/{hall.hall}/tickets?label={label}", "huongdan")["items"])


@contextmanager
def kiosk_at(server: str, hall: Demo, folder: Path) -> Iterator[str]:
    """A kiosk of its own, without a printer; its page's address."""
    ready = folder / "kiosk.json"
    told = {
        "LUOT_KIOSK_SERVER": server,
        "LUOT_KIOSK_HALL": hall.hall,
        "LUOT_KIOSK_TOKEN": hall.facts["tokens"]["kiosk"],
        "LUOT_KIOSK_PRINTER": "none",
        "LUOT_KIOSK_PORT": "0",
        "LUOT_KIOSK_DATA": str(folder),
        "LUOT_KIOSK_MENU_SECONDS": "0.5",
    }
    command = [sys.executable, "-m", "luot_server.cli", "kiosk", "run", "--ready-file", str(ready)]
    process = subprocess.Popen(command, env={**os.environ, **told}, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: ready.exists() or process.poll() is not None, READY_WITHIN, "the kiosk did not get ready")
        yield next(it for it in json.loads(ready.read_text("utf-8")).values() if str(it).startswith("http"))
    finally:
        process.terminate()
        process.wait(20)
