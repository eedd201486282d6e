"""The turn in the citizen's pocket: live, complete without script, and left in two touches."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import LAND, Demo, Json

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}


def opened(new_page: NewPage, ticket: Json, **more: Any) -> Page:
    page = new_page(**PHONE, **more)
    page.goto(ticket["track_url"])
    expect(page.locator(".turn__label")).to_have_text(ticket["label"])
    return page


def state(hall: Demo, ticket: Json) -> str:
    turn = hall.ask("GET", "/turns/" + ticket["track_url"].rsplit("/", 1)[1])
    return str(turn["state"])


def test_the_turn_comes_nearer_until_it_is_called(hall: Demo, new_page: NewPage) -> None:
    tickets = [hall.issue(LAND) for _ in range(3)]
    clerk = hall.clerk(5)
    page = opened(new_page, tickets[2])
    expect(page.locator(".turn__ahead b")).to_have_text("2")
    expect(page.locator(".turn__clock")).to_be_visible()
    clerk.serve(tickets[0], "H15.50-261123-0003")
    expect(page.locator(".turn__ahead b")).to_have_text("1")
    clerk.serve(tickets[1], "H15.50-261123-0004")
    expect(page.locator(".turn__headline")).to_have_text("Quý công dân là người tiếp theo")
    clerk.call()
    expect(page.locator(".turn__counter b")).to_have_text("5")
    expect(page.locator("#page")).to_have_attribute("data-tone", "call")
    expect(page).to_have_title(f"Số {tickets[2]['label']}: mời đến quầy 5")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_plain_reload_tells_everything_without_script(hall: Demo, new_page: NewPage) -> None:
    first, second = hall.issue(LAND), hall.issue(LAND)
    clerk = hall.clerk(5)
    page = opened(new_page, second, java_script_enabled=False)
    expect(page.locator(".turn__ahead")).to_contain_text("1 người trước")
    expect(page.locator(".turn__clock")).to_be_visible()
    expect(page.locator(".turn__facts")).to_contain_text("Sang tên đất")
    clerk.serve(first, "H15.50-261123-0005")
    clerk.call()
    page.reload()
    expect(page.locator(".turn__headline")).to_contain_text("đến quầy")
    expect(page.locator(".turn__counter b")).to_have_text("5")


def test_leaving_asks_first_and_frees_the_place(hall: Demo, new_page: NewPage) -> None:
    leaving, behind = hall.issue(LAND), hall.issue(LAND)
    page, other = opened(new_page, leaving), opened(new_page, behind)
    page.get_by_role("button", name="Rời hàng chờ").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rời hàng chờ?")
    assert state(hall, leaving) == "waiting"
    page.get_by_role("button", name="Rời hàng chờ").tap()
    expect(page.locator(".turn__headline")).to_have_text("Quý công dân đã rời hàng chờ")
    assert state(hall, leaving) == "cancelled"
    expect(other.locator(".turn__headline")).to_have_text("Quý công dân là người tiếp theo")


def test_leaving_works_without_script_too(hall: Demo, new_page: NewPage) -> None:
    ticket = hall.issue(LAND)
    page = opened(new_page, ticket, java_script_enabled=False)
    page.get_by_role("link", name="Rời hàng chờ").tap()
    page.get_by_role("button", name="Rời hàng chờ").tap()
    expect(page.locator(".turn__headline")).to_have_text("Quý công dân đã rời hàng chờ")
    assert state(hall, ticket) == "cancelled"
