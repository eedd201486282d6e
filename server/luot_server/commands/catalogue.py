"""Import lists of procedures into the shared catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from luot_server.actions.catalogue import record_facts
from luot_server.catalogue import Reading, read_procedures, shipped_facts
from luot_server.commands._process import begin, refuse_if_behind
from luot_server.domain.world import World
from luot_server.messages import LANGUAGES, say
from luot_server.store import tables
from luot_server.store.store import Store

LEGAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The days of the law are counted here, wherever a server stands."""


@click.group()
def catalogue() -> None:
    """Import lists of procedures into the shared catalogue.

    Example: luot catalogue import procedures.csv --dry-run
    """


@catalogue.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read and check only; import nothing.")
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="First day it holds.  [default: today]")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data directory.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
def import_(file: Path, dry_run: bool, valid_from: datetime | None, data: Path | None, lang: str) -> None:
    """Import the procedures of FILE, a CSV list of the national registry in UTF-8.

    All of it or nothing: each problem is named by its line. Short names, search words, papers and routes of
    procedures the catalogue already holds are kept.

    Exit status: 0 imported (or checked), 1 the list has problems.

    Example: luot catalogue import procedures.csv --from 2026-04-01
    """
    settings = begin(data_dir=data, async_mode="threading")
    refuse_if_behind(settings)
    store = Store(settings.database_url, settings.clock())
    day = valid_from.date() if valid_from else store.clock.now().astimezone(LEGAL_ZONE).date()
    reading = import_procedures(store, file.read_bytes(), day, dry_run=dry_run)
    for line in report(reading, dry_run=dry_run, lang=lang):
        click.echo(line, err=not reading.ok)
    raise SystemExit(0 if reading.ok else 1)


def import_procedures(store: Store, raw: bytes, day: date, *, dry_run: bool = False) -> Reading:
    """Read the list against the catalogue as of ``day`` and record what changed, in one transaction.

    A catalogue nobody has begun begins with the shipped facts, so that our own words are there to be kept.
    """
    if dry_run:
        with store.reading() as connection:
            return read_procedures(raw, valid_from=day, world=_world(store, connection, day))
    with store.changing(tables.SHARED, found=True) as shared:
        reading = read_procedures(raw, valid_from=day, world=_world(store, shared.connection, day))
        if reading.ok:
            if not _begun(store, shared.connection):
                record_facts(shared, shipped_facts())
            record_facts(shared, reading.facts)
    return reading


def _world(store: Store, connection: Connection, day: date) -> World:
    return store.world(connection, day)[1] if _begun(store, connection) else World.of(shipped_facts(), day)


def _begun(store: Store, connection: Connection) -> bool:
    return store.world_position(connection) > 0


def report(reading: Reading, *, dry_run: bool = False, lang: str = LANGUAGES[0]) -> Iterator[str]:
    """The lines to print: every problem by its line, or what was read. Nothing is imported by this."""
    if not reading.ok:
        yield say("catalogue.refused", lang, count=len(reading.problems))
        for problem in sorted(reading.problems, key=lambda it: it.line):
            yield f"  {problem.code}: {say(problem.text.key, lang, **problem.text.params)}"
        return
    changed = sum(fact.kind == "procedure" for fact in reading.facts)
    yield say("catalogue.read", lang, rows=reading.rows, changed=changed, unchanged=reading.unchanged)
    if dry_run:
        yield say("catalogue.dry_run", lang)
