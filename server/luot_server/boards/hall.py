"""The hall display's board: the last calls, who is where, who waits. No name, no procedure of a person."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from sqlalchemy import bindparam, select

from ..domain.calling import Need
from ..store import tables as t
from ..store.canonical import canonical
from ..store.view import HallView
from .line import Line
from .voice import voice_of
from .wire import Wire, counter_wire, expected_wire, field_name, instant

#: How many of the last calls a display gets.
LAST_CALLS = 8

#: This server's; a page that was made by another one is loaded anew.
VERSION = version("luot")

_CALLED = (
    select(t.tickets)
    .where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day == bindparam("day"),
        t.in_state("called", "serving", "served", "parked", "no_show"),
        t.tickets.c.called_at >= bindparam("since", type_=t.Instant()),
        t.tickets.c.counter.is_not(None),
    )
    .order_by(t.tickets.c.called_at.desc(), t.tickets.c.position.desc())
    .limit(LAST_CALLS)
)
_CALLED_IN_ZONE = _CALLED.where(t.tickets.c.counter.in_(bindparam("counters", expanding=True)))

_MISSED = (
    select(t.tickets.c.label)
    .where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day == bindparam("day"),
        t.in_state("no_show"),
    )
    .order_by(t.tickets.c.finished_at.desc())
    .limit(LAST_CALLS)
)


def hall_board(view: HallView) -> Wire:
    """CONTRACT's Board of one hall."""
    line = Line(view)
    return {
        "board": "hall",
        "hall": view.id,
        "hall_name": view.hall["name"],
        "position": view.position,
        "server_time": instant(view, view.now),
        "calls": _calls(view, line),
        "counters": [
            {
                "id": id,
                "number": row["number"],
                "state": row["state"],
                "label": row["label"],
            }
            for id, row in line.counters.items()
        ],
        "waiting": waiting_by_field(view, line),
        "missed": list(view.connection.scalars(_MISSED, {"hall": view.id, "day": view.day})),
        "hours": hours_today(view),
        "notices": view.settings.notices,
        "arrangement": arrangement(view),
        "version": VERSION,
    }


def arrangement(view: HallView) -> str:
    """Changes when a screen's page must be loaded anew: what hangs where, and how it speaks, is set otherwise."""
    told = {"displays": view.settings.values.get("displays"), "voice": voice_of(view)}
    return sha256(canonical(told).encode()).hexdigest()[:12]


def _calls(view: HallView, line: Line) -> list[Wire]:
    """The newest of the hall and the newest of each zone: a quiet zone's calls are not pushed out by a busy one's."""
    return [
        {
            "ticket": row["id"],
            "label": row["label"],
            "counter": counter_wire(line.counters, row["counter"]),
            "called_at": instant(view, row["called_at"]),
            "times": row["times_called"],
            "state": row["state"],
            "priority": row["weight"] > 0,
        }
        for row in _last_called(view)
    ]


def _last_called(view: HallView) -> list[dict[str, Any]]:
    """Rows, newest call first, each once."""
    today = {"hall": view.id, "day": view.day, "since": view.now - timedelta(hours=3)}
    found = _plain(view.connection.execute(_CALLED, today))
    if len(found) < LAST_CALLS or not view.settings.displays.zones:
        return found  # those are all calls there are
    known = {row["id"] for row in found}
    for zone in view.settings.displays.zones:
        of_zone = _plain(view.connection.execute(_CALLED_IN_ZONE, {**today, "counters": list(zone.counters)}))
        found += [row for row in of_zone if row["id"] not in known]
        known |= {row["id"] for row in of_zone}
    return sorted(found, key=lambda row: (row["called_at"], row["position"]), reverse=True)


def _plain(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [t.plain(row) for row in rows]


def waiting_by_field(view: HallView, line: Line) -> list[Wire]:
    """Per queue with somebody waiting (a field, or the online station): how many, and what a newcomer would wait."""
    counts: dict[str, int] = {}
    for need, count, _ in line.waiting:
        counts[need.queue] = counts.get(need.queue, 0) + count
    return [
        {
            "field": field or "guidance",
            "name": field_name(view, field),
            "count": count,
            "expected": expected_wire(view, line.newcomer(Need.ordinary(field))[1]),
        }
        for field, count in sorted(counts.items())
    ]


def hours_today(view: HallView) -> list[dict[str, Any]]:
    """Today's intervals in local time; ``last_ticket`` is the cut-off of number-taking."""
    return [
        {
            "opens": f"{part.opens:%H:%M}",
            "closes": f"{part.closes:%H:%M}",
            "first_ticket": f"{part.tickets_from:%H:%M}",
            "last_ticket": f"{part.tickets_until:%H:%M}",
        }
        for part in view.settings.hours.of_day(view.today)
    ]
