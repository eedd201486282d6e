"""How soon the kiosk's first screen is of use on an old processor: Chromium slowed down six times.

"Of use" is the first frame after the first tile is there and answers a tap: it opens its question. The floor is the
same screen as a document without a line of script, styled alike, with the same fonts.

Run as ``python -m tests.bench.kiosk LOADS`` it prints its figures as JSON; :func:`kiosk` is the bench's end. A process
of its own, because Playwright starts once in a thread and the suite has its own browser.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.kiosk.driving import chromium, serving
from tests.kiosk.touching import PORTRAIT

from .report import Figure, median

SLOWER = 6
TILE = "[data-action=procedure]"
# Milliseconds since the navigation began: the frame in which the tile stands, then that of the question it opens.
FIRST_TILE = """new Promise(done => {
  const look = () => document.querySelector("[data-action=procedure]")
    ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
  look();
})"""
TAP = """new Promise(done => {
  const began = performance.now();
  document.querySelector("[data-action=procedure]").click();
  const main = document.querySelector("main");
  const look = () => main.dataset.screen !== "home" || main.getAttribute("aria-busy") === "true"
    ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
  look();
})"""


def kiosk(loads: int) -> Figure:
    """Medians of so many loads of each, taken in turn, each with an empty cache."""
    command = [sys.executable, "-m", "tests.bench.kiosk", str(loads)]
    told: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return Figure(
        f"kiosk's first screen, CPU {SLOWER} times slower",
        told,
        ratio=round(told["ours"]["useful_ms"] / told["floor"]["useful_ms"], 2),
        true=told["counts"]["tapped"] == loads,
    )


def measured(loads: int) -> dict[str, Any]:
    with serving() as address, chromium() as browser:
        plain = _without_script(browser, address)
        ours, floor, answers = [], [], []
        for _ in range(loads):
            with _slowed(browser) as page:
                page.goto(address, wait_until="commit")
                ours.append(page.evaluate(FIRST_TILE))
                answers.append(page.evaluate(TAP))
            with _slowed(browser) as page:
                page.route("**/plain", lambda route: route.fulfill(body=plain, content_type="text/html"))
                page.goto(f"{address}/plain", wait_until="commit")
                floor.append(page.evaluate(FIRST_TILE))
    return {
        "ours": {"useful_ms": round(median(ours)), "worst_ms": round(max(ours)), "tap_ms": round(median(answers))},
        "floor": {"useful_ms": round(median(floor)), "worst_ms": round(max(floor))},
        "counts": {"loads": loads, "tapped": len(answers)},
    }


@contextmanager
def _slowed(browser: Browser) -> Iterator[Page]:
    """A page that nobody has seen before, on the slow processor."""
    context = browser.new_context(viewport=PORTRAIT)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page
    context.close()


def _without_script(browser: Browser, address: str) -> str:
    """The first screen as it stands, every script taken out of it."""
    page = browser.new_page(viewport=PORTRAIT)
    page.goto(address)
    page.locator(TILE).first.wait_for()
    document = page.content()
    page.close()
    return re.sub(r"<script.*?</script>", "", document, flags=re.DOTALL)


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
