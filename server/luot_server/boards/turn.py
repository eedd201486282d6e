"""The citizen's own view of one ticket."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..domain.ticket import OPEN, Result, State
from ..domain.visits import Held
from ..store.view import HallView
from .feedback import feedback_of
from .ticket import Seen, see
from .wire import Wire, counter_wire, expected_wire, instant


def turn_board(view: HallView, ticket: str) -> Wire:
    """What the phone shows. Raises Unknown for another hall's ticket."""
    return turn_of(see(view, ticket))


def turn_of(seen: Seen) -> Wire:
    """What the phone shows of a ticket that was read."""
    view, row, errand = seen.view, seen.row, seen.current
    procedure = view.world.procedure_ever(errand["procedure"])
    held = Held.of(row, day=view.day, errands=len(seen.errands))
    followed = row["state"] == State.WAITING and seen.line.next_behind(row) is not None
    feedback = feedback_of(view, row)
    return {
        "board": "turn",
        "label": row["label"],
        "state": row["state"],
        "ahead": seen.ahead,
        "expected": expected_wire(view, seen.expected),
        "called_from": instant(view, seen.called_from),
        "counter": counter_wire(seen.line.counters, row["counter"]),
        "hall": view.id,
        "hall_name": view.hall["name"],
        "hall_address": view.hall["address"],
        "procedure": {"code": procedure.code, "name": procedure.short_name} if procedure else None,
        "purpose": errand["purpose"],
        "language": row["language"],
        "issued_at": instant(view, row["issued_at"]),
        "called_at": instant(view, row["called_at"]),
        "business_day": row["business_day"],
        "errands": [_errand(view, one) for one in seen.errands],
        "may": held.may(view.settings, view.now, followed=followed) + feedback["may"],
        "delays_left": held.delays_left(view.settings.delays),
        "missing": _missing(seen.errands),
        "rating": feedback["rating"],
        "complaints": feedback["complaints"],
        "ended": row["state"] not in OPEN,
        "position": view.position,
        "server_time": instant(view, view.now),
    }


def _missing(errands: Sequence[Mapping[str, Any]]) -> list[str]:
    """The papers the clerk named where an errand ended for want of them, each once, in the order of the visit."""
    named = (one["missing"] or () for one in errands if one["result"] == Result.SUPPLEMENT)
    return list(dict.fromkeys(paper for papers in named for paper in papers))


def _errand(view: HallView, errand: Mapping[str, Any]) -> Wire:
    """One thing of the visit; a dossier's code is shown on no page that a lost slip opens."""
    known = view.world.procedure_ever(errand["procedure"])
    return {
        "procedure": {"code": known.code, "name": known.short_name} if known else None,
        "purpose": errand["purpose"],
        "state": errand["state"],
        "result": errand["result"],
    }
