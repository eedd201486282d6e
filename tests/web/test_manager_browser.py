"""The manager's page in a real browser, the API's answers given: who gets in, what is said first, what is drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from luot_server.http.pages import BUILT
from luot_server.messages import say

pytestmark = pytest.mark.skipif(
    not (BUILT / "manager.js").exists(), reason="The pages are not built; `make setup` builds them."
)

LONG = "Thủ tục có tên dài như một câu trong văn bản " * 4
SENTENCE = {"vi": "Đất đai: 14 người chờ, lâu nhất 41 phút, 1 quầy mở.", "en": "Land: 14 waiting."}
NOTHING = {"issued": 0, "served": 0, "dossiers": 0, "no_show": 0, "voided": 0, "expired": 0, "cancelled": 0}
FIGURES = {
    "board": "figures",
    "position": 812,
    "server_time": "2026-03-02T09:41:05.000+07:00",
    "hall": {"id": "DL-22015", "name": {"vi": "Trung tâm", "en": "Centre"}},
    "totals": {**NOTHING, "issued": 1146, "waiting": 31, "served": 98},
    "fields": [
        {"id": "dat-dai", "name": {"vi": "Đất đai"}, "waiting": 14, "longest_seconds": 2460, "open_counters": 0}
    ],
    "counters": [
        {
            "id": "DL-22015.1",
            "number": 1,
            "state": "open",
            "clerk": {"id": "a", "name": "Nguyễn Thị Hoa"},
            "label": "A021",
        }
    ],
    "devices": [
        {
            "id": "k",
            "kind": "kiosk",
            "name": "Máy 2",
            "condition": "paper_out",
            "since": "2026-03-02T09:33:00.000+07:00",
        }
    ],
    "sentences": [SENTENCE],
    "trouble": [],
    "notices": [],
}
ROWS = [
    {
        **NOTHING,
        "key": "1.001193",
        "name": {"vi": "Khai sinh", "en": "Birth"},
        "issued": 24,
        "served": 20,
        "dossiers": 20,
    },
    {**NOTHING, "key": "1.115279", "name": {"vi": LONG, "en": LONG}, "issued": 58, "served": 51, "dossiers": 70},
]
HOURS = [{**NOTHING, "key": "07", "name": {"vi": "07:00", "en": "07:00"}, "issued": 71, "served": 22}]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(5_000)
    yield page
    page.close()


def answering(page: Page, figures: int) -> None:
    """The API as it answers somebody who may (200), may not (403), or has not signed in (401) to see the figures."""
    answers: Mapping[str, tuple[int, Any]] = {
        "/figures/throughput?": (200, {"items": ROWS}),
        "by=hour": (200, {"items": HOURS}),
        "/DL-22015/figures": (figures, FIGURES if figures == 200 else {"code": "refused", "title": "…"}),
        "/session": (200, {"user": "a", "name": "Nguyễn Văn An", "role": "clerk", "grants": [], "counters": []}),
    }

    def answer(route: Route) -> None:
        status, body = next(it for part, it in reversed([*answers.items()]) if part in route.request.url)
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    page.route("**/api/v1/**", answer)


def test_unsigned_browser_is_asked_to_sign_in(page: Page, address: str) -> None:
    answering(page, 401)
    page.goto(f"{address}/manager/DL-22015")
    expect(page.locator("h1")).to_have_text(say("manager.signin"))
    expect(page.locator("[name=password]")).to_be_visible()


def test_another_role_is_told_who_it_is_and_what_to_do(page: Page, address: str) -> None:
    answering(page, 403)
    page.goto(f"{address}/manager/DL-22015")
    expect(page.locator("h1")).to_have_text(say("manager.wrong_role"))
    role = say("manager.role.clerk")
    expect(page.locator("#page")).to_contain_text(say("manager.wrong_role_next", name="Nguyễn Văn An", role=role))


def test_sentences_come_first_then_the_plot_then_the_table(
    page: Page, address: str, complaints: Callable[[Page], list[str]]
) -> None:
    heard = complaints(page)
    answering(page, 200)
    page.goto(f"{address}/manager/DL-22015")
    expect(page.locator(".sentences li").first).to_have_text(SENTENCE["vi"])
    expect(page.locator(".totals dd").first).to_have_text("1.146")
    expect(page.locator(".lacking")).to_have_text("0")
    expect(page.locator("tr.trouble")).to_contain_text(say("manager.condition.paper_out"))
    expect(page.locator(".summary")).to_contain_text("cấp 82 lượt, phục vụ xong 71")
    assert page.locator(".chart text").all_text_contents() == ["58", "51", "24", "20"]
    assert page.locator(".rows tfoot td").all_inner_texts() == ["82", "71", "90", "0", "0", "0", "0"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.select_option("[name=by]", "hour")
    expect(page.locator(".chart .columns text")).to_have_text(["71", "22", "07:00"])
    assert heard == []


def test_paper_keeps_the_answer_and_drops_the_buttons(page: Page, address: str) -> None:
    answering(page, 200)
    page.goto(f"{address}/manager/DL-22015")
    expect(page.locator(".rows")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_have_text(say("manager.printed", time="9:41", day="2/3/2026"))
    for pressed in (".question", ".whoami", ".bar__lang"):
        expect(page.locator(pressed)).to_be_hidden()
