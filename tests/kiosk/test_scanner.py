"""A scanner on a real serial line (a pseudo-terminal): what it read is told once, soon, and to nobody else."""

from __future__ import annotations

import logging
import os
import tty
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from luot_kiosk import scanner
from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.messages import say
from luot_kiosk.scanner import LONGEST_BYTES, Scans, SerialAddress, SerialScanner, answers
from luot_kiosk.settings import Settings

CARD = "054190123456||CÔNG DÂN MẪU|01011990|Nữ|Phường 2, Tuy Hòa, Phú Yên|15042021"
Eventually = Callable[[Callable[[], bool]], None]


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """The scanner's end of a serial line, and the device's name of the other one."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


@pytest.fixture
def read(line: tuple[int, str], eventually: Eventually) -> Iterator[Callable[[bytes], str]]:
    """What comes of bytes on the line."""
    scans = Scans()
    device = SerialScanner(SerialAddress(line[1], 9600), scans)
    device.start()
    assert device.listening.wait(5)

    def read(scanned: bytes) -> str:
        os.write(line[0], scanned)
        taken: list[str] = []

        def came() -> bool:
            taken.extend(filter(None, [scans.take()]))
            return bool(taken)

        eventually(came)
        return taken[-1]

    yield read
    device.stop()


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b""])
def test_a_scan_ends_with_a_line_or_with_silence(read: Callable[[bytes], str], end: bytes) -> None:
    assert read(CARD.encode() + end) == CARD


def test_letters_lost_on_the_way_are_marked(read: Callable[[bytes], str]) -> None:
    assert read(b"Ph\xc6ng 2\r") == "Ph\ufffdng 2"


def test_noise_without_an_end_is_not_collected(line: tuple[int, str], read: Callable[[bytes], str]) -> None:
    os.write(line[0], b"x" * 3 * LONGEST_BYTES)
    assert len(read(b"x\r")) <= 2 * LONGEST_BYTES
    assert read(b"H15.50-260804-0583\r") == "H15.50-260804-0583"


def test_a_scan_is_told_once_and_only_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    scans = Scans()
    scans.put("one")
    scans.put("two")
    assert (scans.take(), scans.take()) == ("two", None)
    monkeypatch.setattr(scanner, "HELD_SECONDS", -1.0)
    scans.put("late")
    assert scans.take() is None


def test_what_was_scanned_is_not_shown_by_what_holds_it() -> None:
    scans = Scans()
    scans.put(CARD)
    assert "054190123456" not in repr(vars(scans))


def test_a_scanner_that_is_pulled_out_is_said_once_and_found_again(
    line: tuple[int, str],
    tmp_path: Path,
    eventually: Eventually,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanner, "RETRY_SECONDS", 0.01)
    caplog.set_level(logging.WARNING, "luot_kiosk.scanner")
    plug, scans = tmp_path / "scanner", Scans()
    assert not answers(SerialAddress(str(plug), 9600))
    device = SerialScanner(SerialAddress(str(plug), 9600), scans)
    device.start()
    eventually(lambda: bool(caplog.messages))
    plug.symlink_to(line[1])
    eventually(lambda: len(caplog.messages) == 2)
    assert answers(SerialAddress(str(plug), 9600))
    device.stop()
    assert [message.rpartition(" at ")[2].partition(" ")[2] for message in caplog.messages] == [
        "cannot be read: SerialException",
        "is back",
    ]


@pytest.mark.parametrize(
    ("text", "device", "baud"),
    [
        ("serial:/dev/ttyACM0", "/dev/ttyACM0", 9600),
        ("serial:/dev/ttyACM0:115200", "/dev/ttyACM0", 115200),
        ("serial:COM3:9600", "COM3", 9600),
    ],
)
def test_addresses(text: str, device: str, baud: int) -> None:
    assert SerialAddress.of(text) == SerialAddress(device, baud)


@pytest.fixture
def page(settings: Settings, line: tuple[int, str]) -> Iterator[FlaskClient]:
    kiosk = Kiosk(replace(settings, scanner=f"serial:{line[1]}"), None)
    kiosk.start()
    assert kiosk.scanner
    assert kiosk.scanner.listening.wait(5)
    yield create_app(kiosk).test_client()
    kiosk.stop()


def test_the_page_hears_of_a_scan_once(page: FlaskClient, line: tuple[int, str], eventually: Eventually) -> None:
    os.write(line[0], CARD.encode() + b"\r")
    heard: list[str] = []

    def told() -> bool:
        answer = page.get("/local/events")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.json is not None
        heard.extend(filter(None, [answer.json["scan"]]))
        return bool(heard)

    eventually(told)
    assert heard == [CARD]
    answer = page.get("/local/events").json
    assert answer is not None
    assert answer["scan"] is None


def test_the_page_knows_whether_to_ask_for_a_scan(settings: Settings) -> None:
    for told, there in ((None, "false"), ("keyboard", "true")):
        shell = create_app(Kiosk(replace(settings, scanner=told), None)).test_client().get("/").text
        assert f'"scanner": {there}' in shell


@pytest.mark.parametrize("scan", [CARD, "054190123456", "H15.50", "H15.50-260804", "a" * 500, ""])
def test_what_is_no_dossier_code_does_not_leave_the_device(page: FlaskClient, scan: str) -> None:
    answer = page.get("/local/dossiers", query_string={"scan": scan})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["title"] == say("kiosk.error.dossier_code", "vi"), "the device's own word, not the server's"
    assert "054190123456" not in answer.text
    assert page.get("/local/dossiers/054190123456").status_code == 422


@pytest.mark.parametrize("body", [None, [], {}, {"scan": 5}, {"scan": ""}])
def test_a_card_that_is_no_text_is_not_passed_on(page: FlaskClient, body: object) -> None:
    assert page.post("/local/cards", json=body).status_code == 400
