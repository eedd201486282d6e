"""The manager's page of the voice: how calls are said, one heard beforehand, a clip in the hall's own recording."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import Demo
from tests.browser.test_accessible import serious
from tests.browser.test_hall_settings import fits, save, settings_page
from tests.voice.recordings import sound, wav

pytestmark = pytest.mark.browser

PLAYED = "() => document.querySelector('.voice__player audio').played.length > 0"


def test_a_hall_speaks_as_its_manager_wants(hall: Demo, new_page: NewPage) -> None:
    page = settings_page(new_page, hall, "Giọng đọc")
    page.locator("[data-trial] [name=label]").fill("C207")
    page.locator("[data-trial] button").click()
    expect(page.locator(".voice__player")).to_contain_text("cuộc gọi thử")
    page.wait_for_function(PLAYED)
    # Refused in the row it is about, then taken, heard, and kept when the form is saved afterwards.
    row = page.locator("[data-clip=to]")
    choose(row, b"\xff\xfb an MP3")
    expect(row.locator(".error")).to_have_text(
        "Tệp này không phải tệp WAV. Lưu bản thu thành WAV (không phải MP3 hay M4A) rồi gửi lại."
    )
    choose(row, wav(sound(0.4, rate=16_000), rate=16_000))
    expect(row.locator("[data-source]")).to_have_text("Bản thu riêng")
    expect(row.locator(".error")).to_have_count(0)
    row.get_by_role("button", name="Nghe “đến quầy số”").click()
    expect(page.locator(".voice__player")).to_contain_text("đến quầy số")
    page.wait_for_function(PLAYED)
    page.get_by_label("Chỉ tiếng Việt").check()
    save(page, "voice")
    value = voice(hall)
    assert (value["languages"], list(value["own"]["vi"])) == (["vi"], ["to"])
    page.get_by_text("Số quầy, 1 đến 99").click()
    expect(page.locator("[data-clip=n21] th")).to_have_text("hai mươi mốt")
    page.get_by_text("Số quầy, 1 đến 99").click()
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    row.get_by_role("button", name="Bỏ bản thu").click()
    expect(row.locator("[data-source]")).to_have_text("Máy tạo")
    assert voice(hall)["own"] == {}
    what_cannot_be_heard_says_why(page)
    hall.ask("PUT", f"/halls/{hall.hall}/settings/voice", "quanly", {"value": None})


def what_cannot_be_heard_says_why(page: Page) -> None:
    page.locator("[data-trial] [name=label]").fill("hello")
    page.locator("[data-trial] button").click()
    expect(page.locator(".voice__player [role=alert]")).to_contain_text("label")


def choose(row: Locator, raw: bytes) -> None:
    row.locator("input[type=file]").set_input_files({"name": "thu.wav", "mimeType": "audio/wav", "buffer": raw})


def voice(hall: Demo) -> dict[str, dict[str, dict[str, str]]]:
    items = hall.ask("GET", f"/halls/{hall.hall}/settings", "quanly")["items"]
    found: dict[str, dict[str, dict[str, str]]] = next(one["value"] for one in items if one["name"] == "voice")
    return found
