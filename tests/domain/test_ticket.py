"""The life of a ticket: which moves there are, said once more by hand, and nothing else is one."""

from pathlib import Path

import pytest

from luot_server.domain.errors import MoveNotAllowed
from luot_server.domain.ticket import MOVES, OPEN, Action, State, actions, check, target
from luot_server.reference import diagram

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ticket-life.md"

#: DESIGN's paragraph as a table: a letter for where the action leads, a dot where it is refused.
#: W waiting, C called, V serving, P parked, S served, N no-show, X cancelled, O voided, E expired, r in place.
TABLE = """
            waiting  called  serving  parked  served  no_show  cancelled  voided  expired
call        C        .       .        .       .       .        .          .       .
recall      .        C       .        .       .       .        .          .       .
start       .        V       .        .       .       .        .          .       .
no_show     .        N       .        .       .       .        .          .       .
requeue     .        W       .        .       .       W        .          .       .
park        .        P       P        .       .       .        .          .       .
unpark      .        .       .        C       .       .        .          .       .
transfer    .        W       W        .       .       .        .          .       .
void        O        O       O        O       .       .        .          .       .
finish      .        .       SVW      .       .       .        .          .       .
reprint     r        r       .        r       .       r        .          .       .
correct     r        r       r        r       .       .        .          .       .
delay       W        .       .        .       .       .        .          .       .
cancel      X        .       .        .       .       .        .          .       .
expire      E        E       E        E       .       .        .          .       .
add_errand  r        r       r        r       .       .        .          .       .
by_hand     S        .       .        .       .       S        .          .       S
"""
LETTERS = dict(
    zip(
        "WCVPSNXOE",
        ("waiting", "called", "serving", "parked", "served", "no_show", "cancelled", "voided", "expired"),
        strict=True,
    )
)


def _cells() -> list[tuple[Action, State, str]]:
    head, *lines = TABLE.strip().splitlines()
    columns = [State(name) for name in head.split()]
    return [
        (Action(name), state, cell)
        for name, *cells in (line.split() for line in lines)
        for state, cell in zip(columns, cells, strict=True)
    ]


@pytest.mark.parametrize(("action", "state", "cell"), _cells())
def test_every_action_in_every_state(action: Action, state: State, cell: str) -> None:
    if cell == ".":
        with pytest.raises(MoveNotAllowed) as refused:
            check(action, state, label="A012")
        assert refused.value.actions == [str(one) for one in actions(state)]
        assert refused.value.params["label"] == "A012"
        return
    check(action, state, label="A012")
    if cell != "r":
        assert {str(to) for to in MOVES[action].targets} == {LETTERS[letter] for letter in cell}


def test_the_table_knows_every_action_and_state() -> None:
    assert {(action, state) for action, state, _ in _cells()} == {(a, s) for a in Action for s in State}


def test_staff_are_told_only_what_is_theirs() -> None:
    for state in State:
        told = actions(state)
        assert Action.CANCEL not in told
        assert Action.EXPIRE not in told
        assert told == [action for action in Action if action in told], "in the order of the table"


def test_a_ticket_that_ended_moves_no_more_except_back_from_a_no_show() -> None:
    assert {state for state in State if actions(state)} == OPEN | {State.NO_SHOW}


def test_nobody_comes_back_into_a_queue_of_a_day_that_is_over() -> None:
    assert Action.REQUEUE not in actions(State.NO_SHOW, past=True)
    with pytest.raises(MoveNotAllowed) as refused:
        check(Action.REQUEUE, State.NO_SHOW, label="A012", past=True)
    assert refused.value.actions == ["reprint"]
    check(Action.FINISH, State.SERVING, label="A012", past=True)


def test_one_target_can_be_named_and_several_cannot() -> None:
    assert target(Action.CALL) is State.CALLED
    with pytest.raises(ValueError, match="too many"):
        target(Action.FINISH)


def test_every_state_can_be_reached_and_left_or_is_an_end() -> None:
    reached = {to for move in MOVES.values() for to in move.targets}
    assert reached == set(State)
    left = {source for move in MOVES.values() for source in move.sources}
    assert left == OPEN | {State.NO_SHOW, State.EXPIRED}, "and what was done by hand meanwhile is entered later"


def test_the_page_in_the_docs_is_up_to_date() -> None:
    """Otherwise: python -m luot_server.reference.diagram > docs/reference/ticket-life.md"""
    assert PAGE.read_text(encoding="utf-8") == diagram.page()
