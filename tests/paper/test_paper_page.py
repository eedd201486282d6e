"""The page of the paper printer, through its own server process and through its routes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from PIL import Image

from luot_kiosk.paper import PaperPrinter
from luot_kiosk.paper.web import create_app
from luot_kiosk.printing import PrinterState, open_printer

PROGRAM = "from luot_kiosk.commands.paper import paper; paper()"


@pytest.fixture
def client(paper: PaperPrinter) -> FlaskClient:
    return create_app(paper).test_client()


def test_papers_are_listed_newest_first_and_shown(paper: PaperPrinter, client: FlaskClient) -> None:
    printer = open_printer(paper.url)
    for height in (40, 60):
        printer.print(Image.new("1", (576, height), 0))
    assert paper.wait_for(2, 5)
    listed = client.get("/papers.json").get_json()
    assert [(each["number"], each["height"], each["cut"]) for each in listed["papers"]] == [
        (2, 60, True),
        (1, 40, True),
    ]
    picture = client.get("/papers/2.png")
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert client.get("/papers/3.png").status_code == 404


def test_the_condition_is_changed_from_the_page(paper: PaperPrinter, client: FlaskClient) -> None:
    assert client.post("/condition", json={"condition": "paper_out"}).get_json() == {"condition": "paper_out"}
    assert open_printer(paper.url).status().state is PrinterState.PAPER_OUT


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"condition": "on fire"}', b'{"condition": 3}', b"{", b'{"condition": []}']
)
def test_an_unknown_condition_is_refused(client: FlaskClient, body: bytes) -> None:
    assert client.post("/condition", data=body, content_type="application/json").status_code == 422


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}])
def test_other_sites_cannot_press_the_buttons(
    paper: PaperPrinter, client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = client.post("/condition", json={"condition": "offline"}, headers=headers)
    assert answer.status_code == 403
    assert paper.condition == "ok"


@pytest.mark.parametrize(("language", "title"), [("vi", "Máy in thử"), ("en", "Paper printer"), ("xx", "Máy in thử")])
def test_the_page_has_no_script_or_style_of_its_own(client: FlaskClient, language: str, title: str) -> None:
    answer = client.get(f"/?lang={language}")
    assert title in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert " on" + "click=" not in answer.text


def test_the_command_serves_both_and_stops_when_told(tmp_path: Path, sample: Image.Image) -> None:
    ready = tmp_path / "ready.json"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    arguments = ["--listen", "127.0.0.1:0", "--web", "127.0.0.1:0", "--ready-file", str(ready)]
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], env=environment, stdout=subprocess.DEVNULL)
    try:
        where = waited_for(ready, process)
        assert open_printer(where["printer"]).print(sample).result == "printed"
        listed = requests.get(f"{where['page']}/papers.json", timeout=5).json()
        assert (listed["printer"], len(listed["papers"])) == (where["printer"], 1)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def waited_for(ready: Path, process: subprocess.Popen[bytes]) -> dict[str, str]:
    end = time.monotonic() + 15
    while not ready.exists():
        assert process.poll() is None, "the command ended"
        assert time.monotonic() < end, "the command never got ready"
        time.sleep(0.02)
    where: dict[str, str] = json.loads(ready.read_text("utf-8"))
    return where
