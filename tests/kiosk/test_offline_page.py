"""The touch screen while the kiosk goes on alone, and the hall's own people behind their code."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import requests
from playwright.sync_api import Page, expect

from luot_kiosk.kiosk import Kiosk
from luot_kiosk.page import built_files
from luot_kiosk.settings import Settings
from tests.kiosk.hall import HallServer
from tests.kiosk.lending import a_book
from tests.kiosk.touching import measure, on, touch, type_code

LAND, CODE = "1.115279", "2468"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(built_files() is None, reason="The pages are not built; `make setup` builds them."),
]


@pytest.fixture
def hall(hall: HallServer) -> HallServer:
    hall.book = a_book()
    return hall


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, staff_code=CODE)


def test_a_number_without_the_server_and_the_staff_behind_it(
    page: Page, kiosk: Kiosk, hall: HallServer, address: str, eventually: Callable[[Callable[[], bool]], None]
) -> None:
    eventually(kiosk.alone.ready)
    port = hall.stop()
    advice = requests.post(
        f"{address}/local/tickets", json={"purpose": "advice"}, headers={"Idempotency-Key": "k1"}, timeout=10
    )
    assert advice.json()["label"] == "K2-G001"
    expect(page.locator("[data-role=offline]")).to_be_visible()
    touch(page, "procedure", LAND)
    on(page, "confirm")  # no place is asked for: none could be looked up
    measure(page)
    touch(page, "take")
    expect(page.locator("[data-role=label]")).to_have_text("K2-A001")
    expect(page.locator(".number__who")).to_contain_text("sẽ hỏi địa bàn")
    expect(page.locator(".steps")).not_to_contain_text("Trước Quý công dân")
    touch(page, "done")
    touch(page, "fields")
    expect(page.locator("[data-action=field] .answer__line")).to_have_count(0)
    touch(page, "home")

    touch(page, "help")
    touch(page, "staff")
    measure(page)
    type_code(page, "1111")
    touch(page, "staff-enter")
    expect(page.get_by_role("alert")).to_contain_text("Mã chưa đúng")
    type_code(page, CODE)
    touch(page, "staff-enter")
    listed = page.locator("[data-screen=staff] .paper")
    expect(listed).to_have_count(2)
    expect(listed.last).to_contain_text("K2-A001")
    measure(page)
    touch(page, "staff-list")
    expect(page.get_by_role("status").filter(has_text="máy in")).to_be_visible()
    hall.start(port)
    assert hall.wait_for(lambda: len(hall.handed_in) == 2, seconds=10)
