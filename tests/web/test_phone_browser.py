"""The phone page in a real browser: the script draws what the server drew, fits a phone's plan, breaks no policy."""

from __future__ import annotations

import gzip
import shutil
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from luot_server.http.pages import BUILT, pages
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

MOST_BYTES = 40_000
Turns = Mapping[str, Mapping[str, Any]]

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
def test_script_draws_what_the_server_drew(browser: Browser, address: str, every_turn: Turns, lang: str) -> None:
    page = browser.new_page()
    complaints = complaints_of(page)
    for token in every_turn:
        page.goto(f"{address}/t/{token}?lang={lang}", wait_until="domcontentloaded")
        page.wait_for_selector("#page:not(:has(a, noscript))")  # the server's drawing has these, the script's has not
        assert page.evaluate(AS_DRAWN) == page.evaluate(AS_SENT), token
    page.close()
    assert complaints == []


def test_nothing_runs_over_the_edge_of_a_small_phone(browser: Browser, address: str, every_turn: Turns) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568})
    for token in every_turn:
        page.goto(f"{address}/t/{token}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, token
    page.close()


def complaints_of(page: Page) -> list[str]:
    """Whatever the policy forbade, and whatever the script threw. (There is no live server here, which it survives.)"""
    found: list[str] = []
    page.on("console", lambda it: found.append(it.text) if "Content Security Policy" in it.text else None)
    page.on("pageerror", lambda it: found.append(str(it)))
    return found


@pytest.fixture(scope="module")
def address(every_turn: Turns, hall: dict[str, Any]) -> Iterator[str]:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(
        pages(turn_of=every_turn.get, halls=lambda: [hall], hall_of=lambda _: hall, leave=lambda _: "unknown")
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("No Chromium here: `apt-get install chromium` (or your distribution's package) lets this run.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
