"""The rules at the door, with pen and paper; and the hours they speak of."""

from datetime import datetime, timedelta

import pytest

from luot_server.domain.door import Capacity, DoorRules, Given, Rejoins, Visits, begun
from luot_server.domain.hall import HallSettings
from tests.domain.test_hours import HOURS, SETTINGS, at

NOBODY = Given(0, {})


def errand(field: str | None, purpose: str = "submit") -> dict[str, str | None]:
    return {"field": field, "purpose": purpose}


def test_only_what_begins_counts() -> None:
    visit = [errand("land"), errand("land"), errand("copies"), errand("land", "supplement"), errand(None, "advice")]
    assert begun(visit) == {"land": 2, "copies": 1}
    assert begun([errand(None, "collect_result")]) == {}


def test_a_hall_without_limits_counts_nothing_and_refuses_nobody() -> None:
    rules = HallSettings({"zone": "Asia/Ho_Chi_Minh"}, {"quotas": {}, "capacity": None, "visits": None}).door
    assert rules == DoorRules()
    assert rules.card == "none"
    assert rules.left(NOBODY) is None
    assert rules.short_of({"land": 99}, NOBODY) is None


@pytest.mark.parametrize(
    ("given", "wanted", "short"),
    [
        ({}, {"land": 3}, None),
        ({"land": 2}, {"land": 1}, None),
        ({"land": 2}, {"land": 2}, "land"),  # two errands of one visit, and one place
        ({"land": 3}, {"land": 1}, "land"),
        ({"land": 5}, {"land": 1}, "land"),  # numbers given by a kiosk on its own are counted, and refused to nobody
        ({"land": 3}, {"copies": 9}, None),
        ({"shut": 0}, {"copies": 1, "shut": 1}, "shut"),  # a quota of nought
    ],
)
def test_a_field_runs_short(given: dict[str, int], wanted: dict[str, int], short: str | None) -> None:
    assert DoorRules({"land": 3, "shut": 0}).short_of(wanted, Given(9, given)) == short


def test_what_is_left_is_never_less_than_nothing() -> None:
    rules = DoorRules({"land": 3}, Capacity.read({"tickets": 10}))
    assert [rules.left(Given(given, {})) for given in (0, 9, 10, 12)] == [10, 1, 0, 0]
    assert [rules.left_of("land", Given(0, {"land": given})) for given in (0, 3, 4)] == [3, 0, 0]
    assert rules.left_of("copies", NOBODY) is None


def test_one_more_number_is_counted_with_all_its_errands() -> None:
    assert Given(4, {"land": 1}).and_one({"land": 2, "copies": 1}) == Given(5, {"land": 3, "copies": 1})


def test_what_is_not_said_is_as_usual() -> None:
    assert Capacity.read({"tickets": 250}) == Capacity(250, 25)
    assert Capacity.read({"tickets": 250, "warn_at": 0}) == Capacity(250, 0)
    assert Visits.read({"max": 1}) == Visits(1, needs_card=False)
    assert DoorRules(visits=Visits.read({"max": 2})).card == "asked"
    assert DoorRules(visits=Visits.read({"max": 2, "without_card": "guide"})).card == "needed"
    assert Rejoins.read({}) == Rejoins(2, timedelta(minutes=60))
    assert Rejoins.read({"times": 0, "minutes": 15}) == Rejoins(0, timedelta(minutes=15))


# ── hours ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "low", "called_from"),
    [
        (at(23, "11:20"), at(23, "13:40"), at(23, "13:30")),  # over lunch
        (at(23, "11:20"), at(23, "13:30"), at(23, "13:30")),
        (at(23, "11:20"), at(23, "11:30"), None),  # the very last minute of this morning
        (at(23, "11:20"), at(23, "11:25"), None),
        (
            at(23, "13:10"),
            at(23, "13:30"),
            at(23, "13:30"),
        ),  # numbers at 13:00, calls from 13:30
        (at(23, "07:05"), at(23, "08:00"), at(23, "07:30")),
        (at(23, "14:00"), at(23, "15:00"), None),
        (at(24, "16:50"), at(26, "07:45"), None),  # two days on: this number will be worth nothing
        (at(28, "11:00"), at(30, "07:40"), None),
    ],
)
def test_a_wait_that_leaps_over_a_break(now: datetime, low: datetime, called_from: datetime | None) -> None:
    assert HOURS.leap(now, low) == called_from


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(23, "06:00"), at(24, "07:00")),  # not this afternoon: today is used up
        (at(24, "16:00"), at(26, "07:00")),  # over the holiday
        (at(28, "10:00"), at(30, "07:00")),  # over Sunday
    ],
)
def test_when_the_next_day_gives_numbers(now: datetime, opens: datetime) -> None:
    assert HOURS.next_day_numbers(now) == opens
    assert SETTINGS.said(opens).startswith("07:00 ")


def test_after_the_cut_off_the_sentence_says_until_when_people_are_served() -> None:
    for now, until, again in (("11:20", "11:30", "13:00 23/11/2026"), ("17:10", "17:30", "07:00 24/11/2026")):
        with pytest.raises(Exception, match="hall_closed") as refused:
            SETTINGS.require_numbers(at(23, now))
        assert refused.value.sentence == "hall_closed_serving"  # type: ignore[attr-defined]
        assert refused.value.params == {"until": until, "next": again}  # type: ignore[attr-defined]
