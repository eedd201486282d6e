"""What the kiosk meets while it goes on alone: a portal in place of the server, a full disk, a file cut short."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from luot_kiosk.app import create_app
from luot_kiosk.client import Call, Unreachable
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.regular import SELDOM_SECONDS, Regular
from luot_kiosk.settings import Settings
from luot_kiosk.slips import Job
from luot_kiosk.spool import SpoolError
from tests.kiosk.hall import HallServer
from tests.kiosk.lending import a_book

COPY = {"procedure": "2.000815", "purpose": "submit", "language": "vi"}


@pytest.fixture
def hall(hall: HallServer) -> HallServer:
    hall.book = a_book()
    return hall


@pytest.fixture
def started(settings: Settings) -> Iterator[Callable[[], Kiosk]]:
    """Puts the device together again and again, without the threads: each test says what happens when."""
    running: list[Kiosk] = []

    def start() -> Kiosk:
        for one in running:
            one.spool.close()
        running[:] = [Kiosk(replace(settings, patience_seconds=0.1), printer=None)]
        return running[0]

    yield start
    for one in running:
        one.spool.close()


@pytest.fixture
def kiosk(hall: HallServer, started: Callable[[], Kiosk]) -> Kiosk:
    """A kiosk that heard the server and was lent numbers."""
    device = started()
    assert device.menu.refresh()
    assert device.lender.refresh()
    return device


def take(kiosk: Kiosk, key: str, body: dict[str, Any] = COPY) -> Any:
    return create_app(kiosk).test_client().post("/local/tickets", json=body, headers={"Idempotency-Key": key})


def gone(kiosk: Kiosk, hall: HallServer, numbers: int = 1, **more: Any) -> int:
    """The server goes and the kiosk gives numbers by itself; the port to come back on."""
    port = hall.stop()
    assert not kiosk.menu.refresh()
    for n in range(numbers):
        assert take(kiosk, f"alone-{n}", COPY | more).status_code == 201
    return port


@contextmanager
def portal(port: int, status: int, body: bytes) -> Iterator[None]:
    """Somebody else answers at the server's address."""

    class Portal(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://wifi.example/login")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = answer

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Portal)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("status", "body"), [(302, b""), (200, b""), (200, b"{}"), (403, b'{"message": "pay first"}'), (511, b"<html>")]
)
def test_a_portal_is_neither_the_server_nor_its_refusal(
    kiosk: Kiosk, hall: HallServer, status: int, body: bytes
) -> None:
    port = gone(kiosk, hall)
    with portal(port, status, body):
        assert not kiosk.menu.refresh()
        assert kiosk.gives_alone()
        assert take(kiosk, "at-the-portal").json["label"] == "K2-A002"
        assert not kiosk.lender.refresh()
        assert kiosk.alone.menu() is not None, "the book stays as it was"
    assert [one.state for one in kiosk.spool.unsent(9)] == ["unsent"] * 2
    hall.start(port)
    kiosk.lender.refresh()
    assert kiosk.spool.count_unsent() == 0


def test_an_answer_of_no_shape_ends_no_regular_work() -> None:
    def look() -> None:
        raise KeyError("items")

    regular = Regular("orders", 2.0, look)
    assert regular._next_pause(2.0) == SELDOM_SECONDS


