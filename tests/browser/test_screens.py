"""A manager arranges the screens and sees each before it is saved; a television enrols itself and follows."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import Demo
from tests.browser.pictures import WANTED, keep
from tests.browser.signing import sign_in
from tests.browser.test_accessible import serious

pytestmark = pytest.mark.browser

KEYS = "ACDEFGHJKMNPQRTUVWXY34679"
ACROSS = 9


@pytest.fixture
def hall_with_screens(hall: Demo) -> Iterator[Demo]:
    """The hall, and afterwards the screens it had before."""
    settings = hall.ask("GET", f"/halls/{hall.hall}/settings", "quanly")["items"]
    before = next(one["value"] for one in settings if one["name"] == "displays")
    yield hall
    hang(hall, before)


def hang(hall: Demo, value: object) -> None:
    hall.ask("PUT", f"/halls/{hall.hall}/settings/displays", "quanly", {"value": value})


def poster() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (160, 90), "#0B5D5A").save(stream, "PNG")
    return stream.getvalue()


def test_a_screen_is_arranged_and_seen_before_it_hangs(hall_with_screens: Demo, new_page: NewPage) -> None:
    hall, page = hall_with_screens, new_page(1440, 900)
    page.goto(hall.facts["manager"])
    sign_in(page, "quanly", hall.password("quanly"))
    page.get_by_role("link", name="Màn hình", exact=True).click()
    preview = page.frame_locator(".preview iframe")
    expect(preview.locator(".counters li")).to_have_count(7)
    page.get_by_role("button", name="Thêm khu vực").click()
    page.keyboard.type("Khu B")
    page.get_by_role("group", name="Các quầy trong khu vực").get_by_text("Quầy 5", exact=True).click()
    page.get_by_role("button", name="Thêm màn hình").click()
    page.keyboard.type("Cửa số 2")
    screen = page.locator(".screen")
    expect(screen.locator("[name$='.id']")).to_have_value("cua-so-2")
    screen.get_by_label("Dành cho").select_option("Khu B")
    expect(preview.locator(".counters li")).to_have_count(1)
    screen.get_by_text("Gọi số và ảnh").click()
    pictures = screen.locator("input[type=file]")
    pictures.set_input_files({"name": "anh.png", "mimeType": "image/png", "buffer": b"<svg onload='alert(1)'/>"})
    expect(screen.get_by_role("alert")).to_contain_text("anh.png: Tệp này không phải ảnh PNG")
    save(page)
    expect(screen.locator(".images .error").last).to_have_text("Bố cục này cần ít nhất một ảnh.")
    pictures.set_input_files({"name": "loi-di.png", "mimeType": "image/png", "buffer": poster()})
    expect(screen.get_by_label("Ảnh 1 nói gì, bằng lời")).to_have_value("loi-di")
    expect(preview.get_by_alt_text("loi-di")).to_be_visible()
    save(page)
    expect(page.locator(".setting__said")).to_have_text("Đã lưu, có hiệu lực từ hôm nay.")
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hung = new_page(1280, 720)
    hung.goto(f"{hall.server}/display/{hall.hall}/cua-so-2")
    expect(hung.get_by_alt_text("loi-di")).to_be_visible()


def test_a_television_enrols_with_arrows_and_ok_and_follows_its_manager(
    hall_with_screens: Demo, new_page: NewPage
) -> None:
    hall, page = hall_with_screens, new_page(1280, 720)
    path = f"/halls/{hall.hall}/devices"
    code = hall.ask("POST", path, "quanly", {"kind": "display", "name": "Ti vi thử"})["code"]
    page.goto(f"{hall.server}/display")
    expect(page.get_by_role("button", name="A", exact=True)).to_be_focused()
    page.keyboard.type("33333333")
    expect(page.get_by_role("alert")).to_contain_text("Mã này sai")
    assert serious(page) == []
    if WANTED:
        keep(page, "display-enrol")
    page.mouse.click(5, 5)  # beside the keys
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="A", exact=True)).to_be_focused()
    at = KEYS.index("A")
    for letter in code:
        at = press(page, at, KEYS.index(letter))
    page.wait_for_url(f"**/display/{hall.hall}#device")
    devices = hall.ask("GET", path, "quanly")["items"]
    me = next(one["id"] for one in devices if one["name"] == "Ti vi thử")
    expect(page.locator(".counters li")).to_have_count(7)
    screen = {"id": "quay-4", "name": "Quầy 4", "layout": "counter", "counter": f"{hall.hall}.4", "device": me}
    hang(hall, {"screens": [screen]})
    page.wait_for_url(f"**/display/{hall.hall}/quay-4#device")
    token = page.evaluate("localStorage.getItem('luot.device')")
    hall.ask("DELETE", f"/devices/{me}", "quanly")
    page.wait_for_url("**/display#withdrawn")
    expect(page.get_by_role("alert")).to_contain_text("đã được thu hồi")
    # One that was off meanwhile comes with a token nobody knows any more.
    page.evaluate("it => localStorage.setItem('luot.device', it)", token)
    page.goto(f"{hall.server}/display/{hall.hall}/quay-4#device")
    page.wait_for_url("**/display#withdrawn")


def press(page: Page, at: int, to: int) -> int:
    """From key to key as a remote control goes, along the upper of the two rows (the last is shorter), then OK."""
    along = ["ArrowRight" if to % ACROSS > at % ACROSS else "ArrowLeft"] * abs(to % ACROSS - at % ACROSS)
    across = ["ArrowDown" if to > at else "ArrowUp"] * abs(to // ACROSS - at // ACROSS)
    for key in (*along, *across) if to > at else (*across, *along):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    return to


def save(page: Page) -> None:
    button: Locator = page.locator("[data-setting=displays]").get_by_role("button", name="Lưu")
    button.click()
