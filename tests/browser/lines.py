"""Screens that hang on cables, and what each of them drew and rang: for tests that cut the network."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page

from luot_server.clock import ToldClock
from luot_server.demo.hall import demo_hall
from luot_server.demo.prepared import prepared_store
from luot_server.demo.seed import Keys
from tests.browser.wire import Cable
from tests.kiosk.outage import Machine

#: A display that lost its line tries again after half a second to three, and its handshake takes a while.
BACK_WITHIN = 5.0
RINGS_OF_A_CHIME = 6  # two bells of three partials

# Notes what stands large on the display whenever that changes, and every tone that begins.
NOTES = """(() => {
  const notes = { drawn: [], rings: 0 };
  window.notes = notes;
  const text = it => document.querySelector(it)?.textContent.trim() ?? "";
  const look = () => {
    const said = text(".last .label") && `${text(".last .label")} → ${text(".last .go .number")}`;
    if (said !== (notes.drawn.at(-1) ?? [0, ""])[1]) notes.drawn.push([Date.now() / 1000, said]);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { notes.rings += 1; return start.apply(this, when); };
})();"""

ROWS = """[...document.querySelectorAll(".counters li")].map(row => [".number", ".serving"].map(
  it => (row.querySelector(it)?.textContent ?? "").replace(/\\s/g, "")))"""


@dataclass
class Display:
    """A page behind a cable of its own. Times are the machine's, in seconds."""

    page: Page
    cable: Cable
    away: list[tuple[float, float]] = field(default_factory=list)
    _cut_at: float | None = None

    def cut(self) -> None:
        self.cable.cut()
        self._cut_at = self._cut_at or time.time()

    def mend(self) -> None:
        if self._cut_at is not None:
            self.away.append((self._cut_at, time.time()))
            self._cut_at = None
        self.cable.mend()

    def drawn(self) -> list[tuple[float, str]]:
        """[(when, "A012 → 3")], oldest first."""
        return [(at, said) for at, said in self.page.evaluate("notes.drawn") if said]

    def counters(self) -> dict[int, str]:
        """{counter: the number that stands beside it}."""
        rows: list[list[str]] = self.page.evaluate(ROWS)
        return {int(counter): label for counter, label in rows if label}

    def chimes(self) -> float:
        """How many chimes have begun; a fraction would be half a chime."""
        return float(self.page.evaluate("notes.rings")) / RINGS_OF_A_CHIME

    def there(self, at: float) -> bool:
        """Whether its line was whole around ``at``, and had been for long enough to be found again."""
        return all(end + BACK_WITHIN < at or begin > at + 1 for begin, end in self.away)

    def lateness(self, at: float, calls: Sequence[str]) -> float:
        """Seconds from ``at`` until it showed one of ``calls``, the call made then and those after it."""
        drawn = self.drawn()
        before = bisect_right(drawn, (at, "\uffff")) - 1  # what stood there already, drawn before the answer came
        return max(0.0, next(when for when, said in drawn[max(0, before) :] if said in calls) - at)


class Wired:
    """The demo hall's server as a process that can be killed and started at another time of its hall."""

    def __init__(self, folder: Path, clock: ToldClock) -> None:
        (folder / "server").mkdir()
        store, self.keys = prepared_store(folder / "server" / "luot.sqlite3", clock)
        store.engine.dispose()
        arguments = ["serve", "--data", str(folder / "server")]
        # Without espeak-ng in reach, or clips that other tests made, a call is its chime alone and over in two seconds.
        silent = {"PATH": str(folder), "LUOT_VOICE_DIR": str(folder / "voice")}
        self._machine = Machine("server", folder, arguments, {"LUOT_CLOCK": str(clock), **silent})
        self._clock = clock
        self._line = requests.Session()
        self.hall = demo_hall().id
        self.url = self._machine.url
        self.calls: list[tuple[float, str]] = []
        self._tokens: dict[str, str] = {}
        self._machine.start("/readyz")

    def later(self, by: timedelta) -> None:
        """Killed without a word, and back when so much time has gone by in the hall."""
        self._machine.kill()
        self._clock = ToldClock(self._clock.anchor_told + by, self._clock.anchor_real, self._clock.speed)
        self._machine.tell(LUOT_CLOCK=str(self._clock))
        self._machine.start("/readyz")

    def stop(self) -> None:
        self._line.close()
        self._machine.kill()

    def ask(self, method: str, path: str, who: str = "kiosk", body: dict[str, Any] | None = None) -> Any:
        answer = self._line.request(
            method,
            f"{self.url}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {self._token(who)}"},
            timeout=30,
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def issue(self) -> dict[str, Any]:
        """A number that counters 1 to 7 all call by its id."""
        body = {"procedure": "2.000815", "purpose": "submit"}
        ticket: dict[str, Any] = self.ask("POST", f"/halls/{self.hall}/tickets", body=body)
        return ticket

    def open(self, counter: int) -> None:
        self.ask("PUT", f"/counters/{self.hall}.{counter}/shift", f"quay{counter}", {})

    def call(self, counter: int, ticket: dict[str, Any]) -> None:
        body = {"ticket": ticket["id"], "reason": "the story needs it"}
        self.ask("POST", f"/counters/{self.hall}.{counter}/calls", f"quay{counter}", body)
        self.calls.append((time.time(), f"{ticket['label']} → {counter}"))

    def recall(self, counter: int, ticket: dict[str, Any]) -> None:
        self.ask("POST", f"/tickets/{ticket['id']}/recalls", f"quay{counter}", {})
        self.calls.append((time.time(), f"{ticket['label']} → {counter}"))

    def miss(self, counter: int, ticket: dict[str, Any]) -> None:
        self.ask("POST", f"/tickets/{ticket['id']}/no-shows", f"quay{counter}", {})

    def clear(self) -> None:
        """Whoever was called did not come."""
        for counter in self.ask("GET", f"/halls/{self.hall}/board")["counters"]:
            if counter["label"]:
                found = self.ask("GET", f"/halls/{self.hall}/tickets?label={counter['label']}", "quanly")["items"]
                self.miss(counter["number"], found[0])

    def journal(self) -> list[str]:
        """Every call and recall as a display shows it, in the journal's order."""
        items = self.ask("GET", f"/halls/{self.hall}/journal?after=0&limit=1000", "quanly")["items"]
        labels = {it["payload"]["ticket"]: it["payload"]["label"] for it in items if it["kind"] == "ticket_issued"}
        called = [it["payload"] for it in items if it["kind"] in ("ticket_called", "ticket_recalled")]
        return [f"{labels[it['ticket']]} → {it['counter'].rpartition('.')[2]}" for it in called]

    def _token(self, who: str) -> str:
        keys: Keys = self.keys
        if who in keys.tokens:
            return keys.tokens[who]
        if who not in self._tokens:
            sign_in = {"user": who, "password": keys.passwords[who]}
            answer = requests.post(f"{self.url}/api/v1/session", json=sign_in, timeout=30)
            assert answer.ok, answer.text
            self._tokens[who] = answer.json()["token"]
        return self._tokens[who]


@contextmanager
def wired(folder: Path, clock: ToldClock) -> Iterator[Wired]:
    server = Wired(folder, clock)
    try:
        yield server
    finally:
        server.stop()
