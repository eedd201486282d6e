"""A citizen at the kiosk: from the first touch to the paper in the hand, and to the phone in the pocket."""

from __future__ import annotations

import pytest
import zxingcpp
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, COPY, Demo, wait_until
from tests.browser.touching import LANDSCAPE, PORTRAIT, Kiosk, every_screen, open_kiosk

pytestmark = pytest.mark.browser

LEAST_TARGET = 83  # CSS px: about 20 mm on the screens of kiosks
AS_PRINTED_S = 20.0
SAID = {"khai sinh": "1.001193", "sao y": "2.000815", "so do": "1.115279"}

SMALL = """least => [...document.querySelectorAll("button, input, a, select")]
  .filter(it => it.checkVisibility() && Math.min(it.offsetWidth, it.offsetHeight) < least)
  .map(it => `${it.dataset.action ?? it.tagName} ${it.offsetWidth}×${it.offsetHeight}`)"""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


def test_three_touches_from_the_first_screen_to_the_paper(kiosk: Kiosk, hall: Demo, new_page: NewPage) -> None:
    sheets = hall.papers()
    waiting = [hall.issue(BIRTH), hall.issue(BIRTH)]

    kiosk.touch("procedure", "1.001193")
    kiosk.touch("area-own")
    kiosk.on("confirm")
    details = hall.ask("GET", f"/halls/{hall.hall}/procedures/1.001193")
    read = kiosk.page.locator("[data-pages=read]")
    for paper in details["papers"]:
        expect(read).to_contain_text(paper["vi"])
    expect(kiosk.page.locator(".queue dd").first).to_have_text(f"{len(waiting)} người")
    kiosk.touch("take")
    label = kiosk.number()
    assert kiosk.touches <= 3
    ticket = hall.ticket(label)
    assert (ticket["procedure"]["code"], ticket["channel"], ticket["ahead"]) == ("1.001193", "kiosk", 2)
    expect(kiosk.page.locator(".steps")).to_contain_text("2 người")

    expect(kiosk.page.locator("[data-print=printed]")).to_be_visible()
    wait_until(lambda: hall.papers() > sheets, AS_PRINTED_S, "no paper came out")
    assert hall.ticket(label)["printed"] is True
    (code,) = zxingcpp.read_barcodes(hall.paper(hall.papers()))
    phone = new_page(390, 844, is_mobile=True)
    phone.goto(code.text)
    expect(phone.locator(".turn__label")).to_have_text(label)
    expect(phone.locator(".turn__ahead b")).to_have_text("2")


def test_two_touches_where_no_place_matters(kiosk: Kiosk, hall: Demo) -> None:
    kiosk.touch("procedure", "2.000815")
    kiosk.touch("take")
    assert hall.ticket(kiosk.number())["procedure"]["code"] == "2.000815"
    assert kiosk.touches == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [("khai sinh", "1.001193"), ("sao y", "2.000815"), ("so do", "1.115279")],
    ids=["birth", "copy", "land"],
)
def test_what_people_say_is_found(kiosk: Kiosk, said: str, meant: str) -> None:
    kiosk.touch("search")
    kiosk.type(said)
    expect(kiosk.button("procedure", meant)).to_be_visible()


def test_the_first_screen_says_what_people_call_it(kiosk: Kiosk) -> None:
    expect(kiosk.tile("2.000815").locator(".answer__line")).to_contain_text("sao y")
    kiosk.touch("language")
    expect(kiosk.tile("2.000815").locator(".answer__name")).to_have_text("Certified copies")
    expect(kiosk.tile("2.000815")).not_to_contain_text("sao y")


def test_a_birth_in_ea_kar_names_who_decides(kiosk: Kiosk, hall: Demo) -> None:
    kiosk.touch("procedure", "1.001193")
    kiosk.choose_area("area-other", "ea kar", "24373")
    kiosk.touch("area-enough")  # the mother lives there too
    decision = hall.ask("GET", f"/halls/{hall.hall}/decisions?procedure=1.001193&area=24373")
    assert decision["accept"] == "yes_handover"
    agency = decision["competent"]["name"]["vi"]
    expect(kiosk.page.locator(".reading__who")).to_contain_text(agency)
    kiosk.touch("take")
    assert hall.ticket(kiosk.number())["agency"]["name"]["vi"] == agency
    expect(kiosk.page.locator(".number__who")).to_contain_text(agency)


def test_an_address_of_before_that_was_split_asks_which(kiosk: Kiosk, hall: Demo) -> None:
    kiosk.touch("procedure", "1.115279")
    kiosk.choose_area("area-other", "phuong 9 cu", "old:22024")
    kiosk.on("split")
    expect(kiosk.page.locator("main")).to_contain_text("Phường 9")
    kiosk.touch("area", "22045")
    kiosk.touch("take")
    assert hall.ticket(kiosk.number())["area"] == "22045"


@pytest.mark.parametrize(
    ("said", "area"),
    [("phuong 9 cu", "old:22024"), ("hoa an", "old:22315"), ("tuy hoa", "22015")],
    ids=["an old ward", "an old commune", "without marks"],
)
def test_a_place_is_found_as_people_say_it(kiosk: Kiosk, said: str, area: str) -> None:
    kiosk.touch("procedure", "1.115279")
    kiosk.touch("area-elsewhere")
    kiosk.touch("area-other")
    kiosk.type(said)
    first = kiosk.page.locator("[data-pages=areas] > .answer").first
    expect(first).to_have_attribute("data-code", area)


