"""The kiosk's two clocks, and the only place that reads them."""

from datetime import UTC, datetime
from time import monotonic as _monotonic


def now() -> datetime:
    """The device's wall clock, aware UTC. It may be wrong (a dead battery): never decide by it, only report it."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds that never go back: for time-outs, pauses and "since when"."""
    return _monotonic()
