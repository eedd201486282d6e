"""The files that make a Debian machine a kiosk, as far as they can be tried without one."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from luot_kiosk.settings import PREFIX, Settings

FILES = Path(__file__).parents[2] / "deploy" / "kiosk"
UNITS = sorted(FILES.glob("*.service"))
SCRIPTS = sorted(FILES.glob("*.sh"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda file: file.name)
def test_systemd_understands_every_line(unit: Path, tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is needed: Debian package systemd")
    copies = {one.name: tmp_path / one.name for one in UNITS}
    for one in UNITS:  # a kiosk's programs are not on this machine
        copies[one.name].write_text(
            re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", one.read_text("utf-8")), "utf-8"
        )
    done = subprocess.run([verify, "verify", str(copies[unit.name])], capture_output=True, text=True, timeout=30)
    told = [line for line in (done.stdout + done.stderr).splitlines() if str(tmp_path) in line or unit.name in line]
    assert (done.returncode, told) == (0, [])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_shell_understands_every_line(script: Path) -> None:
    assert subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True).stderr == ""


def test_what_setup_installs_is_there_and_the_other_way_round() -> None:
    setup = (FILES / "setup.sh").read_text("utf-8")
    named = set(re.findall(r"\$here/([\w.-]+)", setup))
    assert named == {file.name for file in FILES.iterdir()} - {"setup.sh"}


def test_the_example_names_only_settings_there_are() -> None:
    example = (FILES / "kiosk.env.example").read_text("utf-8")
    names = re.findall(rf"(?m)^{PREFIX}(\w+)=", example)
    assert names
    assert {name.lower() for name in names} <= set(Settings.__dataclass_fields__)


@pytest.mark.browser
def test_the_kiosk_s_page_opens_with_the_flags_of_the_file(browser: Browser, address: str) -> None:
    text = (FILES / "chromium-flags.conf").read_text("utf-8")
    flags = [line for line in text.splitlines() if line and not line.startswith("#")]
    kiosk = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=[*flags, "--no-sandbox"])
    page = kiosk.new_page()
    page.goto(address)
    page.locator("[data-screen=home] [data-action]").first.wait_for()
    assert page.locator("h1").inner_text()
    kiosk.close()
