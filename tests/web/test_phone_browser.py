"""The phone page in a real browser: the script draws what the server drew, fits a phone's plan, breaks no policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from luot_server.http.pages import BUILT

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


def test_nothing_runs_over_the_edge_of_a_small_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568})
    for token in ("waiting", "unknown-wait", "called", "serving"):
        page.goto(f"{address}/t/{token}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, token
    page.close()
