"""What whoever keeps the catalogue sends: lists, shown beside what the catalogue holds before they count."""

from datetime import date
from functools import partial
from typing import Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, Field

from ... import runtime
from ...actions.catalogue import import_list, known_facts, legal_today
from ...catalogue.importing import LARGEST_FILE, YEARS, Change, Difference, How, Kind, compare, read_sheet
from ...domain.errors import Forbidden, Invalid
from ...domain.roles import Role
from ...messages import both
from ...store import tables as t
from ...store.changing import Changing
from ..access import known_identity, permit
from ..answering import Answer, answer, change
from ..days import day_of
from ..files import given_file, takes_file
from ..schemas import Query
from ..services import services
from ..shapes.common import Names

bp = APIBlueprint("catalogue", __name__, tag="catalogue")

KEEPERS = (Role.MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR)


class ImportQuery(Query):
    """``from``: the first day the list holds where a row does not say; ``limit``: of the rows and problems listed."""

    kind: Kind
    start: str | None = Field(None, alias="from", max_length=10)
    dry_run: bool = True
    complete: bool = False
    limit: int = Field(200, ge=0, le=5000)


class ImportProblem(BaseModel):
    line: int
    code: str
    text: Names


class ImportRow(BaseModel):
    """``line`` is null for what ends because a complete list lacks it; ``before`` and ``after`` hold what differs."""

    line: int | None
    kind: str
    key: str
    name: str
    change: Literal["added", "changed", "ended"]
    before: dict[str, str] | None
    after: dict[str, str] | None


class Import(BaseModel):
    """What a list would change, or has changed; counts are of all rows, ``rows`` and ``problems`` are the first."""

    kind: Kind
    valid_from: str
    heading: int | None = Field(description="The line the columns were named on.")
    sheet: str | None = Field(description="The sheet of the workbook that was read.")
    read: int
    added: int
    changed: int
    ended: int
    unchanged: int
    problem_count: int
    problems: list[ImportProblem]
    row_count: int
    rows: list[ImportRow]
    imported: bool


@bp.post("/catalogue/imports")
@takes_file(LARGEST_FILE)
@permit(*KEEPERS)
@bp.input(ImportQuery, location="query")
@bp.output(Import)
def imports(query_data: ImportQuery) -> Response:
    """Show what a list (CSV or XLSX) would change; with ``dry_run=false``, record it: all of it, or nothing.

    Any manager may look; the catalogue is every hall's, so recording needs a role held for the province.
    """
    keeps = any(grant.role in KEEPERS and grant.scope == "province" for grant in known_identity().grants)
    if not query_data.dry_run and not keeps:
        raise Forbidden("catalogue_of_province")
    start = query_data.start
    since = day_of(start, "from", YEARS) if start else legal_today(services().store)
    sheet = runtime.run_blocking(read_sheet, query_data.kind, given_file())
    beside = partial(compare, sheet, since=since, complete=query_data.complete)
    if query_data.dry_run:
        with services().store.reading() as connection:
            facts = known_facts(services().store, connection)
        return answer(200, _wire(runtime.run_blocking(beside, facts), query_data, since))

    def act(shared: Changing) -> Answer:
        difference = import_list(shared, sheet, since, complete=query_data.complete)
        if not difference.ok:
            count, first = len(difference.problems), difference.problems[0]
            raise Invalid("import_refused", field="file", count=count, line=first.line)
        return 200, _wire(difference, query_data, since)

    return change(t.SHARED, act)


def _wire(difference: Difference, query: ImportQuery, since: date) -> dict[str, Any]:
    # messages: catalogue.problem.*
    changes = (*difference.changes, *difference.also)
    return {
        "kind": str(difference.kind),
        "valid_from": since.isoformat(),
        "heading": difference.heading or None,
        "sheet": difference.title,
        "read": difference.rows,
        **{str(how): difference.count(how) for how in How},
        "unchanged": difference.unchanged,
        "problem_count": len(difference.problems),
        "problems": [
            {"line": it.line, "code": it.code, "text": both(it.text)} for it in difference.problems[: query.limit]
        ],
        "row_count": len(changes),
        "rows": [_row(it) for it in changes[: query.limit]],
        "imported": not query.dry_run,
    }


def _row(change: Change) -> dict[str, Any]:
    return {
        "line": change.line,
        "kind": change.fact,
        "key": change.key,
        "name": change.name,
        "change": str(change.how),
        "before": dict(change.before) or None,
        "after": dict(change.after) or None,
    }
