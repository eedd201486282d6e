"""The manager's page sets the hall: the slip with its paper beside it, the rules at the door, mistakes by fields."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import COPY, Demo
from tests.browser.pictures import WANTED, keep
from tests.browser.signing import sign_in
from tests.browser.test_accessible import serious

pytestmark = pytest.mark.browser

SAVED = "Đã lưu, có hiệu lực từ hôm nay."
LAND = "dat-dai"


def settings_page(new_page: NewPage, hall: Demo, link: str, width: int = 1366) -> Page:
    page = new_page(width, 900)
    page.goto(hall.facts["manager"])
    sign_in(page, "quanly", hall.password("quanly"))
    page.get_by_role("link", name=link, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(link)
    return page


def form(page: Page, name: str) -> Locator:
    return page.locator(f"[data-setting={name}]")


def save(page: Page, name: str) -> None:
    form(page, name).get_by_role("button", name="Lưu").click()
    expect(form(page, name).locator(".setting__said")).to_have_text(SAVED)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def logo() -> bytes:
    stream, picture = BytesIO(), Image.new("L", (300, 90), 255)
    ImageDraw.Draw(picture).ellipse((105, 0, 194, 89), width=12)
    picture.save(stream, "PNG")
    return stream.getvalue()


def test_the_slip_is_seen_before_it_is_saved(hall: Demo, new_page: NewPage) -> None:
    page = settings_page(new_page, hall, "Phiếu")
    paper = page.locator(".settings__paper img")
    expect(paper).to_have_js_property("naturalWidth", 576)
    page.get_by_label("58 mm").check()
    expect(paper).to_have_js_property("naturalWidth", 384)
    before = height(paper)
    page.locator("[name=qr]").uncheck()
    page.wait_for_function(
        "before => document.querySelector('.settings__paper img').naturalHeight < before", arg=before
    )
    page.locator("[name=logo]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(form(page, "slip").locator(".error").first).to_have_text(
        "Tệp này không phải ảnh PNG. Lưu biểu trưng thành PNG rồi chọn lại."
    )
    page.locator("[name=logo]").set_input_files({"name": "b.png", "mimeType": "image/png", "buffer": logo()})
    expect(page.get_by_role("button", name="Bỏ biểu trưng")).to_be_visible()
    page.locator("[name='foot.vi']").fill("Đường dây nóng: 1022")
    save(page, "slip")
    assert serious(page) == []
    if WANTED:
        page.evaluate("scrollTo(0, 0)")
        keep(page, "settings-slip")
    slip = hall.issue(COPY)["slip"]
    assert (slip["width_mm"], slip["blocks"][0]["kind"]) == (58, "image")
    assert Image.open(BytesIO(b64decode(slip["blocks"][0]["png"]))).size == (300, 90)
    assert "1022" in str(slip["blocks"])
    hall.ask("PUT", f"/halls/{hall.hall}/settings/slip", "quanly", {"value": None})


def test_the_rules_at_the_door_on_a_phone(hall: Demo, new_page: NewPage) -> None:
    before = settings(hall)
    page = settings_page(new_page, hall, "Quy tắc lấy số", 390)
    land = form(page, "quotas").locator(f"[name={LAND}]")
    land.fill("99999999999")
    form(page, "quotas").get_by_role("button", name="Lưu").click()
    expect(land).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#wrong-quotas-{LAND}")).to_have_text("Số lớn nhất là 2147483647.")
    land.fill("40")
    save(page, "quotas")
    form(page, "capacity").get_by_text("Giới hạn số cấp trong ngày").click()
    form(page, "capacity").locator("[name=tickets]").fill("300")
    form(page, "capacity").locator("[name=valid_from]").fill("2020-01-01")
    form(page, "capacity").get_by_role("button", name="Lưu").click()
    expect(page.locator("#wrong-capacity-valid_from")).to_contain_text("sớm nhất từ hôm nay")
    form(page, "capacity").locator("[name=valid_from]").fill("")
    save(page, "capacity")
    form(page, "first").get_by_text("Máy tự chọn").click()
    save(page, "first")
    assert serious(page) == []
    assert fits(page)
    if WANTED:
        page.evaluate("scrollTo(0, 0)")
        keep(page, "settings-door")
    told = settings(hall)
    assert (told["quotas"], told["capacity"], told["first"]) == ({LAND: 40}, {"tickets": 300}, [])
    for name in ("quotas", "capacity", "first"):
        hall.ask("PUT", f"/halls/{hall.hall}/settings/{name}", "quanly", {"value": before[name]})


def settings(hall: Demo) -> dict[str, object]:
    items = hall.ask("GET", f"/halls/{hall.hall}/settings", "quanly")["items"]
    return {one["name"]: one["value"] for one in items}


def height(image: Locator) -> int:
    return int(image.evaluate("it => it.naturalHeight"))
