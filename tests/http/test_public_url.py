"""Where the slip's code leads: nowhere, by the hall's Wi-Fi, or to an address; `luot doctor` judges it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner

from luot_server.cli import luot
from luot_server.commands._phones import questioned
from tests.halls import HALL
from tests.http.conftest import MakePlace, Place
from tests.http.words import Json, answered, taken

SETTING = f"/halls/{HALL}/settings/public_url"
WIFI = {"ssid": "MotCua", "password": "tuyhoa2026"}


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    return make_place(public_url="https://mot-cua.example")


def codes(slip: Json) -> list[Json]:
    return [block for block in slip["blocks"] if block["kind"] == "qr"]


def put(place: Place, value: object) -> None:
    answered(place.as_("manager").put(SETTING, {"value": value}), 200)


def test_the_paper_follows_the_setting(place: Place) -> None:
    kiosk = place.as_("kiosk")
    told = taken(kiosk)
    assert told["track_url"].startswith("https://mot-cua.example/t/")

    put(place, {"url": "http://192.168.1.10:8080/", "wifi": WIFI})
    told = taken(kiosk)
    (code,) = codes(told["slip"])
    assert code["data"] == told["track_url"]
    assert told["track_url"].startswith("http://192.168.1.10:8080/t/")
    assert code["before"]["data"] == "WIFI:T:WPA;S:MotCua;P:tuyhoa2026;;"
    book = answered(kiosk.get(f"/halls/{HALL}/book"), 200)
    assert codes({"blocks": book["slips"]["vi"]["tail"]})[0]["before"] == code["before"]

    put(place, {"url": None})
    told = taken(kiosk)
    assert told["track_url"].startswith("/t/")
    assert codes(told["slip"]) == []
    assert answered(place.as_("guide").get(f"/tickets/{told['id']}/code"), 200)["rows"] == []

    put(place, None)
    assert taken(kiosk)["track_url"].startswith("https://mot-cua.example/t/")


class Answers(BaseHTTPRequestHandler):
    """A program that is ours, or somebody else's."""

    body = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def answering() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), type("Told", (Answers,), {}))
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_doctor_opens_the_address_as_a_phone_would(answering: HTTPServer) -> None:
    url = f"http://127.0.0.1:{answering.server_port}"
    answering.RequestHandlerClass.body = json.dumps({"status": "ok"}).encode()  # type: ignore[attr-defined]
    assert questioned(url).said.key == "doctor.phones.answers"
    answering.RequestHandlerClass.body = b"<h1>Router</h1>"  # type: ignore[attr-defined]
    assert questioned(url).said.key == "doctor.phones.somebody_else"
    answering.RequestHandlerClass.body = b"[1, 2"  # type: ignore[attr-defined]
    assert questioned(url).said.key == "doctor.phones.somebody_else"
    answering.RequestHandlerClass.do_GET = lambda self: self.wfile.write(b"SSH-2.0-no-web\r\n")  # type: ignore[attr-defined]
    assert questioned(url).said.key == "doctor.phones.somebody_else"
    assert questioned("http://127.0.0.1:9").said.key == "doctor.phones.silent"


def test_the_doctor_says_which_phones_can_open_the_pages(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command on the very database, hall by hall."""
    database = place.client.services.store.engine.url
    monkeypatch.setenv("LUOT_DATABASE_URL", database.render_as_string(hide_password=False))
    monkeypatch.setenv("LUOT_PUBLIC_URL", "http://localhost:8080")
    shown = CliRunner().invoke(luot, ["doctor"])
    assert shown.exit_code == 1, shown.output
    assert f"✗ {HALL}: Không điện thoại nào mở được http://localhost:8080" in shown.output
    monkeypatch.delenv("LUOT_PUBLIC_URL")
    listed = CliRunner().invoke(luot, ["doctor", "--json"])
    assert listed.exit_code == 0, listed.output
    first = json.loads(listed.output)[0]
    assert (first["about"], first["good"]) == ("phones", True)
    assert "no code" in first["sentence"]["en"]
