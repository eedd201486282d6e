"""Nobody is kept out: axe-core finds nothing serious on any page, and the keyboard's place can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, COPY, LAND, PENSION, Demo
from tests.browser.signing import at_desk, manager_page
from tests.browser.touching import LANDSCAPE, PORTRAIT, every_screen, open_kiosk

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AUDIT = """async rules => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.filter(it => ["serious", "critical"].includes(it.impact))
    .map(it => `${it.id}: ${it.nodes.map(node => node.target.join(" ")).join(", ")}`);
}"""
# What a person sees of the focus: an outline, a border or a shadow of its own that the element has not without it.
FOCUS = """() => {
  const it = document.activeElement, look = () => {
    const style = getComputedStyle(it);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor].join();
  };
  const focused = look();
  it.blur();
  const resting = look();
  it.focus({focusVisible: true});
  return it === document.body || focused !== resting ? null : it.outerHTML.slice(0, 80);
}"""

pytestmark = pytest.mark.browser


def serious(page: Page) -> list[str]:
    """What axe-core calls serious or critical. Evaluated by the debugger, so the page's own policy stays in force."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(AUDIT, RULES)
    return found


def unseen_focus(page: Page, presses: int = 8) -> list[str]:
    """Elements that Tab reaches and that look the same with and without the focus."""
    found = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    return [it for it in found if it]


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_the_touch_screen(browser: Browser, hall: Demo, contexts: list[BrowserContext], size: ViewportSize) -> None:
    kiosk = open_kiosk(browser, hall.facts["kiosk"], size)
    for screen in every_screen(kiosk):
        assert serious(kiosk.page) == [], screen
    assert unseen_focus(kiosk.page) == []


def test_the_hall_display(hall: Demo, new_page: NewPage) -> None:
    page = new_page(1920, 1080)
    page.goto(hall.facts["display"])
    expect(page.locator(".last")).to_be_visible()
    assert serious(page) == []
    hall.issue(BIRTH)
    hall.clerk(4).call(hall.issue(COPY))
    expect(page.locator(".counters .calling")).to_be_visible()
    assert serious(page) == []


def test_the_desk(hall: Demo, new_page: NewPage) -> None:
    entry = new_page(1366, 768)
    entry.goto(hall.facts["counter"])
    expect(entry.locator("[name=user]")).to_be_visible()
    assert serious(entry) == []
    hall.issue(LAND)
    hall.issue(LAND)
    page = at_desk(new_page, hall, 5)
    expect(page.locator(".waiting li")).to_have_count(2)
    assert serious(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".number.called")).to_be_visible()
    assert serious(page) == []
    page.locator("[data-action=start]").click()
    expect(page.locator(".outcome")).to_be_visible()
    assert serious(page) == []
    assert unseen_focus(page, 20) == []


def test_the_managers_page(hall: Demo, new_page: NewPage) -> None:
    entry = new_page(1366, 768)
    entry.goto(hall.facts["manager"])
    expect(entry.locator("[name=user]")).to_be_visible()
    assert serious(entry) == []
    hall.clerk(6).serve(hall.issue(PENSION), "H15.50-261123-0201")
    page = manager_page(new_page, hall)
    expect(page.locator(".rows tbody tr").first).to_be_visible()
    assert serious(page) == []
    assert unseen_focus(page) == []


def test_the_phone(hall: Demo, new_page: NewPage) -> None:
    ticket = hall.issue(COPY)
    page = new_page(390, 844, is_mobile=True, has_touch=True)
    page.goto(ticket["track_url"])
    expect(page.locator(".turn__headline")).to_be_visible()
    assert serious(page) == []
    assert unseen_focus(page, 3) == []
    page.get_by_role("button", name="Rời hàng chờ").tap()
    assert serious(page) == []


def test_the_paper_and_the_first_page(hall: Demo, new_page: NewPage) -> None:
    page = new_page(1000, 800)
    for place in (hall.facts["paper"], hall.server, f"{hall.server}/docs"):
        page.goto(place)
        assert serious(page) == [], place
