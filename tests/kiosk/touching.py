"""A finger at the kiosk's screen, and what it measures there."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Page, ViewportSize, expect

PORTRAIT: ViewportSize = {"width": 1080, "height": 1920}
LANDSCAPE: ViewportSize = {"width": 1920, "height": 1080}
LEAST_TARGET = 83  # CSS px, about 20 mm on the screens of kiosks


def touch_when_ready(page: Page) -> None:
    expect(page.locator("[data-screen=home] [data-action=procedure]").first).to_be_visible()


def touch(page: Page, action: str, code: str | None = None) -> None:
    chosen = f"[data-action={action}]" + (f"[data-code='{code}']" if code else "")
    page.locator(f"{chosen}:visible").first.click()


def on(page: Page, screen: str) -> None:
    expect(page.locator(f"[data-screen={screen}]")).to_be_visible()


def type_code(page: Page, letters: str) -> None:
    """On the screen's own keyboard."""
    for letter in letters:
        page.locator(f"[data-key='{letter}']").click()


def scan(page: Page, text: str) -> None:
    """A scanner that types, a key every 5 ms by the keys' own time, however slow the machine; Enter at the end."""
    began = time.time()
    with closing_session(page) as keys:
        for index, key in enumerate([*text, "Enter"]):
            letter = "\r" if key == "Enter" else key
            code = {"code": "Enter", "windowsVirtualKeyCode": 13} if key == "Enter" else {}
            stroke = {"key": key, "timestamp": began + index * 0.005, **code}
            keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **stroke})
            keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **stroke})


@contextmanager
def closing_session(page: Page) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def measure(page: Page) -> None:
    """Every visible button is large enough, and no part of the question leaves its stage."""
    small = page.evaluate(SMALL, LEAST_TARGET)
    assert small == [], small
    over = page.evaluate(OVER)
    assert over == [], over


SMALL = """least => [...document.querySelectorAll("button, input")]
  .filter(it => it.offsetParent && (it.offsetWidth < least || it.offsetHeight < least))
  .map(it => `${it.dataset.action} ${it.offsetWidth}x${it.offsetHeight}`)"""
OVER = """() => {
  const stage = document.querySelector(".stage").getBoundingClientRect();
  return [...document.querySelectorAll(".stage *")].filter(it => it.getClientRects().length).filter(it => {
    const box = it.getBoundingClientRect();
    return box.bottom > stage.bottom + 1 || box.right > stage.right + 1 || box.top < stage.top - 1;
  }).map(it => it.className.baseVal ?? it.className);
}"""
