"""What a manager has set, what is to come, and who set it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from ..store import tables as t
from ..store.changing import Changing
from ..store.journal import entries_at
from ..store.view import HallView
from .wire import Wire, instant


def settings_board(view: HallView, usual: Mapping[str, Any]) -> list[Wire]:
    """Each setting named in ``usual`` ({name: its value where nobody set it}), as it stands today."""
    changes = _changes(view, list(usual))
    return [_setting(view, name, usual[name], changes[name]) for name in usual]


def in_force(view: HallView, name: str, day: str) -> Any:
    """The value that holds on local ``day`` as far as is set now; None where nobody set it."""
    holding = [one for one in _changes(view, [name])[name] if one.valid_from <= day]
    return holding[-1].value if holding else None


def holding_or_coming(view: HallView, name: str) -> list[Any]:
    """The value that holds today and those that are to come; null where one ends it."""
    changes = _changes(view, [name])[name]
    past = [one for one in changes if one.valid_from <= view.day]
    return [one.value for one in (*past[-1:], *changes[len(past) :])]


def _changes(view: HallView, names: list[str]) -> dict[str, list[Any]]:
    """The dated values of each setting in the order they hold; of one day only what was said last."""
    columns = t.hall_settings.c
    rows = view.connection.execute(
        select(t.hall_settings)
        .where(columns.hall == view.id, columns.name.in_(names))
        .order_by(columns.valid_from, columns.position)
    )
    last: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        last[row.name][row.valid_from] = row
    return defaultdict(list, {name: list(days.values()) for name, days in last.items()})


def _setting(view: HallView, name: str, usual: Any, changes: list[Any]) -> Wire:
    past = [one for one in changes if one.valid_from <= view.day]
    coming = [one for one in changes if one.valid_from > view.day]
    who = _who(view, [one.position for one in (*past[-1:], *coming)])
    now = past[-1] if past else None
    value = usual if now is None or now.value is None else now.value
    return {
        "name": name,
        "value": value,
        "usual": value == usual,
        "valid_from": now.valid_from if now else None,
        "changed": who.get(now.position) if now else None,
        "coming": [
            {
                "value": usual if one.value is None else one.value,
                "valid_from": one.valid_from,
                "changed": who.get(one.position),
            }
            for one in coming
        ],
    }


def _who(view: HallView, positions: list[int]) -> dict[int, Wire]:
    """By journal position: when it was set, and by whom (null: when the hall was set up, or by command)."""
    entries = entries_at(view.connection, view.id, positions)
    if isinstance(view, Changing):  # this very change's entries are written once it ends
        entries += [one for one in view.entries if one.position in positions]
    staff = {one.actor.id for one in entries if one.actor.kind == "staff"}
    rows = view.connection.execute(select(t.staff.c.id, t.staff.c.name).where(t.staff.c.id.in_(staff)))
    names = {row.id: row.name for row in rows}
    return {
        one.position: {
            "at": instant(view, one.at),
            "by": {"id": one.actor.id, "name": names[one.actor.id]} if one.actor.id in names else None,
        }
        for one in entries
    }
