"""The manager's page: sentences, plot and table say what the API says; a clerk is told whose page it is."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, COPY, LAND, PENSION, Demo, Json
from tests.browser.signing import manager_page, sign_in

pytestmark = pytest.mark.browser

DIMENSIONS = {
    "procedure": "Thủ tục",
    "agency": "Cơ quan giải quyết",
    "counter": "Quầy",
    "clerk": "Cán bộ",
    "hour": "Giờ trong ngày",
}
COLUMNS = ("issued", "served", "dossiers", "no_show", "voided", "cancelled", "expired")


def a_little_morning(hall: Demo) -> None:
    """Some are served, one did not come, some still wait."""
    copies, birth, land = hall.clerk(4), hall.clerk(2), hall.clerk(5)
    copies.serve(hall.issue(COPY), "H15.50-261123-0101", "H15.50-261123-0102")
    birth.serve(hall.issue(BIRTH), "H15.50-261123-0103")
    land.serve(hall.issue({**LAND, "area": "24373"}), "H15.50-261123-0104")
    missed = hall.issue(COPY)
    copies.call(missed)
    copies.do(missed, "no-shows")
    hall.issue(LAND)
    hall.issue(PENSION)


def test_sentences_plot_and_table_are_the_apis_numbers(hall: Demo, new_page: NewPage) -> None:
    a_little_morning(hall)
    page = manager_page(new_page, hall)
    figures = hall.ask("GET", f"/halls/{hall.hall}/figures", "quanly")
    expect(page.locator(".sentences li")).to_have_text([it["vi"] for it in figures["sentences"]])
    assert any("chưa có quầy nào mở" in it["vi"] for it in figures["sentences"])
    totals = [figures["totals"][it] for it in ("issued", "waiting", "served", "dossiers", "no_show", "voided")]
    expect(page.locator(".totals dd")).to_have_text([str(it) for it in totals])

    for by, name in DIMENSIONS.items():
        page.select_option("[name=by]", by)
        expect(page.locator(".rows thead th").first).to_have_text(name)
        answer = hall.ask("GET", f"/figures/throughput?hall={hall.hall}&by={by}", "quanly")
        assert tabled(page) == expected_rows(answer["items"]), by
        sums = page.locator(".rows tfoot td").all_inner_texts()
        assert [int(it) for it in sums] == [sum(row[it] for row in answer["items"]) for it in COLUMNS], by
        assert plotted(page) == Counter(
            str(row[kind]) for row in answer["items"][:12] for kind in ("issued", "served")
        ), by


def tabled(page: Page) -> Counter[tuple[str, ...]]:
    """The table's rows as counts; names are compared elsewhere, they also carry a code."""
    rows = page.locator(".rows tbody tr").all()
    return Counter(tuple(row.locator("td").all_inner_texts()) for row in rows)


def expected_rows(items: list[Json]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(str(row[it]) for it in COLUMNS) for row in items)


def plotted(page: Page) -> Counter[str]:
    """The counts at the ends of the bars."""
    return Counter(page.locator(".chart text:not(.name)").all_text_contents())


def test_new_figures_arrive_by_themselves(hall: Demo, new_page: NewPage) -> None:
    page = manager_page(new_page, hall)
    expect(page.locator(".sentences")).to_contain_text("Không có người chờ")
    hall.issue(PENSION)
    expect(page.locator(".sentences")).to_contain_text("1 người chờ")


def test_a_clerk_is_told_whose_page_it_is(hall: Demo, new_page: NewPage) -> None:
    page = new_page(1366, 768)
    page.goto(hall.facts["manager"])
    sign_in(page, "quay2", hall.password("quay2"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tài khoản này không xem được số liệu của trung tâm")
    expect(page.locator("#page")).to_contain_text("cán bộ tiếp nhận")
    page.get_by_role("button", name="Đăng xuất").click()
    sign_in(page, "quanly", hall.password("quanly"))
    expect(page.locator(".sentences")).to_be_visible()
