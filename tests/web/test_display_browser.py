"""The hall display in a real browser: sizes hold on every screen and with the fullest hall; the truth comes back."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask, Response
from PIL import Image
from playwright.sync_api import Browser, Page, WebSocketRoute
from werkzeug.serving import make_server

import luot_display
from luot_display.page import BUILT
from tests.web.hall_boards import AT, LONG_FIELD, MISSED, NOTICES, VOICE, before_opening, board, call, full, screen

pytestmark = pytest.mark.skipif(
    not (BUILT / "manifest.json").exists() or shutil.which("chromium") is None,
    reason="needs the built pages (`python hatch_build.py`) and Chromium (`apt-get install chromium`)",
)

RULER = (Path(__file__).parent / "ruler.js").read_text("utf-8")
AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text("utf-8")
AUDIT = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.map(it => `${it.id}: ${it.nodes.map(node => node.target.join(" ")).join(", ")}`);
}"""
LOOK = """() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => [ruler.faults(), ruler.sizes()])"""
SIZES = [(1920, 1080), (1280, 720), (1080, 1920), (720, 1280)]
SQUARE = (1024, 768)
OF_A_COUNTER = 101  # CSS px of a label in the list of counters, on a screen of 1080 lines
QUARTER = 0.25  # of the height, for the last call's label

HALLS = {
    "one": board(counters=1, fields=1),
    "everyday": board(notices=NOTICES[:1]),
    "full": full(),
    "ward": board(counters=15, fields=12, missed=MISSED),
    "offline-numbers": board(label="K2-A012", missed=["K2-A001", *MISSED]),
    "thousand": board(counters=15, label="A1000"),
    "longest": board(counters=15, label="K12-AB1012", waiting_names=LONG_FIELD, notices=NOTICES, missed=MISSED),
    "forty": board(counters=40, fields=12, missed=MISSED, notices=NOTICES),
    "city": board(counters=67, fields=12),
    "before-opening": before_opening(7),
}
AREA = {"id": "a", "name": {"vi": "Khu A: Đất đai, xây dựng", "en": "Area A: land and building"}}
GOOD, BROKEN = "/picture.png", "/no-picture.png"
SCREENS = {
    "images": screen("images", images=[{"url": GOOD, "width": 1600, "height": 900, "name": "Sơ đồ trung tâm"}]),
    "broken": screen("images", images=[{"url": BROKEN, "width": 1600, "height": 900, "name": "Không có"}]),
    "counter-1": screen("counter", counter={"id": "DL-22015.1", "number": 1}),
    "counter-7": screen("counter", counter={"id": "DL-22015.7", "number": 7}),
    "counter-8": screen("counter", counter={"id": "DL-22015.8", "number": 8}),
    "area": screen(zone={**AREA, "counters": ["DL-22015.6", "DL-22015.7"]}),
    "trial": screen(preview=True),
}


