"""The spool's file: who may write it, and each thing that happens to it as one transaction."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from luot_kiosk.spool.records import UNSENT, Given, HandedIn, Json, Lease, Lent, SpoolBroken, SpoolError
from luot_kiosk.spool.schema import bring_forward

MIN_DIGITS = 3  # of a label's number: after A999 comes A1000
KEPT_DAYS = 31  # numbers that the server has: somebody may still ask what became of one
BUSY_SECONDS = 5.0  # `luot kiosk spool list` reads beside the running kiosk


class Spool:
    """The numbers of one hall on this device. Usable from any thread.

    Write-ahead log and synchronous=FULL: what is committed survives `kill -9` and a pulled plug.
    """

    def __init__(self, folder: Path, hall: str) -> None:
        """Opens or makes the hall's file.

        Raises SpoolBroken when its content cannot be read, SpoolError when it is newer than this program or the disk
        does not let it be used.
        """
        self.path = folder / f"spool-{hall}.sqlite3"
        self._lock = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = _opened(self.path)
        except (sqlite3.Error, OSError) as error:
            raise _trouble(self.path, error) from error

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # ── what was learned of the hall ──

    def fact(self, name: str) -> str | None:
        found = self._one("SELECT value FROM facts WHERE name = ?", name)
        return None if found is None else str(found["value"])

    def learn(self, **facts: str) -> None:
        with self._changing() as db:
            db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    # ── what was lent ──

    def add_lease(self, lease: Lease, tickets: Iterable[tuple[str, str, str]]) -> None:
        """A lease with its (id, token, track_url); the same lease again changes nothing."""
        with self._changing() as db:
            told = (lease.id, lease.business_day, lease.mark, lease.first, lease.last)
            if db.execute("INSERT OR IGNORE INTO leases VALUES (?, ?, ?, ?, ?)", told).rowcount:
                rows = ((one[0], lease.id, place, *one[1:]) for place, one in enumerate(tickets))
                db.executemany("INSERT INTO lent VALUES (?, ?, ?, ?, ?, NULL)", rows)

    def free_ids(self, business_day: str) -> tuple[int, int]:
        """How many ids of that day are free, and how many its newest lease held."""
        found = self._one(_FREE, business_day)
        newest = self._one(_NEWEST_LEASE, business_day)
        return (found["free"] if found else 0), (newest["last"] - newest["first"] + 1 if newest else 0)

    def lend(self, key: str, business_day: str, at: datetime) -> Lent | None:
        """The lent id that goes with this request, the same at every repeat; None when none is left.

        A request that once went out without an id keeps having none: under another body its key would be refused.
        """
        with self._changing() as db:
            known = db.execute("SELECT ticket FROM wishes WHERE key = ?", (key,)).fetchone()
            if known is not None:
                return None if known["ticket"] is None else self._lent(known["ticket"])
            free = db.execute(_NEXT_FREE, (business_day,)).fetchone()
            ticket = None if free is None else free["id"]
            db.execute("INSERT INTO wishes VALUES (?, ?, ?)", (key, ticket, at.isoformat()))
            if ticket is None:
                return None
            db.execute("UPDATE lent SET wish = ? WHERE id = ?", (key, ticket))
            return self._lent(ticket)

    def disown(self, key: str) -> None:
        """The server does not know the lease of this request's id: none of it is used any more, nor by this request."""
        with self._changing() as db:
            own = db.execute("SELECT lease FROM lent WHERE wish = ?", (key,)).fetchone()
            db.execute("UPDATE wishes SET ticket = NULL WHERE key = ?", (key,))
            if own:
                db.execute("DELETE FROM lent WHERE lease = ? AND (wish IS NULL OR wish = ?)", (own["lease"], key))

    def drop_free_ids(self) -> None:
        """None of the ids that are still free is used any more."""
        with self._changing() as db:
            db.execute("DELETE FROM lent WHERE wish IS NULL")

    # ── numbers given here ──

    def give(
        self, key: str, lent: Lent, letters: str, at: datetime, wish: Json, answer_of: Callable[[str, datetime], Json]
    ) -> tuple[Given, bool]:
        """A number under that id; False: this request has had it before, and has it again.

        `answer_of(label, at)` makes what the page is told. The instant never goes back behind the number before.
        """
        day, series = lent.lease.business_day, f"K{lent.lease.mark}-{letters}"
        with self._changing() as db:
            if known := db.execute("SELECT * FROM numbers WHERE key = ?", (key,)).fetchone():
                return _given(known), False
            counted = db.execute(_COUNTED, (lent.lease.id, series)).fetchone()
            number = counted["number"] + 1 if counted else lent.lease.first
            label = f"{series}{number:0{MIN_DIGITS}d}"
            before = db.execute("SELECT at FROM numbers ORDER BY position DESC LIMIT 1").fetchone()
            at = max(at, datetime.fromisoformat(before["at"])) if before else at
            db.execute("INSERT OR REPLACE INTO series VALUES (?, ?, ?)", (lent.lease.id, series, number))
            values = (lent.id, key, lent.token, lent.lease.id, day, series, number, label, at.isoformat())
            db.execute(_GIVE, (*values, json.dumps(wish), json.dumps(answer_of(label, at))))
            return _given(db.execute("SELECT * FROM numbers WHERE key = ?", (key,)).fetchone()), True

    def given_for(self, key: str) -> Given | None:
        """The number this request was given here, if it was."""
        found = self._one("SELECT * FROM numbers WHERE key = ?", key)
        return None if found is None else _given(found)

    def unsent(self, most: int) -> list[Given]:
        """Numbers the server does not know yet, in the order in which they were given."""
        return self._numbers("WHERE state = ? ORDER BY position LIMIT ?", UNSENT, most)

    def count_unsent(self) -> int:
        found = self._one("SELECT count(*) AS n FROM numbers WHERE state = ?", UNSENT)
        return int(found["n"]) if found else 0

    def for_staff(self) -> list[Given]:
        """What somebody must care for: numbers not handed in, and those the server refused."""
        return self._numbers("WHERE state IN (?, 'refused') ORDER BY position", UNSENT)

    def handed_in(self, answers: Iterable[HandedIn], sent: Iterable[Given]) -> list[Given]:
        """Keeps the server's answers; the numbers whose slip settled while they were on the wire, to be reported."""
        told = {one.id: one.print for one in sent}
        with self._changing() as db:
            answered = [one for one in answers if one.id in told]
            for one in answered:
                db.execute("UPDATE numbers SET state = ?, title = ? WHERE id = ?", (one.result, one.title, one.id))
            now = [_given(db.execute("SELECT * FROM numbers WHERE id = ?", (one.id,)).fetchone()) for one in answered]
            late = [one for one in now if one.state != "refused" and one.print != told[one.id]]
            db.executemany(_OWE, ((one.id, one.print or "unknown", one.problem) for one in late))
        return late

    def take_over(self, rows: Iterable[dict[str, object]]) -> int:
        """Numbers read from a damaged file, where they are whole and not here yet; how many they were."""
        taken = 0
        with self._changing() as db:
            for row in rows:
                values = {name: row[name] for name in _NUMBER if name in row}
                into = f"INSERT OR IGNORE INTO numbers ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
                taken += db.execute(into, tuple(values.values())).rowcount
        return taken

    # ── slips ──

    def prints(self, ticket: str) -> None:
        """An online number's slip goes to the printer."""
        with self._changing() as db:
            db.execute("INSERT OR IGNORE INTO printing VALUES (?)", (ticket,))

    def printed(self, ticket: str, result: str, problem: str | None) -> bool:
        """Keeps what became of a slip. False: the number is not handed in yet, and its hand-in will tell."""
        with self._changing() as db:
            db.execute("DELETE FROM printing WHERE ticket = ?", (ticket,))
            db.execute("UPDATE numbers SET print = ?, problem = ? WHERE id = ?", (result, problem, ticket))
            known = db.execute("SELECT state FROM numbers WHERE id = ?", (ticket,)).fetchone()
            told_now = known is None or known["state"] not in (UNSENT, "refused")
            if told_now:
                db.execute(_OWE, (ticket, result, problem))
            return told_now

    def owed(self) -> list[tuple[str, str, str | None]]:
        """What the server has not heard of slips whose numbers it has: (ticket, result, problem)."""
        with self._lock, self._said():
            found = self._db.execute("SELECT ticket, result, problem FROM owed").fetchall()
        return [(row["ticket"], row["result"], row["problem"]) for row in found]

    def heard(self, ticket: str) -> None:
        """The server knows what became of that slip."""
        with self._changing() as db:
            db.execute("DELETE FROM owed WHERE ticket = ?", (ticket,))

    def interrupted(self) -> list[str]:
        """Slips whose printing ended with an earlier run of this program: nobody knows whether they came out."""
        with self._lock, self._said():
            found = self._db.execute(_INTERRUPTED).fetchall()
        return [row["ticket"] for row in found]

    def forget(self, before_day: str, long_ago: str) -> None:
        """Ids and requests of days before the first date; numbers the server has of days before the second."""
        with self._changing() as db:
            for table, lease in (("lent", "lease"), ("series", "lease"), ("leases", "id")):
                db.execute(f"DELETE FROM {table} WHERE {lease} IN ({_OF_OLD_DAYS})", (before_day,))
            db.execute("DELETE FROM wishes WHERE made_at < ?", (before_day,))
            db.execute("DELETE FROM numbers WHERE business_day < ? AND state <> ?", (long_ago, UNSENT))

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. Raises SpoolError when the disk is full or gone; the next one may succeed again."""
        with self._lock, self._said():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk has ended it already
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from error

    def _one(self, statement: str, *values: Any) -> sqlite3.Row | None:
        with self._lock, self._said():
            found: sqlite3.Row | None = self._db.execute(statement, values).fetchone()
            return found

    def _numbers(self, which: str, *values: Any) -> list[Given]:
        with self._lock, self._said():
            return [_given(row) for row in self._db.execute(f"SELECT * FROM numbers {which}", values)]

    def _lent(self, ticket: str) -> Lent | None:
        row = self._db.execute(_LENT, (ticket,)).fetchone()
        if row is None:
            return None
        lease = Lease(row["lease"], row["business_day"], row["mark"], row["first"], row["last"])
        return Lent(row["id"], row["token"], row["track_url"], lease)


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        told = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if told != "ok":
            raise _Damaged(told)
        bring_forward(db)
    except BaseException:
        db.close()
        raise
    return db


class _Damaged(sqlite3.DatabaseError):
    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def _trouble(path: Path, error: Exception) -> SpoolError:
    broken = getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return (SpoolBroken if broken else SpoolError)("spool.unusable", path=path, why=error)


def others(folder: Path, hall: str) -> list[tuple[str, int]]:
    """Spools of other halls in the same folder that hold numbers not handed in: (hall, how many)."""
    found = []
    for path in sorted(folder.glob("spool-*.sqlite3")):
        name = path.name.removeprefix("spool-").removesuffix(".sqlite3")
        if name == hall:
            continue
        try:
            other = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
            try:
                unsent = other.execute("SELECT count(*) FROM numbers WHERE state = ?", (UNSENT,)).fetchone()[0]
            finally:
                other.close()
        except sqlite3.Error:
            continue  # not one of ours, or of another version: this kiosk does not touch it
        if unsent:
            found.append((name, unsent))
    return found


def _given(row: sqlite3.Row) -> Given:
    return Given(
        id=row["id"],
        token=row["token"],
        lease=row["lease"],
        business_day=row["business_day"],
        series=row["series"],
        number=row["number"],
        label=row["label"],
        at=datetime.fromisoformat(row["at"]),
        wish=json.loads(row["wish"]),
        answer=json.loads(row["answer"]),
        print=row["print"],
        problem=row["problem"],
        state=row["state"],
        title=row["title"],
    )


_FREE = """SELECT count(*) AS free FROM lent JOIN leases ON leases.id = lent.lease
    WHERE leases.business_day = ? AND lent.wish IS NULL"""
_NEWEST_LEASE = "SELECT first, last FROM leases WHERE business_day = ? ORDER BY first DESC LIMIT 1"
_NEXT_FREE = """SELECT lent.id FROM lent JOIN leases ON leases.id = lent.lease
    WHERE leases.business_day = ? AND lent.wish IS NULL ORDER BY leases.first, lent.place LIMIT 1"""
_OF_OLD_DAYS = "SELECT id FROM leases WHERE business_day < ?"
_LENT = """SELECT lent.id, lent.token, lent.track_url, lent.lease, leases.business_day, leases.mark, leases.first,
    leases.last FROM lent JOIN leases ON leases.id = lent.lease WHERE lent.id = ?"""
_COUNTED = "SELECT number FROM series WHERE lease = ? AND series = ?"
_NUMBER = (
    *("position", "id", "key", "token", "lease", "business_day", "series", "number", "label", "at"),
    *("wish", "answer", "print", "problem", "state", "title"),
)
_GIVE = """INSERT INTO numbers (id, key, token, lease, business_day, series, number, label, at, wish, answer)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_OWE = "INSERT OR REPLACE INTO owed VALUES (?, ?, ?)"
_INTERRUPTED = "SELECT id AS ticket FROM numbers WHERE print IS NULL UNION SELECT ticket FROM printing"
