"""What a device's beats tell: whether it is heard, whether it is alone, whether its clock is right.

All instants are the machine's, not the hall's: a device lives in real time also where a demo's hour takes a minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: A beat comes every ten seconds; four in a row are not lost by chance.
LOST_AFTER = timedelta(seconds=45)
#: Two machines with one identity are one again when only one was heard for so long.
ALONE_AFTER = timedelta(minutes=2)
#: A clock beyond this would put numbers that a kiosk gives by itself in the wrong order.
CLOCK_MAY_DIFFER = timedelta(minutes=2)

TWICE = "twice"
CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Heard:
    """The last beat: of which ``run`` and when; and the run heard before it, with its own last beat.

    A run is one start of the program: its id is made anew every time.
    """

    run: str
    at: datetime
    other_run: str | None = None
    other_at: datetime | None = None

    def then(self, run: str, at: datetime) -> "Heard":
        """With one more beat."""
        if run == self.run:
            return Heard(run, at, self.other_run, self.other_at)
        return Heard(run, at, self.run, self.at)

    def came_back(self, run: str) -> bool:
        """Whether ``run`` spoke, was followed by another, and speaks again: no restart does that, so both are alive."""
        return run != self.run and run == self.other_run


def alone(heard: Heard) -> bool:
    """Whether the other run has been silent for long enough to be gone."""
    return heard.other_at is None or heard.at - heard.other_at >= ALONE_AFTER


def trouble_of(before: Heard | None, heard: Heard, *, known: str | None, clock_off: timedelta) -> str | None:
    """What is wrong with the device itself after this beat; ``known`` is what was wrong until now.

    Two machines come first: while both speak, what either says of its clock is worth little.
    """
    twice = before is not None and before.came_back(heard.run)
    if twice or (known == TWICE and not alone(heard)):
        return TWICE
    return CLOCK if clock_off > CLOCK_MAY_DIFFER else None
