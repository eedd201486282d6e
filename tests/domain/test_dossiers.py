"""Where a dossier stands: the words of other software, and the sentence for whoever came for it."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.catalogue import shipped_facts
from luot_server.domain.dossiers import NOTHING_KNOWN, Standing, Status, day_of, hall_with, sentence, status_of
from luot_server.domain.world import World
from luot_server.messages import both

HERE, THERE = "DL-22015", "DL-24133"
CODE = "H15.50-260804-0583"


@cache
def world() -> World:
    return World.of(shipped_facts(), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Đã có kết quả", "ready"),
        ("ĐÃ CÓ KẾT QUẢ ", "ready"),
        ("cho  tra ket qua", "ready"),
        ("Đang xử lý", "not_ready"),
        ("Yêu cầu bổ sung", "not_ready"),
        ("Đã trả kết quả", "returned"),
        ("returned", "returned"),
        ("Hoàn thành", "unknown"),
        ("", "unknown"),
    ],
)
def test_words_that_can_mean_one_thing_only_are_understood(said: str, status: str) -> None:
    assert status_of(said) == status


@pytest.mark.parametrize("said", ["04/08/2026", "2026-08-04", " 04/08/2026 17:00:00", "2026-08-04T10:00:00+07:00"])
def test_days_as_software_writes_them(said: str) -> None:
    assert day_of(said) == date(2026, 8, 4)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    status_of(text)
    day_of(text)
    assert day_of("31/02/2026") is day_of("") is None


def test_where_the_status_says_nothing_the_rest_says_nothing_either() -> None:
    assert Standing.read({"status": "?", "ready_on": "2026-08-04", "at": HERE}) is NOTHING_KNOWN


def test_the_hall_with_the_result_by_id_or_by_name() -> None:
    known = world().hall(THERE)
    assert known is not None
    assert hall_with(Standing(at=THERE), world()) == known
    assert hall_with(Standing(at=known.name["vi"].upper()), world()) == known
    assert hall_with(Standing(at="một nơi nào đó"), world()) is None
    assert hall_with(Standing(), world()) is None


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(Status.READY, at=HERE), "đã có kết quả. Mời Quý công dân lấy số"),
        (Standing(Status.READY), "đã có kết quả. Mời Quý công dân lấy số"),
        (Standing(Status.READY, at=THERE), "đã có kết quả tại "),
        (Standing(Status.NOT_READY), "chưa có kết quả."),
        (Standing(Status.NOT_READY, date(2026, 11, 23)), "ngày hẹn trả là 23/11/2026"),
        (Standing(Status.NOT_READY, date(2026, 11, 22)), "hẹn trả ngày 22/11/2026 nhưng chưa có kết quả"),
        (Standing(Status.NOT_READY, at=THERE), "chưa có kết quả; kết quả sẽ trả tại "),
        (Standing(Status.NOT_READY, date(2026, 11, 24), at=THERE), "hẹn trả ngày 24/11/2026 tại "),
        (Standing(Status.NOT_READY, date(2026, 11, 20), at=THERE), "hẹn trả ngày 20/11/2026 tại "),
        (Standing(Status.NOT_READY, date(2026, 11, 24), at=HERE), "ngày hẹn trả là 24/11/2026."),
        (Standing(Status.RETURNED, at=THERE), "đã được trả"),
    ],
)
def test_the_sentence_before_the_number(standing: Standing, said: str) -> None:
    told = sentence(CODE, standing, HERE, world())
    assert told is not None
    assert said in both(told)["vi"]
    assert CODE in both(told)["en"]


def test_of_what_is_unknown_nothing_is_claimed() -> None:
    assert sentence(CODE, NOTHING_KNOWN, HERE, world()) is None
