"""A spool whose file is damaged: it is kept beside, and what can still be read of its numbers goes on in a new one.

A kiosk that would not start because of its own file would send everybody away, with the server there or not. Labels
stay unlike each other all the same: what the server lends next begins behind everything it ever lent.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from luot_kiosk.spool.records import SpoolBroken
from luot_kiosk.spool.store import Spool

log = logging.getLogger(__name__)

_PARTS = ("", "-wal", "-shm")  # of an SQLite database; a log that stayed would be read into the new file


def opened(folder: Path, hall: str) -> Spool:
    """The hall's spool, a new one where the old file is damaged. Raises SpoolError for any other trouble."""
    try:
        return Spool(folder, hall)
    except SpoolBroken as broken:
        path = folder / f"spool-{hall}.sqlite3"
        aside = _set_aside(path)
        spool = Spool(folder, hall)
        saved = spool.take_over(_readable(aside))
        log.error("%s; it is kept as %s, %d of its numbers could be read and go on", broken, aside, saved)
        return spool


def _set_aside(path: Path) -> Path:
    nth = 1
    while (aside := path.with_name(f"{path.stem}.broken-{nth}")).exists():
        nth += 1
    for part in _PARTS:
        old = path.with_name(path.name + part)
        if old.exists():
            old.replace(aside.with_name(aside.name + part))
    return aside


def _readable(path: Path) -> list[dict[str, object]]:
    """The numbers of a damaged file, as many as can be read."""
    rows: list[dict[str, object]] = []
    try:
        with closing(sqlite3.connect(path)) as db:
            db.row_factory = sqlite3.Row
            rows.extend(dict(row) for row in db.execute("SELECT * FROM numbers ORDER BY position"))
    except sqlite3.Error as error:
        log.warning("%s: read up to number %d: %s", path, len(rows), error)
    return rows
