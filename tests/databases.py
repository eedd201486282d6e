"""New databases for tests, on SQLite and on PostgreSQL, in milliseconds: copies of a template filled once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

Fill = Callable[[str], None]


class Databases(Protocol):
    """Where tests get databases. Every address is of a real file or server, with real commits."""

    name: str

    def empty(self) -> str:
        """The address of a new database without tables."""

    def copy_of(self, template: str, fill: Fill) -> str:
        """The address of a new copy of ``template``, which ``fill(address)`` fills when it is asked for first."""


class Sqlite:
    """Files in one folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def empty(self) -> str:
        return f"sqlite:///{self._file()}"

    def copy_of(self, template: str, fill: Fill) -> str:
        original = self._folder / f"{template}.sqlite3"
        if not original.exists():
            fill(f"sqlite:///{original}")
            _merge_log(original)
        copy = self._file()
        shutil.copyfile(original, copy)
        return f"sqlite:///{copy}"

    def _file(self) -> Path:
        return self._folder / f"{next(self._numbers)}.sqlite3"


def _merge_log(file: Path) -> None:
    """Put what still stands in the write-ahead log into the file itself, so that copying the file copies all."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


class Postgres:
    """Databases of one running server; ``uri`` is its administrator's address."""

    name = "postgres"

    def __init__(self, uri: str) -> None:
        self._url = make_url(uri).set(drivername="postgresql+psycopg")
        self._engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._templates: set[str] = set()
        # Nobody pulls this server's plug: without fsync a copied database takes milliseconds, and a commit stays one.
        with self._engine.connect() as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))

    def empty(self) -> str:
        return self._create(f"test_{next(self._numbers)}")

    def copy_of(self, template: str, fill: Fill) -> str:
        original = f"template_{template}"
        if original not in self._templates:
            fill(self._create(original))
            self._templates.add(original)
        return self._create(f"test_{next(self._numbers)}", f" TEMPLATE {original}")

    def close(self) -> None:
        self._engine.dispose()

    def _create(self, name: str, how: str = "") -> str:
        with self._engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}{how}"))
        return self._url.set(database=name).render_as_string(hide_password=False)
