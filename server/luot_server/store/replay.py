"""Replay: a journal applied to an empty database yields the same rows, or somebody changed something.

``verify`` reads the journal once: the chain of digests shows an edited, dropped or moved entry at its position; the
rows made anew in an empty database, held against the real ones, show a row changed by hand.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, Table, insert, select

from ..domain.happenings import UnknownKind
from . import tables as t
from .appliers import apply
from .changing import SETTING
from .engine import open_engine
from .journal import GENESIS, Actor, Entry, all_entries, append, journals
from .rows import Rows

#: A report names this many differences of one table; the count tells of the rest.
SHOWN = 5
BATCH = 500


@dataclass
class Report:
    """What a verification found. ``problems`` is empty exactly when history and rows agree."""

    entries: int = 0
    rows: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(connection: Connection) -> Report:
    """Check every journal of the database and rebuild every projected row beside it. Reads only."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="luot-replay-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'rebuilt.sqlite3'}")
        t.metadata.create_all(engine)
        with engine.connect() as rebuilt:
            for hall in journals(connection):
                entries = _checked(connection, hall, report)
                _apply_all(rebuilt, hall, entries, report)
            rebuilt.commit()
            for table in t.PROJECTED:
                _compare(table, connection, rebuilt, report)
        engine.dispose()
    return report


def export(connection: Connection, out: TextIO) -> int:
    """Write every journal as JSON lines, shared things first; how many entries."""
    count = 0
    for hall in journals(connection):
        for entry in all_entries(connection, hall):
            out.write(
                json.dumps({**entry.wire(), "payload": entry.payload, "digest": entry.digest}, ensure_ascii=False)
            )
            out.write("\n")
            count += 1
    return count


def rebuild(connection: Connection, lines: Iterable[str]) -> Report:
    """Fill an empty database from an export: the journal as it was, and the rows it makes."""
    report = Report()
    by_hall: dict[str, list[Entry]] = {}
    for line in lines:
        entry = _read(json.loads(line))
        by_hall.setdefault(entry.hall, []).append(entry)
    for hall, entries in by_hall.items():
        _apply_all(connection, hall, entries, report)
        for start in range(0, len(entries), BATCH):
            append(connection, entries[start : start + BATCH])
        last = entries[-1]
        settings = [one.position for one in entries if one.kind in {kind.kind for kind in SETTING}]
        connection.execute(
            insert(t.heads),
            {
                "hall": hall,
                "position": last.position,
                "at": last.at,
                "digest": last.digest,
                "settings": settings[-1] if settings else 0,
            },
        )
    return report


def _checked(connection: Connection, hall: str, report: Report) -> Iterator[Entry]:
    """The entries of a hall, while position, digest and order are as they must be."""
    digest, position, at = GENESIS, 0, None
    for entry in all_entries(connection, hall):
        if entry.position != position + 1:
            report.problems.append(f"{hall}: after position {position} comes {entry.position}; entries are missing")
        if entry.digest_after(digest) != entry.digest:
            report.problems.append(f"{hall}: entry {entry.position} ({entry.kind}) was changed after it was written")
        if at is not None and entry.at < at:
            report.problems.append(f"{hall}: entry {entry.position} is recorded before the entry in front of it")
        # Go on from what is written, so that one edited entry is one problem and not all that follow.
        digest, position, at = entry.digest, entry.position, entry.at
        report.entries += 1
        yield entry
    head = connection.execute(select(t.heads).where(t.heads.c.hall == hall)).one()
    if (head.position, head.digest) != (position, digest):
        report.problems.append(f"{hall}: the head says position {head.position}, the journal ends at {position}")


def _apply_all(connection: Connection, hall: str, entries: Iterable[Entry], report: Report) -> None:
    rows = Rows(connection, hall)
    for entry in entries:
        if entry.position % BATCH == 0:
            rows.forget()
        try:
            apply(rows, entry.happening(), entry.at, entry.position)
        except UnknownKind as unknown:
            report.problems.append(f"{hall}: entry {entry.position}: {unknown}")
        except Exception as error:  # whatever an edited entry can provoke is a finding, and the rest is still read
            report.problems.append(f"{hall}: entry {entry.position} ({entry.kind}) cannot be applied: {error}")


def _compare(table: Table, real: Connection, rebuilt: Connection, report: Report) -> None:
    key = [column.name for column in table.primary_key]
    order = [table.c[name] for name in key]
    here = real.execution_options(yield_per=1000).execute(select(table).order_by(*order))
    there = rebuilt.execution_options(yield_per=1000).execute(select(table).order_by(*order))
    mine = {tuple(row._mapping[name] for name in key): row._mapping for row in here}
    made = {tuple(row._mapping[name] for name in key): row._mapping for row in there}
    report.rows += len(mine)
    found = [_difference(table.name, one, mine.get(one), made.get(one)) for one in sorted({*mine, *made}, key=str)]
    problems = [problem for problem in found if problem]
    report.problems += problems[:SHOWN]
    if len(problems) > SHOWN:
        report.problems.append(f"{table.name}: {len(problems) - SHOWN} more rows differ")


def _difference(table: str, key: tuple[Any, ...], mine: Any, made: Any) -> str | None:
    name = f"{table} {'/'.join(map(str, key))}"
    if mine is None:
        return f"{name}: the journal makes this row, the database lacks it"
    if made is None:
        return f"{name}: the database has this row, the journal does not make it"
    differing = [column for column in made if made[column] != mine[column]]
    if not differing:
        return None
    told = ", ".join(f"{column} is {mine[column]!r}, must be {made[column]!r}" for column in differing)
    return f"{name}: {told}"


def _read(line: dict[str, Any]) -> Entry:
    return Entry(
        line["hall"],
        line["position"],
        datetime.fromisoformat(line["at"]),
        datetime.fromisoformat(line["occurred_at"]),
        line["kind"],
        line["v"],
        line["payload"],
        Actor(line["actor"]["kind"], line["actor"]["id"]),
        line["digest"],
    )
