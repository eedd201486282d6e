"""CONTRACT's Ticket: one schema everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.forecast import Expected
from ..domain.ticket import State, actions
from ..store.view import HallView
from .line import Line
from .paper import Papers
from .wire import Wire, counter_wire, decision_wire, expected_wire, instant, procedure_wire, text_wire

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """One ticket read once, with its place in the line: everything its wire, its slip and its turn are made of."""

    view: HallView
    row: Row
    errands: Sequence[Row]
    line: Line
    ahead: int | None
    expected: Expected | None

    @property
    def called_from(self) -> datetime | None:
        """When service begins again, where the wait leaps over a break of today."""
        return self.line.called_from(self.expected)

    @property
    def current(self) -> Row:
        """The errand the ticket is at."""
        return next(one for one in self.errands if one["id"] == self.row["errand"])


def see(view: HallView, ticket: str, line: Line | None = None) -> Seen:
    """Read one ticket. Raises Unknown for another hall's."""
    return see_row(view, view.ticket(ticket), line or Line(view))


def see_row(view: HallView, row: Row, line: Line) -> Seen:
    ahead, expected = line.both(row)
    return Seen(view, row, view.errands(row["id"]), line, ahead, expected)


def ticket_wire(seen: Seen) -> Wire:
    """The ticket as its hall's staff see it."""
    view, row = seen.view, seen.row
    wires = [errand_wire(view, one) for one in seen.errands]
    mine = next(one for one in wires if one["id"] == row["errand"])
    return {
        "id": row["id"],
        "hall": row["hall"],
        "business_day": row["business_day"],
        "series": row["series"],
        "number": row["number"],
        "label": row["label"],
        "state": row["state"],
        "procedure": mine["procedure"],
        "errands": wires,
        "errand": row["errand"],
        "purpose": mine["purpose"],
        "agency": mine["agency"],
        "decision": mine["decision"],
        "area": mine["area"],
        "priority": row["priority"],
        "priority_by": row["priority_by"],
        "language": row["language"],
        "channel": row["channel"],
        "party": row["party"],
        "dossier_count": row["dossier_count"],
        "counter": counter_wire(seen.line.counters, row["counter"]),
        "issued_at": instant(view, row["issued_at"]),
        "called_at": instant(view, row["called_at"]),
        "started_at": instant(view, row["started_at"]),
        "finished_at": instant(view, row["finished_at"]),
        "ahead": seen.ahead,
        "expected": expected_wire(view, seen.expected),
        "called_from": instant(view, seen.called_from),
        "actions": [str(action) for action in actions(State(row["state"]), past=row["business_day"] < view.day)],
        "outcome": _last_outcome(wires),
        "printed": row["printed"],
        "paper": Papers(view).of(row),
        "print_problem": row["print_problem"],
        "reason": row["reason"],
        "despite": row["despite"],
        "why": text_wire(row["why"]),
        "times_called": row["times_called"],
        "by_hand": row["by_hand"],
    }


def errand_wire(view: HallView, errand: Row) -> Wire:
    """One errand of a ticket."""
    decision = decision_wire(errand["decision"])
    return {
        "id": errand["id"],
        "procedure": procedure_wire(view, errand["procedure"]),
        "purpose": errand["purpose"],
        "area": errand["area"],
        "area_name": area_name(view, errand["area"]),
        "agency": _agency(view, errand, decision["competent"]),
        "decision": decision,
        "state": errand["state"],
        "outcome": _outcome(view, errand),
        "dossiers": errand["dossiers"],
        "dossier": errand["dossier"],
        "papers": _papers(view, errand),
    }


def area_name(view: HallView, area: str | None) -> Mapping[str, str] | None:
    """The name of an area of today, or of a former one, or of several in a row; None where the map knows none."""
    parts = (area or "").split(",")
    known = [view.world.former_area(one[4:]) if one.startswith("old:") else view.world.area(one) for one in parts]
    names = [one.name for one in known if one]
    if len(names) < len(parts):
        return None
    return {lang: " · ".join(name[lang] for name in names) for lang in names[0]}


def brief(papers: Papers, row: Row, errand: Row) -> Wire:
    """A waiting, parked or missed ticket as one line of a list."""
    view = papers.view
    known = view.world.procedure_ever(errand["procedure"])
    return {
        "id": row["id"],
        "label": row["label"],
        "state": row["state"],
        "procedure": {"code": known.code, "name": known.short_name}
        if known
        else procedure_wire(view, errand["procedure"]),
        "field": errand["field"],
        "purpose": errand["purpose"],
        "priority": row["priority"],
        "printed": row["printed"],
        "paper": papers.of(row),
        "issued_at": instant(view, row["issued_at"]),
        "waited_seconds": int((view.now - row["issued_at"]).total_seconds()),
        "actions": [str(action) for action in actions(State(row["state"]), past=row["business_day"] < view.day)],
    }


def _agency(view: HallView, errand: Row, competent: Wire | None) -> Wire | None:
    """The competent agency, or the one a clerk has since transferred the errand to."""
    agency = errand["agency"]
    if agency is None or (competent and competent["id"] == agency):
        return competent
    known = view.world.agency(agency)
    return {"id": agency, "name": known.name if known else {"vi": agency, "en": agency}}


def _outcome(view: HallView, errand: Row) -> Wire | None:
    if errand["result"] is None:
        return None
    return {
        "result": errand["result"],
        "errand": errand["id"],
        "dossiers": errand["dossiers"],
        "count": errand["count"],
        "missing": errand["missing"],
        "finished_at": instant(view, errand["finished_at"]),
    }


def _last_outcome(errands: Sequence[Wire]) -> Wire | None:
    """The newest outcome; of several in one instant the last errand's, as a repeat is compared with."""
    done = sorted((one["outcome"] for one in errands if one["outcome"]), key=lambda outcome: outcome["finished_at"])
    return done[-1] if done else None


def _papers(view: HallView, errand: Row) -> list[Mapping[str, str]]:
    known = view.world.procedure_ever(errand["procedure"])
    return list(known.papers) if known else []
