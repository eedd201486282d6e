"""``luot catalogue import`` and ``luot areas import`` against a real database: all of a list, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from luot_server.catalogue import shipped_facts
from luot_server.catalogue.importing import Difference, How, Kind
from luot_server.cli import luot
from luot_server.clock import SystemClock
from luot_server.commands._importing import SHOWN, import_file, report
from luot_server.store import migrations, tables
from luot_server.store.store import Store

DAY = date(2026, 3, 2)
HEAD = "code,name,field,level,agency_kind,scope,processing_days,processing_unit"
BOATS = "1.900001,Đăng ký thuyền mẫu,Nghề thuyền,tinh,Sở Xây dựng,province_default,7,DAY"
LIST = f"{HEAD}\n{BOATS}\n".encode()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database of this release's schema, made once."""
    file = tmp_path_factory.mktemp("empty") / "luot.sqlite3"
    migrations.upgrade(f"sqlite:///{file}")
    return file.read_bytes()


@pytest.fixture
def store(tmp_path: Path, empty: bytes) -> Iterator[Store]:
    (tmp_path / "luot.sqlite3").write_bytes(empty)
    store = Store(f"sqlite:///{tmp_path / 'luot.sqlite3'}", SystemClock())
    yield store
    store.engine.dispose()


def imported(store: Store, raw: bytes = LIST, *, dry_run: bool = False) -> Difference:
    return import_file(store, Kind.PROCEDURES, raw, DAY, dry_run=dry_run)


def facts(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.facts)).scalar_one()


def test_a_catalogue_begins_with_what_is_shipped_and_grows_by_the_list(store: Store) -> None:
    assert imported(store).ok
    assert facts(store) == len(shipped_facts()) + 2  # the procedure and its new field
    with store.reading() as connection:
        _, world = store.world(connection, DAY)
    assert [it.code for it in world.find_procedures("thuyen mau")] == ["1.900001"]
    assert world.find_procedures("sao y")[0].code == "2.000815"


def test_the_same_list_again_records_nothing(store: Store) -> None:
    imported(store)
    before = facts(store)
    again = imported(store)
    assert (again.unchanged, facts(store)) == (1, before)


def test_a_list_with_a_problem_and_a_dry_run_leave_the_database_as_it_was(store: Store) -> None:
    assert not imported(store, LIST + f"{BOATS}\n".encode()).ok
    assert imported(store, dry_run=True).ok
    assert facts(store) == 0


def test_an_import_holds_from_its_first_day(store: Store) -> None:
    imported(store)
    with store.reading() as connection:
        worlds = [store.world(connection, day)[1] for day in (date(2026, 3, 1), DAY)]
    assert [world.procedure("1.900001") is not None for world in worlds] == [False, True]


def test_who_imported_is_on_record(store: Store) -> None:
    imported(store)
    with store.reading() as connection:
        kinds = set(connection.execute(select(tables.journal.c.actor_kind)).scalars())
    assert kinds == {"operator"}


def test_the_report_shows_the_heading_every_change_and_what_to_correct(store: Store) -> None:
    lines = list(report(imported(store, dry_run=True), dry_run=True, lang="en"))
    assert lines == [
        "Heading on line 1.",
        "1 rows: 1 added, 0 changed, 0 ended, 0 as they were.",
        "  line 2: added 1.900001 Đăng ký thuyền mẫu",
        "  line 2: added nghe-thuyen Nghề thuyền",
        "Only checked; nothing was imported.",
    ]
    imported(store)
    longer = list(report(imported(store, LIST.replace(b",7,", b",9,")), lang="en"))
    assert longer[2].startswith("  line 2: changed 1.900001 Đăng ký thuyền mẫu: ")
    assert "processing: 7 day → 9 day" in longer[2]
    twice = list(report(imported(store, LIST + f"{BOATS}\n".encode()), lang="en"))
    assert twice[-2].startswith("The file has 1 problems, so nothing was imported.")
    assert twice[-1].startswith("  duplicate_row: Line 3: 1.900001 stands on line 2 already.")


def test_a_long_report_says_how_much_more_there_is(store: Store) -> None:
    rows = "".join(f"{BOATS.replace('1.900001', f'1.{900000 + at}')}\n" for at in range(SHOWN + 5))
    difference = imported(store, f"{HEAD}\n{rows}".encode(), dry_run=True)
    assert difference.count(How.ADDED) == SHOWN + 5
    short, long = list(report(difference, lang="en")), list(report(difference, lang="en", shown=None))
    assert "  … and 6 more; --all prints them." in short
    assert sum("added 1.9" in line for line in short) == SHOWN
    assert sum("added 1.9" in line for line in long) == SHOWN + 5


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(luot, [*arguments, "--data", str(data), "--lang", "en"])


def test_the_commands_read_a_file_and_say_what_they_did(tmp_path: Path, empty: bytes) -> None:
    (tmp_path / "luot.sqlite3").write_bytes(empty)
    areas, lists = tmp_path / "areas.csv", tmp_path / "lists.csv"
    areas.write_text("code,name,level,parent\n22015,Phường Tuy Hòa,xa,66\n", encoding="utf-8")
    lists.write_text("province,list,code\n66,published,1.001193\n66,published,1.999999\n", encoding="utf-8")
    checked = run(tmp_path, "areas", "import", str(areas), "--dry-run")
    assert (checked.exit_code, checked.output.splitlines()[1:]) == (
        0,
        ["1 rows: 0 added, 0 changed, 0 ended, 1 as they were.", "Only checked; nothing was imported."],
    )
    refused = run(tmp_path, "catalogue", "import", str(lists), "--kind", "lists", "--from", "2026-03-02")
    assert refused.exit_code == 1
    assert "  unknown_code: Line 3: the catalogue has no procedure 1.999999." in refused.output
