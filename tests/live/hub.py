"""Run as ``python hub.py MODE [DATABASE_URL]``: prints, as JSON, how long others waited (s) beside something slow."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable

from luot_server import runtime


def longest_wait(slow: Callable[[], object]) -> tuple[float, float]:
    """How long ``slow`` took, and the longest time a task that wants to run every 5 ms did not."""
    done, gaps = runtime.Event(), [0.0]

    def tick() -> None:
        last = time.monotonic()
        while not done.is_set():
            runtime.sleep(0.005)
            now = time.monotonic()
            gaps.append(now - last)
            last = now

    ticking = runtime.spawn(tick)
    runtime.sleep(0.02)
    gaps.clear()
    began = time.monotonic()
    slow()
    took = time.monotonic() - began
    done.set()
    ticking.join()
    return took, max(gaps)


def main(mode: str, database_url: str | None = None) -> None:
    runtime.patch(mode)
    found = {"hash": longest_wait(lambda: runtime.run_blocking(hashlib.pbkdf2_hmac, "sha256", b"a", b"b", 1_500_000))}
    if database_url:
        import sqlalchemy as sa

        engine = sa.create_engine(database_url)
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
            found["query"] = longest_wait(lambda: connection.execute(sa.text("SELECT pg_sleep(0.6)")))
        engine.dispose()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
