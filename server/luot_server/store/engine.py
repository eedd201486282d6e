"""A database connection pool that keeps our promises on SQLite and on PostgreSQL.

SQLite runs with WAL and synchronous=FULL, so an acknowledged ticket survives a power cut. Its busy timeout is
nought: waiting inside the driver would freeze every green thread, so :mod:`.changing` waits outside it.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from .canonical import compact

WRITING = "luot_writing"

#: secure_delete: what is deleted (a day's key above all) is overwritten in its page, not only forgotten.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000", "secure_delete=ON")

#: Parameters stay out of logs and of error messages: a day's key is one of them.
_COMMON: dict[str, Any] = {"pool_size": 20, "max_overflow": 20, "json_serializer": compact, "hide_parameters": True}


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///FILE`` or ``postgresql+psycopg://…``."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    # A snapshot board must see one moment, not several: reads are repeatable. Writers lock their hall's row
    # first and must then see what the last holder committed, so they run READ COMMITTED.
    return create_engine(url, pool_pre_ping=True, **_COMMON)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 0, "check_same_thread": False}, **_COMMON)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling begins too late and never IMMEDIATE; we begin ourselves below.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(WRITING)
        # To the driver itself, which takes a tenth of the time: every request begins twice. Its "database is locked"
        # is therefore the driver's own error, not SQLAlchemy's.
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")  # type: ignore[union-attr]

    return engine
