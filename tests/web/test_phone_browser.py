"""The phone page in a real browser: the script draws what the server drew, fits a phone's plan, breaks no policy."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from luot_server.http.pages import BUILT

MOST_BYTES = 40_000
Turns = Mapping[str, Mapping[str, Any]]
Complaints = Callable[[Page], list[str]]

pytestmark = pytest.mark.skipif(
    not (BUILT / "phone.js").exists(), reason="The pages are not built; `make setup` builds them."
)


def test_script_fits_a_phones_plan() -> None:
    assert len(gzip.compress((BUILT / "phone.js").read_bytes(), 9)) <= MOST_BYTES


# What the server sent, as a browser without script would have it; only the words count, not the space between them.
AS_SENT = """async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location)).text(), "text/html");
  for (const it of page.querySelectorAll("noscript")) it.remove();
  const main = page.querySelector("#page");
  return [page.title, main.dataset.tone, main.textContent.replace(/\\s/g, "")];
}"""
AS_DRAWN = """() => {
  const main = document.querySelector("#page");
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
        page.wait_for_selector("#page:not(:has(a, noscript))")  # the server's drawing has these, the script's has not
        assert page.evaluate(AS_DRAWN) == page.evaluate(AS_SENT), token
    page.close()
    assert heard == []


def test_nothing_runs_over_the_edge_of_a_small_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568})
    for token in ("waiting", "unknown-wait", "called", "serving"):
        page.goto(f"{address}/t/{token}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, token
    page.close()
