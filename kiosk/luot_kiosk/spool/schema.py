"""The spool's tables, and the way from each older shape to the present one.

The version stands in SQLite's own `user_version`. A step is added at the end and never changed afterwards: a kiosk that
was switched off for a year still walks through all of them.
"""

import sqlite3

from luot_kiosk.spool.records import SpoolError

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE leases (
        id TEXT PRIMARY KEY,
        business_day TEXT NOT NULL,
        mark INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL
    );
    CREATE TABLE lent (
        id TEXT PRIMARY KEY,
        lease TEXT NOT NULL REFERENCES leases (id),
        place INTEGER NOT NULL,                     -- ids are used in the order in which they were lent
        token TEXT NOT NULL,
        track_url TEXT NOT NULL,
        wish TEXT                                   -- the Idempotency-Key it went with; NULL: still free
    );
    CREATE INDEX free_ids ON lent (lease, place) WHERE wish IS NULL;

    CREATE TABLE wishes (                           -- which id belongs to which request of the page
        key TEXT PRIMARY KEY,
        ticket TEXT,                                -- NULL: it first went out without a lent id
        made_at TEXT NOT NULL
    );
    CREATE TABLE series (                           -- the highest number given in a series of a lease
        lease TEXT NOT NULL REFERENCES leases (id),
        series TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (lease, series)
    );
    CREATE TABLE numbers (
        position INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they were given, and are handed in
        id TEXT NOT NULL UNIQUE,
        key TEXT NOT NULL UNIQUE,
        token TEXT NOT NULL,
        lease TEXT NOT NULL,
        business_day TEXT NOT NULL,
        series TEXT NOT NULL,
        number INTEGER NOT NULL,
        label TEXT NOT NULL,
        at TEXT NOT NULL,
        wish TEXT NOT NULL,                         -- JSON
        answer TEXT NOT NULL,                       -- JSON
        print TEXT,
        problem TEXT,
        state TEXT NOT NULL DEFAULT 'unsent',
        title TEXT,
        UNIQUE (business_day, label)
    );
    CREATE INDEX unsent ON numbers (position) WHERE state = 'unsent';

    CREATE TABLE printing (ticket TEXT PRIMARY KEY);  -- online numbers whose slips are on their way to paper
    """,
    """
    CREATE TABLE owed (                             -- what became of slips, until the server has heard it
        ticket TEXT PRIMARY KEY,
        result TEXT NOT NULL,
        problem TEXT
    ) WITHOUT ROWID;
    """,
)
VERSION = len(STEPS)


def bring_forward(connection: sqlite3.Connection, steps: tuple[str, ...] = STEPS) -> None:
    """Walks from the file's version to the present one, a step a transaction. Raises SpoolError for a newer file."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(steps):
        raise SpoolError("spool.newer", version=version, known=len(steps))
    for reached, step in enumerate(steps[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {step}; PRAGMA user_version = {reached}; COMMIT;")
