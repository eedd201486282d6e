"""The plug for a list exported from the one-stop software: a CSV file that something outside keeps fresh."""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from .. import runtime
from ..clock import Clock
from ..domain.codes import find_dossier
from ..domain.dossiers import NOTHING_KNOWN, Standing, Status
from ..domain.search import fold

log = logging.getLogger(__name__)

FRESH: Final = timedelta(hours=24)
"""An older list may still say what is ready: that does not change back. What it calls not ready may be by now."""

HEADING_WITHIN: Final = 20  # lines: exports begin with a title, a ministry and a period

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "dossier", "ma ho so", "so ho so", "ma so ho so", "so bien nhan", "ma bien nhan"),
    "status": ("status", "trang thai", "tinh trang", "trang thai ho so", "tinh trang ho so"),
    "ready_on": ("ready_on", "ngay hen tra", "ngay hen tra ket qua", "hen tra", "ngay hen", "ngay co ket qua"),
    "procedure": ("procedure", "ma thu tuc", "ma tthc", "ma thu tuc hanh chinh"),
    "at": ("at", "hall", "noi tra ket qua", "don vi tra ket qua", "noi nhan ket qua"),
}
"""Our name of a column and what headings call it, without marks; ``code`` and ``status`` must be there."""


class NoHeading(ValueError):
    """No line near the top of the file names both a code and a status."""


@dataclass(frozen=True)
class _Listed:
    """What the file said when it was read; ``stamp`` tells one state of the file from the next."""

    stamp: tuple[int, int]
    standings: Mapping[str, Standing] = field(default_factory=dict)
    trouble: str | None = None  # why it could not be read


class Export:
    """Reads the file again when it has changed. One that cannot be read knows nothing, and says so in the log once."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._listed = _Listed((0, 0))
        self._reading = False

    def find(self, code: str, /) -> Standing:
        stamp = self._stamp()
        if stamp != self._listed.stamp and not self._reading:
            # A big list takes seconds to read: the hub must not wait for it, nor whoever asks meanwhile.
            self._reading = True
            try:
                self._keep(runtime.run_blocking(_read, self._file, stamp))
            finally:
                self._reading = False
        listed = self._listed
        found = listed.standings.get(code, NOTHING_KNOWN)
        return NOTHING_KNOWN if found.status is Status.NOT_READY and self._old(listed.stamp) else found

    def _stamp(self) -> tuple[int, int]:
        try:
            seen = self._file.stat()
        except OSError:
            return (-1, 0)
        return seen.st_mtime_ns, seen.st_size

    def _keep(self, listed: _Listed) -> None:
        before, self._listed = self._listed, listed
        if listed.trouble and listed.trouble != before.trouble:
            log.warning("%s says nothing of dossiers: %s", self._file, listed.trouble)
        elif before.trouble and not listed.trouble:
            log.warning("%s can be read again: %d dossiers", self._file, len(listed.standings))

    def _old(self, stamp: tuple[int, int]) -> bool:
        written = datetime.fromtimestamp(stamp[0] / 1e9, UTC)
        return self._clock.real_now() - written > FRESH


def _read(file: Path, stamp: tuple[int, int]) -> _Listed:
    """Runs in a real thread: no log, no lock, no database."""
    try:
        return _Listed(stamp, dict(_standings(_rows(file))))
    except (OSError, ValueError, csv.Error) as error:
        return _Listed(stamp, trouble=f"{type(error).__name__}: {error}")


def _rows(file: Path) -> Iterator[list[str]]:
    """The cells of a UTF-8 file, or of the UTF-16 that spreadsheets call Unicode text."""
    with file.open("rb") as start:
        encoding = "utf-16" if start.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    with file.open(encoding=encoding, newline="") as lines:
        head = "".join(islice(lines, HEADING_WITHIN))
        lines.seek(0)
        yield from csv.reader(lines, delimiter=max(",;\t", key=head.count))


def _standings(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, Standing]]:
    """Code → standing; a line without a code is passed over, of two lines with the same the later one holds."""
    rows = iter(rows)
    places = next((found for row in islice(rows, HEADING_WITHIN) if (found := _places(row))), None)
    if places is None:
        raise NoHeading(f"no heading with {COLUMNS['code'][2]!r} and {COLUMNS['status'][1]!r}, or code and status")
    for row in rows:
        cells = {name: row[place].strip() for name, place in places.items() if place < len(row)}
        code = find_dossier(cells.get("code", ""))
        if code is not None:
            yield code.text, Standing.read(cells)


def _places(row: Sequence[str]) -> dict[str, int] | None:
    """Column → index, when the row is a heading."""
    titles = [" ".join(fold(cell).split()) for cell in row]
    places = {name: titles.index(it) for name, known in COLUMNS.items() for it in reversed(known) if it in titles}
    return places if {"code", "status"} <= places.keys() else None
