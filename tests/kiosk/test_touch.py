"""The touch screen in a real browser: a number in three touches, harmless double taps, and every kind of trouble."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from luot_kiosk.kiosk import Kiosk
from luot_kiosk.page import built_files
from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult
from tests.kiosk.touching import LANDSCAPE, PORTRAIT, measure, on, touch, touch_when_ready

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(built_files() is None, reason="The pages are not built; `make setup` builds them."),
]


def test_three_touches_to_a_number(page: Page, hall: Any) -> None:
    touch(page, "procedure", "1.001193")
    on(page, "here")
    touch(page, "area-own")
    on(page, "confirm")
    expect(page.get_by_text("UBND phường Tuy Hòa")).to_be_visible()
    expect(page.get_by_text("Giấy chứng sinh")).to_be_visible()
    touch(page, "take")
    on(page, "number")
    expect(page.locator("[data-role=label]")).to_have_text("A012")
    expect(page.locator("[data-print=printed]")).to_be_visible()
    assert len(hall.tickets) == 1


def test_two_touches_where_no_area_is_asked(page: Page) -> None:
    touch(page, "procedure", "2.000815")
    touch(page, "take")
    on(page, "number")


def test_double_taps_do_nothing_twice(page: Page, hall: Any) -> None:
    page.locator("[data-code='2.000815']").dblclick()
    on(page, "confirm")
    page.locator("[data-action=take]").dblclick()
    on(page, "number")
    assert hall.attempts == [next(iter(hall.tickets))]


def test_a_slow_second_tap_does_not_put_the_number_away(page: Page) -> None:
    page.clock.install()
    touch(page, "procedure", "2.000815")
    touch(page, "take")
    on(page, "number")
    expect(page.locator("[data-action=done]")).to_be_disabled()
    page.clock.run_for(1100)
    expect(page.locator("[data-action=done]")).to_be_enabled()


def test_a_priority_is_claimed_never_assumed(page: Page, hall: Any) -> None:
    touch(page, "procedure", "2.000815")
    expect(page.locator("[data-action=priority]")).to_contain_text("Tôi thuộc diện ưu tiên")
    touch(page, "priority")
    touch(page, "priority-class", "elderly")
    expect(page.locator("[data-action=priority]")).to_contain_text("Người cao tuổi")


def test_who_is_of_this_place_takes_the_number_with_that_answer(page: Page, hall: Any) -> None:
    touch(page, "procedure", "1.001193")
    expect(page.get_by_text("Giấy chứng sinh")).to_be_visible()  # what to bring is seen before the number all the same
    touch(page, "take-here")
    on(page, "number")
    assert [one["area"] for one in hall.wanted] == ["22015"]


def test_search_needs_no_diacritics_keys(page: Page) -> None:
    touch(page, "search")
    for letter in "khai":
        page.locator(f"[data-key={letter}]").click()
    touch(page, "procedure", "1.001193")
    on(page, "here")


def test_guidance_from_any_screen(page: Page, hall: Any) -> None:
    touch(page, "fields")
    touch(page, "help")
    touch(page, "advice")
    on(page, "number")
    assert next(iter(hall.tickets.values()))["purpose"] == "advice"


def test_an_unprinted_number_stays_on_screen(page: Page, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    status = PrinterStatus(PrinterState.PAPER_OUT)
    monkeypatch.setattr(kiosk.slips._printer, "print", lambda image: PrintResult("failed", status))
    touch(page, "procedure", "2.000815")
    touch(page, "take")
    expect(page.locator("[data-print=failed]")).to_contain_text("A012")
    expect(page.locator(".number__qr img")).to_be_visible()


def test_a_lost_answer_is_asked_for_again_with_one_number(page: Page, hall: Any) -> None:
    touch(page, "procedure", "2.000815")
    hall.faults.extend(["lose"] * 20)
    touch(page, "take")
    on(page, "trouble")
    hall.faults.clear()
    touch(page, "retry")
    on(page, "number")
    assert len(hall.tickets) == 1


def test_the_screen_comes_back_with_the_server(page: Page, kiosk: Kiosk, hall: Any) -> None:
    kiosk.menu._grace = 0.0
    touch(page, "procedure", "1.001193")
    on(page, "here")
    port = hall.stop()
    expect(page.get_by_role("alert")).to_contain_text("mất kết nối", timeout=8000)
    hall.start(port)
    expect(page.locator("[data-action=area-own]")).to_be_visible(timeout=8000)


def test_a_closed_hall_says_when_it_opens(page: Page, hall: Any) -> None:
    hall.menu = hall.menu | {"open": False, "next_open": "2026-11-23T13:30:00+07:00"}
    expect(page.get_by_text("13:30, 23/11/2026")).to_be_visible(timeout=8000)
    expect(page.locator("[data-action=procedure]")).to_have_count(0)


def test_idle_asks_first_and_then_makes_room(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PORTRAIT)
    page.clock.install()
    page.goto(address)
    touch_when_ready(page)
    touch(page, "fields")
    page.clock.run_for(62_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    touch(page, "more-time")
    expect(page.get_by_role("dialog")).to_be_hidden()
    on(page, "fields")
    page.clock.run_for(82_000)
    on(page, "home")
    page.close()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.locator("[data-code='2.000815']").focus()
    page.keyboard.press("Enter")
    on(page, "confirm")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.locator("[data-action=take]").focus()
    page.keyboard.press("Enter")
    on(page, "number")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("modes", [(), ("larger",), ("seated",)], ids=["plain", "larger", "seated"])
def test_targets_are_large_and_nothing_runs_over(page: Page, size: Any, modes: tuple[str, ...]) -> None:
    page.set_viewport_size(size)
    for mode in modes:
        touch(page, mode)
    measure(page)
    touch(page, "search")
    measure(page)
    touch(page, "home")
    touch(page, "fields")
    measure(page)
    touch(page, "home")
    touch(page, "procedure", "2.000815")
    on(page, "confirm")
    measure(page)
    touch(page, "take")
    expect(page.locator("[data-print=printed]")).to_be_visible()
    measure(page)
