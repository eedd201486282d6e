"""The phone page in a real browser: the script draws what the server drew, fits a phone's plan, breaks no policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from luot_server.http.pages import BUILT
from tests.browser.test_accessible import serious

Turns = Mapping[str, Mapping[str, Any]]
Complaints = Callable[[Page], list[str]]

pytestmark = pytest.mark.skipif(
    not (BUILT / "phone.js").exists(), reason="The pages are not built; `make setup` builds them."
)


# What the server sent, as a browser without script would have it; only the words count, not the space between them.
AS_SENT = """async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location)).text(), "text/html");
  for (const it of page.querySelectorAll("noscript")) it.remove();
  const main = page.querySelector("#page");
  return [page.title, main.dataset.tone, main.textContent.replace(/\\s/g, "")];
}"""
# Beside that the script offers what nothing else could do: bells, and printing.
AS_DRAWN = """() => {
  const main = document.querySelector("#page").cloneNode(true);
  for (const it of main.querySelectorAll("[data-script]")) it.remove();
  return [document.title, main.dataset.tone, main.textContent.replace(/\\s/g, "")];
}"""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_script_draws_what_the_server_drew(
    browser: Browser, address: str, every_turn: Turns, lang: str, complaints: Complaints
) -> None:
    page = browser.new_page()
    heard = complaints(page)
    for token in every_turn:
        page.goto(f"{address}/t/{token}?lang={lang}", wait_until="domcontentloaded")
        page.wait_for_selector("h1[tabindex]")  # drawn by the script
        assert page.evaluate(AS_DRAWN) == page.evaluate(AS_SENT), token
    page.close()
    assert heard == []


# What a finger cannot hit, of what can be pressed; a link within a line of text may be as small as its line.
SMALL = """() => [...document.querySelectorAll("a, button, textarea, label")]
  .map(it => [it, it.getBoundingClientRect()])
  .filter(([it, box]) => box.width > 0 && (box.height < 44 || box.width < 44))
  .map(([it, box]) => `${it.textContent.trim()} ${box.width}×${box.height}`)"""
TOO_WIDE = "document.documentElement.scrollWidth > 320"
STATES = ["late", "called", "served", "missing", "rejoin"]


@pytest.fixture
def small_phone(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens 320 px wide phones, 4 inches of the oldest ones still carried."""
    opened: list[BrowserContext] = []

    def make(**more: Any) -> Page:
        opened.append(browser.new_context(viewport={"width": 320, "height": 568}, has_touch=True, **more))
        return opened[-1].new_page()

    yield make
    for context in opened:
        context.close()


def asked_too_much(page: Page) -> dict[str, Any]:
    """What is wrong for eyes, ears and fingers, at the letters' own size and at twice that."""
    found = {"axe": serious(page), "small": page.evaluate(SMALL), "wide": page.evaluate(TOO_WIDE)}
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["wide at 200 %"] = page.evaluate(TOO_WIDE)
    return {what: it for what, it in found.items() if it}


def test_every_step_is_for_everybody(small_phone: Callable[..., Page], address: str) -> None:
    page = small_phone()
    for token in STATES:
        page.goto(f"{address}/t/{token}?lang=vi")
        page.wait_for_selector("h1[tabindex]")
        assert asked_too_much(page) == {}, token
    for token, opens in (("late", "Tôi sẽ đến muộn"), ("late", "Rời hàng chờ"), ("served", "Gửi phản ánh")):
        page.goto(f"{address}/t/{token}?lang=vi")
        page.get_by_role("button", name=opens).click()
        assert asked_too_much(page) == {}, opens
    page.goto(f"{address}/t/served?lang=vi")
    page.locator("label[for=score-1]").click()
    assert page.get_by_role("checkbox").count() == 5
    assert asked_too_much(page) == {}


def test_every_step_is_for_everybody_without_script(small_phone: Callable[..., Page], address: str) -> None:
    """The script withheld, for the auditor is one itself."""
    page = small_phone()
    page.route("**/phone.js*", lambda route: route.abort())
    for place in (*STATES, "late/late", "late/leave", "served/complaint", "nobody"):
        page.goto(f"{address}/t/{place}?lang=en")
        assert asked_too_much(page) == {}, place
    page.goto(f"{address}/t/served?lang=en")
    page.locator("label[for=score-5]").click()
    assert page.get_by_role("checkbox").count() == 0
    page.keyboard.press("ArrowUp")
    assert page.get_by_role("radio", name="Very dissatisfied").is_checked()
    assert page.get_by_role("checkbox").count() == 5


def test_nothing_runs_over_the_edge_of_a_small_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568})
    for token in ("waiting", "unknown-wait", "called", "serving"):
        page.goto(f"{address}/t/{token}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, token
    page.close()
