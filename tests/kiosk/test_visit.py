"""Several errands, a courier, a slip taken before, a door that says no: what the screen makes of each."""

import logging
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from luot_kiosk.kiosk import Kiosk
from luot_kiosk.page import built_files
from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult, Problem
from tests.kiosk.answers import REFERRED, SLIP, a_turn, named
from tests.kiosk.touching import measure, on, scan, touch

BIRTH, COPY, LAND, SIGNATURE, ID_CARD = "1.001193", "2.000815", "1.115279", "2.000884", "1.014063"
TOKEN = "0123456789abcdefABCDEF_-0123456789"
ADDRESS = f"https://mot-cua.example/t/{TOKEN}"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(built_files() is None, reason="The pages are not built; `make setup` builds them."),
]


# ── several errands ──


def test_several_errands_come_out_as_one_number(page: Page, hall: Any) -> None:
    touch(page, "procedure", COPY)
    touch(page, "another")
    touch(page, "back")  # the first errand is still there
    expect(page.get_by_role("heading", level=1)).to_have_text("Sao y bản chính")
    touch(page, "another")
    touch(page, "procedure", BIRTH)
    touch(page, "area-own")
    touch(page, "another")
    touch(page, "procedure", SIGNATURE)
    expect(page.locator(".errand__name")).to_have_text(["1. Sao y bản chính", "2. Khai sinh", "3. Chứng thực chữ ký"])
    touch(page, "drop-errand", "2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Khai sinh")
    measure_in_all_modes(page)
    touch(page, "take")
    on(page, "number")
    assert hall.wanted == [
        {
            "purpose": "submit",
            "procedure": COPY,
            "errands": [
                {"purpose": "submit", "procedure": COPY},
                {"purpose": "submit", "procedure": BIRTH, "area": "22015"},
            ],
            "language": "vi",
        }
    ]
    assert len(hall.tickets) == 1


def test_one_errand_refused_keeps_the_others(page: Page, hall: Any) -> None:
    """Refused when it is looked up, and refused as late as when the number is asked for."""
    touch(page, "procedure", COPY)
    touch(page, "another")
    touch(page, "procedure", ID_CARD)
    on(page, "referral")
    expect(page.locator(".question")).to_contain_text("Đổi căn cước:")
    touch(page, "keep-others")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sao y bản chính")
    touch(page, "another")
    touch(page, "procedure", SIGNATURE)
    hall.refusals.append(
        {"code": "referred", "title": "Mời đến nơi khác.", "decision": REFERRED, "errand": 0, "slip": SLIP}
    )
    touch(page, "take")
    expect(page.locator(".question")).to_contain_text("Sao y bản chính:")
    touch(page, "keep-others")
    touch(page, "take")
    on(page, "number")
    assert hall.wanted[-1] == {"purpose": "submit", "procedure": SIGNATURE, "language": "vi"}


def test_a_courier_says_for_whom_and_how_many(page: Page, hall: Any) -> None:
    touch(page, "procedure", COPY)
    touch(page, "party")
    measure_in_all_modes(page)
    touch(page, "party-choice", "organisation")
    touch(page, "count-preset", "10")
    touch(page, "count-more")
    touch(page, "count-more")
    touch(page, "party-done")
    expect(page.locator("[data-action=party]")).to_contain_text("Cho cơ quan, doanh nghiệp · 12 hồ sơ")
    touch(page, "take")
    on(page, "number")
    assert (hall.wanted[-1]["party"], hall.wanted[-1]["dossier_count"]) == ("organisation", 12)


# ── the slip ──


