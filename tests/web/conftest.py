"""Turns of every state, and the pages served on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from luot_server.http.pages import pages
from luot_server.http.turn_forms import turn_forms

HALL = {"id": "DL-22015", "name": {"vi": "Trung tâm phường Tuy Hòa", "en": "Tuy Hoa ward centre"}}
BIRTH = {"code": "1.001193", "name": {"vi": "Đăng ký khai sinh", "en": "Birth registration"}}
COUNTER = {"id": "DL-22015.3", "number": 3}
COMPLAINT = {
    "id": "c1",
    "text": "Chờ lâu ở quầy 3,\nkhông ai giải thích.",
    "made_at": "2026-02-27T16:20:00.000+07:00",
    "due": "2026-03-06",
    "answer": None,
    "answered_at": None,
}
HALF_PAST_ONE = "2026-03-02T13:30:00.000+07:00"
AFTER_LUNCH = {
    "low_minutes": 270,
    "high_minutes": 290,
    "low_at": "2026-03-02T13:35:00.000+07:00",
    "high_at": "2026-03-02T13:55:00.000+07:00",
}


@pytest.fixture(scope="session")
def hall() -> dict[str, Any]:
    return HALL


@pytest.fixture(scope="session")
def every_turn() -> dict[str, dict[str, Any]]:
    """As the `turn` board sends them, by the token that stands for each here.

    For reading only; the `turns` fixture of test_pages.py copies them.
    """
    called = {"counter": COUNTER, "called_at": "2026-03-02T09:04:40.000+07:00"}
    return {
        "waiting": a_turn("waiting", ahead=4, expected=minutes_from_now(12, 27)),
        "alone": a_turn("waiting", ahead=1, expected=minutes_from_now(5, 5)),
        "next": a_turn("waiting", ahead=0, expected=minutes_from_now(0, 1)),
        "soon": a_turn("waiting", ahead=1, expected=minutes_from_now(0, 13)),
        "over-lunch": a_turn("waiting", ahead=9, expected=AFTER_LUNCH, called_from=HALF_PAST_ONE),
        "unknown-wait": a_turn("waiting", ahead=1, procedure=None),
        "called": a_turn("called", **called),
        "serving": a_turn("serving", label="K12-AB1012", **called),
        "parked": a_turn("parked"),
        "no_show": a_turn("no_show", ended=True),
        "served": a_turn(
            "served", ended=True, errands=[{"procedure": BIRTH, "result": "accepted"}], may=["rate", "complain"]
        ),
        "late": a_turn("waiting", ahead=2, expected=minutes_from_now(9, 20), may=["leave", "delay"], delays_left=2),
        "rejoin": a_turn("no_show", may=["rejoin"]),
        "missing": a_turn(
            "served",
            errands=[{"procedure": BIRTH, "result": "supplement"}, {"procedure": None, "result": "advised"}],
            missing=["Giấy chứng sinh", "Bản sao giấy chứng nhận kết hôn của cha mẹ"],
            rating={"score": 4, "reasons": []},
            complaints=[
                {**COMPLAINT, "answer": "Trung tâm xin lỗi.", "answered_at": "2026-03-02T08:50:00.000+07:00"},
                {**COMPLAINT, "due": "2026-03-01"},
                COMPLAINT,
            ],
        ),
        "yesterday": a_turn("waiting", business_day="2026-03-01", ahead=0, expected=minutes_from_now(0, 1)),
        "cancelled": a_turn("cancelled", ended=True),
        "voided": a_turn("voided", ended=True),
        "expired": a_turn("expired", ended=True),
        "newer": a_turn("levitating"),
    }


@pytest.fixture(scope="session")
def address(every_turn: dict[str, dict[str, Any]], hall: dict[str, Any]) -> Iterator[str]:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(pages(halls=lambda: [hall], hall_of=lambda _: hall))
    app.register_blueprint(turn_forms(every_turn.get, lambda *_: None))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def complaints() -> Callable[[Page], list[str]]:
    """Collects what the policy forbids and a script throws on a page. (No live server here: pages survive that.)"""

    def of(page: Page) -> list[str]:
        found: list[str] = []
        page.on("console", lambda it: found.append(it.text) if "Content Security Policy" in it.text else None)
        page.on("pageerror", lambda it: found.append(str(it)))
        return found

    return of


def a_turn(state: str, **more: Any) -> dict[str, Any]:
    return {
        "board": "turn",
        "position": 41,
        "server_time": "2026-03-02T09:05:12.000+07:00",
        "label": "A012",
        "state": state,
        "ahead": None,
        "expected": None,
        "counter": None,
        "called_at": None,
        "procedure": BIRTH,
        "hall": HALL["id"],
        "hall_name": HALL["name"],
        "hall_address": {"vi": "Phường Tuy Hòa", "en": "Tuy Hòa Ward"},
        "ended": False,
        "business_day": "2026-03-02",
        "answer_by": "2026-03-09",
        **more,
    }


def minutes_from_now(low: int, high: int) -> dict[str, Any]:
    at = "2026-03-02T09:{:02d}:00.000+07:00"
    return {"low_minutes": low, "high_minutes": high, "low_at": at.format(5 + low), "high_at": at.format(5 + high)}
