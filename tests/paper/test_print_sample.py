"""`luot kiosk print-sample`, as it is run: its own process, its exit status, its words."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import zxingcpp

from luot_kiosk.paper import Condition, PaperPrinter
from luot_kiosk.printing.sample import SCANNED
from tests.paper.conftest import ink_box

PROGRAM = "from luot_kiosk.commands.print_sample import print_sample; print_sample()"


def run(*arguments: str) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if name != "LUOT_KIOSK_PRINTER"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert time.monotonic() - began < 10
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_0_printed_and_the_printer_said_so(paper: PaperPrinter) -> None:
    status, said = run("--printer", paper.url)
    assert (status, "sẵn sàng" in said) == (0, True)
    sheet = paper.wait_for(1, 5)
    assert sheet
    assert sheet.image.width == 576
    left, _, right, _ = ink_box(sheet.image)
    assert (left, right) == (24, 552)
    assert [code.text for code in zxingcpp.read_barcodes(sheet.image.convert("L"))] == [SCANNED]


def test_1_when_there_is_no_paper(paper: PaperPrinter) -> None:
    paper.set_condition(Condition.PAPER_OUT)
    status, said = run("--printer", paper.url)
    assert (status, "hết giấy" in said) == (1, True)


def test_1_when_nobody_is_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        status, said = run("--printer", f"tcp://127.0.0.1:{taken.getsockname()[1]}")
    assert (status, "Không kết nối được" in said) == (1, True)


def test_3_when_the_printer_says_nothing(paper: PaperPrinter) -> None:
    paper.set_condition(Condition.HANGING)
    status, said = run("--printer", paper.url)
    assert (status, "unknown" in said) == (3, True)


def test_3_into_a_file(tmp_path: Path) -> None:
    status, said = run("--printer", f"file:{tmp_path / 'slip.bin'}")
    assert (status, "không rõ" in said) == (3, True)


@pytest.mark.parametrize("arguments", [[], ["--printer", "gopher://printer"]])
def test_an_address_is_asked_for_in_words(arguments: list[str]) -> None:
    status, said = run(*arguments)
    assert (status, "tcp://" in said) == (1, True)
