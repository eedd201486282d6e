"""A clerk's work, hands on the keyboard only."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import PENSION, Demo
from tests.browser.signing import settled

pytestmark = pytest.mark.browser

OVERFLOW = """() => [document.documentElement, ...document.querySelectorAll(".columns > *")]
  .filter(it => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
  .map(it => it.className || it.tagName)"""


@pytest.fixture
def page(hall: Demo, new_page: NewPage) -> Page:
    page = new_page(1366, 768)
    page.goto(hall.facts["counter"])
    expect(page.locator("[name=user]")).to_be_focused()
    return page


def press(page: Page, keys: str) -> None:
    settled(page)
    page.keyboard.press(keys)


def tab_to(page: Page, text: str) -> None:
    """Tab until that button has the focus, as somebody without a mouse does."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.innerText ?? ''"):
            return
    raise AssertionError(f"no Tab reaches {text!r}")


def enter(page: Page, user: str, password: str) -> None:
    """From the first field on: a wrong password first, then the right one."""
    page.keyboard.type(user)
    page.keyboard.press("Tab")
    page.keyboard.type("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("mật khẩu")
    expect(page.locator("[name=password]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.locator(".entry-counters")).to_be_visible()


def test_a_morning_without_a_mouse(page: Page, hall: Demo) -> None:
    stayed, came = hall.issue(PENSION)["label"], hall.issue(PENSION)["label"]
    enter(page, "quay6", hall.password("quay6"))
    tab_to(page, "Quầy 6")
    page.keyboard.press("Enter")
    expect(page.locator(".top .chip.open")).to_be_visible()
    expect(page.locator(".waiting li")).to_have_count(2)
    assert page.evaluate(OVERFLOW) == []

    press(page, "Enter")
    called = page.locator(".number.called .label")
    expect(called).to_have_text(stayed)
    expect(page.locator(".why")).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
    press(page, "r")
    expect(page.locator(".since")).to_contain_text("gọi lần 2")
    press(page, "v")
    expect(page.locator(".held")).to_contain_text(stayed)
    expect(page.locator(".day")).to_contain_text("Vắng mặt1")
    settled(page)
    tab_to(page, "Đưa lại hàng chờ")
    page.keyboard.press("Enter")
    expect(page.locator(".waiting li").first).to_contain_text(stayed)

    settled(page)
    tab_to(page, "Gọi số tiếp theo")
    page.keyboard.press("Enter")
    expect(called).to_have_text(stayed)
    press(page, "s")
    expect(page.locator(".number.serving")).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
    settled(page)
    while not page.evaluate("document.activeElement.name === 'dossiers'"):
        page.keyboard.press("Tab")
    page.keyboard.type("H15.50-261123-0001 H15.50-261123-0002")
    expect(page.locator("[name=count]")).to_have_value("2")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".citizen.nobody")).to_be_visible()
    expect(page.locator(".waiting li")).to_contain_text([came])

    outcome = hall.ticket(stayed)["outcome"]
    assert (outcome["result"], outcome["count"]) == ("accepted", 2)
    assert outcome["dossiers"] == ["H15.50-261123-0001", "H15.50-261123-0002"]


def test_what_is_refused_is_said_in_a_sentence(page: Page, hall: Demo) -> None:
    hall.clerk(4)
    enter(page, "quay1", hall.password("quay1"))
    tab_to(page, "Quầy 4")
    page.keyboard.press("Enter")
    refusal = page.get_by_role("alert")
    expect(refusal).to_have_text("Quầy 4 đang có cán bộ khác phụ trách. Vui lòng chọn quầy khác.")
    expect(page.locator(".entry-counters")).to_be_visible()
