"""The tablet at a counter: `/rate/<counter>`. Which visit it asks about it hears live, as a display of the hall."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import bindparam, select

from ..store import tables as t
from .pages import NO_HALL, error_page, guarded, page
from .services import services

_PLACE = (
    select(t.counters.c.number, t.halls.c.id, t.halls.c.name)
    .join(t.halls, t.halls.c.id == t.counters.c.hall)
    .where(t.counters.c.id == bindparam("counter"))
)


def rating_page() -> Blueprint:
    blueprint = Blueprint("tablet", __name__)
    blueprint.after_request(guarded)

    @blueprint.get("/rate/<counter>")
    def rate(counter: str) -> Response:
        place = _place(counter)
        return page("rating.html", place=place, snapshot=place) if place else error_page(404, NO_HALL)

    return blueprint


def _place(counter: str) -> dict[str, Any] | None:
    with services().store.reading() as connection:
        row = connection.execute(_PLACE, {"counter": counter}).first()
    if row is None:
        return None
    return {"hall": {"id": row.id, "name": row.name}, "counter": {"id": counter, "number": row.number}}
