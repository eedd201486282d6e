"""The manager's page takes a list: every bad line is named, every change shown, and then all of it is imported."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import Demo
from tests.browser.pictures import WANTED, keep
from tests.browser.signing import sign_in

pytestmark = pytest.mark.browser

HEAD = ("Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Cấp thực hiện", "Cơ quan thực hiện", "Phạm vi", "Số ngày", "Đơn vị")
LONG = "Đăng ký phương tiện thủy nội địa lần đầu đối với thuyền mẫu, bè mẫu và các phương tiện thô sơ mẫu khác " * 2
BOATS = ("1.900001", LONG.strip(), "Nghề thuyền", "tinh", "Sở Xây dựng", "province_default", 7, "WORKING_DAY")
BIRTH = ("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", "xa", "UBND cấp xã", "province_default", 2, "WORKING_DAY")
SPOILT = (*BOATS[:1], '="Đăng ký "&"bè"', *BOATS[2:])
DIRTY = ("1.014955-Xoa", *BOATS[1:])


def workbook(*rows: Sequence[Any]) -> bytes:
    book, raw = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (("DANH MỤC THỦ TỤC HÀNH CHÍNH",), (), HEAD, *rows):
        book.active.append(row)
    book.save(raw)
    return raw.getvalue()


def catalogue(new_page: NewPage, hall: Demo, user: str) -> Page:
    page = new_page(1366, 900)
    page.goto(hall.facts["manager"])
    sign_in(page, user, hall.password(user))
    page.get_by_role("link", name="Danh mục").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danh mục")
    return page


def preview(page: Page, raw: bytes) -> None:
    page.locator("[name=file]").set_input_files({"name": "danh-muc.xlsx", "mimeType": "", "buffer": raw})
    page.get_by_role("button", name="Xem trước thay đổi").click()


def test_a_list_is_looked_at_corrected_and_imported(hall: Demo, new_page: NewPage) -> None:
    page = catalogue(new_page, hall, "giamsat")
    preview(page, workbook(BOATS, SPOILT, DIRTY, BIRTH))
    expect(page.locator(".problems li")).to_have_text(
        [
            "Dòng 5: ô B5 chứa công thức. Dán giá trị thay cho công thức.",
            "Dòng 6: “1.014955-Xoa” không phải mã thủ tục. Sửa theo dạng 1.001193 hoặc xóa dòng này.",
        ]
    )
    expect(page.get_by_role("button", name="Nhập")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    if WANTED:
        keep(page, "import-problems")

    preview(page, workbook(BOATS, BIRTH))
    expect(page.locator(".summary")).to_contain_text("2 dòng: 1 thêm mới, 1 thay đổi, 0 hết hiệu lực, 0 giữ nguyên.")
    expect(page.locator(".summary")).to_contain_text("Tiêu đề ở dòng 3 (Sheet).")
    expect(page.locator(".changes tbody tr")).to_have_count(3)
    expect(page.locator(".changes tbody tr").filter(has_text="1.001193")).to_contain_text("2 ngày làm việc")
    if WANTED:
        keep(page, "import-preview")
    assert hall.ask("GET", f"/halls/{hall.hall}/procedures?q=1.900001")["items"] == []

    page.get_by_role("button", name="Nhập 3 thay đổi").click()
    expect(page.locator(".note.ok")).to_be_visible()
    assert [it["code"] for it in hall.ask("GET", f"/halls/{hall.hall}/procedures?q=1.900001")["items"]] == ["1.900001"]

    preview(page, workbook(BOATS, BIRTH))
    expect(page.locator(".note")).to_have_text("Không có gì mới; danh mục giữ nguyên.")


def test_the_halls_manager_sees_the_preview_and_who_may_import(hall: Demo, new_page: NewPage) -> None:
    page = catalogue(new_page, hall, "quanly")
    rafts = ("1.900002", "Đăng ký bè mẫu", *BOATS[2:])
    preview(page, workbook(rafts))
    expect(page.locator(".changes tbody tr").first).to_contain_text("1.900002")
    expect(page.locator(".note.warn")).to_contain_text("chỉ tài khoản có vai trò cấp tỉnh mới được nhập")
    expect(page.get_by_role("button", name="Nhập")).to_have_count(0)
