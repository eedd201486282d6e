"""Paper printed by other software: python-escpos in all its ways, and bytes as plain tills send them."""

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from escpos.printer import Network
from PIL import Image, ImageDraw

from luot_kiosk.paper import Condition, PaperPrinter
from luot_kiosk.paper.letters import decoded
from luot_kiosk.paper.parser import parse
from luot_kiosk.paper.strip import Strip
from tests.paper.conftest import ink_box, same

PATIENCE = 5.0
SCANNED = "https://mot-cua.example/t/abc"


@pytest.fixture
def till(paper: PaperPrinter) -> Iterator[Any]:
    device = Network(paper.host, paper.port, timeout=PATIENCE)
    with contextlib.closing(device):
        yield device


@pytest.fixture
def picture() -> Image.Image:
    drawn = Image.new("1", (240, 96), 1)
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((10, 5, 120, 90), fill=0)
    pen.line((0, 95, 239, 0), fill=0, width=3)
    return drawn


def printed(stream: bytes) -> Image.Image:
    """The first piece of paper, or the uncut rest."""
    strip = Strip()
    for command in parse(stream):
        piece = strip.apply(command)
        if piece:
            return piece
    piece = strip.cut()
    assert piece
    return piece


@pytest.mark.parametrize("way", ["bitImageRaster", "graphics", "bitImageColumn"])
def test_a_picture_is_the_same_whichever_command_brings_it(
    paper: PaperPrinter, till: Any, picture: Image.Image, way: str
) -> None:
    till.image(picture, impl=way)
    till.cut()
    sheet = paper.wait_for(1, PATIENCE)
    assert sheet
    assert same(sheet.image.crop(ink_box(sheet.image)), picture.crop(ink_box(picture)))


def test_the_printers_own_qr_code_can_be_scanned(paper: PaperPrinter, till: Any) -> None:
    till.qr(SCANNED, native=True, size=6)
    till.cut()
    sheet = paper.wait_for(1, PATIENCE)
    assert sheet
    framed = Image.new("L", (640, sheet.image.height + 80), 255)
    framed.paste(sheet.image.convert("L"), (32, 40))
    assert [code.text for code in zxingcpp.read_barcodes(framed)] == [SCANNED]


def test_text_sizes_alignment_and_a_drawer_nobody_has(paper: PaperPrinter, till: Any) -> None:
    till.cashdraw(2)
    till.set(align="center", bold=True, double_width=True, double_height=True)
    till.text("A012\n")
    till.set_with_default()
    till.text("Xin cam on\n")
    till.cut()
    sheet = paper.wait_for(1, PATIENCE)
    assert sheet
    left, _, right, _ = ink_box(sheet.image.crop((0, 0, 576, 48)))
    assert abs((left + right) / 2 - 288) < 12  # the large line stands in the middle
    left, _, right, _ = ink_box(sheet.image.crop((0, 52, 576, 90)))
    assert left < 12  # the plain one at the left
    assert right < 130


def test_python_escpos_reads_this_printers_paper_sensor(paper: PaperPrinter, till: Any) -> None:
    till.open()
    assert till.paper_status() == 2
    paper.set_condition(Condition.NEAR_END)
    assert till.paper_status() == 1
    paper.set_condition(Condition.PAPER_OUT)
    assert till.paper_status() == 0


def test_what_was_sent_without_paper_comes_out_once_there_is_some(paper: PaperPrinter) -> None:
    paper.set_condition(Condition.PAPER_OUT)
    with socket.create_connection((paper.host, paper.port), timeout=PATIENCE) as link:
        link.sendall(b"held back\n\x1dV\x00\x10\x04\x04")
        assert link.recv(1)[0] & 0x60 == 0x60  # the real-time question overtakes what waits
        assert paper.sheets() == []
        paper.set_condition(Condition.OK)
        assert paper.wait_for(1, PATIENCE)


def test_a_printer_asked_to_tell_by_itself_does(paper: PaperPrinter) -> None:
    with socket.create_connection((paper.host, paper.port), timeout=PATIENCE) as link:
        link.sendall(b"\x1da\xff")
        assert link.recv(4) == b"\x10\x00\x00\x00"
        paper.set_condition(Condition.COVER_OPEN)
        assert link.recv(4) == b"\x38\x00\x00\x00"


def test_questions_in_their_turn_are_answered(paper: PaperPrinter) -> None:
    paper.set_condition(Condition.NEAR_END)
    with socket.create_connection((paper.host, paper.port), timeout=PATIENCE) as link:
        link.sendall(b"\x1dr\x01\x1dI\x43")
        assert link.recv(1) == b"\x03"
        assert link.recv(16) == b"_PAPER\x00"


def test_paper_nobody_cut_is_torn_off_and_marked(paper: PaperPrinter) -> None:
    with socket.create_connection((paper.host, paper.port), timeout=PATIENCE) as link:
        link.sendall(b"no line feed, no cut")
    sheet = paper.wait_for(1, PATIENCE)
    assert sheet
    assert not sheet.cut


@pytest.mark.parametrize("cut", [b"\x1dV\x00", b"\x1dV\x01", b"\x1dVA\x10", b"\x1dVB\x00", b"\x1bi", b"\x1bm"])
def test_every_kind_of_cut_cuts(cut: bytes) -> None:
    strip = Strip()
    pieces = [strip.apply(command) for command in parse(b"one\n" + cut + b"two\n" + cut)]
    assert sum(piece is not None for piece in pieces) == 2


@pytest.mark.parametrize(
    ("data", "page", "said"),
    [
        ("Phục vụ".encode(), 0, "Phục vụ"),
        ("Đường".encode(), 16, "Đường"),
        ("café".encode("cp858"), 19, "café"),
        ("né".encode("cp437"), 0, "né"),
        ("Kính chào".encode("cp1258"), 52, "Kính chào"),
        ("a\u0323ê\u0301".encode("cp1258"), 52, "ạế"),
        (b"plain", 99, "plain"),
    ],
)
def test_letters_of_many_code_pages(data: bytes, page: int, said: str) -> None:
    assert decoded(data, page) == said


def test_text_wraps_and_tabs_and_underlines() -> None:
    paper = printed(b"\x1b@" + b"W" * 60 + b"\n\tX\x1b-\x01Y\n")
    _, _, right, bottom = ink_box(paper)
    assert right <= 576
    assert bottom > 60  # two lines of W, then the tabbed one
    assert ink_box(paper.crop((0, 62, 576, paper.height)))[0] >= 96


def test_a_barcode_is_said_not_drawn() -> None:
    assert ink_box(printed(b"\x1dk\x04ABC123\x00"))
