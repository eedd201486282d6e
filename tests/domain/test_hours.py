"""Opening hours: a real week with its lunch, its cut-offs and its holidays, in the hall's own zone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.domain.errors import Conflict
from luot_server.domain.hall import HallSettings
from luot_server.domain.hours import Hours

ZONE = "Asia/Ho_Chi_Minh"
DAY = [
    {"opens": "07:30", "closes": "11:30", "tickets_from": "07:00", "tickets_until": "11:15"},
    {"opens": "13:30", "closes": "17:30", "tickets_from": "13:00", "tickets_until": "17:00"},
]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY) | {"sat": DAY[:1]}
HOLIDAYS = ["2026-11-25"]  # the Wednesday
HOURS = Hours.of(ZONE, WEEK, HOLIDAYS)
SETTINGS = HallSettings({"zone": ZONE}, {"hours": WEEK, "holidays": [{"date": day} for day in HOLIDAYS]})


def at(day: int, clock: str) -> datetime:
    """A local time of November 2026, whose 23rd is a Monday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}+07:00")


@pytest.mark.parametrize(
    ("day", "clock", "gives"),
    [
        (23, "06:59:59", False),
        (23, "07:00", True),  # before the counters open
        (23, "11:14:59", True),
        (23, "11:15", False),  # the cut-off, though people are served until 11:30
        (23, "12:59:59", False),
        (23, "13:00", True),
        (23, "16:59:59", True),
        (23, "17:00", False),
        (25, "09:00", False),  # holiday
        (28, "09:00", True),  # Saturday morning
        (28, "14:00", False),
        (29, "09:00", False),  # Sunday
    ],
)
def test_when_numbers_are_given(day: int, clock: str, gives: bool) -> None:
    assert HOURS.gives_numbers(at(day, clock)) is gives


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        (at(23, "05:00"), at(23, "07:00")),
        (at(23, "07:00"), at(23, "13:00")),  # strictly after
        (at(23, "12:00"), at(23, "13:00")),
        (at(24, "18:00"), at(26, "07:00")),  # over the holiday
        (at(28, "12:00"), at(30, "07:00")),  # over Sunday
    ],
)
def test_when_numbers_are_given_next(asked: datetime, opens: datetime) -> None:
    assert HOURS.next_numbers(asked) == opens


def test_a_hall_that_never_opens_says_so() -> None:
    assert Hours.of(ZONE, {}).next_numbers(at(23, "08:00")) is None
    assert Hours.of(ZONE, {}).closes_for_good(at(23, "08:00").date()) is None


@pytest.mark.parametrize(
    ("asked", "sentence", "opens"),
    [
        (at(23, "12:00"), "hall_closed", "13:00 23/11/2026"),
        (at(24, "17:30"), "hall_closed", "07:00 26/11/2026"),
        (at(25, "09:00"), "hall_closed_holiday", "07:00 26/11/2026"),
        (at(29, "09:00"), "hall_closed_holiday", "07:00 30/11/2026"),
    ],
)
def test_a_closed_hall_says_when_it_opens(asked: datetime, sentence: str, opens: str) -> None:
    with pytest.raises(Conflict) as refused:
        SETTINGS.require_numbers(asked)
    assert (refused.value.code, refused.value.sentence) == ("hall_closed", sentence)
    assert refused.value.params["next"] == opens


def test_a_hall_closed_for_a_month_promises_nothing() -> None:
    with pytest.raises(Conflict) as refused:
        HallSettings({"zone": ZONE}, {}).require_numbers(at(23, "08:00"))
    assert refused.value.sentence == "hall_closed_long"
    assert "next" not in refused.value.params


def test_the_day_is_the_hall_s_own() -> None:
    late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # midnight in Tuy Hòa
    assert HOURS.business_day(late).isoformat() == "2026-11-23"
    assert HOURS.business_day(late - timedelta(microseconds=1)).isoformat() == "2026-11-22"


def test_the_last_interval_closes_the_day() -> None:
    assert HOURS.closes_for_good(at(23, "08:00").date()) == at(23, "17:30")
    assert HOURS.closes_for_good(at(28, "08:00").date()) == at(28, "11:30")
    assert HOURS.closes_for_good(at(25, "08:00").date()) is None


# ── service time ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (at(23, "08:00"), 30, at(23, "08:30")),
        (at(23, "07:00"), 10, at(23, "07:40")),  # nobody is served before 7:30
        (at(23, "11:20"), 10, at(23, "11:30")),
        (at(23, "11:20"), 11, at(23, "13:31")),  # lunch adds two hours
        (at(23, "12:00"), 30, at(23, "14:00")),
        (at(24, "17:20"), 30, at(26, "07:50")),  # over the night and the holiday
        (at(23, "08:00"), 8 * 60 + 60, at(24, "09:00")),
    ],
)
def test_lunch_nights_and_holidays_do_not_count(start: datetime, minutes: int, end: datetime) -> None:
    assert HOURS.after_service_time(start, timedelta(minutes=minutes)) == end


starts = st.integers(0, 7 * 24 * 60).map(lambda minute: at(23, "00:00") + timedelta(minutes=minute))
spans = st.integers(0, 600).map(lambda minutes: timedelta(minutes=minutes))


@given(starts, spans, spans.filter(bool))  # no work at all, begun as the doors close, is "done" when they open again
def test_more_work_is_never_done_earlier_and_two_stretches_add_up(
    start: datetime, one: timedelta, other: timedelta
) -> None:
    after_one = HOURS.after_service_time(start, one)
    assert after_one >= start + one
    assert HOURS.after_service_time(start, one + other) >= after_one
    assert HOURS.after_service_time(after_one, other) == HOURS.after_service_time(start, one + other)
