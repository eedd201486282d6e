"""After a visit: five steps on the tablet at the counter, a complaint and its answer on the manager's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import LAND, Demo, Json
from tests.browser.pictures import WANTED, keep
from tests.browser.signing import manager_page
from tests.browser.test_accessible import serious, unseen_focus

pytestmark = pytest.mark.browser

TWENTY_MM = 118  # px, on ten inches of 1280 × 800
CALM = "Xong việc, mời Quý công dân đánh giá tại đây."


def token_of(ticket: Json) -> str:
    return str(ticket["track_url"]).rpartition("/")[2]


def tablet(new_page: NewPage, hall: Demo, counter: str) -> Page:
    """The tablet of that counter, enrolled by the code a manager reads off the page."""
    page = new_page(1280, 800, has_touch=True)
    page.goto(f"{hall.server}/rate/{counter}")
    wanted = {"kind": "display", "name": "Máy tính bảng quầy 5"}
    page.get_by_label("Mã ghi danh").fill("no such code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Mã ghi danh không đúng")
    page.get_by_label("Mã ghi danh").fill(hall.ask("POST", f"/halls/{hall.hall}/devices", "quanly", wanted)["code"])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(CALM)
    return page


def too_small(page: Page) -> list[str]:
    """What could be missed with a thumb."""
    boxes = [(one.inner_text(), one.bounding_box()) for one in page.locator("main button").all()]
    return [text for text, box in boxes if box is None or min(box["width"], box["height"]) < TWENTY_MM]


def marks(hall: Demo, ticket: Json) -> list[Json]:
    return [one["payload"] for one in hall.entries("ticket_rated") if one["payload"]["ticket"] == ticket["id"]]


def test_the_tablet_asks_about_the_visit_that_ended_and_about_no_other(hall: Demo, new_page: NewPage) -> None:
    clerk = hall.clerk(5)
    absent = hall.issue(LAND)
    clerk.call(absent)  # an earlier story's visit may have ended here within the minute
    clerk.do(absent, "no-shows")
    page = tablet(new_page, hall, clerk.counter)
    first, second, third = (hall.issue(LAND) for _ in range(3))
    clerk.serve(first, "H15.50-261123-0101")
    expect(page.locator(".ask__visit")).to_contain_text(first["label"])
    if WANTED:
        keep(page, "rating")
    assert (too_small(page), serious(page), unseen_focus(page, 4)) == ([], [], [])
    page.get_by_role("button", name="Không hài lòng").and_(page.locator("[data-score='2']")).press("Enter")
    expect(page.locator("h1")).to_contain_text("Điều gì chưa tốt?")
    assert (too_small(page), serious(page)) == ([], [])
    page.get_by_role("button", name="Chờ lâu").tap()
    expect(page.get_by_role("button", name="Chờ lâu")).to_have_attribute("aria-pressed", "true")
    clerk.call()  # before the citizen has sent it: what was chosen counts, and nothing of it stays on the glass
    expect(page.locator(".thanks")).to_be_visible()
    expect(page.locator("#page")).not_to_contain_text(first["label"])
    (mark,) = marks(hall, first)
    assert (mark["score"], mark["reasons"], mark["channel"]) == (2, ["long_wait"], "tablet")

    clerk.do(second, "starts")
    hall.ask("PUT", f"/tickets/{second['id']}/outcome", clerk.user, {"result": "accepted"})
    page.get_by_role("button", name="Rất hài lòng").tap()
    expect(page.locator("h1")).to_contain_text("Cảm ơn Quý công dân đã góp ý!")
    expect(page.locator("h1")).to_contain_text(CALM)  # by itself, after a few seconds
    assert [one["score"] for one in marks(hall, second)] == [5]

    clerk.serve(third)
    page.get_by_role("button", name="Không đánh giá").tap()
    expect(page.locator("h1")).to_contain_text(CALM)
    assert marks(hall, third) == []
    page.reload()
    expect(page.locator(".ask__visit")).to_contain_text(third["label"])  # enrolled still, and the minute is not over


def test_a_complaint_is_answered_on_the_managers_page(hall: Demo, new_page: NewPage) -> None:
    ticket = hall.issue(LAND)
    hall.clerk(5).serve(ticket, "H15.50-261123-0102")
    turn = f"/turns/{token_of(ticket)}"
    words = "Tôi chờ hơn một giờ.\n<b>Không ai</b> giải thích."
    hall.ask("POST", f"{turn}/complaints", body={"text": words})
    page = manager_page(new_page, hall)
    expect(page.locator(".note:not(.danger)").filter(has_text="phản ánh chờ trả lời")).to_be_visible()
    page.get_by_role("link", name="Đánh giá và phản ánh").click()
    complaint = page.locator("article").filter(has_text=ticket["label"]).filter(has=page.locator("textarea"))
    expect(complaint.locator("blockquote")).to_have_text(words)
    expect(complaint.locator(".complaints__state")).to_contain_text("Còn 5 ngày làm việc để trả lời")
    expect(page.locator(".ratings .summary")).to_be_visible()
    assert serious(page) == []
    complaint.get_by_label("Trả lời công dân").fill("Trung tâm xin lỗi và đã mở thêm quầy.")
    complaint.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator(".complaints__said")).to_have_text(f"Đã gửi trả lời cho lượt {ticket['label']}.")
    expect(page.locator("li.answered").filter(has_text=ticket["label"])).to_contain_text("đã mở thêm quầy")
    assert hall.ask("GET", turn)["complaints"][0]["answer"] == "Trung tâm xin lỗi và đã mở thêm quầy."