def test_a_missed_call_is_mended_with_the_slip(page: Page, hall: Any) -> None:
    hall.turns[TOKEN] = a_turn("A012", "no_show")
    touch(page, "slip")
    measure_in_all_modes(page)
    scan(page, ADDRESS)
    expect(page.locator("[data-role=stands]")).to_contain_text("đã được gọi")
    measure_in_all_modes(page)
    touch(page, "rejoin")
    expect(page.locator("[data-role=told]")).to_contain_text("trở lại hàng chờ")
    touch(page, "add-errand")
    touch(page, "procedure", LAND)
    touch(page, "area-own")
    expect(page.locator("[data-action=take]")).to_have_text("Thêm vào số A012")
    expect(page.locator("[data-action=priority], [data-action=another]")).to_have_count(0)
    touch(page, "take")
    expect(page.locator(".turn__errand")).to_have_text(["1. Sao y bản chính", "2. Sang tên sổ đỏ"])
    touch(page, "leave-line")
    measure_in_all_modes(page)
    touch(page, "leave-no")
    on(page, "turn")
    touch(page, "leave-line")
    touch(page, "leave-yes")
    expect(page.locator("[data-role=stands]")).to_contain_text("đã rời hàng chờ")
    assert hall.turns[TOKEN]["state"] == "cancelled"
    assert hall.tickets == {}


def test_whatever_else_is_scanned_gets_one_kind_sentence(
    page: Page, hall: Any, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    hall.turns["another-hall-0123456789"] = a_turn("B001", hall="DL-1", hall_name=named("Trung tâm Ea Kar", "Ea Kar"))
    hall.turns["yesterdays-0123456789"] = a_turn("B002", business_day="2026-11-20")
    told = {
        "https://x.example/t/another-hall-0123456789": "Trung tâm Ea Kar",
        "yesterdays-0123456789": "không phải của hôm nay",
        ADDRESS: "không phải phiếu số",
        "054190123456||CÔNG DÂN MẪU|01011990|Nữ|Phường 2|15042021": "không phải phiếu số",
    }
    for text, sentence in told.items():
        answer = requests.post(f"{address}/local/turns", json={"scan": text}, headers={"Origin": address}, timeout=5)
        assert sentence in answer.json()["title"], text
        assert text not in caplog.text
    touch(page, "slip")
    scan(page, "A" * 40)
    expect(page.get_by_role("alert")).to_contain_text("không phải phiếu số")
    page.evaluate("""() => [..."x".repeat(10_000), "Enter"].forEach(key =>
      document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))""")
    expect(page.get_by_role("alert")).to_contain_text("không phải phiếu số")
    on(page, "slip")
    hall.stop()
    answer = requests.post(f"{address}/local/turns", json={"scan": ADDRESS}, headers={"Origin": address}, timeout=9)
    hall.start()
    assert answer.json()["code"] == "unreachable"
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("scanner", [None])
def test_without_a_scanner_nobody_is_asked_for_a_slip(page: Page) -> None:
    expect(page.locator("[data-action=slip]")).to_have_count(0)


# ── the door ──


def test_a_rule_at_the_door_says_what_to_do_instead(page: Page, hall: Any) -> None:
    sentence = "Hôm nay đã hết số. Mời Quý công dân trở lại từ 7:30 ngày mai, hoặc nộp trực tuyến."
    hall.refusals.append({"code": "capacity_used", "title": "Lúc này chưa thực hiện được", "detail": sentence})
    touch(page, "procedure", COPY)
    touch(page, "take")
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator("[data-action=retry]")).to_have_count(0)
    measure_in_all_modes(page)
    touch(page, "guide")
    on(page, "help")


def test_a_card_the_door_asks_for_may_be_shown_or_not(page: Page, hall: Any) -> None:
    card = "054190123456||CÔNG DÂN MẪU|01011950|Nữ|Phường 2, Tuy Hòa, Phú Yên|15042021"
    hall.cards[card] = {"mark": "5e" * 32, "age_band": "18_59", "area": None, "priority": None}
    refusal = {"code": "card_needed", "title": "Cần thẻ."}
    hall.refusals.extend([refusal, refusal])
    touch(page, "procedure", COPY)
    touch(page, "take")
    on(page, "card")
    measure_in_all_modes(page)
    touch(page, "card-skip")
    on(page, "help")
    touch(page, "home")
    touch(page, "procedure", COPY)
    touch(page, "take")
    touch(page, "card-scan")
    scan(page, card)
    on(page, "number")
    assert hall.wanted[-1]["mark"] == "5e" * 32


