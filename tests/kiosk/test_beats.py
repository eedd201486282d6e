"""The kiosk is heard, prints what staff send it once, rings the bell, and lives through another enrolment."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from luot_kiosk import enrolment
from luot_kiosk.app import create_app
from luot_kiosk.beats import Beats
from luot_kiosk.cli import kiosk as command
from luot_kiosk.client import Refused, Server
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.orders import FILE, Orders
from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult
from luot_kiosk.regular import SELDOM_SECONDS, Regular
from luot_kiosk.reports import Reporter
from luot_kiosk.settings import Settings
from luot_kiosk.slips import Slips
from tests.kiosk.answers import HALL, SLIP
from tests.kiosk.hall import TOKEN, HallServer

Eventually = Callable[[Callable[[], bool]], None]
ORDER = {"job": "order-1", "ticket": "ticket-12", "label": "A012", "slip": SLIP}


class Paper:
    """A printer that counts; held, it prints nothing until it is let go."""

    def __init__(self, state: PrinterState = PrinterState.OK) -> None:
        self.state = state
        self.slips = 0
        self.free = threading.Event()
        self.free.set()

    def print(self, image: Image.Image) -> PrintResult:
        self.slips += 1
        self.free.wait(5)
        return PrintResult("printed", self.status())

    def status(self) -> PrinterStatus:
        return PrinterStatus(self.state)


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def kiosk(settings: Settings, paper: Paper) -> Iterator[Kiosk]:
    device = Kiosk(settings, paper)
    device.start()
    yield device
    paper.free.set()
    device.stop()


# ── beats ────────────────────────────────────────────────────────────────────────────────────────


def test_a_running_kiosk_is_heard_with_how_it_is(kiosk: Kiosk, hall: HallServer, eventually: Eventually) -> None:
    eventually(lambda: len(hall.heard.beats) > 0)
    eventually(lambda: kiosk.reporter.printer is not None)
    kiosk.beats.beat()
    told = hall.heard.beats[-1]
    assert told["printer"] == "ok"
    assert told["unsent"] == 0
    assert told["run"] == kiosk.beats.run
    assert told["clock"].endswith("+00:00")
    assert hall.heard.beats[0].keys() == told.keys()


def test_what_a_beat_says_of_the_printer(hall: HallServer) -> None:
    server, asked = Server(hall.url, TOKEN), []
    hall.heard.lease_needed = True
    out = PrinterStatus(PrinterState.PAPER_OUT, "no_paper")
    for seen in (None, "none", out):
        beats = Beats(
            server, printer=lambda seen=seen: seen, unsent=lambda: 12, on_lease_needed=lambda: asked.append(1)
        )
        beats.beat()
    told = [(one["printer"], one["detail"], one["unsent"]) for one in hall.heard.beats]
    assert told == [(None, "", 12), ("none", "", 12), ("paper_out", "no_paper", 12)]
    assert len({one["run"] for one in hall.heard.beats}) == 3  # every start is another run
    assert asked == [1, 1, 1]


def test_who_is_refused_asks_seldom_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    answers: list[Exception | None] = [Refused(401, {"code": "not_signed_in"})] * 6 + [None]

    def work() -> None:
        if answer := answers.pop(0):
            raise answer

    regular, pauses = Regular("beats", 2.0, work), [0.0]
    for _ in range(7):
        pauses.append(regular._next_pause(pauses[-1]))
    assert pauses[1:] == [4.0, 8.0, 16.0, SELDOM_SECONDS, SELDOM_SECONDS, SELDOM_SECONDS, 2.0]
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2  # that it began, and that it ended


# ── orders ───────────────────────────────────────────────────────────────────────────────────────


def test_an_order_is_printed_once_and_reported_with_its_name(
    kiosk: Kiosk, hall: HallServer, paper: Paper, eventually: Eventually
) -> None:
    hall.heard.orders = [ORDER]
    kiosk.orders.look()
    kiosk.orders.look()
    reported = ("ticket-12", {"result": "printed", "job": "order-1"})
    eventually(lambda: reported in hall.prints)
    kiosk.orders.look()
    assert paper.slips == 1
    assert [one for one in hall.prints if one[0] == "ticket-12"] == [reported]


def test_an_order_of_hours_ago_is_not_printed_for_nobody(
    kiosk: Kiosk, hall: HallServer, paper: Paper, eventually: Eventually
) -> None:
    hall.heard.orders = [ORDER | {"late": True}]
    kiosk.orders.look()
    eventually(lambda: hall.prints == [("ticket-12", {"result": "failed", "problem": "late", "job": "order-1"})])
    assert paper.slips == 0


def test_after_a_restart_an_order_is_not_printed_again(
    hall: HallServer, settings: Settings, paper: Paper, eventually: Eventually, tmp_path: Path
) -> None:
    hall.heard.orders = [ORDER]
    server = Server(hall.url, TOKEN)

    def a_run() -> tuple[Orders, Slips, Reporter]:
        reporter = Reporter(server)
        slips = Slips(
            paper,
            lambda slip: Image.new("1", (8, 8)),
            on_result=lambda job: assert_ours(orders.settled(job)),
            on_condition=lambda condition: None,
        )
        orders = Orders(server, slips, reporter, tmp_path)
        return orders, slips, reporter

    def assert_ours(ours: bool) -> None:
        assert ours

    # The first run dies with the slip in the printer; the second finds the order begun.
    first, *_ = a_run()
    first.look()
    second, _, reporter = a_run()
    reporter.start()
    second.look()
    told = {"result": "unknown", "problem": "interrupted", "job": "order-1"}
    eventually(lambda: hall.prints == [("ticket-12", told)])
    # A third finds what a run before it had learnt, should the server still ask.
    (tmp_path / FILE).write_text(json.dumps({"order-1": {"result": "printed"}}))
    third, *_ = a_run()
    third._reporter = reporter
    third.look()
    eventually(lambda: len(hall.prints) == 2)
    assert hall.prints[1] == ("ticket-12", {"result": "printed", "job": "order-1"})
    for broken in ("not ours", "7", '["a"]'):
        (tmp_path / FILE).write_text(broken)
        assert a_run()[0]._begun == {}  # a broken file is no reason to stand still
    reporter.stop()
    assert paper.slips == 0


def test_an_older_server_orders_nothing(hall: HallServer, kiosk: Kiosk, eventually: Eventually) -> None:
    hall.heard.knows_devices = False
    with pytest.raises(Refused):
        kiosk.orders.look()
    eventually(lambda: kiosk.menu.view().online)


# ── the bell ─────────────────────────────────────────────────────────────────────────────────────


def test_the_bell_rings_or_sends_the_citizen_to_a_person(kiosk: Kiosk, hall: HallServer) -> None:
    page = create_app(kiosk).test_client()
    rung = page.post("/local/help")
    assert (rung.status_code, rung.json, hall.heard.rings) == (200, {"called": True}, 1)
    hall.heard.knows_devices = False
    answer = page.post("/local/help", headers={"Accept-Language": "vi"})
    assert answer.status_code == 503
    body: dict[str, Any] = answer.get_json(force=True)
    assert "Mời Quý công dân đến quầy hướng dẫn" in body["title"]


# ── enrolment ────────────────────────────────────────────────────────────────────────────────────


def enrol(hall: HallServer, folder: Path, code: str, token: str) -> Any:
    hall.heard.codes["ACDE7934"] = {"device": "d", "hall": HALL, "kind": "kiosk", "name": "Máy 2", "token": token}
    return CliRunner().invoke(
        command, ["enrol", "--server", f"{hall.url}/api/v1", "--data", str(folder), "--language", "en", code]
    )


def test_a_code_leaves_all_that_a_kiosk_needs(hall: HallServer, tmp_path: Path) -> None:
    wrong = enrol(hall, tmp_path, "AAAAAAAA", "t-2")
    assert (wrong.exit_code, wrong.output) == (1, "Error: Mã ghi danh không đúng.\n")
    assert enrolment.read(tmp_path) is None
    done = enrol(hall, tmp_path, "ACDE7934", "t-2")
    assert done.exit_code == 0, done.output
    assert "Máy 2" in done.output
    assert "t-2" not in done.output
    path = tmp_path / enrolment.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    told = Settings.read({"LUOT_KIOSK_DATA": str(tmp_path)}, {"printer": "none"})
    assert (told.server, told.hall, told.token) == (hall.url, HALL, "t-2")
    overruled = Settings.read({"LUOT_KIOSK_DATA": str(tmp_path), "LUOT_KIOSK_TOKEN": "mine"}, {"printer": "none"})
    assert overruled.token == "mine"
    again = enrol(hall, tmp_path, "ACDE7934", "t-3")
    assert again.exit_code == 0
    known = enrolment.read(tmp_path)
    assert known is not None
    assert known.token == "t-3"
    path.write_text('{"server": 1}')
    assert enrolment.read(tmp_path) is None


def test_a_token_taken_back_mid_ticket_and_a_new_one(
    hall: HallServer, settings: Settings, paper: Paper, eventually: Eventually
) -> None:
    device = Kiosk(replace(settings, token=TOKEN), paper)
    device.start()
    page = create_app(device).test_client()
    paper.free.clear()
    taken = page.post("/local/tickets", json={"purpose": "advice"}, headers={"Idempotency-Key": "k-1"})
    assert taken.status_code == 201
    ticket = taken.get_json()["id"]
    hall.heard.token = "t-2"  # retired while its slip is in the printer
    paper.free.set()
    eventually(lambda: device.menu.view().refused is not None)
    refused = page.post("/local/tickets", json={"purpose": "advice"}, headers={"Idempotency-Key": "k-2"})
    assert (refused.status_code, refused.get_json(force=True)["code"]) == (502, "not_enrolled")
    assert hall.prints == []
    assert enrol(hall, settings.data, "ACDE7934", "t-2").exit_code == 0
    eventually(lambda: (ticket, {"result": "printed"}) in hall.prints)  # what it had to say is not lost
    given = page.post("/local/tickets", json={"purpose": "advice"}, headers={"Idempotency-Key": "k-2"})
    assert given.status_code == 201
    device.stop()
