"""The clerk's board: the citizen here, the people who wait for this counter, the day so far."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from ..domain.calling import Need
from ..domain.text import Text
from ..messages import both
from ..store import tables as t
from ..store.view import HallView
from .coverage import unserved
from .line import Line
from .paper import Papers
from .ticket import brief, see_row, ticket_wire
from .wire import Wire, instant

#: A desk shows this many of the queue: more than a clerk can serve in a morning.
SHOWN = 60

_WITH_ERRAND = select(t.tickets, t.errands.c.procedure, t.errands.c.purpose, t.errands.c.field).join(
    t.errands, t.errands.c.id == t.tickets.c.errand
)
_WAITING = (
    _WITH_ERRAND.where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day == bindparam("day"),
        t.in_state("waiting"),
    )
    .order_by(t.tickets.c.weight.desc(), t.tickets.c.arrived_at, t.tickets.c.position)
    .limit(1000)
)
_ASIDE = (
    _WITH_ERRAND.where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day == bindparam("day"),
        t.tickets.c.counter == bindparam("counter"),
        t.tickets.c.state == bindparam("state"),
    )
    .order_by(t.tickets.c.called_at.desc())
    .limit(SHOWN)
)
_DAY = (
    select(t.tickets.c.state, func.count(t.tickets.c.id.distinct()), func.coalesce(func.sum(t.errands.c.count), 0))
    .join(t.errands, t.errands.c.ticket == t.tickets.c.id)
    .where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day == bindparam("day"),
        t.tickets.c.counter == bindparam("counter"),
    )
    .group_by(t.tickets.c.state)
)
_CONDITION = t.device_conditions.c
# Unknown without a detail is a printer that cannot say how it is, which is no trouble; one that stopped answering is.
_TROUBLE = select(t.device_conditions).where(
    _CONDITION.hall == bindparam("hall"),
    or_(
        _CONDITION.printer.not_in(("ok", "none", "unknown")),
        and_(_CONDITION.printer == "unknown", _CONDITION.detail != ""),
    ),
)
_UNPRINTED = (
    select(t.tickets.c.label, t.tickets.c.print_problem)
    .where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day == bindparam("day"),
        t.in_state("waiting"),
        t.tickets.c.printed.is_(False),
    )
    .order_by(t.tickets.c.position.desc())
    .limit(5)
)


def desk_board(view: HallView, counter: str) -> Wire:
    """The desk of one counter. Raises Unknown for another hall's counter."""
    row = view.counter(counter)
    line = Line(view)
    here = view.at_counter(counter)
    waiting = _waiting(view, counter)
    return {
        "board": "desk",
        "position": view.position,
        "server_time": instant(view, view.now),
        "hall": {"id": view.id, "name": view.hall["name"]},
        "counter": {
            "id": counter,
            "number": row["number"],
            "name": row["name"],
            "state": row["state"],
            "pause_reason": row["pause_reason"],
            "clerk": _clerk(view, row["clerk"]),
        },
        "current": ticket_wire(see_row(view, here, line)) if here else None,
        "waiting": waiting[:SHOWN],
        "missed": _aside(view, counter, "no_show"),
        "parked": _aside(view, counter, "parked"),
        "day": {**_day(view, counter), "waiting": len(waiting)},
        "trouble": [*(both(one) for one in unserved(line)), *trouble(view)],
    }


def trouble(view: HallView) -> list[dict[str, str]]:
    """What is wrong with printers, and whose paper did not come out: one sentence each."""
    devices = view.connection.execute(_TROUBLE, {"hall": view.id}).all()
    unprinted = view.connection.execute(_UNPRINTED, {"hall": view.id, "day": view.day}).all()
    # messages: trouble.printer.*
    sentences = [Text(f"trouble.printer.{row.printer}", {"device": row.name}) for row in devices]
    sentences += [Text("trouble.unprinted", {"label": row.label}) for row in unprinted]
    return [both(sentence) for sentence in sentences]


def _waiting(view: HallView, counter: str) -> list[Wire]:
    rows = [t.plain(row) for row in view.connection.execute(_WAITING, {"hall": view.id, "day": view.day})]
    papers = Papers(view)
    return [brief(papers, row, row) for row in rows if view.settings.serves(counter, Need.of_key(row["need"]))]


def _aside(view: HallView, counter: str, state: str) -> list[Wire]:
    key = {"hall": view.id, "day": view.day, "counter": counter, "state": state}
    rows = [t.plain(row) for row in view.connection.execute(_ASIDE, key)]
    papers = Papers(view)
    return [brief(papers, row, row) for row in rows]


def _day(view: HallView, counter: str) -> Mapping[str, Any]:
    rows = view.connection.execute(_DAY, {"hall": view.id, "day": view.day, "counter": counter}).all()
    by_state = {row[0]: (row[1], row[2]) for row in rows}
    return {
        "served": by_state.get("served", (0, 0))[0],
        "dossiers": int(sum(dossiers for _, dossiers in by_state.values())),
        "no_show": by_state.get("no_show", (0, 0))[0],
    }


def _clerk(view: HallView, clerk: str | None) -> Wire | None:
    if clerk is None:
        return None
    name = view.connection.scalar(select(t.staff.c.name).where(t.staff.c.id == clerk))
    return {"id": clerk, "name": name or clerk}
