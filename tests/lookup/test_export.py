"""The list exported from a one-stop software: whatever a spreadsheet makes of it, read when it changes."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from luot_server import runtime
from luot_server.clock import FixedClock
from luot_server.domain.dossiers import NOTHING_KNOWN, Standing, Status
from luot_server.lookup.export import FRESH, Export
from tests.halls import MONDAY

READY, WAITING, DONE, ODD = (
    "H15.50-260804-0583",
    "H15.50-260805-0007",
    "000.00.12.H45-201105-0004",
    "H15.50-260806-0001",
)
LIST = f"""\
Mã hồ sơ,Trạng thái,Ngày hẹn trả,Mã thủ tục,Nơi trả kết quả
{READY},Đã có kết quả,2026-11-20,1.001193,DL-22015
{WAITING},Đang xử lý,25/11/2026 17:00,,
{DONE},Đã trả kết quả,,,
{ODD},Hoàn thành,,,
"""

Write = Callable[..., None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.csv"


@pytest.fixture
def write(file: Path) -> Write:
    """Writes the export, at a real time of one's own: no test waits for a clock to tick."""
    written = MONDAY

    def write(content: str | bytes, *, age: timedelta = timedelta()) -> None:
        nonlocal written
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        written += timedelta(microseconds=1)
        stamp = (written - age).timestamp()
        os.utime(file, (stamp, stamp))

    return write


@pytest.fixture
def export(file: Path) -> Export:
    return Export(file, FixedClock(MONDAY))


def test_each_status_in_the_software_s_own_words(export: Export, write: Write) -> None:
    write(LIST)
    assert export.find(READY) == Standing(Status.READY, date(2026, 11, 20), "1.001193", "DL-22015")
    assert export.find(WAITING) == Standing(Status.NOT_READY, date(2026, 11, 25))
    assert export.find(DONE) == Standing(Status.RETURNED)
    assert export.find(ODD) == NOTHING_KNOWN, "words that may mean two things"
    assert export.find("H15.50-260804-9999") == NOTHING_KNOWN


TITLED = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG\nDanh sách hồ sơ, tháng 11\n\n" + LIST


@pytest.mark.parametrize(
    "content",
    [
        LIST.replace(",", ";"),
        LIST.replace(",", "\t"),
        LIST.replace(",", "\t").encode("utf-16"),
        ("\ufeff" + LIST).encode(),
        LIST.replace("\n", "\r\n"),
        LIST.replace("Mã hồ sơ", "SỐ HỒ SƠ").replace("Trạng thái", " tình  trạng "),
        LIST.replace("Mã hồ sơ,Trạng thái,Ngày hẹn trả", "code,status,ready_on").replace("Đang xử lý", "not_ready"),
        LIST.replace("Mã hồ sơ", "STT,Mã hồ sơ").replace("\nH15", "\n1,H15").replace("\n000", "\n2,000"),
        LIST.replace(READY, f'"Hồ sơ {READY} (bản giấy)"'),
        TITLED,
        LIST + "\n,,,,\nTổng số: 4\n",
    ],
)
def test_as_spreadsheets_and_people_write_it(export: Export, write: Write, content: str | bytes) -> None:
    write(content)
    assert export.find(READY).status is Status.READY
    assert export.find(WAITING).ready_on == date(2026, 11, 25)


def test_it_is_read_again_when_it_changed_and_only_then(export: Export, write: Write) -> None:
    write(LIST)
    assert export.find(WAITING).status is Status.NOT_READY
    read = export._listed
    export.find(READY)
    assert export._listed is read
    write(LIST.replace("Đang xử lý", "Chờ trả kết quả"))
    assert export.find(WAITING).status is Status.READY


def test_while_it_is_read_others_are_answered_from_the_list_before(
    export: Export, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(LIST)
    assert export.find(WAITING).status is Status.NOT_READY
    write(LIST.replace("Đang xử lý", "Chờ trả kết quả"))
    meanwhile: list[Status] = []

    def slowly(read: Callable[..., object], *args: object) -> object:
        meanwhile.append(export.find(WAITING).status)
        return read(*args)

    monkeypatch.setattr(runtime, "run_blocking", slowly)
    assert export.find(WAITING).status is Status.READY
    assert meanwhile == [Status.NOT_READY], "read once"


def test_a_later_line_of_the_same_dossier_holds(export: Export, write: Write) -> None:
    write(f"{LIST}{WAITING},Đã có kết quả,,,\n")
    assert export.find(WAITING).status is Status.READY


def test_what_an_old_list_calls_not_ready_may_be_by_now(export: Export, write: Write) -> None:
    write(LIST, age=FRESH - timedelta(seconds=1))
    assert export.find(WAITING).status is Status.NOT_READY
    write(LIST, age=FRESH + timedelta(seconds=1))
    assert export.find(WAITING) == NOTHING_KNOWN
    assert export.find(READY).status is Status.READY, "that does not change back"


@pytest.mark.parametrize(
    "broken",
    ["", "Mã hồ sơ,Ghi chú\nH15.50-260804-0583,xong\n", b"\xff\xfe\x00", b"M\xe3 h\xf4 s\xa1,Tr\xb9ng th\xb8i\n"],
)
def test_a_file_that_cannot_be_read_claims_nothing_and_says_so_once(
    export: Export, write: Write, caplog: pytest.LogCaptureFixture, broken: str | bytes
) -> None:
    caplog.set_level(logging.WARNING, "luot_server.lookup")
    write(LIST)
    export.find(READY)
    for _ in range(2):
        write(broken)
        assert export.find(READY) == NOTHING_KNOWN
    assert len(caplog.messages) == 1
    write(LIST)
    assert export.find(READY).status is Status.READY
    assert caplog.messages[1].endswith("can be read again: 4 dossiers")


def test_a_file_that_is_not_there_yet_is_awaited(
    export: Export, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "luot_server.lookup")
    assert export.find(READY) == export.find(WAITING) == NOTHING_KNOWN
    assert "FileNotFoundError" in caplog.text
    write(LIST)
    assert export.find(READY).status is Status.READY
