"""The manager's live board: who waits where and how long, in sentences first."""

from typing import Any

from sqlalchemy import bindparam, func, select

from ..domain.calling import Need
from ..domain.text import Text
from ..domain.throughput import METRICS
from ..messages import both
from ..store import tables as t
from ..store.view import HallView
from .complaints import complaint_notices, complaint_trouble
from .coverage import uncovered_groups
from .desk import trouble
from .devices import device_trouble
from .line import Line
from .wire import Wire, field_name, instant

_STATES = (
    select(t.tickets.c.state, func.count(t.errands.c.id), func.coalesce(func.sum(t.errands.c.count), 0))
    .join(t.errands, t.errands.c.ticket == t.tickets.c.id)
    .where(t.tickets.c.hall == bindparam("hall"), t.tickets.c.business_day == bindparam("day"))
    .group_by(t.tickets.c.state)
)
_DEVICES = (
    select(t.device_conditions)
    .join(t.devices, t.devices.c.id == t.device_conditions.c.device)
    .where(t.device_conditions.c.hall == bindparam("hall"), t.devices.c.active)
    .order_by(t.device_conditions.c.name)
)
_CLERKS = select(t.staff.c.id, t.staff.c.name)


def figures_board(view: HallView) -> Wire:
    """Today at a glance."""
    line = Line(view)
    fields = _fields(view, line)
    return {
        "board": "figures",
        "position": view.position,
        "server_time": instant(view, view.now),
        "hall": {"id": view.id, "name": view.hall["name"]},
        "business_day": view.day,
        "totals": _totals(view),
        "fields": fields,
        "counters": _counters(view, line),
        "devices": [
            {
                "id": row.device,
                "kind": row.kind,
                "name": row.name,
                "condition": row.printer,
                "since": instant(view, row.since),
            }
            for row in view.connection.execute(_DEVICES, {"hall": view.id})
        ],
        "sentences": [both(_sentence(one)) for one in fields] or [both(Text("figures.nobody_waits"))],
        "trouble": [
            *(both(one) for one in (*uncovered_groups(line), *device_trouble(view), *complaint_trouble(view))),
            *trouble(view),
        ],
        "notices": [both(one) for one in complaint_notices(view)],
    }


def _totals(view: HallView) -> dict[str, int]:
    rows = view.connection.execute(_STATES, {"hall": view.id, "day": view.day}).all()
    by_state = {row[0]: row[1] for row in rows}
    totals = {metric: by_state.get(metric, 0) for metric in METRICS}
    totals["issued"] = sum(by_state.values())
    totals["dossiers"] = int(sum(row[2] for row in rows))
    return {**totals, **{state: by_state.get(state, 0) for state in ("waiting", "called", "serving", "parked")}}


def _fields(view: HallView, line: Line) -> list[dict[str, Any]]:
    fields: dict[str, dict[str, Any]] = {}
    for need, count, oldest in line.waiting:
        waited = int((view.now - oldest).total_seconds())
        row = fields.setdefault(need.queue, {"waiting": 0, "longest_seconds": 0, "servers": set()})
        row["waiting"] += count
        row["longest_seconds"] = max(row["longest_seconds"], waited)
        row["servers"].update(line.servers(need))
    return [
        {
            "id": field or "guidance",
            "name": dict(field_name(view, field)),
            "waiting": row["waiting"],
            "longest_seconds": row["longest_seconds"],
            "open_counters": len(row["servers"] or line.servers(Need.ordinary(field))),
        }
        for field, row in sorted(fields.items(), key=lambda item: -item[1]["longest_seconds"])
    ]


def _sentence(field: dict[str, Any]) -> Text:
    key = "figures.field" if field["open_counters"] else "figures.field_uncovered"
    return Text(
        key,
        {
            "field": field["name"],
            "waiting": field["waiting"],
            "minutes": field["longest_seconds"] // 60,
            "counters": field["open_counters"],
        },
    )


def _counters(view: HallView, line: Line) -> list[dict[str, Any]]:
    names = {row.id: row.name for row in view.connection.execute(_CLERKS)}
    return [
        {
            "id": id,
            "number": row["number"],
            "state": row["state"],
            "pause_reason": row["pause_reason"],
            "clerk": {"id": row["clerk"], "name": names.get(row["clerk"], row["clerk"])} if row["clerk"] else None,
            "label": row["label"],
        }
        for id, row in line.counters.items()
    ]
