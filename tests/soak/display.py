"""A hall display for a day: what it costs while nobody is called, and what it holds after every call of the day.

The processor is measured over real minutes. The day's calls are made as fast as the page draws them, its 1,440 minutes
go by at a word, and every hour its cable is pulled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from luot_server.clock import ToldClock
from tests.browser.lines import Wired, wired
from tests.browser.wire import Cable, cable
from tests.kiosk.driving import chromium

from .memory import Held, held

NINE = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
HOURS, MINUTES = 24, 60
MOST_BYTES, MOST_NODES = 1_000_000, 300  # more at the end of the day than after the first calls
MOST_IDLE = 0.01  # of one processor

# The timer that waits for the next minute waits for a word instead: `minute()` is that minute, and asks for the next.
# Others that are long are the line's own watch for a ping, and a call's end as news, which is no arrow function.
MINUTE_AT_A_WORD = """(() => {
  const later = window.setTimeout;
  window.setTimeout = (what, ms, ...rest) =>
    ms > 13000 && String(what).startsWith("()") ? ((window.minute = what), 0) : later(what, ms, ...rest);
})();"""

SHOWS = "it => document.querySelector('.last .label')?.textContent.trim() === it"
EVERY = 24  # s between two calls of a hall of 15 counters


@dataclass(frozen=True)
class Day:
    """Shares are of one processor, of the page's own process."""

    idle: float
    busy: float
    minutes: float
    calls: int
    cuts: int
    before: Held
    after: Held
    last_seen: bool

    @property
    def good(self) -> bool:
        flat = self.after.heap - self.before.heap <= MOST_BYTES and self.after.nodes - self.before.nodes <= MOST_NODES
        return flat and self.idle <= MOST_IDLE and self.last_seen

    def __str__(self) -> str:
        return (
            f"{self.idle:.2%} of a processor over {self.minutes:g} minutes without a call, {self.busy:.2%} with one "
            f"every {EVERY} s; a day of {self.calls} calls, {HOURS * MINUTES} minutes and {self.cuts} cut lines: "
            f"heap {self.before.heap / 1e6:.2f} → {self.after.heap / 1e6:.2f} MB, "
            f"nodes {self.before.nodes} → {self.after.nodes}, "
            f"listeners {self.before.listeners} → {self.after.listeners}"
        )


def display(folder: Path, minutes: float = 3, calls: int = 600) -> Day:
    """One server, one browser; takes about twice ``minutes`` and as long as the calls need."""
    with wired(folder, ToldClock.starting(NINE)) as server, cable(server.url) as line, chromium() as browser:
        for counter in (1, 2):
            server.open(counter)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{line.url}/display/{server.hall}")
        page.locator(".hall").wait_for()
        page.wait_for_timeout(10_000)
        idle = _share(page, minutes, lambda: None)
        busy = _share(page, minutes, lambda: _call(server, 1, page, wait=False))
        page.close()
        return _through_the_day(browser, server, line, idle, busy, minutes, calls)


def _through_the_day(
    browser: Browser, server: Wired, line: Cable, idle: float, busy: float, minutes: float, calls: int
) -> Day:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.add_init_script(MINUTE_AT_A_WORD)
    page.goto(f"{line.url}/display/{server.hall}")
    page.locator(".hall").wait_for()
    session = page.context.new_cdp_session(page)
    an_hour, label = calls // HOURS, ""
    before = held(session)
    for hour in range(-1, HOURS):
        if hour == 0:  # the first hour filled the caches
            before = held(session)
        for nth in range(an_hour):
            label = _call(server, 1 + nth % 2, page)
        page.evaluate(f"for (let it = 0; it < {MINUTES}; it++) window.minute?.()")
        line.cut()
        page.wait_for_timeout(200)
        line.mend()
    seen = page.locator(".last .label").inner_text().replace("\n", "") == label
    return Day(idle, busy, minutes, an_hour * (HOURS + 1), HOURS + 1, before, held(session), seen)


def _call(server: Wired, counter: int, page: Page, *, wait: bool = True) -> str:
    """Called, drawn, and gone again."""
    ticket = server.issue()
    server.call(counter, ticket)
    if wait:
        page.wait_for_function(SHOWS, arg=ticket["label"])
    server.miss(counter, ticket)
    return str(ticket["label"])


def _share(page: Page, minutes: float, meanwhile: Callable[[], object]) -> float:
    """The part of one processor that the page's process took while the minutes went by."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "timeTicks"})
    began = _spent(session)
    for _ in range(max(1, round(minutes * 60 / EVERY))):
        meanwhile()
        page.wait_for_timeout(EVERY * 1000)
    ended = _spent(session)
    session.detach()
    return (ended[1] - began[1]) / (ended[0] - began[0])


def _spent(session: CDPSession) -> tuple[float, float]:
    found = session.send("Performance.getMetrics")["metrics"]
    named = {one["name"]: one["value"] for one in found}
    return named["Timestamp"], named["ProcessTime"]
