"""A clerk's work, hands on the keyboard only."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, LAND, PENSION, Demo
from tests.browser.pictures import WANTED, keep
from tests.browser.signing import settled
from tests.browser.test_accessible import serious

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


def open_counter(page: Page, hall: Demo, number: int) -> None:
    enter(page, f"quay{number}", hall.password(f"quay{number}"))
    tab_to(page, f"Quầy {number}")
    page.keyboard.press("Enter")
    expect(page.locator(".top .chip.open")).to_be_visible()


def find(page: Page, field: str, text: str, expected: str) -> None:
    """Into that field by Tab, some letters, the first that is found."""
    while not page.evaluate(f"document.activeElement.name === '{field}'"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    expect(page.locator(".found[aria-busy=false] li").first).to_contain_text(expected)
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_have_count(0)


def test_a_wrong_press_is_corrected_without_a_mouse(page: Page, hall: Demo) -> None:
    """One for births is an extract in truth, one still waiting lives in Ea Kar; both keep their place."""
    first = hall.issue({**BIRTH, "area": "later"})
    second = hall.issue(BIRTH)
    open_counter(page, hall, 2)
    press(page, "Enter")
    press(page, "Enter")
    expect(page.locator(".number.serving")).to_be_visible()
    expect(page.locator(".confirm")).to_contain_text("Đúng thủ tục? 1.001193")
    expect(page.locator(".citizen .areas .button")).not_to_have_count(0)

    press(page, "d")
    expect(page.locator("[name=procedure]")).to_be_focused()
    find(page, "procedure", "trich luc", "Trích lục hộ tịch")
    expect(page.locator(".correction .decision.yes")).to_contain_text("Giải quyết tại đây")
    settled(page)
    assert page.evaluate(OVERFLOW) == []
    assert serious(page) == []
    if WANTED:
        keep(page, "desk-correction")
    assert hall.ticket(first["label"])["procedure"]["code"] == "1.001193", "nothing is saved before it is said"
    press(page, "Enter")
    expect(page.locator(".news")).to_contain_text(f"Số {first['label']}: Tiếp nhận tại đây · UBND phường Tuy Hòa")
    expect(page.locator(".confirm")).to_contain_text("2.000635")
    assert page.evaluate(OVERFLOW) == []

    settled(page)
    tab_to(page, "Đính chính")
    while not page.evaluate("document.activeElement.closest('.waiting') !== null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".correction h2")).to_contain_text(second["label"])
    find(page, "area", "ea kar", "Ea Kar")
    expect(page.locator(".correction .decision.yes_handover")).to_contain_text("UBND xã Ea Kar")
    settled(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".correction")).to_have_count(0)
    expect(page.locator(".outcome")).to_be_visible()
    press(page, "f")
    expect(page.locator(".citizen.nobody")).to_be_visible()

    done, waits = hall.ticket(first["label"]), hall.ticket(second["label"])
    assert (done["procedure"]["code"], done["state"]) == ("2.000635", "served")
    assert hall.entries("errand_finished")[-1]["payload"]["confirmed"] is True
    assert (waits["agency"]["id"], waits["issued_at"]) == ("ubnd-xa-ea-kar", second["issued_at"])


def test_what_belongs_elsewhere_is_finished_as_referred(page: Page, hall: Demo) -> None:
    stranger = hall.issue(BIRTH)
    hall.ask("PATCH", f"/tickets/{stranger['id']}", "huongdan", {"area": "26734@79"})
    open_counter(page, hall, 2)
    press(page, "Enter")
    press(page, "Enter")
    expect(page.locator(".citizen .decision.refer .refer-to li")).not_to_have_count(0)
    expect(page.locator(".choice.chosen")).to_contain_text("Chuyển nơi khác")
    press(page, "f")
    expect(page.locator(".citizen.nobody")).to_be_visible()
    assert hall.ticket(stranger["label"])["outcome"]["result"] == "referred"


def test_a_result_waits_where_the_citizen_wants_it(page: Page, hall: Demo) -> None:
    away = hall.issue({**LAND, "area": "24373"})
    open_counter(page, hall, 5)
    press(page, "Enter")
    press(page, "Enter")
    expect(page.locator(".handed")).to_contain_text("(hồ sơ giấy)")
    expect(page.locator("[name=return_to]")).to_have_value("Tại đây")
    find(page, "return_to", "ea kar", "Ea Kar")
    assert page.evaluate(OVERFLOW) == []
    settled(page)
    if WANTED:
        keep(page, "desk-handover")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".citizen.nobody")).to_be_visible()
    finished = hall.entries("errand_finished")[-1]["payload"]
    assert (finished["ticket"], finished["return_to"]) == (away["id"], "DL-24373")


def fits_and_is_readable(page: Page) -> None:
    """Once no button is still changing its colour."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(it => it.finished))")
    assert page.evaluate(OVERFLOW) == []
    assert serious(page) == []


