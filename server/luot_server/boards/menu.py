"""The kiosk's board: what can be done here today, and how long it takes."""

from typing import Any

from ..domain.errors import Refusal
from ..domain.records import Procedure
from ..domain.text import Text
from ..domain.ticket import Purpose
from ..messages import both
from ..store.view import HallView
from .hall import hours_today, typical_need
from .line import Line
from .wire import Wire, expected_wire, instant


def menu_board(view: HallView) -> Wire:
    """Everything the touch screen starts from; procedures beyond the everyday ones are found by search."""
    line = Line(view)
    everyday = [one for one in view.world.procedures() if one.everyday]
    closed = closed_reason(view)
    return {
        "board": "menu",
        "hall": {"id": view.id, "name": view.hall["name"], "address": view.hall["address"]},
        "position": view.position,
        "server_time": instant(view, view.now),
        "open": closed is None,
        "closed_reason": closed,
        "next_open": None if closed is None else instant(view, view.settings.hours.next_numbers(view.now)),
        "first": _first(view, everyday),
        "fields": _fields(view, line, everyday),
        "procedures": [procedure_line(one) for one in everyday],
        # messages: menu.purpose.*
        "purposes": [{"id": str(one), "name": both(Text(f"menu.purpose.{one}"))} for one in Purpose],
        "priority_classes": [
            {"id": one.id, "name": one.name, "note": one.note or None}
            for one in view.settings.priority_classes.values()
        ],
        "hours": hours_today(view),
        "notices": view.settings.notices,
    }


def closed_reason(view: HallView) -> dict[str, str] | None:
    """Why no number is given now, or None while numbers are given."""
    try:
        view.settings.require_numbers(view.now)
    except Refusal as closed:
        # messages: error.*
        return both(Text(f"error.{closed.sentence}", closed.params))
    return None


def procedure_line(one: Procedure) -> Wire:
    """A procedure in a list."""
    return {
        "code": one.code,
        "name": one.name,
        "short_name": one.short_name,
        "field": one.field,
        "needs_area": one.needs_area,
        "area_question": one.area_question,
        "area_questions": [{"id": it.id, "question": it.question} for it in one.area_questions],
        "also": list(one.search_words[:4]),  # what people call it, in their own words
    }


def procedure_page(view: HallView, one: Procedure) -> Wire:
    """A procedure with what to bring and what to expect."""
    line = Line(view)
    ahead, expected = line.newcomer(typical_need(one.field))
    return {
        **procedure_line(one),
        "papers": list(one.papers),
        "processing": {"days": one.processing.days, "unit": one.processing.unit},
        "notices": list(one.notices),
        "waiting": sum(count for other, count, _ in line.waiting if other.field == one.field),
        "ahead": ahead,
        "expected": expected_wire(view, expected),
    }


def _first(view: HallView, everyday: list[Procedure]) -> list[str]:
    """The hall's own choice of commonest errands, filled up from the everyday ones."""
    chosen = [code for code in view.settings.first if view.world.procedure(code)]
    rest = [one.code for one in everyday if one.code not in chosen]
    return [*chosen, *rest][:8]


def _fields(view: HallView, line: Line, everyday: list[Procedure]) -> list[dict[str, Any]]:
    used = {one.field for one in everyday}
    fields = []
    for field in view.world.fields():
        if field.id not in used:
            continue
        need = typical_need(field.id)
        ahead, expected = line.newcomer(need)
        fields.append(
            {
                "id": field.id,
                "name": field.name,
                "open": bool(line.servers(need)),
                "waiting": sum(count for other, count, _ in line.waiting if other.field == field.id),
                "ahead": ahead,
                "expected": expected_wire(view, expected),
            }
        )
    return fields