def drawn(hall: str, name: str | None, tried: Mapping[str, str]) -> Mapping[str, Any] | None:
    shown = screen() if name is None else SCREENS.get(name)
    return {"board": HALLS[hall], "screen": shown, "voice": VOICE} if hall in HALLS and shown else None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(luot_display.blueprint(drawn))
    app.add_url_rule(GOOD, view_func=lambda: Response(picture(), mimetype="image/png"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/display"
    server.shutdown()
    thread.join()
    server.server_close()


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (1600, 900), "#4fc3b7").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def ruled(browser: Browser) -> Iterator[Page]:
    """A page with a ruler, of a server that never answers; for looking only."""
    page = browser.new_page()
    page.route_web_socket("**/socket.io/**", lambda _: None)
    page.add_init_script(RULER)
    yield page
    page.close()


@pytest.fixture(scope="module")
def told(browser: Browser) -> Iterator[Page]:
    """The page of all tests whose page is told something: another one each time costs half of their time."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def live(told: Page) -> Iterator[Callable[[str, FakeServer], Page]]:
    """Opens a page whose clock stands until it is moved, with somebody at the other end of its line."""

    def open_at(address: str, server: FakeServer) -> Page:
        told.route_web_socket("**/socket.io/**", server.serve)  # before those of earlier tests
        told.clock.install(time=AT)
        told.goto(address)
        told.wait_for_selector(".hall")
        server.wait_until_asked(told)
        return told

    yield open_at
    told.goto(urljoin(told.url, "/nothing"))  # a page that is there writes its queue once more as it goes
    told.evaluate("sessionStorage.clear()")
    told.goto("about:blank")


def measured(page: Page, address: str) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    """At each size: nothing is cut or covered; what the ruler says of the labels."""
    page.goto(address)
    page.wait_for_selector(".hall")
    page.evaluate("document.fonts.ready")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        faults, sizes = page.evaluate(LOOK)
        assert faults == [], f"{address} at {width} × {height}"
        yield (width, height), sizes


@pytest.mark.parametrize("hall", HALLS)
def test_every_hall_is_whole_and_large_on_every_screen(ruled: Page, address: str, hall: str) -> None:
    called = HALLS[hall]["calls"]
    for (width, height), sizes in measured(ruled, f"{address}/{hall}"):
        if not called:
            continue
        assert sizes["last"]["box"] >= height * QUARTER
        number, label = str(called[0]["counter"]["number"]), called[0]["label"]
        rows = filled(ruled)
        assert any(it.startswith(number) and it.endswith(label) for it in rows), (
            "whoever was called last is in the list"
        )
        counters = len(HALLS[hall]["counters"])
        if counters <= (16 if width > height else 12) and hall != "longest":
            assert min(sizes["counters"]) >= OF_A_COUNTER * min(width, height) / 1080
        if counters <= 8 and width > height:
            assert sizes["width"] >= width * 0.62, "two thirds of a wide screen are the last call's"
    if hall in ("everyday", "ward"):
        ruled.set_viewport_size({"width": SQUARE[0], "height": SQUARE[1]})
        assert ruled.evaluate("ruler.faults()") == []


@pytest.mark.parametrize("name", [it for it in SCREENS if it != "trial"])
def test_every_layout_is_whole_on_every_screen(ruled: Page, address: str, name: str) -> None:
    for (_, height), sizes in measured(ruled, f"{address}/full/{name}"):
        if sizes["last"]:
            assert sizes["last"]["box"] >= height * QUARTER
    # Evaluated by the debugger, so the page's own policy stays in force.
    ruled.evaluate(AXE)
    assert ruled.evaluate(AUDIT) == []


def test_a_zone_shows_its_own_counters_and_who_waits_in_the_hall(ruled: Page, address: str) -> None:
    ruled.set_viewport_size({"width": 1920, "height": 1080})
    ruled.goto(f"{address}/full/area")
    assert "Khu A" in ruled.inner_text(".head")
    assert ruled.locator(".counters .number").all_inner_texts() == ["6", "7"]
    assert ruled.inner_text(".last .label") == "D004"
    assert together(ruled, ".earlier li") == ["H0216"]
    assert ruled.locator(".fields li").count() == 6


def test_priority_missed_numbers_and_every_state_are_told_in_words(ruled: Page, address: str) -> None:
    ruled.set_viewport_size({"width": 1920, "height": 1080})
    ruled.goto(f"{address}/full")
    words = " ".join(ruled.inner_text(".hall").split())
    for said in ("Ưu tiên Priority", "gọi lần 2 call 2", "Chưa mở Not open", "Tạm dừng On a break"):
        assert said in words
    assert "Số lỡ lượt" in ruled.inner_text(".missed")
    assert "báo cán bộ" in ruled.inner_text(".missed")
    assert ruled.locator(".last .star").count() == 1
    assert ruled.evaluate(CONTRAST) >= 7, "what a screen across a hall needs"


CONTRAST = """() => Math.min(...[...document.querySelectorAll(".hall *")].filter(it => it.childNodes.length &&
  [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(it => {
    const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
    let ground = it;
    while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
    const [a, b] = [getComputedStyle(it).color, getComputedStyle(ground).backgroundColor].map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }))"""


def test_a_last_call_that_has_ended_is_told_as_one_that_was(address: str, live: Any) -> None:
    hall = board()
    hall["calls"][0]["state"] = "no_show"
    page = live(f"{address}/everyday", FakeServer(hall))
    page.wait_for_selector(".last.past")
    assert "Vừa gọi" in page.inner_text(".last .caption")
    assert "đến" not in page.inner_text(".last .go")
    assert filled(page) == []


def test_a_counters_screen_says_one_number_or_one_state(ruled: Page, address: str) -> None:
    ruled.set_viewport_size({"width": 1280, "height": 720})
    for name, label, said in (("counter-8", "A012", "Mời số"), ("counter-1", None, "Chưa mở")):
        ruled.goto(f"{address}/full/{name}")
        assert said in ruled.inner_text(".now")
        assert ruled.inner_text(".which .number") == name[-1]
        assert (ruled.inner_text(".now .label") if label else None) == label
        assert ruled.locator(".counters").count() == 0


def test_without_a_picture_that_loads_it_is_the_plain_layout(ruled: Page, address: str) -> None:
    ruled.goto(f"{address}/full/images")
    assert ruled.get_attribute(".picture img", "alt") == "Sơ đồ trung tâm"
    ruled.goto(f"{address}/full/broken")
    ruled.wait_for_selector(".counters")
    assert ruled.locator("img").count() == 0


def test_two_calls_in_one_second_stay_filled_until_both_were_heard(address: str, live: Any) -> None:
    hall = board()
    first, second = hall["counters"][:2]
    hall["calls"][:0] = [call("D009", second, at=AT), call("C008", first, at=AT)]
    first.update(label="C008")
    second.update(label="D009")
    page = live(f"{address}/everyday", FakeServer(hall))
    shows(page, "D009")
    assert page.inner_text(".earlier .called .label") == "C008"
    assert filled(page) == ["1C008", "2D009"]
    page.clock.fast_forward(15_000)
    assert filled(page) == ["1C008", "2D009"]
    page.clock.fast_forward(10_000)
    assert filled(page) == ["2D009"]
    assert page.locator(".earlier .called").count() == 0


def shows(page: Page, label: str) -> None:
    page.wait_for_function("label => document.querySelector('.last .label')?.textContent === label", arg=label)


def filled(page: Page) -> list[str]:
    return together(page, ".counters .calling")


def together(page: Page, rows: str) -> list[str]:
    """Each row's words, without what stands between them."""
    return ["".join(it.split()) for it in page.locator(rows).all_inner_texts()]


def test_a_cut_line_is_said_after_five_seconds_and_the_truth_comes_back(address: str, live: Any) -> None:
    server = FakeServer(board(position=40))
    page = live(f"{address}/everyday", server)
    shows(page, "A012")

    server.cut()
    page.wait_for_timeout(100)  # until the page hears of it
    page.clock.fast_forward(4_000)
    assert page.locator(".trouble").count() == 0
    page.clock.fast_forward(2_000)
    page.wait_for_selector(".trouble")
    assert "Mất kết nối" in page.inner_text(".trouble")
    page.evaluate(RULER)
    assert page.evaluate("ruler.faults()") == []

    server.back(board(label="A077", position=55))
    for _ in range(10):  # it tries every three seconds at the latest, and each time takes a while to be refused
        page.clock.fast_forward(3_100)
        page.wait_for_timeout(100)
        if len(server.asked) == 2:
            break
    page.wait_for_selector(".trouble", state="detached")
    assert page.inner_text(".last .label") == "A077"
    assert server.asked[-1]["hall"] == "DL-22015"


def test_it_asks_for_nothing_and_draws_nothing_while_nothing_happens(address: str, live: Any) -> None:
    server = FakeServer(board())
    page = live(f"{address}/everyday", server)
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda it: requests.append(it.url))
    page.evaluate(
        """() => {
          window.changes = 0;
          new MutationObserver(all => window.changes += all.length)
            .observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
        }"""
    )
    page.clock.fast_forward(25_000)  # from 8:21:30 on: no minute begins
    assert page.evaluate("window.changes") == 0
    assert requests == []
    assert len(server.asked) == 1
    page.clock.fast_forward(10_000)
    assert page.evaluate("window.changes") > 0, "the clock goes on with the minute"
    assert page.inner_text(".clock time") == "8:22"


def test_what_has_no_room_turns_with_the_minute(address: str, live: Any) -> None:
    page = live(f"{address}/full", FakeServer(HALLS["full"]))
    shown = []
    for _ in range(2):
        shown.append((page.inner_text(".fields"), page.inner_text(".notices")))
        page.clock.fast_forward(60_000)
    assert shown[0] != shown[1]
    assert all(sum(notice["vi"] in notices for _, notices in shown) == 1 for notice in NOTICES)


def test_it_fetches_itself_when_arranged_otherwise_and_a_newer_version_at_night(address: str, live: Any) -> None:
    server = FakeServer(board())
    page = live(f"{address}/everyday", server)
    loads: list[str] = []
    page.on("load", lambda it: loads.append(it.url))
    server.tell(board(label="A013", version="0.2.0"))
    shows(page, "A013")
    for _ in range(3):
        page.clock.fast_forward(60_000)
    assert loads == [], "a newer version waits while the hall is open"

    closed = {**before_opening(7), "version": "0.2.0", "server_time": "2026-11-23T21:10:30.000+07:00"}
    server.tell(closed)
    page.wait_for_selector(".welcome")
    with page.expect_navigation():
        page.clock.fast_forward(60_000)
        page.clock.fast_forward(60_000)
    page.wait_for_selector(".welcome")

    server.wait_until_asked(page, 2)
    server.tell({**board(label="A014"), "arrangement": "a2"})
    shows(page, "A014")
    with page.expect_navigation():
        page.clock.fast_forward(5_000)


def test_calls_nobody_could_hear_leave_a_quiet_trace(address: str, live: Any) -> None:
    server = FakeServer(HALLS["full"])
    page = live(f"{address}/full", server)
    server.say("voice", {"hall": "DL-22015", "zone": None, "speaking": False, "alone": False, "spoken": []})
    for n, unheard in enumerate(HALLS["full"]["calls"][:2]):
        soon = "2026-11-23T08:21:45.000+07:00"
        server.say("moment", {**unheard, "kind": "called", "position": 41 + n, "at": AT, "expires_at": soon})
    page.wait_for_function("JSON.parse(sessionStorage['luot.queue.DL-22015.'] || '[]').length === 2")
    page.clock.fast_forward(60_000)
    assert "Chưa kịp đọc loa" in page.inner_text(".unsaid")
    assert sorted(together(page, ".unsaid li")) == ["A0128", "D0047"]
    page.evaluate(RULER)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.clock.fast_forward(100)
        assert page.evaluate("ruler.faults()") == [], f"at {width} × {height}"


def test_a_look_beforehand_leaves_no_mark(address: str, live: Any) -> None:
    page = live(f"{address}/everyday/trial", FakeServer(board(label="A015")))
    shows(page, "A015")
    assert page.evaluate("Object.keys(sessionStorage)") == []


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
        hello = {"sid": "a", "upgrades": [], "pingInterval": 600_000, "pingTimeout": 20_000, "maxPayload": 1_000_000}
        line.send("0" + json.dumps(hello))

    def _hear(self, line: WebSocketRoute, message: str) -> None:
        if message.startswith("40/live"):
            line.send('40/live,{"sid":"b"}')
        elif message.startswith('42/live,["watch"'):
            self.asked.append(json.loads(message.removeprefix("42/live,"))[1])
            self.tell(self.state)

    def tell(self, state: dict[str, Any]) -> None:
        self.state = state
        self.say("state", state)

    def say(self, event: str, what: dict[str, Any]) -> None:
        assert self.line is not None
        self.line.send("42/live," + json.dumps([event, what]))

    def wait_until_asked(self, page: Page, times: int = 1) -> None:
        # Messages arrive only while the page is being waited for, so no lock or event can do this.
        for _ in range(500):
            if len(self.asked) >= times:
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
