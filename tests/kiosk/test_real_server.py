"""The kiosk against the real server, in a process of its own and over HTTP, with the demo hall in its database."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult
from luot_kiosk.settings import Settings
from luot_server.clock import SystemClock
from luot_server.demo.hall import demo_hall
from luot_server.demo.prepared import prepared_store
from luot_server.demo.seed import Keys

MONDAY_AT_EIGHT = "2026-11-23T08:00:00+07:00"
COMMAND = [sys.executable, "-c", "from luot_server.cli import main; main()"]


@dataclass(frozen=True)
class Installation:
    url: str
    keys: Keys


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    data = tmp_path_factory.mktemp("server")
    store, keys = prepared_store(data / "luot.sqlite3", SystemClock())
    store.engine.dispose()
    ready = data / "ready.json"
    environ = os.environ | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LUOT_CLOCK": f"{MONDAY_AT_EIGHT}@{datetime.now(UTC).isoformat()}",  # the real instant it starts at
    }
    serve = [*COMMAND, "serve", "--port", "0", "--data", str(data), "--ready-file", str(ready)]
    with subprocess.Popen(serve, env=environ, stdout=subprocess.DEVNULL) as process:
        deadline = monotonic() + 30
        while not ready.exists():
            assert process.poll() is None, "the server ended before it was ready"
            assert monotonic() < deadline, "the server was not ready in 30 s"
            sleep(0.05)
        yield Installation(json.loads(ready.read_text())["server"], keys)
        process.terminate()


class OutOfPaper:
    """A printer whose paper is out."""

    def print(self, image: Any) -> PrintResult:
        return PrintResult("failed", self.status())

    def status(self) -> PrinterStatus:
        return PrinterStatus(PrinterState.PAPER_OUT)


@pytest.fixture
def kiosk(server: Installation, tmp_path: Path) -> Iterator[Kiosk]:
    settings = Settings(
        server=server.url,
        token=server.keys.tokens["kiosk"],
        hall=demo_hall().id,
        printer="tcp://127.0.0.1:9",
        port=0,
        data=tmp_path / "spool",
    )
    device = Kiosk(settings, OutOfPaper())
    assert device.menu.refresh()
    device.start()
    yield device
    device.stop()


@pytest.fixture
def page(kiosk: Kiosk) -> FlaskClient:
    return create_app(kiosk).test_client()


@pytest.fixture
def manager(server: Installation) -> requests.Session:
    """Somebody who may look at tickets and the journal."""
    user = next(one.user for one in demo_hall().people if one.grant.role == "manager")
    session = requests.Session()
    signed_in = session.post(
        f"{server.url}/api/v1/session", json={"user": user, "password": server.keys.passwords[user]}, timeout=10
    )
    session.headers["Authorization"] = f"Bearer {signed_in.json()['token']}"
    session.cookies.clear()
    return session


def take(page: FlaskClient, key: str, body: dict[str, Any]) -> Any:
    return page.post("/local/tickets", json=body, headers={"Idempotency-Key": key})


def own_area(page: FlaskClient) -> str:
    found = page.get("/local/areas").json
    assert found is not None
    return str(found["items"][0]["area"])


def with_area(page: FlaskClient) -> str:
    menu = page.get("/local/menu").json
    assert menu is not None
    known = {one["code"]: one for one in menu["menu"]["procedures"]}
    return str(next(code for code in menu["menu"]["first"] if known[code]["needs_area"]))


def test_every_commonest_errand_leads_somewhere(page: FlaskClient) -> None:
    menu = page.get("/local/menu").json
    assert menu is not None
    assert len(menu["menu"]["first"]) == 8
    for code in menu["menu"]["first"]:
        details = page.get(f"/local/procedures/{code}").json
        assert details is not None
        assert details["papers"], code
        decision = page.get(f"/local/decisions?procedure={code}&purpose=submit&area={own_area(page)}").json
        assert decision is not None
        assert decision["accept"] in ("yes", "yes_handover", "refer"), code


def test_the_same_key_is_the_same_number_for_the_server_too(page: FlaskClient, kiosk: Kiosk) -> None:
    wanted = {"procedure": with_area(page), "purpose": "submit", "area": own_area(page)}
    first = take(page, "one-key", wanted)
    assert first.status_code == 201
    kiosk.numbers._answers.clear()  # as after a restart of the device
    assert take(page, "one-key", wanted).json["id"] == first.json["id"]


def test_a_failed_slip_and_the_printer_are_known_at_the_desk(
    page: FlaskClient, manager: requests.Session, server: Installation, eventually: Callable[[Callable[[], bool]], None]
) -> None:
    ticket = take(page, "unprinted", {"purpose": "advice"}).json["id"]

    def printed() -> Any:
        return manager.get(f"{server.url}/api/v1/tickets/{ticket}", timeout=10).json()["printed"]

    eventually(lambda: printed() is False)
    figures = manager.get(f"{server.url}/api/v1/halls/{demo_hall().id}/figures", timeout=10).json()
    assert "paper_out" in [one["condition"] for one in figures["devices"]]


def test_outside_the_province_is_referred(page: FlaskClient) -> None:
    """The page sends one code for "another province, whichever": the server must read it so."""
    answer = take(page, "outside", {"procedure": with_area(page), "purpose": "submit", "area": "00000@00"})
    assert (answer.status_code, answer.json["code"]) == (409, "referred")
    assert answer.json["decision"]["refer_to"]
    assert answer.json["print"] == "outside"


def test_an_area_left_to_the_desk_is_a_number(page: FlaskClient) -> None:
    answer = take(page, "later", {"procedure": with_area(page), "purpose": "submit", "area": "later"})
    assert (answer.status_code, answer.json["agency"]) == (201, None)


def test_collecting_by_dossier_code(page: FlaskClient) -> None:
    answer = take(page, "collect", {"purpose": "collect_result", "dossier": "H15.50-260804-0583"})
    assert answer.status_code == 201


def test_search_knows_what_people_say(page: FlaskClient) -> None:
    for words in ("khai sinh", "sao y", "so do"):
        found = page.get("/local/procedures", query_string={"q": words}).json
        assert found is not None
        assert found["items"], words


def test_another_body_under_the_same_key_is_refused(page: FlaskClient) -> None:
    take(page, "reused", {"purpose": "advice"})
    answer = take(page, "reused", {"purpose": "advice", "language": "en"})
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_mismatch")
