"""Eight hours without the server on a day of 600 tickets, with `kill -9` on both sides at random points.

The hall is told a Monday: the server dies at 8:10 and answers again at 16:10. Numbers are taken in the hall's hours.
Kills fall before the outage (answers on the way), in it (between wish, number and paper) and in the merge.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from tests.kiosk.outage import Hall, Outcome, open_hall

BEGINS = datetime.fromisoformat("2026-11-23T07:40:00+07:00")
AWAY, BACK = timedelta(minutes=30), timedelta(hours=8, minutes=30)
TAKES = (
    (timedelta(), timedelta(hours=3)),
    (timedelta(hours=6), timedelta(hours=8, minutes=50)),
)  # since BEGINS, inside the hours
SERVER_KILLS, KIOSK_KILLS, MERGE_KILLS = 2, 8, 3


def outage(folder: Path, *, citizens: int = 600, speed: float = 100.0, seed: int = 1) -> Outcome:
    """The day; `speed` is told seconds in a real one: the faster, the more come too late on a busy machine."""
    with open_hall(folder, BEGINS, speed, seed) as hall, ThreadPoolExecutor(60) as people:
        begun = hall.clock.now()
        troubles = people.submit(_troubles, hall, begun)
        for at in sorted(_arrivals(hall, citizens)):
            _sleep_until(hall, begun + at)
            hall.come(people)
        troubles.result()
        for paper in hall.papers:
            paper.result()
        hall.merged()
        return hall.count()


def _arrivals(hall: Hall, citizens: int) -> list[timedelta]:
    """A quarter in the first three quarters of an hour, as at every hall; the others spread over the hours."""
    early = [timedelta(minutes=45) * hall.random.random() for _ in range(citizens // 4)]
    late = []
    for _ in range(citizens - len(early)):
        begins, ends = hall.random.choice(TAKES)
        late.append(begins + (ends - begins) * hall.random.random())
    return early + late


def _troubles(hall: Hall, begun: datetime) -> None:
    kills = sorted(AWAY + (BACK - AWAY) * hall.random.random() for _ in range(KIOSK_KILLS))
    for nth in range(1, SERVER_KILLS + 1):
        _sleep_until(hall, begun + AWAY * nth / (SERVER_KILLS + 1))
        hall.server.kill()
        hall.server.start("/readyz")
    _sleep_until(hall, begun + AWAY)
    hall.server.kill()
    for at in kills:
        _sleep_until(hall, begun + at)
        hall.kiosk.kill()
        hall.kiosk.start("/local/health")
    _sleep_until(hall, begun + BACK)
    hall.server.start("/readyz")
    for nth in range(MERGE_KILLS):  # the merge takes a second or two: both sides die in it, by turns
        machine, probe = ((hall.server, "/readyz"), (hall.kiosk, "/local/health"))[nth % 2]
        time.sleep(hall.random.random() * 2)
        machine.kill()
        machine.start(probe)


def _sleep_until(hall: Hall, told: datetime) -> None:
    left = (told - hall.clock.now()).total_seconds() / hall.clock.speed
    if left > 0:
        time.sleep(left)
