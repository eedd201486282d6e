"""The hall display: what is called is seen and heard once, and a lost line is told and healed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.demo import BIRTH, COPY, Demo, wait_until

pytestmark = pytest.mark.browser

# Written down at the display: when each bell is told to ring, and every label that ever stood as the last call.
LISTEN = """
  window.bells = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) { window.bells.push(when); return start.call(this, when); };
"""
# Nothing is left to be said: what a reload would have cut off is said again.
SAID = "Object.keys(sessionStorage).filter(it => /queue/.test(it)).every(it => sessionStorage[it] === '[]')"
CALL = "rgb(255, 183, 3)"
RUNG_WITHIN = 20.0  # seconds; an announcement before it is let to its end
STROKES = 6  # one chime: two bells of three partials
BANNER_MS = (4_000, 12_000)  # five seconds of silence, on a machine that may be busy


@pytest.fixture
def display(hall: Demo, new_page: NewPage) -> Page:
    page = new_page(1920, 1080)
    page.add_init_script(LISTEN)
    page.goto(hall.facts["display"])
    expect(page.locator(".counters li")).to_have_count(7)
    expect(page.locator(".counters li.open")).to_have_count(0)
    return page


def chimes(page: Page, count: int) -> None:
    """So many have been told to ring, and no more follow while the last one sounds."""
    # Asked again and again from outside: the page's policy lets nothing but its own script look for it.
    wait_until(lambda: page.evaluate("window.bells.length") >= count * STROKES, RUNG_WITHIN, "no chime")
    page.wait_for_timeout(2_000)  # the length of a chime: a repeat would have begun by now
    assert page.evaluate("window.bells.length") == count * STROKES


def test_a_call_is_seen_from_the_last_row_and_heard(display: Page, hall: Demo) -> None:
    ticket, clerk = hall.issue(COPY), hall.clerk(4)
    expect(display.locator(".fields")).to_contain_text("Chứng thực")
    clerk.call(ticket)
    label = display.locator(".last .label")
    expect(label).to_have_text(ticket["label"])
    expect(display.locator(".last .number")).to_have_text("4")
    box = label.bounding_box()
    assert box is not None
    assert box["height"] >= 1080 / 4
    assert float(label.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")) >= 1080 / 4
    filled = display.locator(".counters .calling")
    expect(filled).to_contain_text(ticket["label"])
    expect(filled).to_have_css("background-color", CALL)
    chimes(display, 1)
    assert filled.evaluate("it => it.getAnimations({subtree: true}).length") == 0


def test_two_calls_in_a_second_are_both_shown_and_both_heard(display: Page, hall: Demo) -> None:
    first, second = hall.issue(COPY), hall.issue(BIRTH)
    one, other = hall.clerk(4), hall.clerk(2)
    one.call(first)
    other.call(second)
    expect(display.locator(".last .label")).to_have_text(second["label"])
    expect(display.locator(".earlier .called")).to_contain_text(first["label"])
    filled = display.locator(".counters .calling")
    expect(filled.filter(has_text=first["label"])).to_have_count(1)
    expect(filled.filter(has_text=second["label"])).to_have_count(1)
    chimes(display, 2)
    times = display.evaluate("window.bells")
    assert times[STROKES] - times[0] > 1.5, "the second chime cut into the first"


def test_cut_off_it_says_so_and_comes_back_to_the_truth(display: Page, hall: Demo) -> None:
    missed, after, clerk = hall.issue(COPY), hall.issue(COPY), hall.clerk(4)
    expect(display.locator(".counters li.open")).to_have_count(1)
    banner = display.locator(".head.trouble")
    display.context.set_offline(True)
    display.wait_for_timeout(BANNER_MS[0])
    expect(banner).to_have_count(0)
    clerk.serve(missed, "H15.50-261123-0007")
    clerk.call(after)
    expect(banner).to_contain_text("Mất kết nối", timeout=BANNER_MS[1])
    expect(display.locator("main")).not_to_contain_text(after["label"])

    display.context.set_offline(False)
    expect(display.locator(".last .label")).to_have_text(after["label"])
    expect(banner).to_have_count(0)
    expect(display.locator(".counters .calling")).to_contain_text(after["label"])
    chimes(display, 1)  # the one is being served already; only who is still awaited is called


def test_no_call_is_announced_twice(display: Page, hall: Demo) -> None:
    ticket, clerk = hall.issue(COPY), hall.clerk(4)
    clerk.call(ticket)
    chimes(display, 1)
    wait_until(lambda: display.evaluate(SAID), RUNG_WITHIN, "it was never through")
    display.reload()
    expect(display.locator(".last .label")).to_have_text(ticket["label"])
    hall.issue(COPY)
    expect(display.locator(".fields .count").first).to_have_text("1")
    assert display.evaluate("window.bells.length") == 0
    clerk.do(ticket, "recalls")
    expect(display.locator(".last .caption")).to_contain_text("gọi lần 2")
    chimes(display, 1)
