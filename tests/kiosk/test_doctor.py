"""`luot kiosk doctor` says of the printer what is wrong, in a sentence, and what is attached instead."""

from pathlib import Path

import pytest

from luot_kiosk.commands import doctor
from luot_kiosk.paper import Condition, PaperPrinter
from luot_kiosk.printing.finding import Found
from luot_kiosk.settings import Settings


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """What is attached to this machine, for as long as a test says so."""
    found: list[Found] = []
    monkeypatch.setattr(doctor, "attached", lambda: found)
    return found


def sentences(printer: str | None, data: Path) -> list[str]:
    settings = Settings(server="http://127.0.0.1:9", token="t", hall="DL-1", printer=printer, data=data, language="en")
    return [f"{'+' if one.good else '-'} {one.sentence}" for one in doctor.examine(settings)]


def test_a_printer_in_trouble_is_described_and_its_neighbours_are_named(told: list[Found], tmp_path: Path) -> None:
    told.append(Found("usb:04b8:0e15", "EPSON TM-T20"))
    with PaperPrinter() as paper:
        paper.set_condition(Condition.COVER_OPEN)
        said = sentences(paper.url, tmp_path)
        assert f"- The printer {paper.url} is not ready. The printer's cover is open. Close it." in said
        assert any(line.startswith("+ Attached to this machine: usb:04b8:0e15 (EPSON TM-T20)") for line in said)
        paper.set_condition(Condition.NEAR_END)
        said = sentences(paper.url, tmp_path)
    assert "+ The printer answers: ready, paper nearly out." in said
    assert not any("Attached" in line for line in said), "nobody looks for another while this one is well"


def test_a_printer_that_cannot_answer_is_not_called_well_nor_broken(told: list[Found], tmp_path: Path) -> None:
    said = sentences(f"file:{tmp_path}/slips.bin", tmp_path)
    assert any("cannot say how it is: print a sample" in line and line.startswith("+") for line in said)


def test_where_nothing_is_attached_the_way_to_a_network_printer_is_said(told: list[Found], tmp_path: Path) -> None:
    assert any("tcp://192.168.1.50:9100" in line for line in sentences(None, tmp_path))
