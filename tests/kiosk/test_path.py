"""From the errand to who decides: areas, cards, dossiers, and what is said where no number is of use."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from luot_kiosk.page import built_files
from tests.kiosk.answers import CARD, HANDED_OVER, PROCEDURES, UNKNOWN_CODE, a_standing, named
from tests.kiosk.touching import LANDSCAPE, PORTRAIT, measure, on, scan, touch, type_code

BIRTH, COPY, LAND, BUSINESS, ID_CARD = "1.001193", "2.000815", "1.115279", "1.001612", "1.014063"
DOSSIER = "H15.50-260804-0583"
SCANNED = "054190123456||CÔNG DÂN MẪU|01011950|Nữ|Phường 2, Tuy Hòa, Phú Yên|15042021"
STRANGER = ("054190123456", "MẪU", "01011950")  # what no screen may show and no question may carry

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(built_files() is None, reason="The pages are not built; `make setup` builds them."),
]


# ── areas ──


def test_an_old_address_that_was_split_asks_only_which(page: Page, hall: Any) -> None:
    touch(page, "procedure", LAND)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thửa đất ở đâu?")
    touch(page, "area-elsewhere")
    touch(page, "area-other")
    page.locator(".typed input").fill("phường 9")
    touch(page, "area", "old:22024")
    on(page, "split")
    expect(page.locator("[data-action=area]")).to_have_count(2)
    touch(page, "area", "22045")
    touch(page, "take")
    on(page, "number")
    assert hall.wanted[-1]["area"] == "22045"


def test_not_knowing_is_an_answer_as_large_as_the_others(page: Page, hall: Any) -> None:
    touch(page, "procedure", LAND)
    touch(page, "area-elsewhere")
    sizes = {
        action: page.locator(f"[data-action={action}]").bounding_box()
        for action in ("area-later", "area-other", "area-outside")
    }
    assert len({(box["width"], box["height"]) for box in sizes.values() if box}) == 1
    touch(page, "area-later")
    expect(page.locator(".reading__who")).to_contain_text("sẽ hỏi địa bàn")
    touch(page, "take")
    expect(page.locator(".number__who")).to_contain_text("sẽ hỏi địa bàn")
    assert hall.wanted[-1]["area"] == "later"


@pytest.fixture
def two_questions(hall: Any) -> None:
    """A procedure whose text asks for two places, any of which may settle it."""
    asked = [
        {"id": "child", "question": named("Trẻ cư trú ở đâu?", "Where does the child live?")},
        {"id": "parent", "question": named("Cha hoặc mẹ cư trú ở đâu?", "Where does a parent live?")},
    ]
    procedures = [one | {"area_questions": asked} if one["code"] == BIRTH else one for one in PROCEDURES]
    hall.menu = hall.menu | {"procedures": procedures}


@pytest.mark.usefixtures("two_questions")
def test_a_second_place_is_asked_only_while_it_may_help(page: Page, hall: Any) -> None:
    hall.decisions[BIRTH, "22045"] = HANDED_OVER
    touch(page, "procedure", BIRTH)
    expect(page.get_by_role("heading", level=1)).to_have_text("Trẻ cư trú ở đâu?")
    touch(page, "area-elsewhere")
    touch(page, "area-other")
    touch(page, "area", "22045")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cha hoặc mẹ cư trú ở đâu?")
    touch(page, "area-own")
    on(page, "confirm")
    touch(page, "take")
    on(page, "number")
    assert hall.wanted[-1]["area"] == "22045,22015"
    touch(page, "done")
    touch(page, "procedure", BIRTH)
    touch(page, "area-own")
    on(page, "confirm")


@pytest.mark.usefixtures("two_questions")
def test_a_second_question_may_be_passed_over(page: Page, hall: Any) -> None:
    hall.decisions[BIRTH, "22045"] = HANDED_OVER
    touch(page, "procedure", BIRTH)
    touch(page, "area-elsewhere")
    touch(page, "area-other")
    touch(page, "area", "22045")
    touch(page, "area-enough")
    expect(page.locator(".reading__who")).to_contain_text("UBND xã Ea Kar")


# ── who decides ──


def test_received_here_and_decided_elsewhere_is_said_twice(page: Page, hall: Any) -> None:
    hall.decisions[BUSINESS, "22015"] = HANDED_OVER
    touch(page, "procedure", BUSINESS)
    touch(page, "area-own")
    sentence = "Nhận tại đây, do UBND xã Ea Kar giải quyết. Quý công dân không phải đi nơi khác."
    expect(page.locator(".reading__who")).to_have_text(sentence)
    touch(page, "take")
    expect(page.locator(".number__who")).to_contain_text(sentence)


def test_filing_online_with_help_says_how_long(page: Page, hall: Any) -> None:
    hall.decisions[BIRTH, "22015"] = HANDED_OVER | {"route": "assisted_online"}
    touch(page, "procedure", BIRTH)
    touch(page, "area-own")
    expect(page.locator(".reading__who")).to_contain_text("trực tuyến, khoảng 30 phút")


def test_a_referral_says_where_by_which_law_and_how_online(page: Page, hall: Any) -> None:
    touch(page, "procedure", ID_CARD)
    on(page, "referral")
    for part in ("Công an phường Tuy Hòa", "tỉnh Đắk Lắk", "7:30–11:30", "Điều 8", "dichvucong.gov.vn"):
        expect(page.locator("[data-screen=referral]")).to_contain_text(part)
    code = page.locator(".place--online img")
    expect(code).to_have_js_property("complete", True)
    assert code.evaluate("it => it.naturalWidth > 0")
    touch(page, "print-referral")
    expect(page.get_by_text("Mời Quý công dân nhận phiếu chỉ dẫn.")).to_be_visible()
    assert hall.tickets == {}
    touch(page, "advice")
    on(page, "number")
    assert [one["purpose"] for one in hall.tickets.values()] == ["advice"]


def test_an_unknown_procedure_gives_its_reason_and_a_guidance_number(page: Page, hall: Any) -> None:
    hall.decisions[COPY, ""] = UNKNOWN_CODE
    touch(page, "procedure", COPY)
    expect(page.locator("[data-screen=referral]")).to_contain_text("Danh mục chưa có thủ tục này.")
    hall.decisions.clear()
    touch(page, "advice")
    on(page, "number")


def test_an_errand_no_open_counter_serves_is_told_calmly(page: Page, hall: Any) -> None:
    told = named("Hiện chưa có quầy nào phục vụ việc này.", "No counter serves this now.")
    hall.details = hall.details | {"open": False, "uncovered": told}
    hall.uncovered = told
    touch(page, "procedure", COPY)
    expect(page.locator("[data-role=uncovered]")).to_have_text(told["vi"])
    touch(page, "take")
    expect(page.locator(".steps")).to_contain_text(told["vi"])


# ── dossiers ──


def test_a_typed_code_is_looked_over_under_the_finger(page: Page, hall: Any) -> None:
    touch(page, "collect")
    use = page.locator("[data-action=dossier]")
    type_code(page, "H15.50-260231")
    expect(page.get_by_role("alert")).to_contain_text("31/02/2026")
    expect(use).to_be_disabled()
    for _ in range(4):
        touch(page, "key-delete")
    type_code(page, "0804-0583")
    expect(page.get_by_role("alert")).to_have_count(0)
    use.click()
    on(page, "confirm")
    expect(page.get_by_role("heading", level=1)).to_contain_text(DOSSIER)


def test_what_nobody_knows_is_not_claimed(page: Page, hall: Any) -> None:
    touch(page, "collect")
    scan(page, DOSSIER)
    on(page, "confirm")
    expect(page.locator("[data-role=standing]")).to_have_count(0)
    touch(page, "take")
    on(page, "number")
    assert (hall.wanted[-1]["dossier"], hall.wanted[-1]["purpose"]) == (DOSSIER, "collect_result")


def test_not_ready_is_said_before_a_number(page: Page, hall: Any) -> None:
    sentence = ("Hồ sơ chưa có kết quả; ngày hẹn trả là 27/11/2026.", "Not ready; due on 27/11/2026.")
    hall.standings[DOSSIER] = a_standing(DOSSIER, "not_ready", sentence)
    touch(page, "collect")
    scan(page, f"https://mot-cua.example/?ma={DOSSIER.lower()};1")
    expect(page.locator("[data-role=standing]")).to_have_text(sentence[0])
    expect(page.locator("[data-action=take]")).to_have_count(0)
    touch(page, "not-now")
    on(page, "home")
    assert hall.tickets == {}


def test_ready_leads_to_a_number(page: Page, hall: Any) -> None:
    hall.standings[DOSSIER] = a_standing(DOSSIER, "ready", ("Đã có kết quả.", "It is ready."))
    touch(page, "collect")
    scan(page, DOSSIER)
    expect(page.locator("[data-role=standing]")).to_have_text("Đã có kết quả.")
    touch(page, "take")
    on(page, "number")


def test_whoever_gives_a_code_up_collects_by_the_procedure(page: Page, hall: Any) -> None:
    touch(page, "collect")
    scan(page, DOSSIER)
    on(page, "confirm")
    touch(page, "back")
    touch(page, "no-dossier")
    touch(page, "procedure", COPY)
    touch(page, "take")
    on(page, "number")
    assert hall.wanted == [{"purpose": "collect_result", "procedure": COPY, "language": "vi"}]


def test_a_card_held_to_the_scanner_by_mistake_goes_nowhere(page: Page, hall: Any) -> None:
    touch(page, "collect")
    scan(page, SCANNED)
    on(page, "dossier")
    expect(page.get_by_role("alert")).to_contain_text("không có mã hồ sơ")
    expect(page.locator(".typed input")).to_have_value("")
    touch(page, "home")
    touch(page, "search")
    scan(page, SCANNED)
    expect(page.locator(".typed input")).to_have_value("")
    touch(page, "home")
    page.locator(f"[data-code='{COPY}']").focus()
    scan(page, SCANNED)  # its Enter presses no button
    touch(page, "fields")
    on(page, "fields")
    assert not [asked for asked in hall.asked if asked.startswith(("dossiers", "cards", "decisions"))]


# ── cards ──


@pytest.mark.parametrize("scanner", [None])
def test_without_a_scanner_nobody_is_asked_for_a_card(page: Page) -> None:
    touch(page, "procedure", LAND)
    touch(page, "area-elsewhere")
    on(page, "area")
    expect(page.locator("[data-action=card]")).to_have_count(0)


def test_a_card_may_be_skipped_as_easily_as_scanned(page: Page, hall: Any) -> None:
    touch(page, "procedure", LAND)
    touch(page, "area-elsewhere")
    touch(page, "card")
    scan(page, SCANNED)  # before "scan" was touched nobody has agreed
    boxes = [page.locator(f"[data-action={it}]").bounding_box() for it in ("card-scan", "card-skip")]
    assert len({(box["width"], box["height"]) for box in boxes if box}) == 1
    touch(page, "card-skip")
    on(page, "area")
    assert not [asked for asked in hall.asked if "cards" in asked]


def test_a_card_proposes_and_the_citizen_decides(page: Page, hall: Any) -> None:
    hall.cards[SCANNED] = CARD
    touch(page, "procedure", BIRTH)
    touch(page, "area-elsewhere")
    touch(page, "card")
    touch(page, "card-scan")
    scan(page, SCANNED)
    expect(page.get_by_role("heading", level=1)).to_have_text("Có phải phường Tuy Hòa?")
    touch(page, "area", "22015")
    expect(page.locator("[data-action=priority-by-card]")).to_contain_text("Người cao tuổi?")
    for part in STRANGER:
        expect(page.locator("body")).not_to_contain_text(part)
    touch(page, "priority-by-card")
    touch(page, "take")
    on(page, "number")
    sent = hall.wanted[-1]
    assert (sent["mark"], sent["age_band"], sent["priority"], sent["area"]) == (
        "5e" * 32,
        "75_over",
        "elderly",
        "22015",
    )
    assert not any(part in str(sent) for part in STRANGER)


def test_a_card_that_cannot_be_read_says_so_and_may_be_tried_again(page: Page, hall: Any) -> None:
    touch(page, "procedure", COPY)
    touch(page, "priority")
    touch(page, "card")
    touch(page, "card-scan")
    scan(page, "GD4797931234567|x|y|z")
    expect(page.get_by_role("alert")).to_have_text("Chưa đọc được thẻ.")
    hall.cards[SCANNED] = CARD
    touch(page, "card-scan")
    scan(page, SCANNED)
    on(page, "priority")
    expect(page.locator("[data-code=elderly]")).to_contain_text("Theo tuổi ghi trên thẻ")


# ── sizes ──


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_screen_of_the_path_fits(page: Page, hall: Any, size: Any) -> None:
    page.set_viewport_size(size)
    touch(page, "procedure", BIRTH)
    on(page, "here")
    measure_in_all_modes(page)
    touch(page, "area-elsewhere")
    on(page, "area")
    measure_in_all_modes(page)
    touch(page, "card")
    measure_in_all_modes(page)
    touch(page, "card-scan")
    measure_in_all_modes(page)
    touch(page, "home")
    touch(page, "procedure", ID_CARD)
    on(page, "referral")
    measure_in_all_modes(page)
    touch(page, "home")
    touch(page, "collect")
    measure_in_all_modes(page)
    scan(page, SCANNED)
    expect(page.get_by_role("alert")).not_to_be_empty()
    measure_in_all_modes(page)


def measure_in_all_modes(page: Page) -> None:
    measure(page)
    for mode in ("larger", "seated"):
        touch(page, mode)
        measure(page)
        touch(page, mode)