def begin_number(page: Page, text: str, expected: str) -> None:
    press(page, "n")
    expect(page.locator("[name=procedure]")).to_be_focused()
    find(page, "procedure", text, expected)


def test_a_number_is_given_at_the_desk_without_a_mouse(page: Page, hall: Demo) -> None:
    """One whose place is asked at the desk, and one for a code that the catalogue does not have."""
    open_counter(page, hall, 2)
    begin_number(page, "khai sinh", "Đăng ký khai sinh")
    expect(page.locator(".issue .decision.ask .areas .button")).not_to_have_count(0)
    expect(page.locator(".issue .primary")).to_contain_text("địa bàn hỏi tại quầy")
    find(page, "area", "tuy hoa", "Tuy Hòa")
    expect(page.locator(".issue .decision.yes")).to_contain_text("UBND phường Tuy Hòa")
    expect(page.locator(".issue .primary")).to_be_enabled()  # until then it is grey, and turning green is no colour
    fits_and_is_readable(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=priority]")).to_have_value("elderly")
    before = hall.position
    press(page, "Control+Enter")
    shown = page.locator(".given .label")
    expect(shown).to_be_visible()
    given = hall.ticket(shown.inner_text())
    assert (given["channel"], given["priority"], given["despite"]) == ("desk", "elderly", None)
    assert (given["procedure"]["code"], given["area"]) == ("1.001193", "22015")
    assert [it["payload"]["ticket"] for it in hall.entries("ticket_issued", before)] == [given["id"]]
    expect(page.locator(".given")).to_contain_text("Quầy không có máy in phiếu")
    settled(page)
    fits_and_is_readable(page)

    press(page, "Enter")
    expect(page.locator(".given")).to_have_count(0)
    expect(page.locator(".waiting li")).to_contain_text([given["label"]])
    expect(page.locator(".citizen.nobody")).to_be_visible()
    press(page, "n")
    expect(page.locator("[name=procedure]")).to_be_focused()
    page.keyboard.type("9.999999")
    expect(page.locator(".issue .decision.no")).to_contain_text("Danh mục không có “9.999999”")
    expect(page.locator(".issue .primary")).to_be_disabled()
    expect(page.get_by_role("button", name="Cấp số hướng dẫn")).to_be_enabled()
    page.keyboard.press("F2")
    expect(page.locator(".given .label")).to_be_visible()
    assert hall.ticket(shown.inner_text())["purpose"] == "advice"


def test_a_number_given_all_the_same_says_why_and_stands_among_the_suspected(page: Page, hall: Demo) -> None:
    """Residence belongs to the police; today they have somebody in the hall."""
    open_counter(page, hall, 2)
    begin_number(page, "thuong tru", "thường trú")
    find(page, "area", "tuy hoa", "Tuy Hòa")
    expect(page.locator(".issue .decision.refer .refer-to li")).not_to_have_count(0)
    before = hall.position
    press(page, "Control+Enter")
    expect(page.locator(".issue .error")).to_have_text("Vui lòng chọn hoặc ghi lý do.")
    expect(page.locator("[name=despite]")).to_be_focused()
    fits_and_is_readable(page)
    assert hall.entries("ticket_issued", before) == [], "nothing is given without a reason"

    tab_to(page, "Có người trực tại đây")
    page.keyboard.press("Enter")
    reason = page.locator("[name=despite]")
    expect(reason).to_have_value("Có người trực tại đây")
    while not page.evaluate("document.activeElement.name === 'despite'"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    page.keyboard.type(", sáng nay")
    settled(page)
    if WANTED:
        keep(page, "desk-issue")
    page.keyboard.press("Enter")
    expect(page.locator(".given")).to_contain_text("Lý do đã được ghi")
    label = page.locator(".given .label").inner_text()

    suspected = hall.ask("GET", f"/halls/{hall.hall}/suspected", "quanly")["items"]
    found = next(it for it in suspected if it["label"] == label)
    assert found["reason"] == "Có người trực tại đây, sáng nay"
    assert found["by"]["id"] == "quay2"
    assert [it["decision"]["accept"] for it in found["errands"]] == ["refer"]


def test_what_is_refused_is_said_in_a_sentence(page: Page, hall: Demo) -> None:
    hall.clerk(4)
    enter(page, "quay1", hall.password("quay1"))
    tab_to(page, "Quầy 4")
    page.keyboard.press("Enter")
    refusal = page.get_by_role("alert")
    expect(refusal).to_have_text("Quầy 4 đang có cán bộ khác phụ trách. Vui lòng chọn quầy khác.")
    expect(page.locator(".entry-counters")).to_be_visible()
