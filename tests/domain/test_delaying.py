"""Letting the next go first: never ahead of where one was, and nobody else is worse off."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luot_server.domain.calling import Candidate, Need, PriorityThenTime
from luot_server.domain.delaying import arrival_behind, next_behind

EIGHT = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
LAND, CIVIL, COPIES = (Need("submit", field, "", "ward", "here") for field in ("land", "civil", "copies"))
#: One counter serves land; another civil status and copies.
MEETS = {LAND: {LAND}, CIVIL: {CIVIL, COPIES}, COPIES: {CIVIL, COPIES}}

#: (minute of arrival, weight, need): few of each, so that ties are common.
queues = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 1), st.sampled_from([LAND, CIVIL, COPIES])), min_size=1, max_size=15
)

Queue = list[tuple[Need, Candidate]]


def people(queued: list[tuple[int, int, Need]]) -> Queue:
    return [
        (need, Candidate(f"t{position}", weight, EIGHT + timedelta(minutes=minute), position))
        for position, (minute, weight, need) in enumerate(queued)
    ]


def called(queue: Queue) -> list[str]:
    return [one.ticket for one in sorted((one for _, one in queue), key=PriorityThenTime.order)]


@given(queues, st.lists(st.integers(0, 14), min_size=1, max_size=6))
def test_whoever_lets_others_go_first_harms_nobody(queued: list[tuple[int, int, Need]], delaying: list[int]) -> None:
    """Several in turn, also the same one twice, and those whom they let go."""
    queue = people(queued)
    for index in delaying:
        at = index % len(queue)
        need, mine = queue[at]
        other = next_behind(mine, queue, MEETS[need].__contains__)
        if other is None:
            rivals = [one for theirs, one in queue if theirs in MEETS[need] and one.weight == mine.weight]
            assert max(rivals, key=PriorityThenTime.order) == mine
            continue
        before = called(queue)
        moved = replace(mine, arrived_at=arrival_behind(mine, other))
        queue[at] = (need, moved)
        after = called(queue)
        assert moved.arrived_at > mine.arrived_at
        assert [one for one in after if one != mine.ticket] == [one for one in before if one != mine.ticket]
        for one in before:
            if one != mine.ticket:
                assert set(after[: after.index(one)]) <= set(before[: before.index(one)])
        assert set(after[: after.index(mine.ticket)]) > set(before[: before.index(mine.ticket)])
        # Right behind: whoever stands in between came in the very instant of the one who was let go.
        let_go = after.index(other.ticket)
        between = after[let_go + 1 : after.index(mine.ticket)]
        arrivals = {one.ticket: one.arrived_at for _, one in queue}
        assert all(arrivals[one] - other.arrived_at <= timedelta(microseconds=1) for one in between)


def test_only_somebody_of_one_s_own_counters_and_weight_is_let_go() -> None:
    (_, mine), *others = people([(0, 0, LAND), (1, 0, CIVIL), (2, 1, LAND), (3, 0, LAND), (4, 0, LAND)])
    let_go = next_behind(mine, others, MEETS[LAND].__contains__)
    assert let_go is not None
    assert let_go.ticket == "t3"
    assert arrival_behind(mine, let_go) == let_go.arrived_at + timedelta(microseconds=1)
    assert next_behind(mine, others[:2], MEETS[LAND].__contains__) is None
