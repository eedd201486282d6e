"""The hall display in a real browser: sizes hold on every screen and with the fullest hall; the truth comes back."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, WebSocketRoute
from werkzeug.serving import make_server

import luot_display
from luot_display.page import BUILT

pytestmark = pytest.mark.skipif(
    not (BUILT / "manifest.json").exists() or shutil.which("chromium") is None,
    reason="needs the built pages (`python hatch_build.py`) and Chromium (`apt-get install chromium`)",
)

LANDSCAPES = [(1920, 1080), (1280, 720), (1024, 768)]
UPRIGHT = (1080, 1920)
NAME = {"vi": "Trung tâm Phục vụ hành chính công phường Tuy Hòa", "en": "Public administration centre, Tuy Hoa ward"}
FIELD = {"vi": "Lao động, người có công, bảo trợ xã hội", "en": "Labour, merit and social support"}
NOTICE = {"vi": "Hồ sơ nhận sau 15 giờ được trả vào ngày làm việc sau.", "en": "After 3 pm: the next working day."}


def board(counters: int = 7, label: str = "A012", fields: int = 4, position: int = 40) -> dict[str, Any]:
    """A hall in full swing: every counter open and serving, every field with somebody waiting."""
    at = "2026-11-23T08:21:30.000+07:00"
    places = [{"id": f"DL-22015.{n}", "number": n} for n in range(1, counters + 1)]
    expected = {"low_minutes": 25, "high_minutes": 40, "low_at": at, "high_at": at}
    labels = [label, "D004", "H021", "A011", "C003"]
    return {
        "board": "hall",
        "hall": "DL-22015",
        "hall_name": NAME,
        "position": position,
        "server_time": at,
        "calls": [
            {"ticket": str(n), "label": it, "counter": places[n], "called_at": at, "times": 1}
            for n, it in enumerate(labels)
        ],
        "counters": [{**it, "state": "open", "label": labels[n] if n < 5 else "B104"} for n, it in enumerate(places)],
        "waiting": [{"field": str(n), "name": FIELD, "count": 12, "expected": expected} for n in range(fields)],
        "missed": [],
        "hours": [{"opens": "07:30", "closes": "11:30", "first_ticket": "07:15", "last_ticket": "11:00"}],
        "notices": [NOTICE],
    }


HALLS = {
    "everyday": board(),
    "ward": board(counters=15, fields=12),
    "city": board(counters=67, fields=12),
    "offline-numbers": board(label="K12-AB1012"),
    "thousand": board(label="A1000"),
}

SCREEN = {
    "id": None,
    "name": None,
    "layout": "calls",
    "zone": None,
    "counter": None,
    "speaks": True,
    "images": [],
    "preview": False,
}


def drawn(hall: str, screen: str | None, tried: Mapping[str, str]) -> Mapping[str, Any] | None:
    """One of HALLS, on the screen a hall has before it names any."""
    return {"board": HALLS[hall], "screen": SCREEN, "voice": None} if hall in HALLS else None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(luot_display.blueprint(drawn))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.route_web_socket("**/socket.io/**", lambda _: None)  # a server that never answers, unless the test says more
    yield page
    page.close()


# Elements whose own text or children run out of the box they were given, or out of the screen.
OUTSIDE = """() => [...document.querySelectorAll(".hall *")].filter((it) => {
  const box = it.getBoundingClientRect();
  const out = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
  const hidden = it.closest(".visually-hidden, .fields .name");
  const full = it.matches(".last, .counters li, .fields li") && it.scrollWidth > it.clientWidth + 1;
  return !hidden && box.width > 0 && (out || full);
}).map((it) => `${it.tagName}.${it.className} ${it.textContent.trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("hall", HALLS)
def test_nothing_runs_out_of_its_place(screen: Page, address: str, hall: str) -> None:
    screen.goto(f"{address}/display/{hall}")
    screen.wait_for_selector(".last .label")
    screen.evaluate("document.fonts.ready")
    for width, height in [*LANDSCAPES, UPRIGHT]:
        if hall == "city" and width == 1024:
            continue  # sixty-seven counters want more than an old square screen
        screen.set_viewport_size({"width": width, "height": height})
        assert screen.evaluate(OUTSIDE) == [], f"at {width} × {height}"


@pytest.mark.parametrize("size", LANDSCAPES, ids=str)
def test_the_last_call_owns_two_thirds_and_its_label_a_quarter(
    screen: Page, address: str, size: tuple[int, int]
) -> None:
    width, height = size
    screen.set_viewport_size({"width": width, "height": height})
    screen.goto(f"{address}/display/everyday")
    label, last = (screen.locator(it).bounding_box() for it in (".last .label", ".last"))
    assert label is not None
    assert last is not None
    # A square screen runs out of width first.
    assert label["height"] >= height * (0.25 if width / height > 1.5 else 0.2)
    assert last["width"] >= width * 0.62
    assert last["x"] < width * 0.05


def test_a_cut_line_is_said_after_five_seconds_and_the_truth_comes_back(screen: Page, address: str) -> None:
    server = FakeServer(board(position=40))
    screen.unroute_all()
    screen.route_web_socket("**/socket.io/**", server.serve)
    screen.clock.install()
    screen.goto(f"{address}/display/everyday")
    screen.wait_for_function("document.querySelector('.last .label').textContent === 'A012'")
    server.wait_until_asked(screen)

    server.cut()
    screen.clock.run_for(4_000)
    assert screen.locator(".trouble").count() == 0
    screen.clock.run_for(2_000)
    screen.wait_for_selector(".trouble")
    assert "Mất kết nối" in screen.inner_text(".trouble")

    server.back(board(label="A077", position=55))
    screen.clock.run_for(10_000)
    screen.wait_for_selector(".trouble", state="detached")
    assert screen.inner_text(".last .label") == "A077"
    assert server.asked[-1]["hall"] == "DL-22015"


def test_it_asks_for_nothing_while_nothing_happens(screen: Page, address: str) -> None:
    server = FakeServer(board())
    screen.unroute_all()
    screen.route_web_socket("**/socket.io/**", server.serve)
    screen.clock.install()
    screen.goto(f"{address}/display/everyday", wait_until="networkidle")
    server.wait_until_asked(screen)
    requests: list[str] = []
    screen.on("request", lambda it: requests.append(it.url))
    screen.clock.run_for(20_000)
    assert requests == []
    assert len(server.asked) == 1


class FakeServer:
    """The other end of the live line, spoken by hand, so that it can be cut."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.state = state
        self.up = True
        self.line: WebSocketRoute | None = None
        self.asked: list[dict[str, Any]] = []

    def serve(self, line: WebSocketRoute) -> None:
        if not self.up:
            line.close()
            return
        self.line = line
        line.on_message(lambda message: self._hear(line, str(message)))
        hello = {"sid": "a", "upgrades": [], "pingInterval": 25_000, "pingTimeout": 20_000, "maxPayload": 1_000_000}
        line.send("0" + json.dumps(hello))

    def _hear(self, line: WebSocketRoute, message: str) -> None:
        if message.startswith("40/live"):
            line.send('40/live,{"sid":"b"}')
        elif message.startswith("42/live,"):
            self.asked.append(json.loads(message.removeprefix("42/live,"))[1])
            line.send("42/live," + json.dumps(["state", self.state]))

    def wait_until_asked(self, page: Page) -> None:
        # Messages arrive only while the page is being waited for, so no lock or event can do this.
        for _ in range(500):
            if self.asked:
                return
            page.wait_for_timeout(10)
        raise AssertionError("the page never asked for its board")

    def cut(self) -> None:
        self.up = False
        assert self.line is not None
        self.line.close()

    def back(self, state: dict[str, Any]) -> None:
        self.state = state
        self.up = True
