"""Numbers that staff gave although the rule would not have: each is a suspected error of the rule or of its facts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from ..domain.happenings import TicketIssued
from ..store import tables as t
from ..store.journal import Entry, entries_at
from ..store.view import HallView
from .throughput import check_range
from .ticket import area_name
from .wire import Wire, decision_wire, instant, procedure_wire

_DESPITE = select(t.tickets.c.id, t.tickets.c.position, t.tickets.c.state).where(
    t.tickets.c.hall == bindparam("hall"),
    t.tickets.c.business_day.between(bindparam("start"), bindparam("end")),
    t.tickets.c.despite.is_not(None),
)
_STAFF = select(t.staff.c.id, t.staff.c.name)


def suspected(view: HallView, start: date, end: date) -> Wire:
    """Of tickets issued from ``start`` to ``end`` (local days, inclusive), newest first: what was decided at the kiosk
    or the desk, why it was overruled, by whom, and how it ended.

    Raises Invalid for a range that cannot be.
    """
    check_range(start, end)
    key = {"hall": view.id, "start": start.isoformat(), "end": end.isoformat()}
    states = {row.position: row.state for row in view.connection.execute(_DESPITE, key)}
    people = {row.id: row.name for row in view.connection.execute(_STAFF)}
    items = [
        _item(view, entry, states[entry.position], people)
        for entry in entries_at(view.connection, view.id, list(states))
    ]
    return {"items": [item for item in reversed(items) if item["errands"]], "next": None}


def _item(view: HallView, entry: Entry, state: str, people: Mapping[str, str]) -> Wire:
    it = entry.happening()
    assert isinstance(it, TicketIssued)
    now = {one["id"]: one for one in view.errands(it.ticket)}
    return {
        "ticket": it.ticket,
        "label": it.label,
        "business_day": it.business_day,
        "issued_at": instant(view, it.given_at(entry.at)),
        "by": {"id": entry.actor.id, "name": people.get(entry.actor.id, entry.actor.id)},
        "reason": it.despite,
        "state": state,
        "errands": [_errand(view, one, now[one["id"]]) for one in it.errands if _overruled(one)],
    }


def _overruled(errand: Mapping[str, Any]) -> bool:
    """Whether the rule would have given no number for it; an area left for the desk is no quarrel."""
    accept = errand["decision"]["accept"]
    return accept in ("refer", "no") or (accept == "ask" and errand["area"] != "later")


def _errand(view: HallView, issued: Mapping[str, Any], now: Mapping[str, Any]) -> Wire:
    return {
        "id": issued["id"],
        "procedure": procedure_wire(view, issued["procedure"]),
        "purpose": issued["purpose"],
        "area": issued["area"],
        "area_name": area_name(view, issued["area"]),
        "decision": decision_wire(issued["decision"]),
        "outcome": now["result"],
    }
