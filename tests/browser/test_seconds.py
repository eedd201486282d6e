"""From the first screen to a number, at the pace of a person: touches and seconds of every tile's errand.

The model of a person, said so that it can be argued with:

- reads a new screen: 1.5 s to take it in and 0.25 s a word (about 240 words a minute), at most 4 s, for nobody reads
  all of a screen before touching it;
- moves a hand and taps: 1 s;
- the words are those the screen really shows when it comes.

To these, counted and not waited for, comes what the machine takes, which is measured: from each tap until the next
screen stands. Left to the desk are the priority, which is asked of nobody, and the area where the way says ``later``.
Where the place is this very hall's, that answer is the number.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from statistics import median

import pytest

from tests.browser.demo import Demo
from tests.browser.touching import Kiosk

pytestmark = pytest.mark.browser

AT_FIRST, A_WORD, READS_AT_MOST, A_TAP = 1.5, 0.25, 4.0, 1.0  # seconds
MOST_TOUCHES = 3
HERE = "take-here"
NUMBER = "[data-screen=number] [data-role=label]"
MEDIAN_S = 15.0  # of a whole walk, the machine's share in it
PERSON_S = 14.0
MACHINE_S = 2.0  # an answer's share on a machine that runs other tests too; alone it is a tenth of this

WORDS = "document.querySelector('main').innerText.trim().split(/\\s+/).length"


@dataclass
class Walk:
    """One way to a number."""

    code: str
    area: str
    touches: int = 0
    human: float = 0.0
    machine: float = 0.0

    @property
    def seconds(self) -> float:
        return self.human + self.machine


def walk(kiosk: Kiosk, code: str, area: str) -> Walk:
    """Take a number for ``code``; ``area`` is the answer's action where a place is asked for."""
    told = Walk(code, area)

    def touch(action: str, then: str, of: str | None = None) -> None:
        words = kiosk.page.evaluate(WORDS)
        told.human += min(AT_FIRST + A_WORD * words, READS_AT_MOST) + A_TAP
        began = time.perf_counter()
        kiosk.touch(action, of)
        kiosk.page.locator(then).first.wait_for()
        told.machine += time.perf_counter() - began
        told.touches += 1

    touch("procedure", "[data-screen=here], [data-screen=area], [data-screen=confirm]", code)
    if kiosk.page.locator("[data-screen=here]").count() and area == HERE:
        touch(HERE, NUMBER)
    else:
        if kiosk.page.locator("[data-screen=here], [data-screen=area]").count():
            touch("area-later", "[data-screen=confirm]")
        touch("take", NUMBER)
    kiosk.page.locator("[data-action=done]:enabled").click()
    kiosk.on("home")
    return told


def test_a_number_is_three_touches_and_a_quarter_of_a_minute_away(kiosk: Kiosk, hall: Demo) -> None:
    menu = hall.ask("GET", f"/halls/{hall.hall}/menu")
    asks = {one["code"]: one["needs_area"] for one in menu["procedures"]}
    kiosk.page.set_default_timeout(20_000)
    walks = [walk(kiosk, code, HERE) for code in menu["first"]]
    walks += [walk(kiosk, code, "area-later") for code in menu["first"] if asks[code]]
    common = [one for one in walks if one.area == HERE]
    table = [f"{'errand':12}{'area':14}{'touches':>8}{'person s':>10}{'machine s':>11}{'all s':>8}"]
    for one in walks:
        area = one.area if asks[one.code] else "none asked"
        table.append(f"{one.code:12}{area:14}{one.touches:8}{one.human:10.1f}{one.machine:11.2f}{one.seconds:8.1f}")
    table.append(
        f"median: {median(one.touches for one in common)} touches, {median(one.seconds for one in common):.1f} s"
    )
    sys.stdout.write("\n" + "\n".join(table) + "\n")
    assert max(one.touches for one in walks) <= MOST_TOUCHES
    assert median(one.human for one in common) <= PERSON_S
    assert median(one.seconds for one in common) <= MEDIAN_S
    assert max(one.machine for one in walks) <= MACHINE_S
