"""Replay: a journal makes its rows again anywhere, and nobody changes either unseen."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, select, text, update

from luot_server.actions import citizen, desk
from luot_server.clock import FixedClock
from luot_server.store import replay
from luot_server.store import tables as t
from luot_server.store.store import Store
from tests.databases import Databases, Postgres, Sqlite
from tests.halls import ADVICE, BIRTH, COPY, HALL, LAND, MONDAY, Hall, clerk, counter

FRESH = Path(__file__).with_name("fresh.py")


@pytest.fixture
def lived(hall: Hall) -> Hall:
    """A hall with a morning behind it."""
    return a_morning(hall)


@pytest.fixture
def lived_small(small_hall: Hall) -> Hall:
    """The same on SQLite only: what was changed by hand is found by the same lines on both."""
    return a_morning(small_hall)


def a_morning(hall: Hall) -> Hall:
    """Everything that can become of a ticket becomes of one."""
    hall.open(2, 3, 5)
    tickets = [hall.take(COPY, LAND), hall.take(BIRTH), hall.take(COPY, priority="elderly"), hall.take(ADVICE)]
    hall.serve(3)
    missed = hall.call(2)
    assert missed is not None
    hall.act(desk.no_show, missed, clerk(2))
    hall.serve(3)
    hall.serve(5)
    hall.act(citizen.leave, tickets[3])
    hall.act(desk.void, hall.take(LAND), "pressed twice")
    parked = hall.take(BIRTH)
    hall.call(2)
    hall.act(desk.park, parked, clerk(2), "a photo")
    hall.act(desk.pause, counter(2), clerk(2), "meeting")
    hall.take(BIRTH)
    return hall


def exported(hall: Hall) -> list[str]:
    out = io.StringIO()
    with hall.store.reading() as connection:
        replay.export(connection, out)
    return out.getvalue().splitlines()


def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every projected row, and the journal itself."""
    store = Store(url, FixedClock(MONDAY))
    with store.reading() as connection:
        found = {
            table.name: [t.plain(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (*t.PROJECTED, t.journal, t.heads)
        }
    store.engine.dispose()
    return found


def rebuilt_elsewhere(lines: list[str], url: str) -> None:
    """In a process of its own, which has only the address of an empty database and the export."""
    command = [sys.executable, str(FRESH), url]
    done = subprocess.run(
        command,
        input="\n".join(lines),
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_fresh_process_makes_equal_tables(lived: Hall, databases: Databases) -> None:
    empty = databases.empty()
    rebuilt_elsewhere(exported(lived), empty)
    assert contents(empty) == contents(lived.url)


def test_what_one_database_wrote_the_other_makes_again(
    lived: Hall, databases: Databases, sqlite: Sqlite, request: pytest.FixtureRequest
) -> None:
    other: Databases = sqlite if databases.name == "postgres" else request.getfixturevalue("postgres")
    assert isinstance(other, Sqlite | Postgres)
    empty = other.empty()
    rebuilt_elsewhere(exported(lived), empty)
    assert contents(empty) == contents(lived.url)


def test_history_and_rows_agree(lived: Hall) -> None:
    report = lived.verify()
    assert report.problems == []
    assert report.entries == len(lived.journal()) + len(lived.journal(t.SHARED))


# ── somebody with a database tool ────────────────────────────────────────────────────────────────


def _position(hall: Hall, kind: str) -> int:
    return next(entry.position for entry in hall.journal() if entry.kind == kind)


def _change(hall: Hall, *statements: Any) -> None:
    with hall.store.writing() as connection:
        for statement in statements:
            connection.execute(statement)


def _entry(position: int) -> Any:
    return (t.journal.c.hall == HALL) & (t.journal.c.position == position)


def test_an_edited_entry_is_named(lived: Hall) -> None:
    position = _position(lived, "errand_finished")
    entry = next(one for one in lived.journal() if one.position == position)
    forged = entry.payload.replace('"count":0', '"count":9')
    assert forged != entry.payload
    _change(lived, update(t.journal).where(_entry(position)).values(payload=forged))
    problems = lived.verify().problems
    assert problems[0] == f"{HALL}: entry {position} (errand_finished) was changed after it was written"
    assert any(one.startswith("errands ") and "count is 0, must be 9" in one for one in problems)


@pytest.mark.parametrize("column", ["at", "occurred_at", "actor_id", "kind"])
def test_whatever_is_edited_in_an_entry(lived_small: Hall, column: str) -> None:
    position = _position(lived_small, "ticket_called")
    forged = {
        "at": MONDAY.replace(hour=7),
        "occurred_at": MONDAY.replace(year=2025),
        "actor_id": "somebody",
        "kind": "ticket_sung",
    }
    _change(lived_small, update(t.journal).where(_entry(position)).values({column: forged[column]}))
    assert any(f"entry {position} (" in one and "was changed" in one for one in lived_small.verify().problems)


def test_a_deleted_entry_is_missed(lived: Hall) -> None:
    position = _position(lived, "ticket_voided")
    _change(lived, delete(t.journal).where(_entry(position)))
    problems = lived.verify().problems
    assert f"{HALL}: after position {position - 1} comes {position + 1}; entries are missing" in problems
    assert any("state is 'voided', must be 'waiting'" in one for one in problems)


def test_entries_cut_off_at_the_end_are_missed(lived_small: Hall) -> None:
    last = lived_small.position()
    _change(lived_small, delete(t.journal).where(_entry(last)))
    problems = lived_small.verify().problems
    assert f"{HALL}: the head says position {last}, the journal ends at {last - 1}" in problems
    assert any("the database has this row, the journal does not make it" in one for one in problems)


def test_a_swapped_pair_is_named(lived: Hall) -> None:
    one, other = (_position(lived, "ticket_voided"), _position(lived, "ticket_cancelled"))
    _change(
        lived,
        *(
            update(t.journal).where(_entry(old)).values(position=new)
            for old, new in ((one, -1), (other, one), (-1, other))
        ),
    )
    problems = lived.verify().problems
    assert {f"entry {one} (", f"entry {other} ("} <= {
        problem.split(": ")[1].split("(")[0] + "(" for problem in problems if "was changed" in problem
    }


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        (t.tickets, "state", "served"),
        (t.tickets, "number", 77),
        (t.errands, "count", 40),
        (t.handovers, "state", "returned"),
        (t.counters, "clerk", "nobody"),
        (t.service_times, "mean_seconds", 1),
        (t.grants, "role", "manager"),
        (t.halls, "zone", "UTC"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_row_changed_by_hand_is_named(lived_small: Hall, table: Table, column: str, value: Any) -> None:
    row = next(one for one in lived_small.rows(table) if one[column] != value)
    key = [row[one.name] for one in table.primary_key]
    where = [column_ == part for column_, part in zip(table.primary_key, key, strict=True)]
    _change(lived_small, update(table).where(*where).values({column: value}))
    problems = lived_small.verify().problems
    assert problems
    assert all(one.startswith(f"{table.name} ") for one in problems)
    assert any("/".join(map(str, key)) in one for one in problems)


def test_a_row_taken_away_and_one_put_in_are_named(lived: Hall) -> None:
    gone = lived.rows(t.tickets)[0]["id"]
    _change(
        lived,
        delete(t.tickets).where(t.tickets.c.id == gone),
        t.closed_days.insert().values(hall=HALL, business_day="2026-01-01"),
    )
    problems = lived.verify().problems
    assert f"tickets {gone}: the journal makes this row, the database lacks it" in problems
    assert f"closed_days {HALL}/2026-01-01: the database has this row, the journal does not make it" in problems


def test_many_differences_are_counted_not_listed(lived_small: Hall) -> None:
    _change(lived_small, text("UPDATE facts SET valid_from = '2000-01-01' WHERE kind = 'agency'"))
    problems = lived_small.verify().problems
    assert len(problems) == replay.SHOWN + 1
    assert problems[-1].endswith("more rows differ")


def test_an_entry_of_a_later_release_is_named_and_the_rest_is_read(lived_small: Hall) -> None:
    position = _position(lived_small, "counter_paused")
    _change(lived_small, update(t.journal).where(_entry(position)).values(v=99))
    problems = lived_small.verify().problems
    assert any(f"entry {position}: entry kind 'counter_paused' version 99 is newer" in one for one in problems)
