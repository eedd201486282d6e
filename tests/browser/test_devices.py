"""A second kiosk comes and goes: a manager reads a code off the page, somebody types it at the machine."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from playwright.sync_api import expect

from luot_kiosk import enrolment
from luot_kiosk.beats import Beats
from luot_kiosk.cli import kiosk as kiosk_command
from luot_kiosk.client import Refused, Server
from tests.browser.conftest import NewPage
from tests.browser.demo import Demo
from tests.browser.signing import manager_page
from tests.browser.test_accessible import serious

pytestmark = pytest.mark.browser


def test_a_kiosk_is_enrolled_by_the_code_on_the_page_and_retired(hall: Demo, new_page: NewPage, tmp_path: Path) -> None:
    page = manager_page(new_page, hall)
    page.get_by_role("link", name="Thiết bị").click()
    lines = page.locator(".devices__list li")
    expect(lines.filter(has_text="liên lạc lúc").first).to_be_visible()  # the demo's own kiosk beats by itself
    before = lines.count()

    page.get_by_label("Tên gọi trong trung tâm").fill("Máy lấy số bên cửa sổ")
    page.keyboard.press("Enter")
    code = page.locator(".devices__letters").inner_text()
    assert serious(page) == []
    typed = ["enrol", "--server", hall.server, "--data", str(tmp_path), code]
    assert CliRunner().invoke(kiosk_command, typed).exit_code == 0
    assert CliRunner().invoke(kiosk_command, typed).exit_code == 1  # once
    enrolled = enrolment.read(tmp_path)
    assert enrolled is not None
    server = Server(enrolled.server, enrolled.token)
    beats = Beats(server, printer=lambda: "none", unsent=lambda: 3, on_lease_needed=lambda: None)
    beats.beat()

    page.reload()
    line = lines.filter(has_text="Máy lấy số bên cửa sổ")
    expect(line).to_contain_text("Còn 3 số máy tự cấp chưa gửi về máy chủ")
    line.get_by_role("button").click()
    expect(line.get_by_role("button", name="Thu hồi ngay")).to_be_focused()
    line.get_by_role("button", name="Giữ lại").click()
    line.get_by_role("button").click()
    page.keyboard.press("Enter")
    expect(page.locator(".devices__said")).to_have_text("Đã thu hồi Máy lấy số bên cửa sổ.")
    expect(lines).to_have_count(before)
    with pytest.raises(Refused, match="401"):
        beats.beat()


def test_the_bell_of_the_kiosk_reaches_the_guide(hall: Demo) -> None:
    calls = f"/halls/{hall.hall}/help-calls"
    for _ in range(2):  # two presses of one citizen
        rung = requests.post(f"{hall.facts['kiosk']}/local/help", timeout=10)
        assert rung.json() == {"called": True}
    ringing = hall.ask("GET", calls, "huongdan")["items"]
    assert len(ringing) == 1
    hall.ask("POST", f"/help-calls/{ringing[0]['id']}/answers", "huongdan", {})
    assert hall.ask("GET", calls, "quanly")["items"] == []
