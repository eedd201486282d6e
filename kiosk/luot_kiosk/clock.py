"""The kiosk's two clocks, and the only place that reads them.

The device's own time may be told, as the server's may: then both live through the same invented day. One process is
one device, so what it was told holds for the whole process.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic as _monotonic

_TOLD = re.compile(r"(?P<told>\S+)@(?P<real>\S+?)(?:x(?P<speed>\d+(?:\.\d+)?))?")


@dataclass(frozen=True)
class Told:
    """told = anchor_told + (real − anchor_real) × speed; both instants aware."""

    anchor_told: datetime
    anchor_real: datetime
    speed: float = 1.0

    @classmethod
    def parse(cls, text: str) -> "Told":
        """From `TOLD@REAL` or `TOLD@REALxSPEED`, as the server's LUOT_CLOCK is written. Raises ValueError."""
        match = _TOLD.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a told time")
        told, real = datetime.fromisoformat(match["told"]), datetime.fromisoformat(match["real"])
        speed = float(match["speed"] or 1)
        if told.tzinfo is None or real.tzinfo is None or speed <= 0:
            raise ValueError(f"{text!r} lacks an offset or a speed")
        return cls(told, real, speed)


_told: Told | None = None


def tell(told: Told | None) -> None:
    """From now on the wall clock shows what was told; None: the machine's own time again."""
    global _told  # one process is one device, and two wall clocks in it would be one too many
    _told = told


def now() -> datetime:
    """The device's wall clock, aware UTC. It may be wrong (a dead battery): never decide by it, only report it."""
    real = datetime.now(UTC)
    if _told is None:
        return real
    return (_told.anchor_told + (real - _told.anchor_real) * _told.speed).astimezone(UTC)


def monotonic() -> float:
    """Seconds that never go back: for time-outs, pauses and "since when"."""
    return _monotonic()


def since(moment: float) -> timedelta:
    """What went by since a `monotonic()` moment, on the wall clock's scale but blind to its jumps."""
    return timedelta(seconds=(_monotonic() - moment) * (_told.speed if _told else 1.0))
