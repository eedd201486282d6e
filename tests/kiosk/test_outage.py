"""The short form of the outage: a few minutes of a morning. The whole day is in tests/soak."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from tests.kiosk.outage import open_hall

MONDAY = datetime.fromisoformat("2026-11-23T07:35:00+07:00")
EACH = 6  # citizens before the server dies, while it is away, and while it comes back


def test_a_morning_with_both_sides_killed_merges_whole(tmp_path: Path) -> None:
    with open_hall(tmp_path, MONDAY, speed=30, seed=4) as hall, ThreadPoolExecutor(3 * EACH) as people:

        def crowd() -> None:
            for _ in range(EACH):
                hall.come(people)

        crowd()
        threading.Event().wait(hall.random.random() * 0.1)  # the server dies under the fingers, answers on the way
        hall.server.kill()
        returning = threading.Thread(target=hall.server.start, args=("/readyz",))
        crowd()
        threading.Event().wait(0.6 + hall.random.random() * 0.3)  # somewhere between wish, number and paper
        hall.kiosk.kill()
        returning.start()
        hall.kiosk.start("/local/health")
        crowd()
        returning.join()
        for paper in hall.papers:
            paper.result()
        hall.merged()
        outcome = hall.count()
    assert outcome.whole, outcome
    assert outcome.citizens == outcome.tickets == 3 * EACH, outcome
    assert outcome.alone >= EACH, outcome
