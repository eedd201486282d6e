"""The citizen's own view of one ticket."""

from ..domain.ticket import OPEN
from ..store.view import HallView
from .ticket import see
from .wire import Wire, counter_wire, expected_wire, instant


def turn_board(view: HallView, ticket: str) -> Wire:
    """What the phone shows. Raises Unknown for another hall's ticket."""
    seen = see(view, ticket)
    row, errand = seen.row, seen.current
    procedure = view.world.procedure_ever(errand["procedure"])
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
        "ended": row["state"] not in OPEN,
        "position": view.position,
        "server_time": instant(view, view.now),
    }
