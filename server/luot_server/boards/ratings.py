"""How satisfied citizens were: marks of visits by what the visit was, with how many there are of how many."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from ..domain.errors import Invalid
from ..domain.feedback import Mark
from ..domain.marks import DIMENSIONS, FEW, Marks
from ..domain.text import Names, Text
from ..domain.throughput import NONE
from ..messages import both
from ..store import tables as t
from ..store.view import HallView
from .throughput import check_range, name_of
from .wire import Wire

#: {key: (its name, its marks)}; named in its own hall, for a counter is known nowhere else.
Rows = dict[str, tuple[Names, Marks]]

# A visit of several errands is one visit: it counts once, under the errand it ended with.
_SERVED = (
    select(
        t.errands.c.procedure,
        t.errands.c.field,
        t.tickets.c.counter,
        t.tickets.c.business_day.label("day"),
        t.tickets.c.finished_at,
        t.tickets.c.by_hand,
        t.ratings.c.score,
        t.ratings.c.reasons,
        t.ratings.c.channel,
    )
    .join_from(t.tickets, t.errands, t.errands.c.id == t.tickets.c.errand)
    .join(t.ratings, t.ratings.c.ticket == t.tickets.c.id, isouter=True)
    .where(
        t.tickets.c.hall == bindparam("hall"),
        t.tickets.c.business_day.between(bindparam("start"), bindparam("end")),
        t.in_state("served"),
    )
)


def check_dimension(by: str) -> None:
    """Raises Invalid ``dimension_unknown``; the clerk is none on purpose."""
    if by not in DIMENSIONS:
        raise Invalid("dimension_unknown", field="by", dimension=by, known=", ".join(DIMENSIONS))


def folded(view: HallView, start: date, end: date, by: str) -> tuple[Rows, Marks]:
    """The marks of visits of those local days (inclusive) by one dimension, and of all of them.

    Raises Invalid for a range that cannot be. ``hour`` is of the visit's end; ``channel`` where the mark was given,
    each out of everybody served.
    """
    check_range(start, end)
    asked = {"hall": view.id, "start": start.isoformat(), "end": end.isoformat()}
    marks: dict[str, Marks] = {}
    whole = Marks()
    for row in view.connection.execute(_SERVED, asked):
        mark = Mark(row.score, tuple(row.reasons)) if row.score is not None else None
        key = _value(view, row, by)
        mine = [whole] if key is None else [whole, marks.setdefault(key, Marks())]
        for one in mine:
            one.served += 1
            if mark:
                one.add(mark)
    if by == "channel":
        for one in marks.values():
            one.served = whole.served
    return {key: (_name(view, by, key), one) for key, one in marks.items()}, whole


def together(parts: list[tuple[Rows, Marks]]) -> tuple[Rows, Marks]:
    """Several halls as one: rows of equal key are added up before it is decided whether they are few."""
    rows: Rows = {}
    for part, _ in parts:
        for key, (name, marks) in part.items():
            known = rows.get(key)
            rows[key] = (name, known[1] + marks if known else marks)
    return rows, sum((whole for _, whole in parts), Marks())


def ratings_wire(hall: str | None, days: tuple[date, date], by: str, rows: Rows, whole: Marks) -> Wire:
    items = [{"key": key, "name": dict(name), **marks_wire(marks)} for key, (name, marks) in sorted(rows.items())]
    return {
        "hall": hall,
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "by": by,
        "few": FEW,
        "items": items,
        "rows": items,  # as in the other figures; ``items`` is how every list answers
        "next": None,
        "totals": marks_wire(whole),
    }


def marks_wire(marks: Marks) -> Wire:
    return {
        "n": marks.n,
        "served": marks.served,
        "mean": None if marks.mean is None else round(marks.mean, 2),
        "shares": None if marks.shares is None else [round(share, 4) for share in marks.shares],
        "reasons": [{"key": key, "name": reason_name(key), "count": count} for key, count in marks.told_reasons],
    }


def reason_name(reason: str) -> Mapping[str, str]:
    # messages: mark.reason.*
    return both(Text(f"mark.reason.{reason}"))


def _value(view: HallView, row: Any, by: str) -> str | None:
    """The row's key; None where it has none: a visit without a mark was marked nowhere."""
    match by:
        case "hour":
            return NONE if row.by_hand else f"{view.settings.hours.local(row.finished_at):%H}"
        case "channel":
            return row.channel  # type: ignore[no-any-return]
        case _:
            return getattr(row, by) or NONE


def _name(view: HallView, by: str, key: str) -> Names:
    if by == "channel":
        # messages: feedback.channel.*
        return both(Text(f"feedback.channel.{key}"))
    return name_of(view, by, key)
