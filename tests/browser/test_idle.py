"""Between calls a display does nothing: it asks for nothing, draws nothing, and answers the server's pings."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import COPY, Demo, wait_until

pytestmark = pytest.mark.browser

COUNTS = Path(__file__).with_name("idle.js").read_text(encoding="utf-8")
PING_MS, PATIENCE_MS = 4_000, 8_000  # live/__init__.py
LOOK_MS = PING_MS + 1_500


SCREENS = {"calls": "", "counter": "/quay-1", "images": "/sanh-anh"}
LAYOUTS_OF_A_CALL = 6  # of the whole page; a state, a moment and what is no longer being called come to three or four


def test_between_calls_a_display_only_answers_pings_and_a_call_costs_little(hall: Demo, new_page: NewPage) -> None:
    clerk, ticket = hall.clerk(4), hall.issue(COPY)
    address = f"{hall.facts['server']}/display/{hall.hall}"
    pages = {layout: opened(new_page, address + screen) for layout, screen in SCREENS.items()}
    first = pages["calls"]
    first.wait_for_timeout(2_500)  # sounds fetched, the lines up, the browser's word on sound heard
    wait_until(lambda: all(arranged(hall, page) for page in pages.values()), 60, "another story's arrangement came")
    left = first.evaluate("60 - new Date().getSeconds()") * 1000
    if left < LOOK_MS + 1_000:
        first.wait_for_timeout(left + 500)  # the one minute's timer is not what is counted here

    before = {layout: begun(page) for layout, page in pages.items()}
    first.wait_for_timeout(LOOK_MS)
    for layout, page in pages.items():
        idle, after = page.evaluate("idle"), work(page)
        assert idle["requests"] == 0, f"{layout}: nothing is polled"
        assert idle["frames"] == idle["drawn"] == 0, layout
        assert 1 <= idle["sent"] <= 2, f"{layout}: pongs"
        assert set(idle["timers"]) <= {PING_MS + PATIENCE_MS}, f"{layout}: the line's watch for a ping that is late"
        for done in ("LayoutCount", "RecalcStyleCount"):
            assert after[done] == before[layout][done], f"{layout}: {done}"

    before_call = begun(first)
    clerk.call(ticket)
    expect(first.locator(".last .label")).to_have_text(ticket["label"])
    first.wait_for_timeout(500)
    assert first.evaluate("idle.requests") == 0
    assert work(first)["LayoutCount"] - before_call["LayoutCount"] <= LAYOUTS_OF_A_CALL


def opened(new_page: NewPage, address: str) -> Page:
    """The display with everything loaded."""
    page = new_page(1920, 1080)
    page.add_init_script(COUNTS)
    page.goto(address)
    expect(page.locator("#page > *").first).to_be_visible()
    page.evaluate("document.fonts.ready")
    return page


def arranged(hall: Demo, page: Page) -> bool:
    """Whether the page is what the hall is arranged as now; one that is not fetches itself anew in a few seconds."""
    now = hall.ask("GET", f"/halls/{hall.hall}/board")["arrangement"]
    mine = page.evaluate("JSON.parse(document.getElementById('snapshot').textContent).board.arrangement")
    if mine != now:
        page.wait_for_timeout(500)
    return bool(mine == now)


def begun(page: Page) -> dict[str, float]:
    """Counted anew from here; what the browser has done so far."""
    page.evaluate("idle.begin()")
    return work(page)


def work(page: Page) -> dict[str, float]:
    """What the browser has done for this page so far."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return found
