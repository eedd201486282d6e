"""What managers, the province and programs ask: figures and the journal."""

from datetime import timedelta
from functools import reduce
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from ...boards.corrections import corrections_wire, folded
from ...boards.figures import figures_board
from ...boards.suspected import suspected
from ...boards.throughput import check_dimensions, throughput
from ...domain.corrections import together
from ...domain.roles import Role
from ...domain.throughput import totals
from ...store.journal import entries_after
from ..access import known_identity, permit
from ..answering import answer
from ..asked import days_asked, halls_of
from ..schemas import CorrectionsQuery, DaysQuery, JournalQuery, ThroughputQuery
from ..services import services
from ..shapes.figures import Corrections, Entries, Figures, Suspected, Throughput

bp = APIBlueprint("figures", __name__, tag="figures")

_A_MONTH = timedelta(days=30)


@bp.get("/figures/throughput")
@permit(Role.MANAGER, Role.SUPERVISOR)
@bp.input(ThroughputQuery, location="query")
@bp.output(Throughput)
def throughput_rows(query_data: ThroughputQuery) -> Response:
    """Errands issued, served and ended otherwise, by one or two dimensions, counted from the journal."""
    by = [part.strip() for part in query_data.by.split(",")]
    check_dimensions(by)
    halls = halls_of(known_identity(), query_data.hall)
    parts = [_of_hall(hall, query_data, by) for hall in halls]
    return answer(200, parts[0] if len(parts) == 1 else _together(parts))


@bp.get("/figures/corrections")
@permit(Role.MANAGER, Role.SUPERVISOR)
@bp.input(CorrectionsQuery, location="query")
@bp.output(Corrections)
def corrections_rows(query_data: CorrectionsQuery) -> Response:
    """Per errand chosen at the kiosk: how many were another one in the end, and which."""
    halls = halls_of(known_identity(), query_data.hall)
    parts = []
    for hall in halls:
        with services().store.viewing(hall) as view:
            parts.append(folded(view, *days_asked(view, query_data)))
    with services().store.viewing(halls[0]) as view:  # one catalogue for all halls: any of them knows the names
        one = halls[0] if len(halls) == 1 else None
        return answer(200, corrections_wire(view, one, days_asked(view, query_data), together(parts)))


@bp.get("/halls/<hall>/suspected")
@permit(Role.MANAGER, Role.SUPERVISOR, at="hall")
@bp.input(DaysQuery, location="query")
@bp.output(Suspected)
def suspected_errors(hall: str, query_data: DaysQuery) -> Response:
    """Numbers that staff gave against the decision, newest first; of the last month unless ``from`` says otherwise."""
    with services().store.viewing(hall) as view:
        return answer(200, suspected(view, *days_asked(view, query_data, usual=_A_MONTH)))


@bp.get("/halls/<hall>/figures")
@permit(Role.MANAGER, Role.SUPERVISOR, at="hall")
@bp.output(Figures)
def figures_now(hall: str) -> Response:
    """Today at a glance, as the live board shows it."""
    with services().store.viewing(hall) as view:
        return answer(200, figures_board(view))


@bp.get("/halls/<hall>/journal")
@permit(Role.MANAGER, Role.SUPERVISOR, Role.INTEGRATION, at="hall", scope="journal")
@bp.input(JournalQuery, location="query")
@bp.output(Entries)
def journal(hall: str, query_data: JournalQuery) -> Response:
    """The hall's history in order; ``next`` is the ``after`` of the following page."""
    with services().store.viewing(hall) as view:
        entries = entries_after(view.connection, hall, query_data.after, query_data.limit)
    following = entries[-1].position if len(entries) == query_data.limit else None
    return answer(200, {"items": [entry.wire() for entry in entries], "next": following})


def _of_hall(hall: str, query: ThroughputQuery, by: list[str]) -> dict[str, Any]:
    with services().store.viewing(hall) as view:
        return throughput(view, *days_asked(view, query), by)


def _together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Several halls as one: rows of equal key are added up."""
    rows: dict[str, dict[str, Any]] = {}
    for row in (row for part in parts for row in part["rows"]):
        mine = rows.setdefault(row["key"], {**row, **dict.fromkeys(totals(()), 0)})
        for metric in totals(()):
            mine[metric] += row[metric]
    items = [rows[key] for key in sorted(rows)]
    summed = reduce(
        lambda one, other: {metric: one[metric] + other[metric] for metric in one}, (p["totals"] for p in parts)
    )
    return {**parts[0], "hall": None, "items": items, "rows": items, "totals": summed}