def test_what_runs_out_is_said_before_a_number(page: Page, hall: Any) -> None:
    fields = [one | {"left": 2 if one["id"] == "chung-thuc" else None} for one in hall.menu["fields"]]
    warning = named("Hôm nay còn 9 số.", "9 numbers are left today.")
    hall.details = hall.details | {"called_from": "2026-11-23T13:30:00+07:00"}
    hall.menu = hall.menu | {"fields": fields, "warning": warning}
    expect(page.locator(".notice")).to_contain_text("còn 9 số")
    touch(page, "procedure", COPY)
    expect(page.locator("[data-role=left]")).to_contain_text("còn nhận 2 hồ sơ")
    expect(page.locator("[data-role=called-from]")).to_have_text("Từ 13:30")


# ── help, and paper ──


def test_help_is_called_and_says_whom_to_ask_when_it_cannot_be(page: Page, hall: Any) -> None:
    page.route("**/local/help", lambda route: route.fulfill(status=201, json={}))
    touch(page, "help")
    measure_in_all_modes(page)
    touch(page, "call-help")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cán bộ hướng dẫn đang đến")
    expect(page.locator("[data-role=call]")).to_contain_text("chờ tại máy này")
    touch(page, "home")
    page.unroute("**/local/help")
    page.route("**/local/help", lambda route: route.fulfill(status=503, json={"code": "unreachable", "title": ""}))
    touch(page, "help")
    touch(page, "call-help")
    expect(page.locator("[data-role=call]")).to_contain_text("hỏi cán bộ ở quầy gần nhất")
    expect(page.locator("[data-action=advice]")).to_be_visible()


class MendedPrinter:
    """Fails until somebody mends it."""

    def __init__(self) -> None:
        self.well = False

    def print(self, image: Any) -> PrintResult:
        if self.well:
            return PrintResult("printed", self.status())
        return PrintResult("failed", self.status(), Problem.PAPER_OUT)

    def status(self) -> PrinterStatus:
        return PrinterStatus(PrinterState.OK if self.well else PrinterState.PAPER_OUT)


def test_a_slip_that_did_not_come_out_is_printed_once_the_printer_is_well(page: Page, kiosk: Kiosk, hall: Any) -> None:
    printer = MendedPrinter()
    kiosk.slips._printer = printer
    touch(page, "procedure", COPY)
    touch(page, "take")
    expect(page.locator("[data-print=failed]")).to_contain_text("số vẫn có giá trị")
    expect(page.locator(".number__qr img")).to_be_visible()
    expect(page.locator("[data-action=print-again]")).to_have_count(0)
    printer.well = True
    kiosk.slips._look()
    touch(page, "print-again")
    expect(page.locator("[data-print=printed]")).to_be_visible()
    assert len(hall.tickets) == 1
    assert hall.wait_for(lambda: [one["result"] for _, one in hall.prints] == ["failed", "printed"])


def test_a_number_of_the_kiosks_own_promises_no_wait(page: Page, hall: Any) -> None:
    page.route(
        "**/local/tickets",
        lambda route: route.fulfill(
            status=201,
            json={
                "id": "t",
                "label": "K2-A001",
                "procedure": None,
                "purpose": "submit",
                "agency": None,
                "decision": None,
                "ahead": None,
                "expected": None,
                "track_url": "/t/x",
                "offline": True,
                "print": None,
            },
        ),
    )
    touch(page, "procedure", COPY)
    touch(page, "take")
    expect(page.locator(".steps")).to_contain_text("Thời gian chờ chưa rõ")
    measure_in_all_modes(page)


def measure_in_all_modes(page: Page) -> None:
    measure(page)
    for mode in ("larger", "seated"):
        touch(page, mode)
        measure(page)
        touch(page, mode)
