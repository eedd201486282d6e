"""The screens as they look in a living hall; run only when pictures are wanted (LUOT_SCREENSHOTS=1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, COPY, LAND, PENSION, Demo, running, wait_until
from tests.browser.pictures import keep, keep_image
from tests.browser.signing import manager_page, sign_in
from tests.browser.test_guide import given, guides_page
from tests.browser.touching import LANDSCAPE, Kiosk, open_kiosk

SPEED = "90"
FULL_HALL = "09:20"  # by the hall's clock: the morning's crowd is there
PLAYED_WITHIN_S = 180.0

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A played morning, always the same people."""
    with running(tmp_path_factory.mktemp("living"), "--play", "--speed", SPEED, "--seed", "7") as demo:
        board = f"/halls/{demo.hall}/board"
        began = datetime.fromisoformat(demo.ask("GET", board)["server_time"]).date()
        full = datetime.fromisoformat(f"{began}T{FULL_HALL}:00+07:00")
        wait_until(
            lambda: datetime.fromisoformat(demo.ask("GET", board)["server_time"]) >= full,
            PLAYED_WITHIN_S,
            "the morning did not pass",
        )
        yield demo


def test_kiosk(browser: Browser, living: Demo, contexts: list[BrowserContext]) -> None:
    keep(open_kiosk(browser, living.facts["kiosk"]).page, "kiosk")
    keep(open_kiosk(browser, living.facts["kiosk"], LANDSCAPE).page, "kiosk-landscape")


def test_number_and_slip(browser: Browser, living: Demo, contexts: list[BrowserContext]) -> None:
    kiosk = open_kiosk(browser, living.facts["kiosk"])
    take(kiosk, living)
    keep(kiosk.page, "kiosk-number")


def take(kiosk: Kiosk, living: Demo) -> None:
    """A number for a birth elsewhere in the province; its slip is kept."""
    kiosk.touch("procedure", "1.001193")
    kiosk.choose_area("area-other", "ea kar", "24373")
    kiosk.touch("area-enough")
    kiosk.on("confirm")
    keep(kiosk.page, "kiosk-confirm")
    kiosk.touch("take")
    label = kiosk.number()
    expect(kiosk.page.locator("[data-print=printed]")).to_be_visible()
    wait_until(lambda: living.ticket(label)["printed"], 20, "the slip was not reported")
    keep_image(slip_of(living, label), "slip")


def test_paper_handover(browser: Browser, living: Demo, contexts: list[BrowserContext]) -> None:
    kiosk = open_kiosk(browser, living.facts["kiosk"])
    kiosk.touch("procedure", "1.115279")
    kiosk.choose_area("area-other", "ea kar", "24373")
    kiosk.on("confirm")
    keep(kiosk.page, "kiosk-handover")


def test_area_and_referral(browser: Browser, living: Demo, contexts: list[BrowserContext]) -> None:
    kiosk = open_kiosk(browser, living.facts["kiosk"])
    kiosk.touch("procedure", "1.001193")
    kiosk.on("here")
    keep(kiosk.page, "kiosk-here")
    kiosk.touch("area-elsewhere")
    kiosk.on("area")
    keep(kiosk.page, "kiosk-area")
    kiosk.touch("area-outside")
    kiosk.touch("area-enough")
    kiosk.on("referral")
    keep(kiosk.page, "kiosk-referral")
    before = living.papers()
    kiosk.touch("print-referral")
    expect(kiosk.page.locator(".confirm__act .note")).to_be_visible()
    wait_until(lambda: any(referrals(living, before)), 20, "the referral slip did not come out")
    keep_image(next(referrals(living, before)), "slip-referral")


def referrals(living: Demo, after: int) -> Iterator[Image.Image]:
    """Papers without a number: their code leads to the portal, not to somebody's turn."""
    for number in range(after + 1, living.papers() + 1):
        image = living.paper(number)
        if any("/t/" not in code.text for code in zxingcpp.read_barcodes(image)):
            yield image


def slip_of(living: Demo, label: str) -> Image.Image:
    """Others take numbers too: its QR code leads to the page of this one."""
    for number in range(living.papers(), 0, -1):
        image = living.paper(number)
        codes = zxingcpp.read_barcodes(image)
        turns = [living.ask("GET", "/turns/" + code.text.rsplit("/", 1)[1]) for code in codes if "/t/" in code.text]
        if [turn["label"] for turn in turns] == [label]:
            return image
    raise AssertionError(f"no slip of {label}")


