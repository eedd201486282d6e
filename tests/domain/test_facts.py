"""Facts are dated: what ends, what contradicts, and that a new version never rewrites an old one."""

from dataclasses import fields
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from luot_server.catalogue import shipped_facts
from luot_server.domain.facts import KINDS, Fact, ending, gone, overlaps
from luot_server.domain.world import World

DAY = date(2026, 3, 2)
NAME = {"name": {"vi": "x", "en": "x"}}
SHIPPED = tuple(shipped_facts())


def _hall(since: date, until: date | None = None, **data: object) -> Fact:
    return Fact("hall", "H", since, until, {"kind": "tt_xa", "area": "22015", **NAME, **data})


def test_two_versions_that_both_claim_a_day_contradict_each_other() -> None:
    first = _hall(date(2026, 1, 1), date(2026, 6, 30))
    second = _hall(date(2026, 6, 30), None, address="elsewhere")
    assert overlaps([second, first]) == [(first, second)]
    assert overlaps([first, _hall(date(2026, 7, 1))]) == []


def test_a_version_without_an_end_holds_until_the_next() -> None:
    assert overlaps([_hall(date(2026, 1, 1)), _hall(date(2026, 7, 1))]) == []


def test_two_versions_that_begin_together_contradict_unless_they_are_the_same() -> None:
    one, other = _hall(DAY), _hall(DAY, None, address="elsewhere")
    assert overlaps([one, other]) == [(one, other)]
    assert overlaps([one, _hall(DAY)]) == []


def test_an_early_long_version_contradicts_every_later_one_within_it() -> None:
    long = _hall(date(2026, 1, 1), date(2026, 12, 31))
    inside = [_hall(date(2026, month, 1), date(2026, month, 9)) for month in (2, 3)]
    assert overlaps([*inside, long]) == [(long, one) for one in inside]


def test_nothing_shipped_contradicts_itself() -> None:
    assert overlaps(SHIPPED) == []


def test_what_ended_says_since_when_by_its_last_day_or_by_an_ending() -> None:
    by_day, by_ending = _hall(date(2025, 1, 1), date(2026, 2, 1)), _hall(date(2025, 1, 1))
    told = gone([by_ending, ending("hall", "H", date(2026, 2, 1), merged_into="J")], DAY)["hall", "H"]
    assert gone([by_day], DAY)["hall", "H"].since == date(2026, 2, 2)
    assert (told.since, told.was, told.told["merged_into"]) == (date(2026, 2, 1), by_ending, "J")
    assert gone([by_ending, ending("hall", "H", DAY + timedelta(days=1))], DAY) == {}


def test_an_ending_ends() -> None:
    facts = [_hall(date(2025, 1, 1)), ending("hall", "H", DAY)]
    assert World.of(facts, DAY - timedelta(days=1)).hall("H") is not None
    assert World.of(facts, DAY).hall("H") is None


codes = [(fact.kind, fact.key, fact.data) for fact in SHIPPED if fact.kind != "area_merge"][::40]
days = st.dates(date(2021, 1, 1), date(2032, 1, 1))
lists = st.builds(lambda day, code: Fact("list", "66/published", day, None, {"codes": [code]}), days, st.just("1.1"))
ends = st.builds(lambda one, day: ending(one[0], one[1], day), st.sampled_from(codes), days)
versions = st.builds(
    lambda one, day, length: Fact(one[0], one[1], day, day + timedelta(days=length) if length else None, one[2]),
    st.sampled_from(codes),
    days,
    st.one_of(st.none(), st.integers(1, 900)),
)


@settings(max_examples=40, deadline=None)
@given(new=st.lists(st.one_of(versions, ends, lists), min_size=1, max_size=4), before=st.integers(1, 2000))
def test_what_begins_on_a_day_changes_no_day_before_it(new: list[Fact], before: int) -> None:
    on = min(fact.valid_from for fact in new) - timedelta(days=before)
    here, there = World.of(SHIPPED, on), World.of([*SHIPPED, *new], on)
    assert all(getattr(here, field.name) == getattr(there, field.name) for field in fields(World))


def test_every_kind_is_shipped_or_published_later() -> None:
    assert set(KINDS) - {fact.kind for fact in SHIPPED} <= {"list"}
