"""Every wire a printer may hang on, with the real drivers: cupsd, pyusb over a bus of ours, a serial line, a device."""

import os
import pty
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import usb.backend.libusb1
from PIL import Image

from luot_kiosk.paper import PaperPrinter
from luot_kiosk.printing import Limits, PrinterState, Problem, open_printer
from luot_kiosk.printing.finding import Found, attached
from luot_kiosk.printing.raster import cut_slip
from tests.paper.conftest import same
from tests.paper.cups import Cups
from tests.paper.usb_bus import PRODUCT, VENDOR, Bus

BRISK = Limits(whole_job=2.0, connect=0.5, send=0.3, answer_before=0.1, answer=0.3, answer_next=0.1, turn=2.0)
PATIENCE = 10.0
USB = f"usb:{VENDOR:04x}:{PRODUCT:04x}"


# ── the print system ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cups]:
    if shutil.which("lpstat") is None or not (shutil.which("cupsd") or Path("/usr/sbin/cupsd").exists()):
        pytest.skip("The print system is NOT tested. To get it: sudo apt-get install cups-daemon cups-client")
    system = Cups(tmp_path_factory.mktemp("cups"))
    system.start()
    yield system
    system.stop()


@pytest.fixture
def queue(cups: Cups, paper: PaperPrinter, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue of the real cupsd that ends in the printer of the tests."""
    for name, value in cups.environment.items():
        monkeypatch.setenv(name, value)
    cups.run("lpadmin", "-p", "phieu", "-E", "-m", "raw", "-v", paper.url.replace("tcp:", "luot:"))
    yield "phieu"
    cups.run("lpadmin", "-x", "phieu")


def test_a_slip_goes_through_the_print_system_byte_for_byte(
    queue: str, paper: PaperPrinter, sample: Image.Image
) -> None:
    result = open_printer(f"cups:{queue}").print(sample)
    assert (result.result, result.status.state) == ("unknown", PrinterState.UNKNOWN), "never adequate: nobody answered"
    sheet = paper.wait_for(1, PATIENCE)
    assert sheet
    assert sheet.cut
    assert same(sheet.image, sample)


def test_a_stopped_queue_keeps_no_slip_for_a_stranger(cups: Cups, queue: str, sample: Image.Image) -> None:
    printer = open_printer(f"cups:{queue}")
    assert printer.status().state is PrinterState.UNKNOWN
    cups.run("cupsdisable", queue)
    assert printer.status().problem is Problem.QUEUE_STOPPED
    result = printer.print(sample)
    assert (result.result, result.problem) == ("failed", Problem.QUEUE_STOPPED)
    assert cups.run("lpstat", "-o", queue) == b"", "no job waits"


def test_no_such_queue_and_no_print_system(queue: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert open_printer("cups:khong-co").status().problem is Problem.UNREACHABLE
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody.sock"))
    began = time.monotonic()
    assert open_printer(f"cups:{queue}").print(Image.new("1", (576, 8), 1)).problem is Problem.UNREACHABLE
    assert time.monotonic() - began < PATIENCE


# ── USB ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    bus = Bus()
    monkeypatch.setattr(usb.backend.libusb1, "get_backend", lambda *_, **__: bus)
    return bus


def test_a_usb_printer_is_asked_and_printed_on_at_its_own_end_points(bus: Bus, sample: Image.Image) -> None:
    result = open_printer(USB).print(sample)
    assert (result.result, result.status.state) == ("printed", PrinterState.OK)
    assert cut_slip(sample) in bytes(bus.heard)


def test_a_usb_printer_s_troubles_are_told_apart(bus: Bus, sample: Image.Image) -> None:
    printer = open_printer(USB, BRISK)
    bus.mute = True
    assert (printer.status().state, printer.print(sample).result) == (PrinterState.UNKNOWN, "unknown")
    bus.stuck = True
    assert printer.print(sample).problem is Problem.NO_ANSWER
    bus.plugged = False
    assert printer.status().state is PrinterState.OFFLINE
    assert printer.print(sample).problem is Problem.UNREACHABLE


def test_a_printer_pulled_out_in_the_middle_of_a_slip(
    bus: Bus, sample: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Bus.bulk_write

    def pulled(self: Bus, handle: object, ep: int, intf: int, data: bytes, timeout: int) -> int:
        bus.plugged = len(data) < 100  # a question goes out, the slip does not
        return taken(self, handle, ep, intf, data, timeout)

    monkeypatch.setattr(Bus, "bulk_write", pulled)
    result = open_printer(USB, BRISK).print(sample)
    assert (result.result, result.problem) == ("failed", Problem.CONNECTION_LOST)


# ── lines and devices ────────────────────────────────────────────────────────────────────────────


def test_a_mute_serial_line_is_never_adequate() -> None:
    ours, theirs = pty.openpty()
    try:
        began = time.monotonic()
        printer = open_printer(f"serial:{os.ttyname(theirs)}?baud=115200", BRISK)
        assert printer.status().state is PrinterState.UNKNOWN
        assert time.monotonic() - began < 3.0
    finally:
        os.close(theirs)
        os.close(ours)


def test_a_device_that_stops_taking_bytes_costs_seconds() -> None:
    ours, theirs = pty.openpty()
    try:
        began = time.monotonic()
        result = open_printer(f"file:{os.ttyname(theirs)}", BRISK).print(Image.new("1", (576, 2000), 0))
        assert (result.result, result.problem) == ("failed", Problem.NO_ANSWER)
        assert time.monotonic() - began < 3.0
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_device_that_is_not_plugged_in_is_known_before_the_first_citizen(tmp_path: Path) -> None:
    assert open_printer("file:/dev/usb/lp-none").status().problem is Problem.UNREACHABLE
    assert open_printer(f"file:{tmp_path}").status().problem is Problem.UNREACHABLE
    assert open_printer(f"file:{tmp_path}/new.bin").status().state is PrinterState.UNKNOWN


# ── what is attached ─────────────────────────────────────────────────────────────────────────────


def test_what_is_attached_is_found_with_the_address_to_write_down(bus: Bus, queue: str, tmp_path: Path) -> None:
    for name in ("usb/lp0", "serial/by-id/usb-Prolific-if00"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert attached(tmp_path) == [
        Found(USB),
        Found(f"cups:{queue}"),
        Found(f"file:{tmp_path}/usb/lp0"),
        Found(f"serial:{tmp_path}/serial/by-id/usb-Prolific-if00", "usb-Prolific-if00"),
    ]
    bus.printer_class = 0x03  # a keyboard is no printer
    assert Found(USB) not in attached(tmp_path)
