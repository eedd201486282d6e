"""Who is next: the order, the skills, and why a glance at the heads of the lines is enough."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.domain.calling import ANYTHING, ASSISTED_ONLINE, Candidate, Need, PriorityThenTime, Skill, can_serve

EIGHT = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
RULE = PriorityThenTime()


def waiting(ticket: str, minute: int, weight: int = 0, position: int | None = None) -> Candidate:
    at = EIGHT + timedelta(minutes=minute)
    return Candidate(ticket, weight, at, minute if position is None else position, "elderly" if weight else None)


# ── the order ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("people", "next_one", "why"),
    [
        ([waiting("first", 0), waiting("second", 1)], "first", "calling.why.longest"),
        ([waiting("second", 1), waiting("first", 0)], "first", "calling.why.longest"),
        ([waiting("first", 0), waiting("elderly", 9, weight=1)], "elderly", "calling.why.priority"),
        ([waiting("elderly", 0, weight=1), waiting("later", 9)], "elderly", "calling.why.longest"),
        ([waiting("small", 0, weight=1), waiting("large", 9, weight=2)], "large", "calling.why.priority"),
        ([waiting("b", 0, position=8), waiting("a", 0, position=7)], "a", "calling.why.longest"),
    ],
)
def test_weight_then_arrival_then_position(people: list[Candidate], next_one: str, why: str) -> None:
    pick = RULE.pick(people, EIGHT + timedelta(minutes=10))
    assert pick is not None
    assert (pick.ticket, pick.why.key) == (next_one, why)


def test_the_reason_says_how_long_the_citizen_waited() -> None:
    pick = RULE.pick([waiting("a", 0)], EIGHT + timedelta(minutes=7, seconds=59))
    assert pick is not None
    assert pick.why.params == {"minutes": 7}


def test_nobody_waits() -> None:
    assert RULE.pick([], EIGHT) is None


queues = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2), st.sampled_from("ABC")), min_size=1, max_size=25)


@given(queues)
def test_the_heads_of_the_lines_are_enough(queue: list[tuple[int, int, str]]) -> None:
    everybody = [(need, waiting(str(n), at, weight, n)) for n, (at, weight, need) in enumerate(queue)]
    lines: dict[tuple[str, int], list[Candidate]] = {}
    for need, one in everybody:
        lines.setdefault((need, one.weight), []).append(one)
    heads = [min(line, key=lambda one: (one.arrived_at, one.position)) for line in lines.values()]
    of_all, of_heads = RULE.pick([one for _, one in everybody], EIGHT), RULE.pick(heads, EIGHT)
    assert of_all is not None
    assert of_heads is not None
    assert of_all.ticket == of_heads.ticket


@given(queues)
def test_calling_until_nobody_waits_calls_everybody_once_and_in_the_rule_s_order(
    queue: list[tuple[int, int, str]],
) -> None:
    left = [waiting(str(n), at, weight, n) for n, (at, weight, _) in enumerate(queue)]
    expected = [one.ticket for one in sorted(left, key=RULE.order)]
    called: list[str] = []
    while (pick := RULE.pick(left, EIGHT)) is not None:
        called.append(pick.ticket)
        left = [one for one in left if one.ticket != pick.ticket]
    assert called == expected


# ── who can serve whom ───────────────────────────────────────────────────────────────────────────

BIRTH = Need("submit", "ho-tich", "1.001193", "ward", "here")


@pytest.mark.parametrize(
    ("skills", "can"),
    [
        ([], False),
        ([Skill()], True),
        ([Skill(fields=frozenset({"*"}))], True),
        ([Skill(fields=frozenset({"ho-tich"}))], True),
        ([Skill(fields=frozenset({"dat-dai"}))], False),
        ([Skill(fields=frozenset({"dat-dai"})), Skill(purposes=frozenset({"submit"}))], True),
        ([Skill(fields=frozenset({"ho-tich"}), routes=frozenset({"assisted_online"}))], False),
        ([Skill(fields=frozenset({"ho-tich"}), agencies=frozenset({"ward"}))], True),
        ([Skill(procedures=frozenset({"2.000815"}))], False),
    ],
)
def test_one_skill_must_cover_the_whole_need(skills: list[Skill], can: bool) -> None:
    assert can_serve("c3", skills, BIRTH) is can


RESTRICTIONS = {
    "fields": "field",
    "procedures": "procedure",
    "purposes": "purpose",
    "agencies": "agency",
    "routes": "route",
}


@pytest.mark.parametrize(("restriction", "said"), RESTRICTIONS.items())
def test_every_restriction_restricts_by_its_own_part_of_the_need(restriction: str, said: str) -> None:
    mine = Skill(**{restriction: frozenset({getattr(BIRTH, said)})})
    other = Skill(**{restriction: frozenset({"something-else"})})
    unsaid = replace(BIRTH, **{said: ANYTHING})
    assert can_serve("c3", [mine], BIRTH)
    assert not can_serve("c3", [other], BIRTH)
    assert can_serve("c3", [mine], unsaid)
    assert can_serve("c3", [other], unsaid)
    assert can_serve("c3", [Skill(**{restriction: frozenset({ANYTHING})})], BIRTH)


def test_a_skill_is_read_from_a_setting_and_a_word_it_does_not_know_is_refused() -> None:
    assert Skill.read({"fields": ["ho-tich"], "agencies": ["ward"]}) == Skill(
        fields=frozenset({"ho-tich"}), agencies=frozenset({"ward"})
    )
    with pytest.raises(ValueError, match="no field; it may restrict fields, procedures"):
        Skill.read({"field": ["ho-tich"]})


def test_assisted_online_filing_is_a_queue_whatever_the_field() -> None:
    online = replace(BIRTH, route=ASSISTED_ONLINE)
    station = [Skill(routes=frozenset({ASSISTED_ONLINE}))]
    assert (BIRTH.queue, online.queue, Need.ordinary("").queue) == ("ho-tich", ASSISTED_ONLINE, "")
    assert can_serve("c7", station, online)
    assert can_serve("c7", station, Need.ordinary(ASSISTED_ONLINE))
    assert not can_serve("c7", station, BIRTH)
    assert not can_serve("c7", station, Need.ordinary("ho-tich"))


def test_an_ordinary_errand_is_of_any_procedure_and_agency_of_its_field() -> None:
    narrow = Skill(procedures=frozenset({"1.001193"}), agencies=frozenset({"ward"}))
    assert can_serve("c3", [narrow], Need.ordinary("ho-tich"))
    assert not can_serve("c3", [Skill(fields=frozenset({"dat-dai"}))], Need.ordinary("ho-tich"))


def test_who_was_sent_to_a_counter_is_served_there_and_only_there() -> None:
    sent = Need("submit", "ho-tich", "1.001193", "ward", "here", counter="c3")
    assert can_serve("c3", [], sent)
    assert not can_serve("c4", [Skill()], sent)


names = st.text(st.characters(exclude_characters="|", codec="utf-8"), max_size=8)


@given(st.builds(Need, names, names, names, names, names, names))
def test_a_need_is_read_back_from_its_key(need: Need) -> None:
    assert Need.of_key(need.key()) == need
