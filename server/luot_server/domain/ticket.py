"""The life of a ticket: its states, and the one table of moves between them.

The same table serves the code, the API's ``actions``, the diagram in the docs and the property test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .errors import MoveNotAllowed


class State(StrEnum):
    """Where a ticket is in its life."""

    WAITING = "waiting"  # has a number, listens for it
    CALLED = "called"  # a counter has asked; the citizen is walking
    SERVING = "serving"  # sits at the counter
    PARKED = "parked"  # stepped aside, keeps clerk and place; occupies no counter
    SERVED = "served"  # every errand has an outcome
    NO_SHOW = "no_show"  # was called and did not come
    CANCELLED = "cancelled"  # the citizen left the queue
    VOIDED = "voided"  # taken out by staff, with a reason, counted openly
    EXPIRED = "expired"  # the day closed around it


OPEN = frozenset({State.WAITING, State.CALLED, State.SERVING, State.PARKED})
AT_COUNTER = frozenset({State.CALLED, State.SERVING})


class Action(StrEnum):
    """What can be done to a ticket; the wire names of CONTRACT's ``actions``."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    NO_SHOW = "no_show"
    REQUEUE = "requeue"
    PARK = "park"
    UNPARK = "unpark"
    TRANSFER = "transfer"
    VOID = "void"
    FINISH = "finish"
    REPRINT = "reprint"
    CORRECT = "correct"  # another procedure, area, priority … : the place is kept
    ADD_ERRAND = "add_errand"  # one more thing to do in the same visit
    BY_HAND = "by_hand"  # served while the screens were away, entered later
    DELAY = "delay"  # the citizen lets the next go first
    CANCEL = "cancel"  # the citizen's own
    EXPIRE = "expire"  # the day's own


@dataclass(frozen=True, slots=True)
class Move:
    """From any of ``sources``, ``action`` leads to one of ``targets``."""

    action: Action
    sources: frozenset[State]
    targets: tuple[State, ...]


def _move(action: Action, sources: Iterable[State], *targets: State) -> tuple[Action, Move]:
    return action, Move(action, frozenset(sources), targets)


MOVES: dict[Action, Move] = dict(
    (
        _move(Action.CALL, [State.WAITING], State.CALLED),
        _move(Action.RECALL, [State.CALLED], State.CALLED),
        _move(Action.START, [State.CALLED], State.SERVING),
        _move(Action.NO_SHOW, [State.CALLED], State.NO_SHOW),
        _move(Action.REQUEUE, [State.CALLED, State.NO_SHOW], State.WAITING),
        _move(Action.PARK, AT_COUNTER, State.PARKED),
        _move(Action.UNPARK, [State.PARKED], State.CALLED),
        _move(Action.TRANSFER, AT_COUNTER, State.WAITING),
        # A finished errand may leave others: still here, or on to another counter.
        _move(Action.FINISH, [State.SERVING], State.SERVED, State.SERVING, State.WAITING),
        _move(Action.VOID, OPEN, State.VOIDED),
        _move(Action.DELAY, [State.WAITING], State.WAITING),
        _move(Action.CANCEL, [State.WAITING], State.CANCELLED),
        _move(Action.EXPIRE, OPEN, State.EXPIRED),
        # Entered when the screens are back, often after the day has closed around the ticket.
        _move(Action.BY_HAND, [State.WAITING, State.NO_SHOW, State.EXPIRED], State.SERVED),
    )
)

#: A reprint moves nothing (nor does a correction, nor one more errand); it is allowed while the paper is still of use.
REPRINTABLE = frozenset({State.WAITING, State.CALLED, State.PARKED, State.NO_SHOW})

#: Not on a ticket's own list: the citizen's, the day's, and what is entered for a whole list at once.
_UNLISTED = frozenset({Action.DELAY, Action.CANCEL, Action.EXPIRE, Action.BY_HAND})
_STAFF = tuple(action for action in Action if action not in _UNLISTED)


def actions(state: State, *, past: bool = False) -> list[Action]:
    """What staff may do to a ticket in ``state``, in the order of :class:`Action`.

    ``past``: its business day is over. Nobody comes back into a queue that is no longer called.
    """
    return [action for action in _STAFF if _allowed(action, state, past)]


def check(action: Action, state: State, *, label: str, past: bool = False) -> None:
    """Raise :class:`MoveNotAllowed`, naming what is allowed, unless ``state`` can ``action``."""
    if not _allowed(action, state, past):
        told = [str(one) for one in actions(state, past=past)]
        raise MoveNotAllowed(action=action, state=state, label=label, actions=told)


def target(action: Action) -> State:
    """The one state ``action`` leads to; FINISH has several and is decided by the errands left."""
    (only,) = MOVES[action].targets
    return only


def _allowed(action: Action, state: State, past: bool) -> bool:
    if action is Action.REPRINT:
        return state in REPRINTABLE
    if action in (Action.CORRECT, Action.ADD_ERRAND):
        return state in OPEN
    if action is Action.REQUEUE and past:
        return False
    return state in MOVES[action].sources


class ErrandState(StrEnum):
    """One procedure within a visit."""

    OPEN = "open"
    DONE = "done"


class Purpose(StrEnum):
    """What the citizen came to do."""

    SUBMIT = "submit"
    SUPPLEMENT = "supplement"
    COLLECT_RESULT = "collect_result"
    ADVICE = "advice"


#: These follow the dossier's code, whoever decides on it.
BY_DOSSIER = frozenset({Purpose.COLLECT_RESULT, Purpose.SUPPLEMENT})


class Result(StrEnum):
    """How an errand ended (Circular 03/2025/TT-VPCP: receipt, supplement, refusal …)."""

    ACCEPTED = "accepted"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    RESULT_RETURNED = "result_returned"
    ADVISED = "advised"
    REFERRED = "referred"


class Channel(StrEnum):
    """How the number was taken."""

    KIOSK = "kiosk"
    DESK = "desk"
    WALK_UP = "walk_up"
    PHONE = "phone"
    APPOINTMENT = "appointment"
    OFFLINE = "offline"


class Party(StrEnum):
    """For whom the citizen came."""

    SELF = "self"
    FAMILY = "family"
    AUTHORISED = "authorised"
    ORGANISATION = "organisation"
