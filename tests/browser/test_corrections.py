"""The manager's page says which presses mislead and which decisions were overruled, as the API counts them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, Demo
from tests.browser.pictures import WANTED, keep
from tests.browser.signing import manager_page

pytestmark = pytest.mark.browser

RESIDENCE = {"procedure": "1.004222", "purpose": "submit", "area": "22015"}


def test_what_misleads_is_said_in_a_sentence(hall: Demo, new_page: NewPage) -> None:
    for code in ("2.000635", "2.000635", "1.000894"):
        ticket = hall.issue(BIRTH)
        hall.ask("PATCH", f"/tickets/{ticket['id']}", "huongdan", {"procedure": code})
    despite = {**RESIDENCE, "despite": "Công an phường trực tại đây sáng nay"}
    given = hall.ask("POST", f"/halls/{hall.hall}/tickets", "huongdan", despite)

    rows = hall.ask("GET", f"/figures/corrections?hall={hall.hall}", "quanly")["rows"]
    births = next(row for row in rows if row["key"] == "1.001193|submit")
    page = manager_page(new_page, hall)
    page.get_by_role("link", name="Chọn nhầm ở ki-ốt").click()
    sentence = f"{births['corrected']} trong {births['issued']} lượt chọn “Đăng ký khai sinh” hóa ra là việc khác"
    expect(page.locator(".sentences")).to_contain_text(sentence)
    expect(page.locator(".sentences")).to_contain_text(f"“{births['to'][0]['name']['vi']}”")
    row = page.locator(".rows:not(.suspected) tbody tr").filter(has_text="1.001193").locator("td")
    expect(row.nth(0)).to_have_text(str(births["issued"]))
    expect(row.nth(1)).to_have_text(str(births["corrected"]))
    overruled = page.locator(".suspected tbody tr").filter(has_text=given["label"])
    expect(overruled.first).to_contain_text(despite["despite"])
    expect(overruled.first).to_contain_text(given["decision"]["reason"]["vi"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    if WANTED:
        page.set_viewport_size({"width": 1366, "height": 1000})
        keep(page, "corrections")
