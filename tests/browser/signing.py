"""Staff before their screens."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import Demo


def sign_in(page: Page, user: str, password: str) -> None:
    page.fill("[name=user]", user)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")


def at_desk(new_page: NewPage, hall: Demo, number: int) -> Page:
    """The desk of that counter, open, its own clerk before it."""
    page = new_page(1366, 768)
    page.goto(hall.facts["counter"])
    sign_in(page, f"quay{number}", hall.password(f"quay{number}"))
    page.locator(".entry-counters .button").filter(has_text=f"Quầy {number}").click()
    expect(page.locator(".top .chip.open")).to_be_visible()
    settled(page)
    return page


def manager_page(new_page: NewPage, hall: Demo, user: str = "quanly") -> Page:
    page = new_page(1366, 768)
    page.goto(hall.facts["manager"])
    sign_in(page, user, hall.password(user))
    expect(page.locator(".sentences")).to_be_visible()
    return page


def settled(page: Page) -> None:
    """The desk takes no second press for half a second; people are slower."""
    expect(page.locator("button:disabled")).to_have_count(0)
