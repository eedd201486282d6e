"""The database itself keeps the promises, and a migrated database is the one the code describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text
from sqlalchemy.exc import IntegrityError

from luot_server.store import migrations
from luot_server.store import tables as t
from luot_server.store.engine import open_engine
from tests.databases import Databases
from tests.halls import COPY, Hall, counter

# ── promises ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_called(hall: Hall) -> tuple[Hall, str, str]:
    """A hall in which two tickets are called, at counters 3 and 4."""
    hall.open(3, 4)
    first, second = hall.take(COPY), hall.take(COPY)
    hall.call(3)
    hall.call(4)
    return hall, first, second


def _by_hand(hall: Hall, statement: str, **values: Any) -> None:
    with hall.store.writing() as connection:
        connection.execute(text(statement), values)


def test_the_database_refuses_a_number_given_twice(two_called: tuple[Hall, str, str]) -> None:
    hall, _, second = two_called
    with pytest.raises(IntegrityError, match=r"one_number_once|tickets\.number"):
        _by_hand(hall, "UPDATE tickets SET number = 1 WHERE id = :id", id=second)
    assert sorted(row["number"] for row in hall.rows(t.tickets)) == [1, 2]


@pytest.mark.parametrize("state", ["called", "serving"])
def test_the_database_refuses_a_second_open_ticket_at_a_counter(two_called: tuple[Hall, str, str], state: str) -> None:
    hall, _, second = two_called
    with pytest.raises(IntegrityError, match=r"one_open_ticket_per_counter|tickets\.counter"):
        _by_hand(
            hall, "UPDATE tickets SET counter = :c, state = :state WHERE id = :id", c=counter(3), id=second, state=state
        )


@pytest.mark.parametrize("state", ["parked", "served", "no_show", "voided"])
def test_a_ticket_that_is_not_there_any_more_does_not_count(two_called: tuple[Hall, str, str], state: str) -> None:
    hall, _, second = two_called
    _by_hand(
        hall, "UPDATE tickets SET counter = :c, state = :state WHERE id = :id", c=counter(3), id=second, state=state
    )


def test_the_database_refuses_a_position_written_twice(hall: Hall) -> None:
    last = hall.position()
    with pytest.raises(IntegrityError):
        _by_hand(hall, "UPDATE journal SET position = :last WHERE position = :before", last=last, before=last - 1)


# ── migrations ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def upgraded(empty_url: str) -> Iterator[Engine]:
    migrations.upgrade(empty_url)
    engine = create_engine(empty_url)
    yield engine
    engine.dispose()


def test_an_empty_database_is_brought_to_the_tables_of_the_code(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, t.metadata) == []


def test_it_is_the_same_to_the_last_index_as_a_database_made_from_the_code(
    upgraded: Engine, databases: Databases
) -> None:
    """What Alembic's comparison does not see: the conditions of partial indexes, names and lengths."""
    made = open_engine(databases.empty())
    t.metadata.create_all(made)
    with made.connect() as here, upgraded.connect() as there:
        assert _schema(there) == _schema(here)
    made.dispose()


def test_upgrading_again_changes_nothing(upgraded: Engine, empty_url: str) -> None:
    with upgraded.connect() as connection:
        before = _schema(connection)
    assert migrations.up_to_date(empty_url)
    migrations.upgrade(empty_url)
    with upgraded.connect() as connection:
        assert _schema(connection) == before


_COUNTER = "INSERT INTO counters (id, hall, number, name, state, clerk) VALUES (:id, 'H', :number, '{}', '', :clerk)"
_SAT_DOWN = """INSERT INTO journal (hall, position, at, occurred_at, kind, v, payload, actor_kind, actor_id, digest)
    VALUES ('H', :position, :at, :at, 'shift_started', 1, :told, 'staff', 'x', '')"""


def test_who_sits_at_a_counter_while_a_release_is_installed_has_sat_there_since_they_sat_down(empty_url: str) -> None:
    """Two counters of which one's id begins the other's; a replay would set the same."""
    migrations.upgrade(empty_url, "0005")
    engine = create_engine(empty_url)
    sat_down = [(1, "08:00", "H.1", "an"), (2, "08:05", "H.11", "binh"), (3, "09:30", "H.1", "an")]
    with engine.begin() as connection:
        for id, clerk in (("H.1", "an"), ("H.11", None)):
            values = {"id": id, "number": int(id[2:]), "clerk": clerk}
            connection.execute(text(_COUNTER), values)
        for position, at, id, clerk in sat_down:
            told = json.dumps({"clerk": clerk, "counter": id}, separators=(",", ":"))
            values = {"position": position, "at": f"2026-11-23 {at}:00", "told": told}
            connection.execute(text(_SAT_DOWN), values)
    migrations.upgrade(empty_url)
    with engine.connect() as connection:
        seated = dict(connection.execute(select(t.counters.c.id, t.counters.c.seated_at)).all())
    engine.dispose()
    assert seated["H.11"] is None
    assert seated["H.1"] is not None
    assert f"{seated['H.1']:%H:%M}" == "09:30"


def test_a_database_without_tables_is_not_up_to_date(empty_url: str) -> None:
    assert not migrations.up_to_date(empty_url)


def test_a_migration_does_not_look_at_today_s_tables() -> None:
    """A migration must do next year what it does today, when the tables have changed."""
    for file in (migrations.HERE / "versions").glob("*.py"):
        assert "tables" not in re.findall(r"import (\w+)", file.read_text(encoding="utf-8"))
        assert "metadata" not in file.read_text(encoding="utf-8")


def _schema(connection: Connection) -> list[tuple[str, ...]]:
    """Everything the database says of its tables, in its own words, but for Alembic's own."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name != 'alembic_version'")
        )
        return sorted((name, *sorted(_parts(sql))) for name, sql in found)
    found = connection.execute(
        text(
            "SELECT tablename, indexname, indexdef FROM pg_indexes"
            " WHERE schemaname = 'public' AND tablename != 'alembic_version'"
        )
    )
    indexes = [tuple(row) for row in found]
    columns = [
        (table, column["name"], str(column["type"]), str(column["nullable"]))
        for table in inspect(connection).get_table_names()
        if table != "alembic_version"
        for column in inspect(connection).get_columns(table)
    ]
    return sorted([*indexes, *columns])


def _parts(sql: str) -> list[str]:
    """The members of a definition, whatever their order: a column added later stands after the constraints.

    A table that SQLite copied to change a column has its name in quotes from then on.
    """
    head, _, members = sql.replace('"', "").partition("(")
    body, _, tail = members.rpartition(")")
    depth, parts = 0, [""]
    for char in body:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [" ".join(part.split()) for part in (head, *parts, tail)]
