"""The two page shells: right for a known hall, a page of their own for an unknown one, nothing inline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import luot_counter
import luot_counter.page
import luot_display

HALL = {"id": "DL-22015", "name": {"vi": "Trung tâm </script><b>", "en": "Centre"}}
BOARD = {
    "board": "hall",
    "hall": HALL["id"],
    "hall_name": HALL["name"],
    "position": 7,
    "server_time": "2026-11-23T08:21:30+07:00",
    "calls": [],
    "counters": [],
    "waiting": [],
    "notices": [],
}

SCREEN = {"id": "door", "name": {"vi": "Cửa vào", "en": "Entrance"}, "layout": "calls", "zone": None, "counter": None}


def drawn(hall: str, screen: str | None, tried: Mapping[str, str]) -> Mapping[str, Any] | None:
    """One hall with one screen of its own."""
    if hall != HALL["id"] or screen not in (None, SCREEN["id"]):
        return None
    return {"board": BOARD, "screen": {**SCREEN, "id": screen, **tried}, "voice": {}}


@pytest.fixture
def browser() -> Iterator[FlaskClient]:
    if not (luot_counter.page.BUILT / "manifest.json").exists():
        pytest.skip("the pages are not built: `python hatch_build.py` builds them")
    app = Flask(__name__)
    app.register_blueprint(luot_display.blueprint(drawn))
    app.register_blueprint(luot_counter.blueprint({"DL-22015": HALL}.get))
    with app.test_client() as client:
        yield client


@pytest.mark.parametrize("path", ["/display/DL-22015", "/counter/DL-22015"])
def test_a_shell_carries_its_snapshot_and_runs_nothing_inline(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    (snapshot,) = [json.loads(body) for attributes, body in scripts if 'id="snapshot"' in attributes]
    name = snapshot["board"]["hall_name"] if "board" in snapshot else snapshot["hall"]["name"]
    assert name["vi"] == "Trung tâm </script><b>"
    assert all(body == "" for attributes, body in scripts if "application/json" not in attributes)
    assert "style=" not in answer.text


@pytest.mark.parametrize("path", ["/display/DL-22015", "/counter/DL-22015"])
def test_bundles_may_be_kept_for_ever_because_their_address_changes_with_them(browser: FlaskClient, path: str) -> None:
    addresses = re.findall(r'(?:src|href)="(/[^"]+)"', browser.get(path).text)
    assert {re.sub(r".*\.(js|css)\?v=[0-9a-f]{10}$", r"\1", it) for it in addresses} == {"js", "css"}
    for address in addresses:
        with browser.get(address) as answer:
            assert answer.status_code == 200
            assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_a_screen_has_an_address_and_what_it_could_show_can_be_tried(browser: FlaskClient) -> None:
    answer = browser.get("/display/DL-22015/door?layout=images&preview=1")
    found = re.search(r'id="snapshot">(.*?)</script>', answer.text)
    assert found is not None
    screen = json.loads(found[1])["screen"]
    assert (screen["id"], screen["layout"], screen["preview"]) == ("door", "images", "1")
    roof = browser.get("/display/DL-22015/roof")
    assert roof.status_code == 404
    assert "Không có màn hình nào mang mã này." in roof.text


@pytest.mark.parametrize("path", ["/display/XX-1", "/counter/XX-1"])
def test_an_unknown_hall_gets_a_page_that_says_so(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "Không có trung tâm nào mang mã này." in answer.text
    assert "There is no hall with this code." in answer.text
