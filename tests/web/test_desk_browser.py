"""A clerk's morning in a real browser, against the real server and the demo's hall, with a hall display looking on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from luot_counter.page import BUILT
from luot_server.clock import FixedClock
from luot_server.demo.prepared import prepared_store

pytestmark = pytest.mark.skipif(
    not (BUILT / "manifest.json").exists() or shutil.which("chromium") is None,
    reason="needs the built pages (`python hatch_build.py`) and Chromium (`apt-get install chromium`)",
)

MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
HALL = "DL-22015"
BIRTH = {"procedure": "1.001193", "purpose": "submit", "area": "22015"}
EXPECT_MS = 10_000  # a loaded machine is slow, not wrong


@dataclass(frozen=True)
class Centre:
    """The running server, and how the demo's people sign in."""

    url: str
    passwords: dict[str, str]

    def ask(self, method: str, path: str, user: str = "huongdan", **body: Any) -> Any:
        """One request of somebody on the staff; the parsed answer."""
        signed_in = requests.post(
            f"{self.url}/api/v1/session", json={"user": user, "password": self.passwords[user]}, timeout=20
        )
        answer = requests.request(
            method,
            f"{self.url}/api/v1{path}",
            json=body or None,
            headers={"Authorization": f"Bearer {signed_in.json()['token']}"},
            timeout=20,
        )
        answer.raise_for_status()
        return answer.json()

    def issue(self, **asked: Any) -> Any:
        return self.ask("POST", f"/halls/{HALL}/tickets", **asked)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder = tmp_path_factory.mktemp("desk")
    store, keys = prepared_store(folder / "luot.sqlite3", FixedClock(MONDAY))
    store.engine.dispose()
    ready = folder / "ready.json"
    told = f"{MONDAY.isoformat()}@{datetime.now(UTC).isoformat(timespec='seconds')}x1"
    server = subprocess.Popen(
        [sys.executable, "-m", "luot_server.cli", "serve", "--port", "0", "--data", folder, "--ready-file", ready],
        env={**os.environ, "LUOT_CLOCK": told},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Centre(wait_for(ready, server)["server"], keys.passwords)
    finally:
        server.terminate()
        server.wait(20)


def wait_for(ready: Path, server: subprocess.Popen[bytes]) -> Any:
    for _ in range(600):
        if ready.exists():
            return json.loads(ready.read_text("utf-8"))
        assert server.poll() is None, "the server did not start"
        time.sleep(0.05)
    raise AssertionError("the server was not ready within 30 s")


@pytest.fixture
def clerk(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of the clerk's own, at the size of the desks' screens."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(EXPECT_MS)
    yield context
    context.close()


def test_a_citizen_is_called_served_and_counted(browser: Browser, clerk: BrowserContext, centre: Centre) -> None:
    label = centre.issue(**BIRTH, priority="elderly")["label"]
    display = browser.new_page(viewport={"width": 1920, "height": 1080})
    display.goto(f"{centre.url}/display/{HALL}")
    desk = sign_in(clerk, centre, "quay2", "2")
    no_scrolling(desk)

    desk.keyboard.press("Enter")
    expect(desk.locator(".number.called .label")).to_have_text(label)
    expect(display.locator(".last .label")).to_have_text(label, timeout=EXPECT_MS)
    expect(display.locator(".last .number")).to_have_text("2")
    expect(display.locator(".counters .calling")).to_contain_text(label)
    expect(desk.locator(".about")).to_contain_text("UBND phường Tuy Hòa")
    no_scrolling(desk)
    buttons_are_the_tickets_actions(desk, centre)

    settled(desk)
    desk.keyboard.press("r")
    expect(display.locator(".last .caption")).to_contain_text("gọi lần 2", timeout=EXPECT_MS)
    settled(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator(".number.serving")).to_be_visible()
    no_scrolling(desk)

    settled(desk)
    desk.fill("[name=dossiers]", "H15.50-261123-0001\nH15-1")
    expect(desk.locator(".dossiers .error")).to_contain_text("“H15-1”")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".number.serving")).to_be_visible()
    desk.fill("[name=dossiers]", "H15.50-261123-0001, H15.50-261123-0002")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".citizen.nobody")).to_be_visible()
    expect(desk.locator(".day")).to_contain_text("Hồ sơ2")
    display.close()

    found = centre.ask("GET", f"/halls/{HALL}/tickets?label={label}")["items"][0]
    assert found["outcome"]["dossiers"] == ["H15.50-261123-0001", "H15.50-261123-0002"]
    assert (found["outcome"]["result"], found["outcome"]["count"], found["state"]) == ("accepted", 2, "served")


