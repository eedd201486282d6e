"""The guide with a phone in one hand: goes where the bell rings, gives, finds, prints again, confirms."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, COPY, Demo, wait_until
from tests.browser.test_accessible import serious, unseen_focus

pytestmark = pytest.mark.browser

SMALLEST = 44  # px, of anything to press
SMALL = """least => [...document.querySelectorAll("button, select, textarea, input:not([type=radio])")]
  .filter(it => it.offsetParent && Math.min(it.offsetHeight, it.offsetWidth) < least)
  .map(it => it.outerHTML.slice(0, 80))"""


def guides_page(new_page: NewPage, hall: Demo) -> Page:
    """A phone that has not met its guide yet; signed in by name and PIN."""
    page = new_page(360, 740, is_mobile=True, has_touch=True)
    page.goto(hall.facts["guide"])
    page.fill("[name=user]", "huongdan")
    sound(page)
    type_pin(page, hall)
    expect(page.locator("nav.bar")).to_be_visible()
    return page


def type_pin(page: Page, hall: Demo) -> None:
    """The sixth digit signs in."""
    page.locator("[name=pin]").focus()
    page.keyboard.type(next(one["pin"] for one in hall.facts["staff"] if one["user"] == "huongdan"))


def sound(page: Page) -> None:
    """Nobody is kept out, nothing is too small, nothing lies beside the screen."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(it => it.finished))")  # buttons change colour
    assert serious(page) == []
    assert page.evaluate(SMALL, SMALLEST) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def show(page: Page, view: str) -> None:
    page.locator(f"[data-view={view}]").tap()


def test_a_guides_morning(hall: Demo, new_page: NewPage) -> None:
    claimed = hall.issue(BIRTH, priority="elderly")
    page = guides_page(new_page, hall)
    helped(page, hall)
    confirmed(page, hall, claimed["label"])
    label = given(page, hall)
    printed_again(page, hall)
    found_and_voided(page, hall, label)
    entered_by_hand(page, hall)
    page.get_by_role("button", name="Đăng xuất").tap()
    expect(page.locator(".door__who")).to_have_text("huongdan")  # this phone knows its guide now
    type_pin(page, hall)
    expect(page.locator("nav.bar")).to_be_visible()


def helped(page: Page, hall: Demo) -> None:
    hall.ask("POST", f"/halls/{hall.hall}/help-calls", body={})
    call = page.locator(".help__call")
    expect(call).to_contain_text("Cần giúp: Kiosk của chương trình")
    sound(page)
    call.get_by_role("button").tap()
    expect(call).to_have_count(0)
    assert hall.ask("GET", f"/halls/{hall.hall}/help-calls", "huongdan")["items"] == []


def confirmed(page: Page, hall: Demo, label: str) -> None:
    row = page.locator(f"[data-label={label}]")
    row.get_by_role("button", name="Đã xem giấy tờ").tap()
    expect(row).to_have_count(0)
    assert hall.ticket(label)["priority_by"] == "huongdan"


def given(page: Page, hall: Demo) -> str:
    """A number for somebody who cannot use the kiosk, by keyboard; its slip comes out there."""
    show(page, "give")
    page.fill("[name=procedure]", "sao y")
    expect(page.locator(".found")).to_have_attribute("aria-busy", "false")
    page.keyboard.press("Enter")
    expect(page.locator(".decision.yes, .decision.yes_handover")).to_be_visible()
    sound(page)
    assert unseen_focus(page) == []
    before = hall.papers()
    page.locator(".give .primary").tap()
    expect(page.locator(".given .note.ok")).to_be_visible()
    expect(page.locator(".given svg")).to_be_visible()
    wait_until(lambda: hall.papers() == before + 1, 10, "the slip did not come out of the kiosk")
    sound(page)
    return page.locator(".given__label").inner_text()


def printed_again(page: Page, hall: Demo) -> None:
    """A slip that failed is seen, comes out at a touch, and the number is still one."""
    ticket = hall.issue(COPY)
    hall.ask("PUT", f"/tickets/{ticket['id']}/print", body={"result": "failed", "problem": "paper_out"})
    show(page, "paper")
    row = page.locator(f"[data-label={ticket['label']}]")
    expect(row).to_contain_text("Phiếu không in được")
    sound(page)
    row.get_by_role("button", name="In lại phiếu").tap()
    wait_until(lambda: hall.ticket(ticket["label"])["paper"] == "confirmed", 15, "the slip was not printed again")
    expect(row).to_have_count(0)


def found_and_voided(page: Page, hall: Demo, label: str) -> None:
    """By what a scanner types: the address on the slip."""
    ticket = hall.ticket(label)
    code = hall.ask("GET", f"/tickets/{ticket['id']}/code", "huongdan")
    show(page, "find")
    page.fill("[name=wanted]", code["url"])
    page.keyboard.press("Enter")
    expect(page.locator(".card__label")).to_have_text(label)
    sound(page)
    page.locator(".card .danger").tap()
    page.get_by_role("button", name="Phiếu in hỏng").tap()
    expect(page.locator(".card__state")).to_contain_text("Đã hủy")
    assert (hall.ticket(label)["state"], hall.ticket(label)["reason"]) == ("voided", "Phiếu in hỏng")


def entered_by_hand(page: Page, hall: Demo) -> None:
    """What cannot be entered stays to be corrected."""
    served = hall.issue(COPY)["label"]
    show(page, "hand")
    page.fill("[name=labels]", f"{served.lower()}, Z999")
    sound(page)
    page.locator(".hand .primary").tap()
    expect(page.locator(".answers .served")).to_contain_text(served)
    expect(page.locator(".answers .refused")).to_contain_text("Z999")
    expect(page.locator("[name=labels]")).to_have_value("Z999")
    assert hall.ticket(served)["state"] == "served"
