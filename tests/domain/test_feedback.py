"""What may be said of a visit, until when, and how marks are counted."""

from datetime import date, datetime, timedelta

import pytest

from luot_server.domain.errors import Conflict, Invalid
from luot_server.domain.feedback import LONGEST_TEXT, Deadline, Mark, Visit, said, standing, working_days_left
from luot_server.domain.hours import Hours
from luot_server.domain.marks import FEW, Marks
from tests.domain.test_hours import HOURS, ZONE, at

MONDAY = date(2026, 11, 23)


def visit(state: str = "served", *, rated: Mark | None = None, complaints: int = 0) -> Visit:
    return Visit("A012", state, MONDAY, rated, complaints)


@pytest.mark.parametrize(
    ("seen", "days", "may"),
    [
        (visit(), 0, ["rate", "complain"]),
        (visit(), 7, ["rate", "complain"]),
        (visit(), 8, ["complain"]),
        (visit(), 30, ["complain"]),
        (visit(), 31, []),
        (visit(rated=Mark(5, ())), 0, ["complain"]),
        (visit(complaints=3), 0, ["rate"]),
        (visit("serving"), 0, []),
        (visit("waiting"), 0, []),
        (visit("voided"), 0, ["complain"]),  # who was sent away has the most to say
        (visit("no_show"), 0, ["complain"]),
        (visit("expired"), 0, ["complain"]),
    ],
)
def test_what_may_be_said_of_a_visit(seen: Visit, days: int, may: list[str]) -> None:
    assert seen.may(MONDAY + timedelta(days=days)) == may


def test_every_refusal_says_why() -> None:
    for seen, days, sentence in (
        (visit("no_show"), 0, "rating_over_not_served"),
        (visit(), 8, "rating_over"),
    ):
        with pytest.raises(Conflict) as refused:
            seen.require_rating(MONDAY + timedelta(days=days))
        assert (refused.value.code, refused.value.sentence) == ("rating_over", sentence)


def test_a_mark_is_one_of_five_steps_with_reasons_only_for_the_low_ones() -> None:
    assert Mark.of(2, ["other", "long_wait", "other"]) == Mark(2, ("long_wait", "other"))
    assert Mark.of(5, []) == Mark(5, ())
    for score, reasons, code in ((0, [], "score_unknown"), (6, [], "score_unknown")):
        with pytest.raises(Invalid, match=code):
            Mark.of(score, reasons)
    with pytest.raises(Invalid, match="reason_unknown"):
        Mark.of(1, ["the clerk"])
    with pytest.raises(Invalid, match="reason_unasked"):
        Mark.of(3, ["long_wait"])


def test_a_text_is_trimmed_and_has_its_length() -> None:
    assert said("  chờ lâu \n") == "chờ lâu"
    assert len(said("ă" * LONGEST_TEXT)) == LONGEST_TEXT
    for text, code in (("  \n", "text_needed"), ("a" * (LONGEST_TEXT + 1), "text_too_long")):
        with pytest.raises(Invalid, match=code):
            said(text)


@pytest.mark.parametrize(
    ("made", "days", "due"),
    [
        (at(23, "09:00"), 1, "2026-11-24"),
        (at(24, "09:00"), 1, "2026-11-26"),  # Wednesday is a holiday
        (at(23, "09:00"), 5, "2026-11-30"),  # Saturday mornings are worked, Sundays are not
        (at(23, "23:30"), 1, "2026-11-24"),
    ],
)
def test_the_deadline_counts_working_days(made: datetime, days: int, due: str) -> None:
    assert Deadline.read({"complaints": {"days": days}}).after(made, HOURS).isoformat() == due


def test_a_hall_without_a_calendar_counts_days_as_they_come() -> None:
    assert Deadline.read({}).after(at(23, "09:00"), Hours.of(ZONE, {})).isoformat() == "2026-11-28"


def test_how_a_complaint_stands() -> None:
    due = date(2026, 11, 28)
    assert [str(standing(due, False, due + timedelta(days=n))) for n in (0, 1)] == ["open", "overdue"]
    assert standing(due, True, due + timedelta(days=9)) == "answered"
    left = [working_days_left(due, date(2026, 11, day), HOURS) for day in (23, 24, 27, 28, 30)]
    assert left == [4, 3, 1, 0, 0]


def test_too_few_marks_are_only_a_number() -> None:
    marks = Marks(served=20)
    for score in (5, 5, 4, 1):
        marks.add(Mark(score, ("long_wait",) if score == 1 else ()))
    assert (marks.n, marks.mean, marks.shares, marks.told_reasons) == (FEW - 1, None, None, [])
    more = Marks(served=10)
    more.add(Mark(2, ("unclear", "long_wait")))
    both = marks + more
    assert (both.n, both.served, both.mean) == (5, 30, 3.4)
    assert both.shares == [0.2, 0.2, 0, 0.2, 0.4]
    assert both.told_reasons == [("long_wait", 2), ("unclear", 1)]
