"""The contract's shared shapes: instants, names, decisions, expected waits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..domain.calling import ASSISTED_ONLINE
from ..domain.competence import Decision
from ..domain.forecast import Expected
from ..domain.text import Text
from ..messages import both
from ..store.view import HallView

Wire = dict[str, Any]


def instant(view: HallView, at: datetime | None) -> str | None:
    """RFC 3339 with the hall's offset: the same moment for programs, the clock on the wall for people."""
    return view.settings.hours.local(at).isoformat(timespec="milliseconds") if at else None


def text_wire(stored: Mapping[str, Any] | None) -> Wire | None:
    """A stored text (key and parameters) as {vi, en}."""
    return both(Text.from_data(stored)) if stored else None


def decision_wire(stored: Mapping[str, Any] | Decision) -> Wire:
    """CONTRACT's Decision from the stored form."""
    data = stored.to_data() if isinstance(stored, Decision) else stored
    places = [{**place, "note": text_wire(place.get("note"))} for place in data["refer_to"]]
    return {**data, "refer_to": places, "reason": text_wire(data["reason"])}


def expected_wire(view: HallView, expected: Expected | None) -> Wire | None:
    if expected is None:
        return None
    return {
        "low_minutes": expected.low_minutes,
        "high_minutes": expected.high_minutes,
        "low_at": instant(view, expected.low_at),
        "high_at": instant(view, expected.high_at),
    }


def procedure_wire(view: HallView, code: str | None) -> Wire | None:
    """{code, name} of a procedure; its code stands in for a name the catalogue never had."""
    if code is None:
        return None
    known = view.world.procedure_ever(code)
    return {"code": code, "name": known.name if known else {"vi": code, "en": code}}


def field_name(view: HallView, field: str) -> Mapping[str, str]:
    """The name of a queue: a field's, or the station's; what has no field is guidance."""
    if field == ASSISTED_ONLINE:
        return both(Text("menu.assisted_online"))
    known = view.world.field(field) if field else None
    return known.name if known else both(Text("menu.no_field"))


def counter_wire(counters: Mapping[str, Mapping[str, Any]], counter: str | None) -> Wire | None:
    """{id, number} of a counter among ``counters`` by id."""
    return {"id": counter, "number": counters[counter]["number"]} if counter else None
