"""Handovers: a record goes one way, and what is late is read off the hall's own days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.domain.errors import Conflict
from luot_server.domain.handovers import (
    MOVES,
    ORDER,
    Late,
    Move,
    Record,
    Stage,
    Terms,
    late,
    leaves,
    needed,
    next_move,
    result_due,
    working_day_after,
)
from luot_server.domain.hours import Hours
from luot_server.domain.records import Processing

DAY = [{"opens": "07:30", "closes": "11:30"}, {"opens": "13:30", "closes": "17:30"}]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY)
HOURS = Hours.of("Asia/Ho_Chi_Minh", WEEK, ["2026-11-25"])  # the Wednesday
NEVER = Hours.of("Asia/Ho_Chi_Minh", {})
TERMS = Terms()


def at(day: int, clock: str) -> datetime:
    """A local time of November 2026, whose 23rd is a Monday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}+07:00")


def to_send(opened: datetime) -> Record:
    return Record(Stage.TO_SEND, opened, None, None)


def sent(when: datetime, due: date | None = None) -> Record:
    return Record(Stage.SENT, when, when, due)


# ── one way ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("move", Move)
def test_a_move_is_to_be_done_done_or_too_early(stage: Stage, move: Move) -> None:
    ahead = ORDER.index(MOVES[move]) - ORDER.index(stage)
    if ahead > 1:
        with pytest.raises(Conflict) as refused:
            needed(move, stage, label="A012")
        assert (refused.value.code, refused.value.sentence) == ("handover_too_early", f"handover_before_{move}")
    else:
        assert needed(move, stage, label="A012") is (ahead == 1)


def test_the_way_has_no_fork() -> None:
    stage, walked = Stage.TO_SEND, [Stage.TO_SEND]
    while move := next_move(stage):
        stage = MOVES[move]
        walked.append(stage)
    assert walked == list(Stage)


@pytest.mark.parametrize(
    ("accept", "result", "count", "opens"),
    [
        ("yes_handover", "accepted", 1, True),
        ("yes_handover", "accepted", 0, True),  # its code follows later
        ("yes_handover", "supplement", 1, True),
        ("yes_handover", "supplement", 0, False),  # everything went home with the citizen
        ("yes_handover", "refused", 1, False),
        ("yes_handover", "result_returned", 1, False),
        ("yes", "accepted", 1, False),
        ("ask", "accepted", 1, False),
    ],
)
def test_what_leaves_a_dossier_to_carry(accept: str, result: str, count: int, opens: bool) -> None:
    assert leaves(accept, result, count) is opens


# ── who is late ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (at(23, "08:00"), at(23, "17:30")),
        (at(23, "12:15"), at(23, "17:30")),  # finished in the lunch break
        (at(23, "17:30"), at(23, "17:30")),
        (at(23, "17:45"), at(24, "17:30")),  # who sat there at closing time is served after it
        (at(24, "18:00"), at(26, "17:30")),  # over the holiday
        (at(27, "18:00"), at(30, "17:30")),  # over the weekend
        (at(28, "09:00"), at(30, "17:30")),  # a mobile day on a Saturday
    ],
)
def test_it_leaves_by_the_end_of_the_working_day(opened: datetime, due: datetime) -> None:
    assert late(to_send(opened), TERMS, HOURS, due) is None
    assert late(to_send(opened), TERMS, HOURS, due + timedelta(seconds=1)) == Late("not_sent", due)


def test_a_hall_may_give_itself_hours_of_opening_time() -> None:
    terms = Terms.of({"send_within_hours_working": 4})
    due = at(24, "09:30")  # two hours of the afternoon, two of the next morning
    assert late(to_send(at(23, "15:30")), terms, HOURS, due) is None
    assert late(to_send(at(23, "15:30")), terms, HOURS, due + timedelta(seconds=1)) == Late("not_sent", due)


@pytest.mark.parametrize(("days", "due"), [(1, at(26, "17:30")), (2, at(27, "17:30")), (3, at(30, "17:30"))])
def test_the_other_side_has_working_days_to_say_so(days: int, due: datetime) -> None:
    terms = Terms.of({"receive_within_days": days})
    assert late(sent(at(24, "16:00")), terms, HOURS, due) is None
    assert late(sent(at(24, "16:00")), terms, HOURS, due + timedelta(seconds=1)) == Late("not_received", due)


def test_the_result_is_due_on_its_last_day_until_closing_time() -> None:
    received = Record(Stage.RECEIVED, at(20, "08:00"), at(20, "16:00"), date(2026, 11, 24))
    assert late(received, TERMS, HOURS, at(24, "17:30")) is None
    assert late(received, TERMS, HOURS, at(24, "17:31")) == Late("result_overdue", at(24, "17:30"))
    on_a_holiday = Record(Stage.RETURNING, at(20, "08:00"), at(20, "16:00"), date(2026, 11, 25))
    assert late(on_a_holiday, TERMS, HOURS, at(26, "00:01")) == Late("result_overdue", at(26, "00:00"))


def test_of_two_terms_the_missing_step_is_told_first() -> None:
    lost = sent(at(16, "08:00"), due=date(2026, 11, 18))
    assert late(lost, TERMS, HOURS, at(23, "08:00")) == Late("not_received", at(17, "17:30"))
    same_day = sent(at(23, "08:00"), due=date(2026, 11, 23))
    assert late(same_day, TERMS, HOURS, at(23, "18:00")) == Late("result_overdue", at(23, "17:30"))


def test_what_is_back_is_not_late() -> None:
    back = Record(Stage.RETURNED, at(2, "08:00"), at(2, "16:00"), date(2026, 11, 3))
    assert late(back, TERMS, HOURS, at(30, "08:00")) is None


# ── when the result is due ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days", "unit", "due"),
    [
        (1, "working_day", date(2026, 11, 24)),
        (2, "working_day", date(2026, 11, 26)),
        (8, "working_day", date(2026, 12, 4)),
        (0.5, "working_day", date(2026, 11, 24)),
        (10, "day", date(2026, 12, 3)),
        (1, "month", date(2026, 12, 23)),
        (14, "month", date(2028, 1, 23)),
        (4, "hour", date(2026, 11, 23)),
        (9, "hour", date(2026, 11, 24)),
        (3, "other", None),
        (None, "working_day", None),
    ],
)
def test_processing_time_in_every_unit(days: float | None, unit: str, due: date | None) -> None:
    assert result_due(Processing(days, unit), at(23, "08:00"), HOURS) == due


@pytest.mark.parametrize(("day", "due"), [("2026-01-31", date(2026, 2, 28)), ("2027-01-30", date(2027, 2, 28))])
def test_a_month_that_is_too_short_ends_on_its_last_day(day: str, due: date) -> None:
    taken_in = datetime.fromisoformat(f"{day}T09:00+07:00")
    assert result_due(Processing(1, "month"), taken_in, HOURS) == due


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_counted_days_are_days_of_work(day: date, count: int) -> None:
    last = working_day_after(HOURS, day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(bool(HOURS.of_day(one)) for one in between) == count
    assert count == 0 or HOURS.of_day(last)


def test_a_hall_without_hours_counts_plain_days() -> None:
    assert working_day_after(NEVER, date(2026, 11, 23), 5) == date(2026, 11, 28)
