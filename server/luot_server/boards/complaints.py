"""Complaints as the hall and the province see them: what is said, of which visit, and how long there is to answer.

The clerk who served is not named: the visit was the hall's, its answer is too. Who was there a manager can find out.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from ..domain.errors import Unknown
from ..domain.feedback import Standing, standing, working_days_left
from ..domain.text import Text
from ..messages import both
from ..store import tables as t
from ..store.view import HallView
from .wire import Wire, counter_wire, instant

_ROW = (
    select(
        t.complaints,
        t.complaint_texts.c.text,
        t.complaint_texts.c.answer,
        t.staff.c.name.label("answerer"),
        t.tickets.c.label,
        t.tickets.c.business_day,
        t.tickets.c.counter,
        t.tickets.c.issued_at,
        t.tickets.c.called_at,
        t.tickets.c.finished_at,
        t.errands.c.procedure,
    )
    .join_from(t.complaints, t.tickets, t.tickets.c.id == t.complaints.c.ticket)
    .join(t.errands, t.errands.c.id == t.tickets.c.errand)
    .join(t.complaint_texts, t.complaint_texts.c.complaint == t.complaints.c.id, isouter=True)
    .join(t.staff, t.staff.c.id == t.complaints.c.answered_by, isouter=True)
    .where(t.complaints.c.hall == bindparam("hall"))
)
_UNANSWERED: ColumnElement[bool] = t.complaints.c.answered_at.is_(None)
_OPEN = _ROW.where(_UNANSWERED).order_by(t.complaints.c.due, t.complaints.c.made_at).limit(bindparam("most"))
_ANSWERED = _ROW.where(~_UNANSWERED).order_by(t.complaints.c.answered_at.desc()).limit(bindparam("most"))
_DUE = select(t.complaints.c.due).where(t.complaints.c.hall == bindparam("hall"), _UNANSWERED)
_COUNT_ANSWERED = select(func.count()).where(t.complaints.c.hall == bindparam("hall"), ~_UNANSWERED)

#: Overdue ones first, then those with the least time, then what was answered, the newest first.
_RANK = {Standing.OVERDUE: 0, Standing.OPEN: 1, Standing.ANSWERED: 2}


def complaints_of(view: HallView, wanted: Standing | None, most: int) -> list[Wire]:
    """The first ``most`` complaints of a hall; ``wanted`` open: all that wait for an answer, overdue ones too."""
    key = {"hall": view.id, "most": most}
    rows: list[Any] = []
    if wanted != Standing.ANSWERED:
        rows += view.connection.execute(_OPEN, key)
    if wanted in (None, Standing.ANSWERED):
        rows += view.connection.execute(_ANSWERED, key)
    counters = {row["id"]: row for row in view.counters()}
    wires = [_wire(view, t.plain(row), counters) for row in rows]
    return [one for one in wires if wanted != Standing.OVERDUE or one["state"] == Standing.OVERDUE]


def in_order(wires: list[Wire]) -> list[Wire]:
    """Those of several halls in one list, the most urgent first."""
    open_ones = [one for one in wires if one["state"] != Standing.ANSWERED]
    answered = [one for one in wires if one["state"] == Standing.ANSWERED]
    open_ones.sort(key=lambda one: (_RANK[one["state"]], one["due"], one["made_at"], one["id"]))
    answered.sort(key=lambda one: (one["answered_at"], one["id"]), reverse=True)
    return open_ones + answered


def counts_of(view: HallView) -> dict[str, int]:
    """How many wait for an answer, how many of them too long, how many have one."""
    dues = view.connection.scalars(_DUE, {"hall": view.id}).all()
    return {
        "open": len(dues),
        "overdue": sum(due < view.day for due in dues),
        "answered": view.connection.scalar(_COUNT_ANSWERED, {"hall": view.id}) or 0,
    }


def complaint_wire(view: HallView, complaint: str) -> Wire:
    """One complaint of this hall. Raises Unknown for another's."""
    row = view.connection.execute(_ROW.where(t.complaints.c.id == complaint), {"hall": view.id}).first()
    if row is None:
        raise Unknown("complaint_unknown")
    return _wire(view, t.plain(row), {one["id"]: one for one in view.counters()})


def complaint_trouble(view: HallView) -> list[Text]:
    """What has gone wrong with complaints: those that wait past their day."""
    late = [due for due in _dues(view) if due < view.today]
    return [Text("trouble.complaints_late", {"count": len(late), "due": _day(late[0])})] if late else []


def complaint_notices(view: HallView) -> list[Text]:
    """What a manager has to do about complaints, in time: nothing is wrong with one that was made this morning."""
    waiting = [due for due in _dues(view) if due >= view.today]
    return [Text("trouble.complaints", {"count": len(waiting), "due": _day(waiting[0])})] if waiting else []


def _dues(view: HallView) -> list[date]:
    return sorted(date.fromisoformat(due) for due in view.connection.scalars(_DUE, {"hall": view.id}))


def _wire(view: HallView, row: Mapping[str, Any], counters: Mapping[str, Mapping[str, Any]]) -> Wire:
    due = date.fromisoformat(row["due"])
    stands = standing(due, row["answered_at"] is not None, view.today)
    procedure = view.world.procedure_ever(row["procedure"])
    return {
        "id": row["id"],
        "hall": {"id": view.id, "name": view.hall["name"]},
        "state": stands,
        "sentence": both(_sentence(view, row, due, stands)),
        "text": row["text"],
        "made_at": instant(view, row["made_at"]),
        "due": row["due"],
        "answer": row["answer"],
        "answered_at": instant(view, row["answered_at"]),
        "answered_by": _person(row),
        "visit": {
            "ticket": row["ticket"],
            "label": row["label"],
            "business_day": row["business_day"],
            "procedure": {"code": procedure.code, "name": procedure.short_name} if procedure else None,
            "counter": counter_wire(counters, row["counter"]),
            "issued_at": instant(view, row["issued_at"]),
            "called_at": instant(view, row["called_at"]),
            "finished_at": instant(view, row["finished_at"]),
        },
    }


def _sentence(view: HallView, row: Mapping[str, Any], due: date, stands: Standing) -> Text:
    if stands == Standing.ANSWERED:
        answered_on = view.settings.hours.business_day(row["answered_at"])
        key = "feedback.answered" if answered_on <= due else "feedback.answered_late"
        return Text(key, {"day": _day(answered_on)})
    if stands == Standing.OVERDUE:
        return Text("feedback.overdue", {"days": (view.today - due).days, "due": _day(due)})
    left = working_days_left(due, view.today, view.settings.hours)
    return Text("feedback.days_left" if left else "feedback.last_day", {"days": left, "due": _day(due)})


def _person(row: Mapping[str, Any]) -> Wire | None:
    if row["answered_by"] is None:
        return None
    return {"id": row["answered_by"], "name": row["answerer"] or row["answered_by"]}


def _day(day: date) -> str:
    """As the pages around the sentence write it: 8/12/2026."""
    return f"{day.day}/{day.month}/{day.year}"