def test_the_other_parent_here_settles_it_here(kiosk: Kiosk, hall: Demo) -> None:
    kiosk.touch("procedure", "1.001193")
    kiosk.choose_area("area-other", "ea kar", "24373")
    kiosk.touch("area-own")
    kiosk.on("confirm")
    kiosk.touch("take")
    ticket = hall.ticket(kiosk.number())
    assert (ticket["area"], ticket["decision"]["accept"]) == ("24373,22015", "yes")


def test_an_area_nobody_knows_yet_is_the_desks_question(kiosk: Kiosk, hall: Demo) -> None:
    kiosk.touch("procedure", "1.115279")
    kiosk.touch("area-elsewhere")
    kiosk.touch("area-later")
    kiosk.touch("take")
    assert hall.ticket(kiosk.number())["decision"]["accept"] == "ask"
    expect(kiosk.page.locator(".number__who")).to_contain_text("sẽ hỏi địa bàn")


def test_a_dossier_code_is_held_against_the_calendar(kiosk: Kiosk, hall: Demo) -> None:
    kiosk.touch("collect")
    kiosk.type("H15.50-260231-0583")
    expect(kiosk.page.get_by_role("alert")).to_contain_text("31/02/2026")
    expect(kiosk.button("dossier")).to_be_disabled()
    for _ in "0231-0583":
        kiosk.touch("key-delete")
    kiosk.type("0804-0583")
    kiosk.touch("dossier")
    kiosk.on("confirm")
    expect(kiosk.page.locator("[data-role=standing]")).to_have_count(
        0
    )  # this hall has nobody to ask: nothing is claimed
    kiosk.touch("take")
    (errand,) = hall.ticket(kiosk.number())["errands"]
    assert (errand["purpose"], errand["dossier"]) == ("collect_result", "H15.50-260804-0583")


def test_outside_the_province_a_slip_says_where_to_go(kiosk: Kiosk, hall: Demo) -> None:
    sheets, position = hall.papers(), hall.position
    kiosk.touch("procedure", "1.001193")
    kiosk.touch("area-elsewhere")
    kiosk.touch("area-outside")
    kiosk.touch("area-enough")
    kiosk.on("referral")
    expect(kiosk.page.locator(".place").first).to_be_visible()
    kiosk.touch("print-referral")
    wait_until(lambda: hall.papers() > sheets, AS_PRINTED_S, "no referral came out")
    expect(kiosk.page.get_by_role("status")).to_contain_text(["nhận phiếu chỉ dẫn"])
    assert hall.entries("ticket_issued", position) == []


@pytest.mark.parametrize("way", [(), ("fields",), ("search",), ("procedure", "area-own"), ("collect",)], ids=len)
def test_guidance_is_one_button_away_everywhere(kiosk: Kiosk, hall: Demo, way: tuple[str, ...]) -> None:
    for step in way:
        kiosk.touch(step, "1.001193" if step == "procedure" else None)
    expect(kiosk.button("help")).to_contain_text("Tôi cần hướng dẫn")
    kiosk.touch("help")
    kiosk.touch("advice")
    assert hall.ticket(kiosk.number())["purpose"] == "advice"


def test_a_double_tap_takes_one_number(kiosk: Kiosk, hall: Demo) -> None:
    position = hall.position
    kiosk.touch("procedure", "2.000815")
    place = kiosk.button("take").bounding_box()
    assert place is not None
    for _ in range(2):
        kiosk.page.touchscreen.tap(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    label = kiosk.number()
    (issued,) = hall.entries("ticket_issued", position)
    assert issued["payload"]["ticket"] == hall.ticket(label)["id"]


def test_idle_asks_and_gives_more_time(
    browser: Browser, hall: Demo, contexts: list[BrowserContext], new_page: NewPage
) -> None:
    page = new_page(1080, 1920, has_touch=True)
    page.clock.install()
    kiosk = Kiosk(page, hall.facts["kiosk"])
    kiosk.touch("search")
    kiosk.type("khai")
    page.clock.run_for(62_000)
    expect(page.get_by_role("dialog")).to_contain_text("Quý công dân còn thao tác không?")
    expect(kiosk.button("more-time")).to_have_text("Tôi cần thêm thời gian")
    kiosk.touch("more-time")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".typed input")).to_have_value("khai")
    page.clock.run_for(82_000)
    kiosk.on("home")


def test_the_other_language_goes_onto_the_ticket(kiosk: Kiosk, hall: Demo) -> None:
    kiosk.touch("language")
    expect(kiosk.page.locator("html")).to_have_attribute("lang", "en")
    expect(kiosk.page.get_by_role("heading", level=1)).to_have_text("What would you like to do?")
    kiosk.touch("procedure", "2.000815")
    kiosk.touch("take")
    assert hall.ticket(kiosk.number())["language"] == "en"
    # "Done" stands where "take" stood: only a touch that is no double tap may press it.
    expect(kiosk.page.locator("[data-print=printed]")).to_be_visible()
    kiosk.touch("done")
    expect(kiosk.page.locator("html")).to_have_attribute("lang", "vi")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_button_is_large_enough_for_a_thumb(
    browser: Browser, hall: Demo, contexts: list[BrowserContext], size: ViewportSize
) -> None:
    kiosk = open_kiosk(browser, hall.facts["kiosk"], size)
    for screen in every_screen(kiosk):
        assert kiosk.page.evaluate(SMALL, LEAST_TARGET) == [], screen
        assert not kiosk.page.evaluate(TOO_WIDE), screen


def test_who_waits_and_who_serves_is_told_before_a_number(kiosk: Kiosk, hall: Demo) -> None:
    hall.clerk(4)
    hall.issue(COPY)
    kiosk.touch("fields")
    expect(kiosk.button("field", "chung-thuc")).to_contain_text("1 người đang chờ")
    expect(kiosk.button("field", "dat-dai")).to_contain_text("Hiện chưa có quầy mở")
