"""The kiosk's board: what can be done here today, and how long it takes."""

from collections.abc import Iterable
from typing import Any, Final

from ..domain.alphabet import alphabetical
from ..domain.calling import Need
from ..domain.errors import Refusal
from ..domain.hall import FIRST_SCREEN
from ..domain.records import Procedure
from ..domain.text import Text
from ..domain.ticket import Purpose
from ..messages import both
from ..store.view import HallView
from .coverage import absences, none_open, told_of
from .door import left_of, left_today, warning
from .hall import hours_today
from .learned import commonest
from .line import Line
from .queues import Queue, field_queues, need_of_procedure, station_queues, stations
from .wire import Wire, expected_wire, instant

#: Lists stand in the order of their Vietnamese names, also when they are read in English: one place for each.
LIST_LANGUAGE: Final = "vi"


def menu_board(view: HallView) -> Wire:
    """Everything the touch screen starts from; procedures beyond the everyday ones are found by search."""
    line = Line(view)
    everyday = [one for one in view.world.procedures() if one.everyday]
    closed = closed_reason(view)
    fields = _by_need(view, field_queues(line, everyday))
    return {
        "board": "menu",
        "hall": {"id": view.id, "name": view.hall["name"], "address": view.hall["address"]},
        "position": view.position,
        "server_time": instant(view, view.now),
        "open": closed is None,
        "closed_reason": closed,
        "next_open": None if closed is None else instant(view, view.settings.hours.next_numbers(view.now)),
        "first": _first(view, everyday),
        "uncovered": none_open(line),
        "left": left_today(view),
        "card": view.settings.door.card,
        "warning": None if closed else warning(view, fields),
        "fields": [{**_queue(one), "left": left_of(view, one.id)} for one in fields],
        "stations": [{**_queue(one), "left": None} for one in station_queues(line, everyday)],
        "procedures": [
            {
                **procedure_line(one),
                "open": bool(line.servers(need_of_procedure(view, one))),
                "stations": stations(one),
            }
            for one in everyday
        ],
        # messages: menu.purpose.*
        "purposes": [{"id": str(one), "name": both(Text(f"menu.purpose.{one}"))} for one in Purpose],
        "priority_classes": [
            {"id": one.id, "name": one.name, "note": one.note or None}
            for one in view.settings.priority_classes.values()
        ],
        "hours": hours_today(view),
        "notices": [*absences(line), *view.settings.notices],
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


def by_need(view: HallView, procedures: Iterable[Procedure]) -> list[Procedure]:
    """As people look for them: the hall's commonest errands, then everyday ones, then others, by name."""
    place = {code: at for at, code in enumerate(commonest(view))}

    def key(one: Procedure) -> tuple[int, bool, Any]:
        return place.get(one.code, len(place)), not one.everyday, alphabetical(one.short_name[LIST_LANGUAGE])

    return sorted(procedures, key=key)


def procedure_page(view: HallView, one: Procedure) -> Wire:
    """A procedure with what to bring and what to expect."""
    line = Line(view)
    need = need_of_procedure(view, one)
    is_open = bool(line.servers(need))
    ahead, expected = line.newcomer(need if is_open else Need.ordinary(one.field))
    return {
        **procedure_line(one),
        "papers": list(one.papers),
        "processing": {"days": one.processing.days, "unit": one.processing.unit},
        "notices": list(one.notices),
        "open": is_open,
        "stations": stations(one),
        "uncovered": None if is_open else told_of(line, need),
        "waiting": sum(count for other, count, _ in line.waiting if other.queue == one.field),
        "ahead": ahead,
        "expected": expected_wire(view, expected),
        "called_from": instant(view, line.called_from(expected)),
        "left": left_of(view, one.field),
    }


def _first(view: HallView, everyday: list[Procedure]) -> list[str]:
    """The hall's commonest errands, filled up from the everyday ones."""
    chosen = [code for code in commonest(view) if view.world.procedure(code)][:FIRST_SCREEN]
    rest = [one.code for one in everyday if one.code not in chosen]
    return [*chosen, *rest][:FIRST_SCREEN]


def _by_need(view: HallView, queues: Iterable[Queue]) -> list[Queue]:
    """The fields of the hall's commonest errands first, in their order, then the others by name."""
    common = [one.field for code in commonest(view) if (one := view.world.procedure(code))]
    place = {field: at for at, field in reversed(list(enumerate(common)))}
    return sorted(queues, key=lambda one: (place.get(one.id, len(common)), alphabetical(one.name[LIST_LANGUAGE])))


def _queue(queue: Queue) -> dict[str, Any]:
    ahead, expected = queue.newcomer
    return {
        "id": queue.id,
        "name": queue.name,
        "open": bool(queue.counters),
        "waiting": queue.count,
        "ahead": ahead,
        "expected": expected_wire(queue.line.view, expected),
        "called_from": instant(queue.line.view, queue.line.called_from(expected)),
    }