def test_one_number_on_which_the_server_fails_holds_up_nothing(kiosk: Kiosk, hall: HallServer) -> None:
    port = gone(kiosk, hall, 5)
    good = hall.hand_in

    def fails(numbers: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        bad = any(one["label"] == "K2-A002" for one in numbers)
        return (500, {"code": "fault", "title": "Lỗi."}) if bad else good(numbers)

    hall.hand_in = fails  # type: ignore[method-assign]
    hall.start(port)
    asked = len(hall.lent)
    kiosk.spool.drop_free_ids()
    assert kiosk.lender.refresh()
    assert [one.label for one in kiosk.spool.unsent(9)] == ["K2-A002"]
    assert len(hall.lent) > asked, "the leases are renewed all the same"
    hall.hand_in = lambda numbers: (200, {"items": []})  # type: ignore[method-assign]
    assert kiosk.lender.refresh(), "an answer that leaves a number out is asked for again another time"
    hall.hand_in = good  # type: ignore[method-assign]
    kiosk.lender.refresh()
    assert kiosk.spool.count_unsent() == 0


def test_many_errands_go_in_requests_the_server_takes(kiosk: Kiosk, hall: HallServer) -> None:
    errands = [{"procedure": "2.000815", "purpose": "submit", "dossier": "x" * 400} for _ in range(8)]
    port = gone(kiosk, hall, 20, errands=errands)
    hall.start(port)
    kiosk.lender.refresh()
    assert len(hall.handed_in) == 20
    assert [len(one) for one in hall.hand_ins] == [11, 9], "under 48 KiB each"


def test_a_full_disk_stops_only_what_must_be_kept(kiosk: Kiosk, hall: HallServer) -> None:
    db = kiosk.spool._db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(SpoolError):
        kiosk.spool.learn(much="x" * 10_000_000)
    for name in ("learn", "prints", "lend", "give"):
        setattr(kiosk.spool, name, _full)
    assert kiosk.menu.refresh(), "the time is learned, though not kept"
    online = take(kiosk, "with-the-server")
    assert (online.status_code, online.json["label"]) == (201, "A012")
    gone(kiosk, hall, 0)
    assert take(kiosk, "alone").status_code == 503, "no paper for what a power cut would forget"
    for name in ("learn", "lend", "give"):
        delattr(kiosk.spool, name)
    db.execute(f"PRAGMA max_page_count = {pages * 10}")
    assert take(kiosk, "alone").json["label"] == "K2-A001", "there is room again"


def _full(*_: Any, **__: Any) -> None:
    raise SpoolError("spool.unusable", path="spool", why="database or disk is full")


@pytest.mark.parametrize("harm", ["garbage", "cut"])
def test_a_damaged_file_is_kept_beside_and_the_kiosk_starts(
    kiosk: Kiosk, hall: HallServer, started: Callable[[], Kiosk], harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    gone(kiosk, hall, 3)
    path = kiosk.spool.path
    kiosk.spool.close()
    content = path.read_bytes()
    path.write_bytes(b"no database" * 400 if harm == "garbage" else content[: len(content) // 2])
    again = started()
    assert not again.alone.ready()
    assert min(one.name for one in path.parent.iterdir() if "broken" in one.name).endswith(".broken-1")
    assert "is kept as" in caplog.text


def test_numbers_of_a_file_damaged_elsewhere_go_on(
    kiosk: Kiosk, hall: HallServer, started: Callable[[], Kiosk]
) -> None:
    port = gone(kiosk, hall, 3)
    path = kiosk.spool.path
    kiosk.spool.close()
    _write_over_the_index(path)
    hall.start(port)
    again = started()
    assert [one.label for one in again.spool.unsent(9)] == ["K2-A001", "K2-A002", "K2-A003"]
    again.menu.refresh()
    again.lender.refresh()
    assert len(hall.handed_in) == 3


def _write_over_the_index(path: Path) -> None:
    """Harms one page that the numbers do not lie on."""
    db = sqlite3.connect(path)
    root, size = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'free_ids'").fetchone()[0], 4096
    db.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def test_enrolled_anew_it_gives_nothing_that_another_device_was_lent(
    kiosk: Kiosk, hall: HallServer, started: Callable[[], Kiosk], settings: Settings
) -> None:
    before = kiosk.alone.lend("before")
    hall.heard.token = kiosk.server._token = "another-token"
    kiosk.lender.refresh()
    after = kiosk.alone.lend("after")
    assert before is not None
    assert after is not None
    assert after.lease.id != before.lease.id


def test_a_run_that_took_the_time_wrong_says_so_at_the_hand_in(
    kiosk: Kiosk, hall: HallServer, started: Callable[[], Kiosk]
) -> None:
    port = hall.stop()
    alone = started()  # its clock died: it goes on from what was known, on the day that was known
    assert not alone.menu.refresh()
    assert take(alone, "a").status_code == 201
    hall.menu["server_time"] = "2026-11-24T08:00:00+07:00"
    seen: list[dict[str, Any]] = []
    hall.start(port)
    once = alone.server.once

    def watched(call: Call, **more: Any) -> Any:
        if call.path.endswith("/hand-ins"):
            seen.append(call.body or {})
        return once(call, **more)

    alone.server.once = watched  # type: ignore[method-assign]
    alone.menu.refresh()
    alone.lender.refresh()
    assert seen[0]["clock"].startswith("2026-11-23T08:00")


def test_a_refusal_says_so_and_silence_has_no_status(kiosk: Kiosk, hall: HallServer) -> None:
    port = hall.stop()
    with pytest.raises(Unreachable) as silent:
        kiosk.server.once(Call("GET", "/"))
    assert silent.value.status is None
    with portal(port, 302, b""), pytest.raises(Unreachable) as elsewhere:
        kiosk.server.once(Call("GET", "/"))
    assert elsewhere.value.status == 302
    hall.start(port)


def test_an_area_chosen_while_the_connection_fails_leads_on(kiosk: Kiosk, hall: HallServer) -> None:
    gone(kiosk, hall, 0)
    page = create_app(kiosk).test_client()
    birth = {"procedure": "1.001193", "purpose": "submit"}
    asked = [page.get("/local/decisions", query_string=birth | more).get_json() for more in ({}, {"area": "22015"})]
    assert [one["accept"] for one in asked] == ["ask", "yes"], "to ask again would turn in a circle"
    assert take(kiosk, "chosen", birth | {"area": "22015"}).json["area"] == "22015"


def test_what_became_of_a_slip_is_told_after_a_kill(
    kiosk: Kiosk, hall: HallServer, started: Callable[[], Kiosk], eventually: Callable[[Callable[[], bool]], None]
) -> None:
    number = take(kiosk, "with-the-server").json["id"]
    kiosk._slip_settled(Job.settled(number, "failed", "paper_out"))  # and the reporter has not got to it
    again = started()
    again.reporter.start()
    again._settle_interrupted()
    eventually(lambda: (number, {"result": "failed", "problem": "paper_out"}) in hall.prints)
    eventually(lambda: not again.spool.owed())
    again.reporter.stop()
