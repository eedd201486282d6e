"""Calls as they are heard: in order, one after another, by one device; a device that goes is followed by the next."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.clips import words
from tests.browser.conftest import NewPage
from tests.browser.demo import COPY, Demo

pytestmark = pytest.mark.browser

# Notes each source that is told to play: when, by the audio clock and by the wall's, for how long, and of which clips.
# A page whose `dies` is reached is gone in the midst of that sound, and leaves what it noted.
LISTEN = """
  const sounds = window.sounds = [];
  const note = (node, when, seconds, clips) => {
    window.ear = node.context;
    sounds.push({ when, wall: Date.now() / 1000 + when - window.ear.currentTime, seconds, clips });
    if (sounds.filter((it) => it.clips).length !== window.dies) return;
    window.lastWords(sounds);
    location.replace("about:blank");
  };
  const play = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when) {
    const samples = this.buffer.getChannelData(0);
    const clips = [];
    let same = 0;
    samples.forEach((it, nth) => {
      same = nth > 0 && it === samples[nth - 1] ? same + 1 : 1;
      if (it !== 0 && (same - 1) % CLIP === 0) clips.push(it);
    });
    note(this, when, this.buffer.duration, clips);
    return play.call(this, when);
  };
  const ring = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) { note(this, when, 0, null); return ring.call(this, when); };
""".replace("CLIP", "551")
CHIME_SECONDS = 1.9
HEAR_MS = 30_000  # on a machine that runs other things too


@dataclass(frozen=True)
class Sound:
    """``when``: on the page's audio clock, s; ``wall``: Unix time, s; ``says``: "♪" for a chime, or the clips."""

    when: float
    wall: float
    seconds: float
    says: str


class Ear:
    """A display of the hall, and what it says."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.speaking: bool | None = None
        self.through = 0  # announcements it has told the server of
        self.last_words: list[Any] = []
        page.expose_function("lastWords", lambda said: self.last_words.extend(said))
        page.add_init_script(LISTEN)
        page.on("websocket", self._follow)
        page.goto(address)
        expect(page.locator(".counters li").first).to_be_visible()
        self.until(lambda: self.speaking is not None)

    def sounds(self) -> list[Sound]:
        """One for each chime (of its six tones the first) and each piece of speech."""
        noted = self.last_words or self.page.evaluate("window.sounds")
        rings = [it for it in noted if it["clips"] is None]
        chimes = [Sound(it["when"], it["wall"], CHIME_SECONDS, "♪") for it in rings[::6]]
        spoken = [it for it in noted if it["clips"] is not None]
        speech = [Sound(it["when"], it["wall"], it["seconds"], words(it["clips"])) for it in spoken]
        return sorted([*chimes, *speech], key=lambda it: it.when)

    def said(self) -> list[str]:
        return [it.says for it in self.sounds()]

    def until(self, true: Any) -> None:
        """Messages arrive only while the page is being waited for, so no lock or event can do this."""
        for _ in range(HEAR_MS // 50):
            if true():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"waited in vain; heard {self.said()}")

    def hears(self, count: int) -> None:
        """So many sounds have been told to begin."""
        self.until(lambda: self.page.evaluate("window.sounds.filter((it) => it.clips).length") >= count)

    def _follow(self, line: WebSocket) -> None:
        line.on("framereceived", self._hear)
        line.on("framesent", self._tell)

    def _tell(self, frame: str | bytes) -> None:
        if isinstance(frame, str) and frame.startswith('42/live,["spoken"'):
            self.through += 1

    def _hear(self, frame: str | bytes) -> None:
        if isinstance(frame, str) and frame.startswith('42/live,["voice"'):
            self.speaking = json.loads(frame.removeprefix("42/live,"))[1]["speaking"]


@pytest.fixture
def briefly(hall: Demo) -> Iterator[Demo]:
    """A hall whose calls are said once in each language, without a chime: over in two seconds."""
    once = {"languages": ["vi", "en"], "times": 1, "chime": False}
    hall.ask("PUT", f"/halls/{hall.hall}/settings/voice", "quanly", {"value": once})
    yield hall
    hall.ask("PUT", f"/halls/{hall.hall}/settings/voice", "quanly", {"value": None})


def call(hall: Demo, counter: int) -> str:
    """Calls a new number to this counter; the call in words, without its language."""
    ticket = hall.issue(COPY)
    hall.clerk(counter).call(ticket)
    return f"normal {' '.join(ticket['label'])} to n{counter}"


def in_turn(sounds: list[Sound]) -> bool:
    """One after another, never two at once; a millisecond for what rounding leaves."""
    return all(one.when + one.seconds <= other.when + 0.001 for one, other in itertools.pairwise(sounds))


def test_the_chime_ends_before_the_call_is_said_twice_and_in_english(new_page: NewPage, hall: Demo) -> None:
    display = Ear(new_page(1280, 720), hall.facts["display"])
    said = call(hall, 4)
    display.hears(3)
    sounds = display.sounds()
    assert [it.says for it in sounds] == ["♪", f"vi {said}", f"vi {said}", f"en {said}"]
    assert in_turn(sounds)


def test_one_display_speaks_and_when_it_dies_the_next_goes_on_with_what_it_did_not_finish(
    new_page: NewPage, briefly: Demo
) -> None:
    hall = briefly
    first, second = (Ear(new_page(1280, 720), hall.facts["display"]) for _ in range(2))
    assert (first.speaking, second.speaking) == (True, False)

    first.page.evaluate("window.dies = 3")  # the first call through, the second begun
    calls = [call(hall, counter) for counter in (1, 2, 3, 4)]
    first.until(lambda: first.last_words)
    second.hears(2 * 3)
    before, after = first.sounds(), second.sounds()
    whole = [f"{language} {it}" for it in calls for language in ("vi", "en")]
    assert [it.says for it in before] == whole[:3]
    assert [it.says for it in after] == whole[2:], "the interrupted one is said again whole, and nothing else twice"
    assert in_turn(before)
    assert in_turn(after)
    assert before[-2].wall + before[-2].seconds < after[0].wall, "never both"

    # Who comes late says nothing old, and takes over in the middle when the other loses its sound.
    late = Ear(new_page(1280, 720), hall.facts["display"])
    last = call(hall, 5)
    second.hears(2 * 3 + 1)
    second.page.evaluate("window.ear.suspend()")
    expect(second.page.locator(".sound")).to_be_visible()
    late.until(lambda: late.through == 1)
    assert late.said() == [f"vi {last}", f"en {last}"]
    second.page.mouse.click(5, 5)
    expect(second.page.locator(".sound")).to_have_count(0)
    second.until(lambda: second.speaking is True)  # the longest connected
    last = call(hall, 6)
    second.until(lambda: second.through == len(calls))
    assert second.said()[-2:] == [f"vi {last}", f"en {last}"]
    assert len(late.said()) == 2
