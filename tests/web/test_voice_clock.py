"""The rate of a full hall on a real browser's audio graph, rendered faster than it would be heard."""

from __future__ import annotations

import itertools
import runpy
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not (ROOT / "node_modules/esbuild").exists() or shutil.which("chromium") is None,
    reason="needs the npm packages (`python hatch_build.py`) and Chromium (`apt-get install chromium`)",
)

# Seconds, as espeak-ng says them.
CLIPS = {"normal": 2.11, "to": 0.92, "and": 1.23, "A": 0.37}
CLIPS |= {str(digit): 0.34 for digit in range(10)} | {f"n{counter}": 0.45 for counter in range(1, 16)}
LEVEL = 0.25  # of every clip
COUNTERS = 15


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    node, _ = runpy.run_path(str(ROOT / "hatch_build.py"))["node_and_npm"]()
    out = tmp_path_factory.mktemp("burst") / "burst.js"
    bundle = (
        f"require('esbuild').buildSync({{entryPoints: ['tests/web/burst.ts'], outfile: {str(out)!r}, bundle: true}})"
    )
    subprocess.run([node, "-e", bundle], cwd=ROOT, check=True, timeout=60)
    return out.read_text("utf-8")


def moment(position: int, at: float) -> dict[str, Any]:
    counter = {"id": f"c{position % COUNTERS}", "number": 1 + position % COUNTERS}
    label = f"A{position:03}"
    instants = {"at": instant(at), "expires_at": instant(at + 60)}
    return {"kind": "called", "position": position, "ticket": label, "label": label, "counter": counter, **instants}


def instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def play(page: Page, script: str, moments: list[dict[str, Any]], seconds: int) -> dict[str, Any]:
    page.add_script_tag(content=script)
    heard: dict[str, Any] = page.evaluate("([it, clips, to]) => play(it, clips, to)", [moments, CLIPS, seconds])
    return heard


@pytest.mark.parametrize(
    ("count", "every", "seconds"),
    [(COUNTERS, 20 / COUNTERS, 110), (COUNTERS, 24.0, 380)],
    ids=["fifteen in twenty seconds", "one every 24 s"],
)
def test_every_call_of_a_full_hall_is_said_in_order_and_none_over_another(
    page: Page, script: str, count: int, every: float, seconds: int
) -> None:
    moments = [moment(nth + 1, nth * every) for nth in range(count)]
    heard = play(page, script, moments, seconds)
    assert heard["unsaid"] == []
    assert heard["spoken"] == [it["position"] for it in moments]
    said = heard["said"]
    assert all(one["until"] <= other["at"] + 0.001 for one, other in itertools.pairwise(said))
    if every >= 24:
        assert len(said) == 2 * count, "with time enough each is said twice"
        behind = [it["at"] - nth * every for nth, it in enumerate(said[::2])]
        assert max(behind) < 3, "the chime, and no call behind another"
    assert heard["loudest"] <= LEVEL + 0.7, "a clip, or a chime; never two clips at once"
