"""Cables are pulled: every display shows each call in order, none twice, and whoever comes back late sees the truth."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from statistics import median

import pytest
from playwright.sync_api import expect

from luot_server.clock import ToldClock
from tests.browser.conftest import NewPage
from tests.browser.demo import wait_until
from tests.browser.lines import NOTES, Display, Wired, wired
from tests.browser.wire import cable

pytestmark = pytest.mark.browser

MONDAY_AT_NINE = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
SCREENS, COUNTERS, CALLS = 3, 4, 18
SLOWEST = 5.0  # s, of the whole chain on a machine that runs other things too; what it is usually is printed


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    with wired(tmp_path_factory.mktemp("wired"), ToldClock.starting(MONDAY_AT_NINE)) as server:
        for counter in range(1, COUNTERS + 1):
            server.open(counter)
        yield server


@pytest.fixture
def server(running: Wired) -> Iterator[Wired]:
    """With nobody at a counter, before and after."""
    yield running
    running.clear()


def display_on(new_page: NewPage, server: Wired, cables: ExitStack) -> Display:
    line = cables.enter_context(cable(server.url))
    page = new_page(1280, 720)
    page.add_init_script(NOTES)
    cables.callback(page.context.close)  # before its cable: a page that says goodbye is followed at once
    page.goto(f"{line.url}/display/{server.hall}")
    expect(page.locator(".hall")).to_be_visible()
    return Display(page, line)


def test_cut_at_random_they_show_the_journal_in_its_order(new_page: NewPage, server: Wired) -> None:
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    with ExitStack() as cables:
        screens = [display_on(new_page, server, cables) for _ in range(SCREENS)]
        first = len(server.journal())
        server.calls.clear()
        for nth in range(CALLS):
            for screen in screens[1:]:  # the first is never cut: the others are held against it, too
                if chance.random() < 0.2:
                    screen.cut()
                elif chance.random() < 0.6:
                    screen.mend()
            counter, ticket = 1 + nth % COUNTERS, server.issue()
            server.call(counter, ticket)
            if chance.random() < 0.3:
                server.recall(counter, ticket)
            server.miss(counter, ticket)
            screens[0].page.wait_for_timeout(chance.choice([0, 50, 400, 900]))
        for screen in screens:
            screen.mend()
        truth = server.journal()[first:]
        assert [said for _, said in server.calls] == truth
        for screen in screens:
            expect(screen.page.locator(".last .label")).to_have_text(truth[-1].split(" → ")[0])
            expect(screen.page.locator(".trouble")).to_have_count(0)

        late = []
        for screen in screens:
            shown = iter(truth)
            drawn = [said for _, said in screen.drawn() if said in truth]
            assert all(said in shown for said in drawn), f"seed {seed}: drawn out of order or again: {drawn}"
            late += [screen.lateness(at, truth[nth:]) for nth, (at, _) in enumerate(server.calls) if screen.there(at)]
    assert late, f"seed {seed}: some display was there for some call"
    told = f"median {median(late) * 1000:.0f} ms, slowest {max(late) * 1000:.0f} ms"
    sys.stdout.write(f"{len(late)} calls on displays whose line was whole: {told}\n")  # `pytest -rP` shows it
    assert median(late) <= 1.0
    assert max(late) <= SLOWEST


@pytest.mark.parametrize(
    ("away", "rings"),
    [(timedelta(0), 2), (timedelta(seconds=70), 1), (timedelta(hours=1), 1)],
    ids=["1s", "1min", "1h"],
)
def test_who_was_away_returns_to_the_truth_rings_for_no_old_call_and_misses_no_new_one(
    new_page: NewPage, server: Wired, away: timedelta, rings: int
) -> None:
    """Meanwhile a call was made, the server was killed and started again later, and a second call was made."""
    with ExitStack() as cables:
        screen = display_on(new_page, server, cables)
        missed, present = server.issue(), server.issue()
        before = screen.chimes()
        screen.cut()
        server.call(1, missed)
        if away:
            server.later(away)
        screen.page.wait_for_timeout(1000)
        server.call(2, present)
        screen.mend()
        last = screen.page.locator(".last .label")
        expect(last).to_have_text(present["label"])
        truth = {1: missed["label"], 2: present["label"]}
        wait_until(lambda: screen.counters() == truth, 5, f"{screen.counters()} is not {truth}")
        wait_until(lambda: screen.chimes() - before >= rings, 20, f"{screen.chimes() - before} of {rings} chimes")
        screen.page.wait_for_timeout(2500)  # a chime takes two seconds: one too many would begin now
        assert screen.chimes() - before == rings
