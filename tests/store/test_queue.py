"""The queue in SQL and the rule in Python are one: the same order, the same count, the same next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from luot_server.actions import desk, manager
from luot_server.domain.calling import Candidate, Need, PriorityThenTime, Skill, can_serve
from luot_server.store import queue
from luot_server.store import tables as t
from tests.halls import BIRTH, COPY, LAND, Hall, clerk, counter

EIGHT = datetime(2026, 11, 23, 1, tzinfo=UTC)
ELSEWHERE = "XX-1"  # rows written past the journal: a hall that is only a queue
NEEDS = [Need("submit", field, "", "ward", "here") for field in ("ho-tich", "chung-thuc", "dat-dai")]

#: (minute of arrival, weight, need, state, day): few values, so that ties are common.
people = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(0, 2),
        st.sampled_from(NEEDS),
        st.sampled_from(["waiting", "waiting", "waiting", "called", "served"]),
        st.sampled_from(["2026-11-23", "2026-11-23", "2026-11-20"]),
    ),
    max_size=25,
)


@settings(max_examples=25)
@given(queued=people)
def test_sql_counts_and_picks_as_the_rule_does(hall: Hall, queued: list[tuple[int, int, Need, str, str]]) -> None:
    everybody = [
        (need, Candidate(f"t{position}", weight, EIGHT + timedelta(minutes=minute), position))
        for position, (minute, weight, need, state, day) in enumerate(queued)
        if state == "waiting" and day == "2026-11-23"
    ]
    with hall.store.writing() as connection:
        connection.execute(delete(t.tickets).where(t.tickets.c.hall == ELSEWHERE))
        for position, one in enumerate(queued):
            connection.execute(insert(t.tickets), _row(position, *one))
    with hall.store.reading() as connection:
        heads = queue.heads_of_lines(connection, ELSEWHERE, "2026-11-23")
        for _, me in everybody:
            before = queue.counted_before(
                connection,
                ELSEWHERE,
                "2026-11-23",
                weight=me.weight,
                arrived_at=me.arrived_at,
                position=me.position,
            )
            ranked = sorted((one for _, one in everybody), key=PriorityThenTime.order)
            assert sum(count for _, count in before) == [one.ticket for one in ranked].index(me.ticket)
            assert dict(before) == _by_need(everybody, ranked[: ranked.index(me)])
        waiting = queue.lines(connection, ELSEWHERE, "2026-11-23")
    lines = {(need, one.weight) for need, one in everybody}
    assert {line: count for line, (count, _, _) in waiting.items()} == {
        line: sum((need, one.weight) == line for need, one in everybody) for line in lines
    }
    assert sorted((need.key(), one.weight) for need, one in heads) == sorted(
        (need.key(), weight) for need, weight in lines
    )
    for skills in ([0], [1, 2], [0, 1, 2]):
        fields = {NEEDS[index].field for index in skills}
        told = PriorityThenTime().pick([one for need, one in heads if need.field in fields], EIGHT)
        due = PriorityThenTime().pick([one for need, one in everybody if need.field in fields], EIGHT)
        assert (told and told.ticket) == (due and due.ticket)


FIELDS, PROCEDURES, AGENCIES = ["ho-tich", "dat-dai", ""], ["1.001193", "1.115279", ""], ["ward", "police", ""]
PURPOSES, ROUTES = ["submit", "collect_result"], ["here", "paper_handover", "assisted_online", ""]
every_need = st.builds(
    Need,
    st.sampled_from(PURPOSES),
    st.sampled_from(FIELDS),
    st.sampled_from(PROCEDURES),
    st.sampled_from(AGENCIES),
    st.sampled_from(ROUTES),
    st.sampled_from(["", "", "", "c1", "c2"]),
)


def some(values: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([*values, "*"]), max_size=2)


skills = st.lists(
    st.builds(
        Skill,
        fields=some(FIELDS),
        procedures=some(PROCEDURES),
        purposes=some(PURPOSES),
        agencies=some(AGENCIES),
        routes=some(ROUTES),
    ),
    max_size=3,
)


@settings(max_examples=40)
@given(queued=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), every_need), max_size=15), can=skills)
def test_a_counter_is_given_whom_the_rule_would_pick_from_everybody_it_can_serve(
    hall: Hall, queued: list[tuple[int, int, Need]], can: list[Skill]
) -> None:
    """Fields, procedures, purposes, agencies, routes and transfers alike, through the rows and back."""
    with hall.store.writing() as connection:
        connection.execute(delete(t.tickets).where(t.tickets.c.hall == ELSEWHERE))
        for position, (minute, weight, need) in enumerate(queued):
            connection.execute(insert(t.tickets), _row(position, minute, weight, need, "waiting", "2026-11-23"))
    with hall.store.reading() as connection:
        heads = queue.heads_of_lines(connection, ELSEWHERE, "2026-11-23")
    everybody = [
        Candidate(f"t{position}", weight, EIGHT + timedelta(minutes=minute), position)
        for position, (minute, weight, need) in enumerate(queued)
        if (need.counter == "c1" if need.counter else any(skill.covers(need) for skill in can))
    ]
    told = PriorityThenTime().pick([one for need, one in heads if can_serve("c1", can, need)], EIGHT)
    due = PriorityThenTime().pick(everybody, EIGHT)
    assert (told and told.ticket) == (due and due.ticket)


def _by_need(everybody: list[tuple[Need, Candidate]], among: list[Candidate]) -> dict[Need, int]:
    counts: dict[Need, int] = {}
    for need, one in everybody:
        if one in among:
            counts[need] = counts.get(need, 0) + 1
    return counts


def _row(position: int, minute: int, weight: int, need: Need, state: str, day: str) -> dict[str, object]:
    at = EIGHT + timedelta(minutes=minute)
    return {
        "id": f"t{position}",
        "hall": ELSEWHERE,
        "business_day": day,
        "series": "A",
        "number": position + 1,
        "label": f"A{position}",
        "position": position,
        "state": state,
        "weight": weight,
        "language": "vi",
        "channel": "kiosk",
        "need": need.key(),
        "errand": f"e{position}",
        "issued_at": at,
        "arrived_at": at,
        "times_called": 0,
    }


# ── what the citizen is told ─────────────────────────────────────────────────────────────────────


def test_ahead_is_how_many_calls_are_seen_before_one_s_own(hall: Hall) -> None:
    """First come, first served by two counters of the same skills, with one elderly citizen in between."""
    hall.act(manager.change_setting, "skills", {counter(n): [{"fields": ["*"]}] for n in (3, 4)}, "2026-11-23")
    hall.open(3, 4)
    people = []
    for errand in (COPY, BIRTH, LAND, COPY, BIRTH, COPY, LAND):
        people.append(hall.take(errand))
        hall.clock.advance(30)
    people.append(hall.take(COPY, priority="elderly"))
    told = {one: hall.ahead(one) for one in people}
    calls: list[str] = []
    while (called := hall.serve(3 + len(calls) % 2)) is not None:
        calls.append(called)
    assert {one: calls.index(one) for one in people} == told
    assert told[people[-1]] == 0


def test_who_competes_for_no_counter_of_mine_is_not_ahead_of_me(hall: Hall) -> None:
    hall.open(3, 5)
    land = [hall.take(LAND) for _ in range(4)]
    mine = hall.take(COPY)
    assert hall.ahead(mine) == 0
    assert [hall.ahead(one) for one in land] == [0, 1, 2, 3]


def test_every_call_brings_one_nearer_and_then_it_is_nought(hall: Hall) -> None:
    hall.open(3)
    people = [hall.take(COPY) for _ in range(4)]
    seen = [hall.ahead(people[-1])]
    while hall.serve(3):
        seen.append(hall.ahead(people[-1]))
    assert seen == [3, 2, 1, 0, None]


def test_closing_or_pausing_a_counter_raises_what_is_expected(hall: Hall) -> None:
    hall.open(3, 4)
    for _ in range(6):
        hall.take(COPY)
    mine = hall.take(COPY)
    with_two = hall.expected(mine)
    hall.act(desk.pause, counter(4), clerk(4), "meeting")
    paused = hall.expected(mine)
    hall.act(desk.resume, counter(4), clerk(4))
    resumed = hall.expected(mine)
    hall.act(desk.end_shift, counter(4), clerk(4))
    closed = hall.expected(mine)
    assert with_two is not None
    assert paused is not None
    assert with_two.high_minutes < paused.high_minutes
    assert with_two.low_minutes < paused.low_minutes
    assert resumed == with_two
    assert closed == paused


def test_nobody_can_say_while_no_counter_is_open_and_lunch_is_counted(hall: Hall) -> None:
    mine = [hall.take(COPY) for _ in range(3)][-1]
    assert hall.expected(mine) is None
    hall.open(3)
    hall.clock.advance(timedelta(hours=3, minutes=25))
    late = hall.expected(mine)
    assert late is not None
    assert late.high_minutes > 120


def test_can_serve_is_what_the_hall_s_posters_say(small_hall: Hall) -> None:
    with small_hall.store.viewing("DL-22015") as view:
        for row in view.counters():
            skills = view.settings.skills[row["id"]]
            for need in NEEDS:
                assert view.settings.serving([row["id"]], need) == (
                    [row["id"]] if can_serve(row["id"], skills, need) else []
                )
