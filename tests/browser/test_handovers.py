"""The courier comes: a manager ticks a bag with the keyboard, hands it over in one press, and prints what to sign."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import LAND, PENSION, Demo, Json
from tests.browser.signing import manager_page
from tests.browser.test_accessible import serious, unseen_focus

pytestmark = pytest.mark.browser

FAR_LAND: Json = {**LAND, "area": "24373"}
FAR_PENSION: Json = {**PENSION, "area": "24133"}
A4_PX = 680  # 210 mm less two margins of 15, at 96 dots an inch


def tray(hall: Demo, state: str = "to_send") -> list[Json]:
    items: list[Json] = hall.ask("GET", f"/halls/{hall.hall}/handovers?state={state}&limit=1000", "quanly")["items"]
    return items


def at_handovers(new_page: NewPage, hall: Demo) -> Page:
    page = manager_page(new_page, hall)
    page.get_by_role("link", name="Chuyển hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chuyển hồ sơ")
    return page


def test_a_bag_is_ticked_and_handed_over_by_keyboard(hall: Demo, new_page: NewPage) -> None:
    land, pension = hall.clerk(5), hall.clerk(6)
    land.serve(hall.issue(FAR_LAND), "H15.50-261123-0301")
    chosen = hall.issue(FAR_LAND)
    land.serve(chosen, "H15.50-261123-0302", "H15.50-261123-0303")
    pension.serve(hall.issue(FAR_PENSION), "H15.50-261123-0304")
    before = tray(hall)

    page = at_handovers(new_page, hall)
    expect(page.locator(".bag tbody tr")).to_have_count(len(before))
    expect(page.locator(".bag caption")).to_have_count(len({one["to"]["ref"] for one in before}))
    expect(page.locator(".handovers__late")).to_have_text("Không có hồ sơ nào trễ.")
    press = page.get_by_role("button", name="Đã giao cho bưu tá / người chuyển")
    expect(press).to_be_disabled()

    page.get_by_role("checkbox", name=f"Chọn phiếu {chosen['label']}").focus()
    page.keyboard.press("Space")
    expect(page.locator(".press p")).to_have_text("Đã chọn 1 phiếu")
    page.locator("[name=courier]").focus()
    page.keyboard.type("Bưu điện, túi 12")
    page.keyboard.press("Enter")
    expect(page.locator(".handovers__said")).to_have_text("Đã ghi 1 phiếu.")
    expect(page.locator(".bag tbody tr")).to_have_count(len(before) - 1)
    sent = hall.entries("handover_sent")[-1]
    assert (sent["payload"]["courier"], sent["actor"]["id"]) == ("Bưu điện, túi 12", "quanly")

    page.select_option("[name=tray]", label="Đã chuyển, nơi đến chưa xác nhận")
    expect(page.get_by_role("button", name="Đã nhận")).to_be_visible()
    page.get_by_role("checkbox", name=f"Chọn phiếu {chosen['label']}").check()
    page.get_by_role("button", name="Đã nhận").click()
    expect(page.locator(".handovers__said")).to_have_text("Đã ghi 1 phiếu.")
    assert chosen["label"] in {one["label"] for one in tray(hall, "received")}


def test_an_empty_tray_says_so(hall: Demo, new_page: NewPage) -> None:
    hall.clerk(6).serve(hall.issue(FAR_PENSION), "H15.50-261123-0305")
    page = at_handovers(new_page, hall)
    for whole in page.get_by_role("checkbox", name="Chọn mọi phiếu").all():
        whole.check()
    page.get_by_role("button", name="Đã giao cho bưu tá / người chuyển").click()
    expect(page.locator(".handovers__none")).to_have_text("Không còn hồ sơ nào chờ chuyển đi.")
    assert serious(page) == []
    page.select_option("[name=tray]", label="Đang trên đường đến đây")
    expect(page.locator(".handovers__none")).to_have_text("Không có hồ sơ nào như vậy từ nơi khác gửi đến.")


def test_the_sheet_fits_the_paper_and_leaves_room_to_sign(hall: Demo, new_page: NewPage) -> None:
    codes = [f"H15.50-261123-03{number}" for number in range(10, 16)]
    hall.clerk(5).serve(hall.issue(FAR_LAND), *codes)
    page = at_handovers(new_page, hall)
    row = page.locator(".bag tbody tr").last
    expect(row).to_be_visible()
    assert serious(page) == []
    assert unseen_focus(page, 14) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng kê (CSV)").click()
    assert all(code in download.value.path().read_text("utf-8-sig") for code in codes)

    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_PX, "height": 980})
    expect(page.locator(".bag .sign").first).to_be_visible()
    for head in ("Người giao", "Người nhận"):
        expect(page.locator(".bag thead").first).to_contain_text(head)
    for pressed in (".press", ".question .button", ".sections", ".bag .tick"):
        expect(page.locator(pressed).first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_PX
