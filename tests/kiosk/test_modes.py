"""Nobody is kept out of any screen, in any mode: seen with axe-core, a ruler and nobody's favour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from luot_kiosk.page import built_files
from tests.kiosk.hall import HallServer
from tests.kiosk.touching import LANDSCAPE, LEAST_TARGET, PORTRAIT
from tests.kiosk.walking import every_screen, screen_names

HERE = Path(__file__).parent
AXE = (HERE.parents[1] / "node_modules/axe-core/axe.min.js").read_text("utf-8")
LOOK = (HERE / "looking.js").read_text("utf-8")
# axe-core takes longest, so it is asked where its answer can differ: all rules once, words in English,
# colours in high contrast. Larger letters and a lower reach move the same elements, which the ruler sees better.
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_WORDS = {"type": "tag", "values": ["cat.language", "cat.name-role-value", "cat.text-alternatives", "cat.aria"]}
OF_COLOURS = {"type": "rule", "values": ["color-contrast"]}
NONE = {"type": "rule", "values": ["html-has-lang"]}  # the ruler alone: axe-core cannot be asked for nothing
RULED = [["larger"], ["seated"], ["larger", "seated"], ["larger", "language"], ["seated", "language"]]
AUDITS: list[tuple[ViewportSize, list[list[str]], object]] = [
    (LANDSCAPE, [[], *RULED], NONE),
    (PORTRAIT, RULED, NONE),
    (PORTRAIT, [["language"]], OF_WORDS),
    (PORTRAIT, [["contrast"]], OF_COLOURS),
    (PORTRAIT, [[]], EVERY_RULE),
]
NO_CITIZENS = {"staff"}  # behind a code, which this device has not been given
LEAST_TOOL = 44  # CSS px

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(built_files() is None, reason="The pages are not built; `make setup` builds them."),
]


class Looker:
    """Looks at screens and keeps what is wrong, so that one run tells it all."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.places: dict[str, set[str]] = {}
        page.evaluate(AXE)

    def look(self, stop: str) -> None:
        for size, modes, rules in AUDITS:
            self.page.set_viewport_size(size)
            told: dict[str, Any] = self.page.evaluate(
                LOOK, {"modes": modes, "rules": rules, "answer": LEAST_TARGET, "tool": LEAST_TOOL}
            )
            way = "landscape" if size == LANDSCAPE else "portrait"
            self.wrong += [f"{stop}, {way} {it}" for it in told["wrong"]]
            for mode, boxes in told["places"].items():
                self.places.setdefault(f"{way} {mode}", set()).add(" | ".join(boxes))


def test_every_screen_in_every_mode(page: Page, hall: HallServer) -> None:
    page.set_default_timeout(8000)
    looker, seen = Looker(page), set()
    for stop in every_screen(page, hall):
        looker.look(stop)
        seen.add(stop.partition(",")[0])
    assert not looker.wrong, "\n".join(looker.wrong)
    assert {mode: places for mode, places in looker.places.items() if len(places) > 1} == {}
    assert screen_names() - seen == NO_CITIZENS, "every_screen of walking.py passes these by"
