"""A picture on its way to paper, over real connections: what the printer says is what is reported, and in time."""

import os
import pty
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from luot_kiosk.paper import Condition, PaperPrinter
from luot_kiosk.paper.parser import parse
from luot_kiosk.paper.strip import Strip
from luot_kiosk.printing import BadPrinterUrl, Limits, PrinterState, Problem, open_printer
from luot_kiosk.printing.raster import FEED_AND_CUT, cut_slip
from tests.paper.conftest import same

PATIENCE = 10.0  # seconds the contract allows one job
BRISK = Limits(whole_job=2.0, connect=0.5, send=0.3, answer_before=0.1, answer=0.3, answer_next=0.1, turn=2.0)

Serve = Callable[[socket.socket], None]


@contextmanager
def listener(serve: Serve) -> Iterator[str]:
    """Something on a port that is not quite a printer: ``serve`` gets each connection in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def accept() -> None:
            while True:
                try:
                    link, _ = door.accept()
                except OSError:
                    return
                with link:
                    serve(link)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)
    thread.join(PATIENCE)


def read_all(link: socket.socket) -> None:
    while link.recv(65_536):
        pass


def test_the_paper_is_the_very_picture(paper: PaperPrinter, sample: Image.Image) -> None:
    result = open_printer(paper.url).print(sample)
    assert (result.result, result.status.state, result.problem) == ("printed", PrinterState.OK, None)
    sheet = paper.wait_for(1, PATIENCE)
    assert sheet
    assert sheet.cut
    assert same(sheet.image, sample)


def test_raster_then_cut_and_nothing_that_needs_a_code_page(sample: Image.Image) -> None:
    names = [command.name for command in parse(cut_slip(sample))]
    assert names == ["ESC @", "GS v", "GS V"]


def test_a_picture_taller_than_one_raster_command_arrives_whole() -> None:
    tall = Image.new("1", (384, 5000), 1)
    for x, y in pairwise(range(0, 380, 3)):
        tall.putpixel((x, y * 13), 0)
    piece = None
    strip = Strip()
    for command in parse(cut_slip(tall)):
        piece = strip.apply(command) or piece
    assert piece
    assert same(piece.crop((0, 0, 384, 5000)), tall)


@pytest.mark.parametrize(
    ("condition", "state", "result"),
    [
        (Condition.OK, PrinterState.OK, "printed"),
        (Condition.NEAR_END, PrinterState.NEAR_END, "printed"),
        (Condition.PAPER_OUT, PrinterState.PAPER_OUT, "failed"),
        (Condition.COVER_OPEN, PrinterState.COVER_OPEN, "failed"),
        (Condition.CUTTER, PrinterState.CUTTER, "failed"),
        (Condition.OFFLINE, PrinterState.OFFLINE, "failed"),
        (Condition.HANGING, PrinterState.UNKNOWN, "unknown"),
    ],
)
def test_every_condition_is_told_as_it_is(
    paper: PaperPrinter, sample: Image.Image, condition: Condition, state: PrinterState, result: str
) -> None:
    paper.set_condition(condition)
    printer = open_printer(paper.url, BRISK)
    began = time.monotonic()
    assert printer.status().state is state
    printed = printer.print(sample)
    assert time.monotonic() - began < PATIENCE
    assert printed.result == result
    assert (printed.problem is None) == (result == "printed")


def test_a_printer_without_paper_keeps_no_slip_for_a_stranger(paper: PaperPrinter, sample: Image.Image) -> None:
    printer = open_printer(paper.url)
    paper.set_condition(Condition.PAPER_OUT)
    assert printer.print(sample).problem is Problem.PAPER_OUT
    paper.set_condition(Condition.OK)
    assert printer.print(sample.crop((0, 0, 576, 80))).result == "printed"
    first = paper.wait_for(1, PATIENCE)
    assert first
    assert first.image.height == 80


def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:  # bound and not listening: refused
        taken.bind(("127.0.0.1", 0))
        printer = open_printer(f"tcp://127.0.0.1:{taken.getsockname()[1]}")
        result = printer.print(Image.new("1", (576, 8), 1))
        assert (result.result, result.problem) == ("failed", Problem.UNREACHABLE)
        assert printer.status().state is PrinterState.OFFLINE


def test_a_mute_printer_is_never_adequate(sample: Image.Image) -> None:
    with listener(read_all) as url:
        printer = open_printer(url, BRISK)
        assert printer.status().state is PrinterState.UNKNOWN
        result = printer.print(sample)
    assert (result.result, result.problem) == ("unknown", Problem.NO_ANSWER)


def test_a_connection_closed_at_once_is_never_adequate(sample: Image.Image) -> None:
    with listener(lambda link: None) as url:
        printer = open_printer(url)
        assert printer.status().state is PrinterState.OFFLINE
        assert printer.print(sample).result == "failed"


def test_a_connection_closed_after_the_cut_leaves_the_slip_unknown(sample: Image.Image) -> None:
    def serve(link: socket.socket) -> None:
        heard = b""
        while FEED_AND_CUT not in heard:
            data = link.recv(65_536)
            if not data:
                return
            heard += data

    with listener(serve) as url:
        result = open_printer(url, BRISK).print(sample)
    assert (result.result, result.problem) == ("unknown", Problem.CONNECTION_LOST)


def test_the_limits_of_one_job_add_up_to_less_than_a_citizen_waits() -> None:
    limits = Limits()
    assert limits.connect + limits.answer_before + limits.send + limits.answer <= limits.whole_job < PATIENCE


def test_noise_is_not_an_answer(sample: Image.Image) -> None:
    def serve(link: socket.socket) -> None:
        while link.recv(65_536):
            link.sendall(b"\x00\xff8OK")

    with listener(serve) as url:
        began = time.monotonic()
        assert open_printer(url, BRISK).print(sample).result == "unknown"
        assert time.monotonic() - began < PATIENCE


def test_a_printer_that_stops_taking_data_costs_seconds_not_minutes() -> None:
    released = threading.Event()

    def serve(link: socket.socket) -> None:
        link.recv(3)
        released.wait(PATIENCE)

    endless = Image.new("1", (576, 16_000 * 8), 0)  # more than any socket buffers
    with listener(serve) as url:
        began = time.monotonic()
        result = open_printer(url, BRISK).print(endless)
        released.set()
    assert result.result == "failed"
    assert time.monotonic() - began < PATIENCE


def test_slips_of_two_threads_do_not_mix(paper: PaperPrinter, sample: Image.Image) -> None:
    printer = open_printer(paper.url)
    results: list[str] = []
    threads = [threading.Thread(target=lambda: results.append(printer.print(sample).result)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert results == ["printed"] * 4
    assert paper.wait_for(4, PATIENCE)
    assert all(same(sheet.image, sample) for sheet in paper.sheets())


def test_a_file_takes_the_bytes_and_says_nothing(tmp_path: Path, sample: Image.Image) -> None:
    path = tmp_path / "slip.bin"
    printer = open_printer(f"file:{path}")
    assert printer.print(sample).result == "unknown"
    assert printer.status().state is PrinterState.UNKNOWN
    assert path.read_bytes() == cut_slip(sample)


def test_a_file_that_cannot_be_written() -> None:
    assert open_printer("file:/proc/nothing/lp0").print(Image.new("1", (576, 8), 1)).problem is Problem.UNREACHABLE


def test_a_serial_printer_answers_over_its_line() -> None:
    pytest.importorskip("serial")
    ours, theirs = pty.openpty()
    heard = bytearray()

    def serve() -> None:
        while FEED_AND_CUT not in heard or heard.count(b"\x10\x04") < 8:
            data = os.read(ours, 4096)
            heard.extend(data)
            os.write(ours, b"\x12" * data.count(b"\x10\x04"))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    result = open_printer(f"serial:{os.ttyname(theirs)}?baud=115200").print(Image.new("1", (576, 16), 0))
    thread.join(PATIENCE)
    os.close(theirs)
    os.close(ours)
    assert (result.result, result.status.state) == ("printed", PrinterState.OK)


def test_a_missing_device_and_a_missing_queue_are_failures() -> None:
    picture = Image.new("1", (576, 8), 1)
    for url in ("serial:/dev/no-such-line", "usb:ffff:ffff", "cups:khong-co-hang-doi"):
        result = open_printer(url).print(picture)
        assert result.result == "failed", url
        assert result.problem in (Problem.UNREACHABLE, Problem.DRIVER_MISSING), url


def test_a_kiosk_without_a_printer_says_so() -> None:
    printer = open_printer("none")
    assert printer.print(Image.new("1", (576, 8), 1)).problem is Problem.NO_PRINTER
    assert printer.status().state is PrinterState.OFFLINE


@pytest.mark.parametrize("url", ["", "tcp:", "tcp://", "tcp://host:port", "usb:1", "usb:xx:yy", "ftp://host", "file:"])
def test_an_address_that_names_no_printer(url: str) -> None:
    with pytest.raises(BadPrinterUrl):
        open_printer(url)
