"""Taking a number through faults: one key, one number, one slip."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient

from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.settings import Settings

COPY = {"procedure": "2.000815", "purpose": "submit"}


@pytest.fixture
def kiosk(settings: Settings) -> Iterator[Kiosk]:
    device = Kiosk(settings, printer=None)
    device.start()
    yield device
    device.stop()


@pytest.fixture
def page(kiosk: Kiosk) -> FlaskClient:
    return create_app(kiosk).test_client()


def take(page: FlaskClient, key: str = "k1", body: dict[str, Any] = COPY) -> Any:
    return page.post("/local/tickets", json=body, headers={"Idempotency-Key": key})


def test_a_number(page: FlaskClient, hall: Any) -> None:
    answer = take(page)
    assert answer.status_code == 201
    assert answer.json["label"] == "A012"
    assert answer.json["track_url"].endswith("/t/abc")
    assert "slip" not in answer.json
    assert answer.json["print"] == answer.json["id"]


@pytest.mark.parametrize("fault", ["drop", "503", "lose"])
def test_a_fault_is_asked_again_with_the_same_key(page: FlaskClient, hall: Any, fault: str) -> None:
    hall.faults.append(fault)
    answer = take(page)
    assert answer.status_code == 201
    assert hall.attempts == ["k1", "k1"]
    assert len(hall.tickets) == 1


def test_when_patience_ends_the_citizen_is_told(page: FlaskClient, hall: Any) -> None:
    port = hall.stop()
    answer = take(page)
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "unreachable"
    assert "quầy hướng dẫn" in answer.json["title"]
    hall.start(port)
    assert take(page).status_code == 201, "the same key works when the server is back"


def test_a_double_tap_is_one_request_and_one_slip(page: FlaskClient, hall: Any, kiosk: Kiosk) -> None:
    app = page.application
    with ThreadPoolExecutor(4) as taps:
        answers = list(taps.map(lambda _: take(app.test_client()), range(4)))
    assert {answer.json["label"] for answer in answers} == {"A012"}
    assert hall.attempts == ["k1"]
    assert len(kiosk.slips.jobs()) == 1


def test_a_referral_brings_its_decision_and_a_slip(page: FlaskClient, kiosk: Kiosk) -> None:
    answer = take(page, body={"procedure": "1.014063", "purpose": "submit"})
    assert answer.status_code == 409
    assert answer.json["code"] == "referred"
    assert answer.json["decision"]["refer_to"][0]["name"]["vi"].startswith("Công an")
    assert answer.json["print"] == "k1"
    assert kiosk.slips.jobs()[0].ticket is None


def test_a_missing_area_is_asked_for(page: FlaskClient) -> None:
    answer = take(page, body={"procedure": "1.001193", "purpose": "submit"})
    assert (answer.status_code, answer.json["code"]) == (409, "area_needed")


def test_a_closed_hall_gives_no_number(page: FlaskClient, hall: Any) -> None:
    hall.menu["open"] = False
    answer = take(page)
    assert (answer.status_code, answer.json["code"], answer.json["print"]) == (409, "hall_closed", None)


def test_a_device_the_server_does_not_know(settings: Settings) -> None:
    stranger = Kiosk(Settings(**{**vars(settings), "token": "another"}), printer=None)
    answer = take(create_app(stranger).test_client())
    assert (answer.status_code, answer.json["code"]) == (502, "not_enrolled")


def test_what_became_of_the_slip_is_reported_until_it_is_heard(page: FlaskClient, hall: Any) -> None:
    ticket = take(page).json["id"]
    assert hall.wait_for(lambda: bool(hall.prints))
    assert hall.prints == [(ticket, {"result": "failed", "problem": "no_printer"})]


def test_a_report_is_sent_again(page: FlaskClient, hall: Any, eventually: Callable[[Callable[[], bool]], None]) -> None:
    hall.faults.extend(["503", "drop"])  # taken by the ticket's first attempt and the report's
    take(page)
    assert hall.wait_for(lambda: bool(hall.prints))
    assert not hall.faults