def test_two_tabs_agree_and_a_missed_citizen_comes_back(clerk: BrowserContext, centre: Centre) -> None:
    label = centre.issue(procedure="1.014027", purpose="submit", area="22015")["label"]
    first = sign_in(clerk, centre, "quay6", "6")
    second = sign_in(clerk, centre, "quay6", "6")
    second.keyboard.press("Enter")
    expect(first.locator(".number.called .label")).to_have_text(label)
    settled(first)
    first.keyboard.press("v")
    expect(second.locator(".held")).to_contain_text(label)
    settled(second)
    second.click(".held .button")
    expect(first.locator(".waiting")).to_contain_text(label)


def test_a_pause_wants_a_reason_and_the_hall_sees_it(clerk: BrowserContext, centre: Centre) -> None:
    desk = sign_in(clerk, centre, "quay5", "5")
    desk.keyboard.press("p")
    desk.click(".reason .primary")
    expect(desk.locator(".reason .error")).to_be_visible()
    desk.click(".reason .button >> nth=0")
    expect(desk.locator(".top .chip.paused")).to_be_visible()
    counters = centre.ask("GET", f"/halls/{HALL}/board")["counters"]
    assert next(it for it in counters if it["number"] == 5)["state"] == "paused"
    settled(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator(".top .chip.open")).to_be_visible()
    settled(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator(".news")).to_contain_text("Hiện không có ai chờ")


def test_a_taken_counter_is_said_so(clerk: BrowserContext, centre: Centre) -> None:
    centre.ask("PUT", "/counters/DL-22015.4/shift", user="quay4")
    desk = enter(clerk, centre, "quay1")
    desk.click(".entry-counters .button:has-text('4')")
    expect(desk.locator(".note.danger")).to_be_visible()


def enter(clerk: BrowserContext, centre: Centre, user: str) -> Page:
    """Signed in, before a counter is chosen; the first page of a browser is told a wrong password first."""
    page = clerk.new_page()
    page.goto(f"{centre.url}/counter/{HALL}")
    if page.locator("[name=user]").or_(page.locator(".entry-counters")).first.get_attribute("name") == "user":
        page.fill("[name=user]", user)
        page.fill("[name=password]", "wrong")
        page.keyboard.press("Enter")
        expect(page.locator(".note.danger")).to_contain_text("mật khẩu")
        page.fill("[name=password]", centre.passwords[user])
        page.keyboard.press("Enter")
    return page


def sign_in(clerk: BrowserContext, centre: Centre, user: str, counter: str) -> Page:
    page = enter(clerk, centre, user)
    page.click(f".entry-counters .button:has-text('{counter}')")
    expect(page.locator(".top .chip.open")).to_be_visible()
    settled(page)
    return page


def settled(page: Page) -> None:
    """The desk ignores a second press for half a second; people are slower."""
    expect(page.locator("button:disabled")).to_have_count(0)


def no_scrolling(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    overflowing = "them => them.filter((it) => it.scrollHeight > it.clientHeight).length"
    assert page.eval_on_selector_all(".columns > *", overflowing) == 0


def buttons_are_the_tickets_actions(page: Page, centre: Centre) -> None:
    label = page.inner_text(".citizen .label")
    ticket = centre.ask("GET", f"/halls/{HALL}/tickets?label={label}")["items"][0]
    drawn = page.eval_on_selector_all("[data-action]", "them => them.map((it) => it.dataset.action)")
    assert set(drawn) <= set(ticket["actions"])
    assert {"start", "recall", "no_show"} <= set(drawn)
