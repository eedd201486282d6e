"""The pages' unit tests, run with Node, and what the build promises about its lock file and its words."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {
    "display": (ROOT / "display", ROOT / "display/luot_display/messages", "display.json"),
    "desk": (ROOT / "counter", ROOT / "counter/luot_counter/messages", "desk.json"),
}
# t("area.key"), both("area.key") in TypeScript; vi["area.key"] in a shell.
KEY = re.compile(r"""\b(?:t|both)\(\s*"([a-z_.0-9]+)"|\b(?:vi|en)\["([a-z_.0-9]+)"\]""")
PARAMETER = re.compile(r"\{(\w+)\}")


def test_typescript_units() -> None:
    if not (ROOT / "node_modules/esbuild").exists():
        pytest.skip("the page tests need the npm packages: `python hatch_build.py` fetches them")
    node, _ = runpy.run_path(str(ROOT / "hatch_build.py"))["node_and_npm"]()
    command = [node, "tests/web/run.mjs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lock_names_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in packages.items() if name)


@pytest.mark.parametrize("page", PAGES)
def test_every_word_is_used_and_said_in_both_languages(page: str) -> None:
    folder, messages, name = PAGES[page]
    vi, en = (json.loads((messages / language / name).read_text("utf-8")) for language in ("vi", "en"))
    assert vi.keys() == en.keys()
    assert {key: set(PARAMETER.findall(text)) for key, text in vi.items()} == {
        key: set(PARAMETER.findall(text)) for key, text in en.items()
    }
    assert used_in(folder) == vi.keys()


def used_in(folder: Path) -> set[str]:
    sources = [*folder.glob("web/**/*.ts"), *folder.glob("luot_*/templates/**/*.html")]
    return {a or b for source in sources for a, b in KEY.findall(source.read_text("utf-8"))}
