"""A day of taps on one page that is never reloaded: the browser's memory must come back to where it was.

Each visit goes through three questions to a printed number and home again, in every fourth with another mode, language
or a search on the way. What is compared is what is left after a forced collection.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

from tests.kiosk.driving import chromium, serving
from tests.kiosk.touching import PORTRAIT

WARM = 20  # visits until caches are filled and code is compiled
MOST_BYTES = 1_000_000  # of heap more at the end of the day than after the first visits
MOST_NODES = 300  # of the document more: a screen has a few hundred

# One visit, as fast as the page can go: each step waits for what the next one touches.
VISIT = """async nth => {
  const found = chosen => [...document.querySelectorAll(chosen)].find(it => it.getClientRects().length && !it.disabled);
  const there = async chosen => {
    for (const end = performance.now() + 20000; performance.now() < end; await new Promise(requestAnimationFrame)) {
      const it = found(chosen);
      if (it) return it;
    }
    throw new Error(`${chosen} never came`);
  };
  const touch = async action => (await there(action)).click();
  if (nth % 4 === 0) {
    const mode = ["larger", "seated", "contrast", "language"][nth / 4 % 4];
    await touch(`[data-action=${mode}]`);
    await touch("[data-action=search]");
    for (const key of "khai") await touch(`[data-key=${key}]`);
    await touch("[data-action=procedure]");
    await touch("[data-action=area-own]");
  } else {
    await touch("[data-code='2.000815']");
  }
  await touch("[data-action=take]");
  await there("[data-role=label]");
  await touch(nth % 4 === 0 ? "[data-action=done]" : ".bar [data-action=home]");
  await there("[data-screen=home] [data-action=procedure]");
}"""


@dataclass(frozen=True)
class Held:
    """What the page holds after a collection; heap in bytes."""

    heap: int
    nodes: int
    listeners: int


@dataclass(frozen=True)
class Memory:
    visits: int
    before: Held
    after: Held

    @property
    def flat(self) -> bool:
        more = self.after.heap - self.before.heap
        listeners = self.after.listeners - self.before.listeners
        return more <= MOST_BYTES and self.after.nodes - self.before.nodes <= MOST_NODES and listeners <= MOST_NODES

    def __str__(self) -> str:
        return (
            f"{self.visits} visits, heap {self.before.heap / 1e6:.2f} → {self.after.heap / 1e6:.2f} MB, "
            f"nodes {self.before.nodes} → {self.after.nodes}, "
            f"listeners {self.before.listeners} → {self.after.listeners}"
        )


def memory(visits: int = 600) -> Memory:
    """A day of so many visits in a browser and a hall of their own."""
    with serving(menu_seconds=0.5) as address, chromium() as browser:
        page = browser.new_page(viewport=PORTRAIT)
        page.goto(address)
        page.locator("[data-action=procedure]").first.wait_for()
        return day(page, visits)


def day(page: Page, visits: int, warm: int = WARM) -> Memory:
    session = page.context.new_cdp_session(page)
    _visit(page, range(warm))
    before = held(session)
    _visit(page, range(visits))
    return Memory(visits, before, held(session))


def held(session: CDPSession) -> Held:
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    counted = session.send("Memory.getDOMCounters")
    return Held(int(heap), int(counted["nodes"]), int(counted["jsEventListeners"]))


def _visit(page: Page, which: range) -> None:
    for nth in which:
        page.evaluate(VISIT, nth)
