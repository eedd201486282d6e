"""The turn in the citizen's pocket: live, heard, complete without script, over plain HTTP as in most halls."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import LAND, Demo, Json, wait_until
from tests.browser.wire import cable

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}


LOUD = [400, 150, 400]
SOFT = [150]

# A phone that shakes, and remembers what it was asked to do: no machine here has a motor.
REMEMBERS = """
  window.shaken = []; window.tones = 0;
  Object.defineProperty(navigator, "vibrate", {value: it => (window.shaken.push(it), true)});
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.tones++; return make.call(this); };
"""
PLAYED_WITHIN_S = 10.0
PAPERS = ["Giấy chứng nhận quyền sử dụng đất", "Hợp đồng có chứng thực"]


def elsewhere(address: str) -> str:
    """The same page as a phone in the hall opens it: by plain HTTP, where half of what a browser has is shut."""
    parts = urlsplit(address)
    return parts._replace(netloc=f"hall.test:{parts.port}").geturl()


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


def shaken(page: Page) -> list[Any]:
    """What the phone did since the last look; ends of shaking left out."""
    found: list[Any] = page.evaluate("window.shaken.splice(0)")
    return [it for it in found if it != 0]


def test_a_visit_followed_to_its_end_over_plain_http(hall: Demo, new_page: NewPage) -> None:
    """Bells, a place given away, the call, a recall, papers still missing, a mark, a complaint and its answer."""
    first, mine, third = (hall.issue(LAND) for _ in range(3))
    clerk = hall.clerk(5)
    page = new_page(**PHONE)
    page.add_init_script(REMEMBERS)
    errors: list[str] = []
    page.on("pageerror", lambda it: errors.append(str(it)))
    page.goto(elsewhere(mine["track_url"]))
    assert page.evaluate("isSecureContext") is False

    bell = page.get_by_role("switch", name="Bật chuông và rung")
    bell.tap()
    expect(bell).to_have_attribute("aria-checked", "true")
    assert shaken(page) == [SOFT]
    wait_until(lambda: page.evaluate("window.tones > 0"), PLAYED_WITHIN_S, "no bell was heard")

    page.get_by_role("button", name="Tôi sẽ đến muộn").tap()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("#page")).to_contain_text("còn nhường được 2 lần")
    page.get_by_role("button", name="Nhường người kế tiếp").tap()
    expect(page.locator(".turn__notice")).to_contain_text("hiện có 2 người phía trước")
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    clerk.serve(first)
    expect(page.locator(".turn__ahead b")).to_have_text("1")
    clerk.serve(third)
    expect(page.locator(".turn__headline")).to_have_text("Quý công dân là người tiếp theo")
    expect(page.get_by_role("status")).to_have_text("Quý công dân là người tiếp theo")
    assert shaken(page) == [SOFT, SOFT]  # at the next but one, and at the next

    called = clerk.call()
    expect(page.locator("#page")).to_have_attribute("data-tone", "call")
    expect(page.get_by_role("alert")).to_have_text(f"Số {mine['label']}: mời đến quầy 5")
    expect(page.locator("#bell-how")).to_have_text("Chạm vào màn hình để tắt chuông.")
    assert shaken(page)[0] == LOUD
    page.locator(".turn__now").tap()
    expect(page.locator("#bell-how")).not_to_have_text("Chạm vào màn hình để tắt chuông.")
    shaken(page)
    clerk.do(called, "recalls")
    wait_until(lambda: LOUD in shaken(page), PLAYED_WITHIN_S, "the recall did not ring")

    clerk.do(called, "starts")
    expect(page.locator(".turn__headline")).to_have_text("Đang được phục vụ")
    outcome = {"result": "supplement", "missing": PAPERS}
    hall.ask("PUT", f"/tickets/{called['id']}/outcome", clerk.user, outcome)
    expect(page.locator(".turn__papers li")).to_have_text(PAPERS)
    expect(page.locator(".turn__facts")).to_contain_text("Cần bổ sung giấy tờ")

    page.locator("label[for=score-2]").tap()
    page.get_by_role("checkbox", name="Chờ lâu").check()
    page.get_by_role("button", name="Gửi đánh giá").tap()
    expect(page.get_by_role("heading", name="Cảm ơn Quý công dân đã góp ý!")).to_be_focused()
    expect(page.locator(".turn__thanks")).to_contain_text("Không hài lòng")

    page.get_by_role("button", name="Gửi phản ánh").tap()
    page.get_by_label("Nội dung phản ánh").fill("Chờ hơn một giờ.")
    expect(page.locator("#most")).to_have_text("Còn 1984 ký tự.")
    page.get_by_role("button", name="Gửi phản ánh").tap()
    expect(page.get_by_role("heading", name="Phản ánh đã gửi")).to_be_focused()
    (complaint,) = hall.ask("GET", "/turns/" + mine["track_url"].rsplit("/", 1)[1])["complaints"]
    answer = "Trung tâm xin lỗi và đã mở thêm quầy."
    hall.ask("POST", f"/complaints/{complaint['id']}/answers", "quanly", {"text": answer})
    expect(page.locator(".said article")).to_contain_text(answer)
    assert errors == []


def test_every_page_opens_over_plain_http(hall: Demo, new_page: NewPage) -> None:
    """But the kiosk's, which the machine it runs on opens for itself alone. (401: nobody has signed in.)"""
    page = new_page(1366, 768)
    errors: list[str] = []
    page.on(
        "console",
        lambda it: errors.append(f"{page.url}: {it.text}") if it.type == "error" and "401" not in it.text else None,
    )
    page.on("pageerror", lambda it: errors.append(f"{page.url}: {it}"))
    for place in (
        hall.facts["display"],
        hall.facts["counter"],
        hall.facts["manager"],
        f"{hall.server}/guide/{hall.hall}",
    ):
        page.goto(elsewhere(place))
        expect(page.locator("#page, main").first).not_to_be_empty()
        assert page.evaluate("isSecureContext") is False
    assert errors == []


def test_a_phone_that_slept_through_its_call_sees_the_truth_and_rings_once(hall: Demo, new_page: NewPage) -> None:
    ticket = hall.issue(LAND)
    clerk = hall.clerk(5)
    with cable(hall.server) as line:
        page = new_page(**PHONE)
        page.add_init_script(REMEMBERS)
        page.goto(line.url + urlsplit(ticket["track_url"]).path)
        page.get_by_role("switch").tap()
        line.cut()
        shaken(page)
        clerk.call()
        line.mend()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator(".turn__counter b")).to_have_text("5")
        expect(page.locator("#bell-how")).to_have_text("Chạm vào màn hình để tắt chuông.")
        expect(page.locator("#bell-how")).not_to_have_text("Chạm vào màn hình để tắt chuông.")
        assert shaken(page) == [LOUD]