def test_displays(living: Demo, new_page: NewPage) -> None:
    """Every layout on a large screen, on one hung upright and on a small one."""
    page = new_page(1920, 1080)
    for layout, address in (("", ""), ("-images", "/sanh-anh"), ("-counter", "/quay-1?counter=DL-22015.4")):
        page.goto(living.facts["display"] + address)
        expect(page.locator(".hall .label, .hall .condition").first).to_be_visible()
        for screen, width, height in (("", 1920, 1080), ("-portrait", 1080, 1920), ("-720p", 1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator(".upright")).to_have_count(1 if height > width else 0)
            page.evaluate("Promise.all([...document.images].map(it => it.decode()))")
            keep(page, f"display{layout}{screen}")


def test_desk(living: Demo, new_page: NewPage) -> None:
    page = new_page(1366, 768)
    page.goto(living.facts["counter"])
    sign_in(page, "quay5", living.password("quay5"))
    page.locator(".entry-counters .button").filter(has_text="Quầy 5").click()
    expect(page.locator(".number.serving")).to_be_visible()
    expect(page.locator(".waiting li").first).to_be_visible()
    keep(page, "desk")


def test_manager(living: Demo, new_page: NewPage) -> None:
    page: Page = manager_page(new_page, living)
    expect(page.locator(".rows tbody tr").first).to_be_visible()
    page.set_viewport_size({"width": 1366, "height": 1400})
    keep(page, "manager")


def test_screens_and_voice(living: Demo, new_page: NewPage) -> None:
    page = manager_page(new_page, living)
    page.set_viewport_size({"width": 1366, "height": 1240})
    page.goto(f"{page.url}#displays")
    page.get_by_role("button", name="Sảnh chờ, có ảnh").click()
    preview = page.frame_locator(".preview iframe")
    expect(preview.locator(".hall .label").first).to_be_visible()
    preview.locator("img").first.evaluate("it => it.decode()")
    keep(page, "settings-screens")
    page.set_viewport_size({"width": 1366, "height": 1400})
    page.goto(page.url.replace("#displays", "#voice"))
    expect(page.locator("[data-clip=to]")).to_be_visible()
    keep(page, "settings-voice")


def test_marks_and_a_complaint(new_page: NewPage, tmp_path: Path) -> None:
    with running(tmp_path, "--now", "2026-12-08T08:40") as demo:
        clerk = demo.clerk(5)
        for number, score in enumerate((5, 5, 4, 5, 2, 4, 3, 5, 4, 2), 401):
            ticket = demo.issue(LAND)
            clerk.serve(ticket, f"H15.50-261208-0{number}")
            turn = "/turns/" + ticket["track_url"].rsplit("/", 1)[1]
            why = {"reasons": ["long_wait", "papers_again"]} if score == 2 else {}
            demo.ask("POST", f"{turn}/ratings", body={"score": score, **why})
        demo.ask("POST", f"{turn}/complaints", body={"text": "Tôi đã hỏi trước qua điện thoại mà vẫn thiếu giấy."})
        page = manager_page(new_page, demo)
        page.set_viewport_size({"width": 1366, "height": 1180})
        page.goto(f"{page.url}#feedback")
        expect(page.locator(".ratings .chart")).to_be_visible()
        keep(page, "feedback")


def test_phone(living: Demo, new_page: NewPage) -> None:
    ticket = living.issue(LAND)
    page = new_page(390, 844, is_mobile=True, has_touch=True, device_scale_factor=2)
    page.goto(ticket["track_url"])
    expect(page.locator(".turn__ahead b")).to_be_visible()
    keep(page, "phone")


def test_a_visit_on_the_phone(new_page: NewPage, tmp_path: Path) -> None:
    """Step by step; the narrowest phone beside the ordinary one where space is scarce."""
    with running(tmp_path, "--now", "2026-12-08T08:40") as demo:
        clerk = demo.clerk(5)
        before, mine, *_ = (demo.issue(LAND) for _ in range(4))
        page = new_page(360, 740, is_mobile=True, has_touch=True, device_scale_factor=2)
        page.goto(mine["track_url"])
        page.get_by_role("switch").tap()
        keep_narrow_too(page, "phone-waiting")
        page.get_by_role("button", name="Tôi sẽ đến muộn").tap()
        keep(page, "phone-late")
        page.get_by_role("button", name="Giữ lượt của tôi").tap()
        clerk.serve(before, "H15.50-261208-0501")
        clerk.call()
        expect(page.locator(".turn__counter b")).to_be_visible()
        keep_narrow_too(page, "phone-called")
        clerk.do(mine, "starts")
        missing = [
            "Bản chính giấy chứng nhận quyền sử dụng đất",
            "Hợp đồng chuyển nhượng có công chứng hoặc chứng thực",
        ]
        demo.ask("PUT", f"/tickets/{mine['id']}/outcome", clerk.user, {"result": "supplement", "missing": missing})
        expect(page.locator(".turn__papers")).to_be_visible()
        keep_narrow_too(page, "phone-missing")
        page.locator("label[for=score-2]").tap()
        page.locator("#rating").evaluate("it => it.scrollIntoView()")
        keep_narrow_too(page, "phone-rating")
        page.get_by_role("button", name="Gửi đánh giá").tap()
        page.get_by_role("button", name="Gửi phản ánh").tap()
        page.get_by_label("Nội dung phản ánh").fill("Tôi đã hỏi trước qua điện thoại mà vẫn thiếu giấy.")
        keep(page, "phone-complaint")
        page.get_by_role("button", name="Gửi phản ánh").tap()
        expect(page.locator(".said article")).to_be_visible()
        (complaint,) = demo.ask("GET", "/turns/" + mine["track_url"].rsplit("/", 1)[1])["complaints"]
        answer = "Trung tâm xin lỗi Quý công dân. Danh sách giấy tờ qua điện thoại nay có thêm hợp đồng đã chứng thực."
        demo.ask("POST", f"/complaints/{complaint['id']}/answers", "quanly", {"text": answer})
        expect(page.locator(".said article")).to_contain_text(answer)
        page.locator(".turn__thanks").evaluate("it => it.scrollIntoView()")
        keep_narrow_too(page, "phone-answered")


def keep_narrow_too(page: Page, name: str) -> None:
    keep(page, name)
    page.set_viewport_size({"width": 320, "height": 568})
    keep(page, f"{name}-320")
    page.set_viewport_size({"width": 360, "height": 740})


def test_guide(new_page: NewPage, tmp_path: Path) -> None:
    """A phone beside the kiosk, at the moment somebody presses for help."""
    with running(tmp_path, "--now", "2026-12-08T08:40") as demo:
        for body, priority in ((BIRTH, "elderly"), (LAND, "small_children")):
            demo.issue(body, priority=priority)
        clerk = demo.clerk(4)
        clerk.do(clerk.call(demo.issue(COPY)), "no-shows")
        page = guides_page(new_page, demo)
        page.set_viewport_size({"width": 390, "height": 844})
        demo.ask("POST", f"/halls/{demo.hall}/help-calls", body={})
        expect(page.locator(".help__call")).to_be_visible()
        keep(page, "guide")
        page.locator(".help__call button").tap()
        given(page, demo)
        page.evaluate("scrollTo(0, 0)")
        keep(page, "guide-given")


def test_handovers(new_page: NewPage, tmp_path: Path) -> None:
    """A morning after a day on which the courier did not come."""
    with running(tmp_path, "--now", "2026-12-08T15:00") as before:
        land, civil = before.clerk(5), before.clerk(7)
        for number, area in enumerate(("24373", "24373", "24133"), 401):
            land.serve(before.issue({**LAND, "area": area}), f"H15.50-261208-0{number}")
        civil.serve(before.issue({**PENSION, "area": "24373"}), "H15.50-261208-0404")
    (tmp_path / "ready.json").unlink()
    with running(tmp_path, "--now", "2026-12-09T08:20") as after:
        after.clerk(5).serve(after.issue({**LAND, "area": "24373"}), "H15.50-261209-0405", "H15.50-261209-0406")
        page = manager_page(new_page, after)
        page.goto(f"{page.url}#handovers")
        expect(page.locator(".handovers__late li").first).to_contain_text("trễ từ 8/12")
        page.locator(".bag").first.get_by_role("checkbox").first.check()
        page.mouse.move(0, 0)
        page.locator(".press .primary").evaluate("it => Promise.all(it.getAnimations().map(one => one.finished))")
        keep(page, "handovers")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 980})
        keep(page, "handovers-printed")
