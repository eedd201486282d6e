"""Throughput for managers, the province, and `luot figures`: the journal folded, with names."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from ..domain.errors import Invalid
from ..domain.text import Text
from ..domain.throughput import DIMENSIONS, METRICS, NONE, Counts, Throughput, totals
from ..messages import both
from ..store import tables as t
from ..store.journal import Entry, entries_between
from ..store.view import HallView
from .wire import Wire

#: A day left open over the longest holidays is closed when the hall's computer is switched on again.
CLOSED_WITHIN = timedelta(days=14)
LONGEST = timedelta(days=400)


def throughput(view: HallView, start: date, end: date, by: Sequence[str]) -> Wire:
    """Counts of errands of tickets issued from ``start`` to ``end`` (local days, inclusive), by one or two dimensions.

    Raises Invalid for a dimension that does not exist, three of them, or a range that ends before it starts.
    """
    check_dimensions(by)
    check_range(start, end)
    rows = counted(view, start, end).rows(by)
    items = [_row(view, by, key, counts) for key, counts in sorted(rows.items())]
    return {
        "hall": view.id,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "by": list(by),
        "position": view.position,
        "items": items,
        "next": None,
        "rows": items,  # the contract's own word for them; ``items`` is how every list answers
        "totals": totals(rows.values()),
    }


def check_dimensions(by: Sequence[str]) -> None:
    for dimension in by:
        if dimension not in DIMENSIONS:
            raise Invalid("dimension_unknown", field="by", dimension=dimension, known=", ".join(DIMENSIONS))
    if not 1 <= len(by) <= 2:
        raise Invalid("dimensions_too_many", field="by")


def check_range(start: date, end: date) -> None:
    """Raises Invalid for days that end before they start, or for more than :data:`LONGEST` of them."""
    if end < start or end - start > LONGEST:
        raise Invalid("range_invalid", field="to", days=LONGEST.days)


def counted(view: HallView, start: date, end: date) -> Throughput:
    """The fold over the journal of those days."""
    fold = Throughput(view.settings.hours.zone, days_between(start, end))
    for entry in entries_of_days(view, start, end):
        fold.add(entry.happening(), entry.at)
    return fold


def days_between(start: date, end: date) -> list[str]:
    """The business days as tickets carry them, both ends included."""
    return [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]


def entries_of_days(view: HallView, start: date, end: date) -> Iterator[Entry]:
    """What was recorded on those local days, and until their last ticket was surely closed."""
    zone = view.settings.hours.zone
    since = datetime.combine(start, time(), zone)
    until = datetime.combine(end, time(), zone) + timedelta(days=1) + CLOSED_WITHIN
    return entries_between(view.connection, view.id, since, until)


def _row(view: HallView, by: Sequence[str], key: Sequence[str], counts: Counts) -> dict[str, Any]:
    names = [name_of(view, dimension, value) for dimension, value in zip(by, key, strict=True)]
    return {
        "key": ",".join(key),
        "name": {lang: " · ".join(name[lang] for name in names) for lang in names[0]},
        **{metric: counts[metric] for metric in METRICS},
    }


def name_of(view: HallView, dimension: str, value: str) -> dict[str, str]:
    """What a value of a dimension is called, in every language. Raises Unknown for another hall's counter."""
    if value == NONE:
        return both(Text("menu.no_field" if dimension in ("procedure", "field") else "figures.none"))
    match dimension:
        case "procedure":
            procedure = view.world.procedure_ever(value)
            return dict(procedure.short_name) if procedure else _same(value)
        case "field":
            field = view.world.field(value)
            return dict(field.name) if field else _same(value)
        case "agency":
            agency = view.world.agency(value)
            return dict(agency.name) if agency else _same(value)
        case "counter":
            return both(Text("figures.counter", {"number": view.counter(value)["number"]}))
        case "clerk":
            return _same(view.connection.scalar(select(t.staff.c.name).where(t.staff.c.id == value)) or value)
        case "hour":
            return _same(f"{value}:00")
        case "priority":
            known = view.settings.priority_classes.get(value)
            return dict(known.name) if known else _same(value)
        case "purpose":
            # messages: menu.purpose.*
            return both(Text(f"menu.purpose.{value}"))
        case "channel" | "outcome" | "route":
            # messages: figures.channel.* figures.outcome.* figures.route.*
            return both(Text(f"figures.{dimension}.{value}"))
        case _:
            return _same(value)


def _same(value: str) -> dict[str, str]:
    return {"vi": value, "en": value}
