"""``luot catalogue import`` against a real database: all of a list, or nothing of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from luot_server.catalogue import shipped_facts
from luot_server.clock import SystemClock
from luot_server.commands.catalogue import import_procedures
from luot_server.store import migrations, tables
from luot_server.store.store import Store

DAY = date(2026, 3, 2)
HEAD = "code,name,field,level,agency_kind,scope,processing_days,processing_unit"
BOATS = "1.900001,Đăng ký thuyền mẫu,Nghề thuyền,tinh,Sở Xây dựng,province_default,7,DAY"
LIST = f"{HEAD}\n{BOATS}\n".encode()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'luot.sqlite3'}"
    migrations.upgrade(url)
    store = Store(url, SystemClock())
    yield store
    store.engine.dispose()


def _facts(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.facts)).scalar_one()


def test_a_catalogue_begins_with_what_is_shipped_and_grows_by_the_list(store: Store) -> None:
    assert import_procedures(store, LIST, DAY).ok
    assert _facts(store) == len(shipped_facts()) + 2  # the procedure and its new field
    with store.reading() as connection:
        _, world = store.world(connection, DAY)
    assert [it.code for it in world.find_procedures("thuyen mau")] == ["1.900001"]
    assert world.find_procedures("sao y")[0].code == "2.000815"


def test_the_same_list_again_records_nothing(store: Store) -> None:
    import_procedures(store, LIST, DAY)
    before = _facts(store)
    again = import_procedures(store, LIST, DAY)
    assert (again.unchanged, _facts(store)) == (1, before)


def test_a_list_with_a_problem_and_a_dry_run_leave_the_database_as_it_was(store: Store) -> None:
    assert not import_procedures(store, LIST + f"{BOATS}\n".encode(), DAY).ok
    assert import_procedures(store, LIST, DAY, dry_run=True).ok
    assert _facts(store) == 0


def test_an_import_holds_from_its_first_day(store: Store) -> None:
    import_procedures(store, LIST, DAY)
    with store.reading() as connection:
        worlds = [store.world(connection, day)[1] for day in (date(2026, 3, 1), DAY)]
    assert [world.procedure("1.900001") is not None for world in worlds] == [False, True]
