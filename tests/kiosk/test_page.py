"""The local page and what it may ask: a strict policy, this device only, never a traceback."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.settings import Settings


@pytest.fixture
def kiosk(settings: Settings) -> Kiosk:
    device = Kiosk(settings, printer=None)
    device.menu.refresh()
    return device


@pytest.fixture
def page(kiosk: Kiosk) -> FlaskClient:
    return create_app(kiosk).test_client()


def test_the_shell_has_a_strict_policy_and_its_snapshot(page: FlaskClient) -> None:
    answer = page.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    found = re.search(r'id="snapshot">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None
    assert json.loads(found[1])["menu"]["hall"]["id"] == "DL-22015"
    assert not re.search(r"<[^>]+\s(style|on\w+)=", answer.text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", answer.text)


def test_no_name_can_end_the_snapshot_early(page: FlaskClient, kiosk: Kiosk, hall: Any) -> None:
    hall.menu["notices"] = [{"vi": "</script><script>alert(1)</script>", "en": ""}]
    kiosk.menu.refresh()
    assert "<script>alert" not in page.get("/").text


def test_the_menu_says_whether_it_is_live(page: FlaskClient, kiosk: Kiosk) -> None:
    told = page.get("/local/menu").json
    assert told is not None
    assert told["online"] is True
    assert told["menu"]["open"] is True
    assert told["printer"] == "none"


def test_questions_are_passed_on(page: FlaskClient) -> None:
    found = page.get("/local/procedures?q=khai").json
    one = page.get("/local/procedures/1.001193").json
    areas = page.get("/local/areas").json
    decision = page.get("/local/decisions?procedure=2.000815&purpose=submit").json
    assert found is not None
    assert [item["code"] for item in found["items"]] == ["1.001193"]
    assert one is not None
    assert one["papers"]
    assert areas is not None
    assert areas["items"][0]["area"] == "22015"
    assert decision is not None
    assert decision["accept"] == "yes"


def test_a_refused_question_keeps_its_status(page: FlaskClient) -> None:
    answer = page.get("/local/procedures/9.999999")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_an_unreachable_server_is_said_in_both_languages(page: FlaskClient, hall: Any) -> None:
    port = hall.stop()
    vietnamese = page.get("/local/areas")
    english = page.get("/local/areas", headers={"Accept-Language": "en"})
    hall.start(port)
    assert vietnamese.status_code == english.status_code == 503
    assert vietnamese.json is not None
    assert english.json is not None
    assert vietnamese.json["title"] != english.json["title"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Host": "127.0.0.1:8090", "Origin": "http://127.0.0.1:8090"}, 200),
        ({"Host": "[::1]:8090"}, 200),
    ],
)
def test_only_this_device_may_ask(page: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert page.get("/local/menu", headers=headers).status_code == status


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"'])
def test_a_malformed_request_is_refused(page: FlaskClient, body: bytes) -> None:
    answer = page.post(
        "/local/tickets", data=body, headers={"Content-Type": "application/json", "Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_huge_body_is_refused(page: FlaskClient) -> None:
    answer = page.post("/local/tickets", json={"purpose": "x" * 1_000_000}, headers={"Idempotency-Key": "k"})
    assert answer.status_code in (400, 413)


def test_a_fault_of_ours_is_no_traceback(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kiosk.slips, "jobs", lambda: 1 / 0)
    answer = create_app(kiosk).test_client().get("/local/events")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert answer.json is not None
    assert answer.json["code"] == "fault"


def test_the_qr_is_a_picture_of_an_address_only(page: FlaskClient) -> None:
    answer = page.get("/local/qr.png", query_string={"data": "https://mot-cua.example/t/abc"})
    assert answer.mimetype == "image/png"
    assert zxingcpp.read_barcodes(Image.open(BytesIO(answer.data)))[0].text == "https://mot-cua.example/t/abc"
    assert page.get("/local/qr.png?data=javascript:alert(1)").status_code == 400
