"""The seeded hall again and again, in a few milliseconds: what tests and benches start from."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from luot_server.clock import Clock, FixedClock
from luot_server.demo.hall import demo_hall
from luot_server.demo.seed import Keys, seeded_store
from luot_server.store.store import Store


def prepared_store(file: Path, clock: Clock) -> tuple[Store, Keys]:
    """A new SQLite database at ``file`` with the demo hall in it; every one of a process has the same keys.

    The hall was set up on the day its settings begin, so ``clock`` may tell any later time.
    """
    content, keys = _prepared()
    file.write_bytes(content)
    return Store(f"sqlite:///{file}", clock), keys


@cache
def _prepared() -> tuple[bytes, Keys]:
    hall = demo_hall()
    first_day = datetime.fromisoformat(hall.valid_from).replace(tzinfo=ZoneInfo(hall.zone))
    with TemporaryDirectory() as directory:
        file = Path(directory, "demo.sqlite3")
        store, keys = seeded_store(f"sqlite:///{file}", FixedClock(first_day))
        store.engine.dispose()
        connection = sqlite3.connect(file)
        try:
            return connection.serialize(), keys
        finally:
            connection.close()
