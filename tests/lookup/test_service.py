"""A one-stop software that answers over HTTP, well or badly: two seconds, no error, one line in the log."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

import pytest

from luot_server.domain.dossiers import NOTHING_KNOWN, Standing, Status
from luot_server.lookup import service
from luot_server.lookup.in_time import PATIENCE
from luot_server.lookup.service import Service

CODE, OTHER = "H15.50-260804-0583", "H15.50-260805-0007"
READY = {"status": "ready", "ready_on": "2026-11-20", "procedure": "1.001193", "at": "DL-22015"}


@dataclass
class OneStop:
    """The software: what it answers, and what it was asked."""

    answer: bytes = json.dumps(READY).encode()
    status: int = 200
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""
    let_go: threading.Event = field(default_factory=threading.Event)
    hangs: bool = False
    drips: bytes = b""


@pytest.fixture
def one_stop() -> Iterator[OneStop]:
    software = OneStop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            software.asked.append((self.path, self.headers.get("Authorization")))
            if software.hangs:
                software.let_go.wait(5)
                return
            for letter in software.drips:
                if self.wfile.write(bytes([letter])) and software.let_go.wait(0.2):
                    return
            self.send_response(software.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(software.answer)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    software.url = f"http://127.0.0.1:{server.server_port}/ho-so/{{code}}?v=1"
    yield software
    software.let_go.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_is_understood_and_kept_for_a_moment(one_stop: OneStop) -> None:
    lookup = Service(one_stop.url, "a token")
    expected = Standing(Status.READY, date(2026, 11, 20), "1.001193", "DL-22015")
    assert lookup.find(CODE) == lookup.find(CODE) == expected
    assert one_stop.asked == [(f"/ho-so/{CODE}?v=1", "Bearer a token")]
    lookup.find(OTHER)
    assert len(one_stop.asked) == 2


def test_without_a_token_none_is_sent(one_stop: OneStop) -> None:
    Service(one_stop.url).find(CODE)
    assert one_stop.asked[0][1] is None


def test_a_dossier_it_does_not_know_is_no_failure(one_stop: OneStop, caplog: pytest.LogCaptureFixture) -> None:
    one_stop.status = 404
    lookup = Service(one_stop.url)
    assert lookup.find(CODE) == NOTHING_KNOWN
    lookup.find(OTHER)
    assert len(one_stop.asked) == 2, "the next one is asked for"
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"{}"),
        (302, json.dumps(READY).encode()),  # a sign-in page, a captive portal
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"status": "ready", "padding": "' + b"x" * 100_000),
        (200, b"\xff\xfe"),
        (200, b"[" * 60_000),
    ],
)
def test_nonsense_is_unknown_and_said_once(
    one_stop: OneStop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, status: int, answer: bytes
) -> None:
    caplog.set_level(logging.WARNING, "luot_server.lookup")
    good = one_stop.answer
    one_stop.status, one_stop.answer = status, answer
    monkeypatch.setattr(service, "REST", 0.0)
    lookup = Service(one_stop.url)
    assert lookup.find(CODE) == lookup.find(CODE) == NOTHING_KNOWN
    assert len(caplog.messages) == 1
    assert CODE not in caplog.text
    one_stop.status, one_stop.answer = 200, good
    assert lookup.find(CODE).status is Status.READY
    assert caplog.messages[1:] == ["the one-stop software answers for dossiers again"]


def test_members_of_other_types_are_passed_over(one_stop: OneStop) -> None:
    one_stop.answer = json.dumps({"status": "not_ready", "ready_on": None, "at": {"id": 7}, "procedure": 5}).encode()
    assert Service(one_stop.url).find(CODE) == Standing(Status.NOT_READY)


def test_one_that_hangs_holds_up_one_citizen_for_two_seconds_and_nobody_after(one_stop: OneStop) -> None:
    one_stop.hangs = True
    lookup = Service(one_stop.url)
    began = monotonic()
    assert lookup.find(CODE) == NOTHING_KNOWN
    assert monotonic() - began < PATIENCE
    assert lookup.find(OTHER) == NOTHING_KNOWN
    assert len(one_stop.asked) == 1, "it rests"


def test_one_that_answers_letter_by_letter_is_not_waited_for_longer(one_stop: OneStop) -> None:
    one_stop.drips = b"HTTP/1.1 200 OK\r\nServer: " + b"x" * 100
    began = monotonic()
    assert Service(one_stop.url).find(CODE) == NOTHING_KNOWN
    assert monotonic() - began < PATIENCE + 0.5
    one_stop.let_go.set()


def test_one_that_is_not_there_is_unknown() -> None:
    assert Service("http://127.0.0.1:9/{code}").find(CODE) == NOTHING_KNOWN
