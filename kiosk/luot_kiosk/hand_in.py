"""Numbers given without the server reach it: in the order in which they were given, a batch a request.

The server knows an id it has seen, so a batch whose answer was lost is sent again as it was. A row leaves the queue
only with the server's answer; what the server refuses stays, with its sentence, for the staff to see.
"""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import get_args
from urllib.parse import quote

from luot_kiosk.client import Call, Json, Refused, Server, Unreachable
from luot_kiosk.spool import Given, Spool
from luot_kiosk.spool.records import UNSENT, HandedIn, State

log = logging.getLogger(__name__)

BATCH = 100
MOST_BYTES = 48 * 1024  # of a batch, below the server's limit of a body: many errands are many bytes
PATIENCE = 8.0  # s; a hundred tickets are one transaction of the server
OF_THE_NUMBER = frozenset({400, 409, 413, 422})  # any other refusal is of the device or the hall: all of them wait
STUMBLES = 3  # numbers one by one on which the server fails before it is the server that is ill
RESULTS = frozenset(get_args(State)) - {UNSENT}

ClockAt = Callable[[datetime], datetime | None]


def hand_in(server: Server, spool: Spool, hall: str, clock_at: ClockAt = lambda at: None) -> list[Given]:
    """Everything there is to hand in. Raises Unreachable when the server goes, Refused when it refuses this device.

    `clock_at` tells what the clock that gave a number its instant shows now, where that is known. Returns the numbers
    whose slip settled while they were on the wire; what became of it is still to be reported.
    """
    late: list[Given] = []
    desk = _Desk(server, hall, clock_at)
    without_answer: set[str] = set()  # they wait for the next time, and hold up nobody behind them
    while waiting := [one for one in spool.unsent(BATCH + len(without_answer)) if one.id not in without_answer]:
        batch = _fitting(waiting[:BATCH], clock_at)
        answers = list(desk.answers(batch))
        late += spool.handed_in(answers, batch)
        without_answer |= {one.id for one in batch} - {one.id for one in answers}
    return late


class _Desk:
    """The server's counter for hand-ins, during one visit."""

    def __init__(self, server: Server, hall: str, clock_at: ClockAt) -> None:
        self._server = server
        self._path = f"/halls/{quote(hall)}/hand-ins"
        self._clock_at = clock_at
        self._stumbles = 0

    def answers(self, batch: list[Given]) -> Iterator[HandedIn]:
        """The server's answers. One number that it cannot read, or falls over, must not hold up the others."""
        clock = self._clock_at(batch[0].at)
        body: Json = {"tickets": [_told(one) for one in batch]} | ({"clock": clock.isoformat()} if clock else {})
        try:
            answer = self._server.once(Call("POST", self._path, body=body), read_seconds=PATIENCE)
        except Refused as refusal:
            if refusal.status not in OF_THE_NUMBER:
                raise
            if len(batch) == 1:
                yield _refused(batch[0], refusal)
                return
        except Unreachable as lost:
            if lost.status != HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            if len(batch) == 1:
                self._stumbles += 1
                log.error("the server fails on number %s; it waits for the next time", batch[0].label)
                if self._stumbles == STUMBLES:
                    raise
                return
        else:
            yield from _read(answer)
            return
        middle = len(batch) // 2
        yield from self.answers(batch[:middle])
        yield from self.answers(batch[middle:])


def _read(answer: Json) -> Iterator[HandedIn]:
    """The answers that can be understood; a number without one is asked about again."""
    items = answer.get("items")
    for one in items if isinstance(items, list) else ():
        if isinstance(one, dict) and one.get("result") in RESULTS:
            yield HandedIn(str(one.get("id")), one["result"], one.get("label"), one.get("code"), one.get("title"))


def _refused(given: Given, refusal: Refused) -> HandedIn:
    code, title = str(refusal.problem["code"]), str(refusal.problem.get("title"))
    log.error("number %s refused at the hand-in: %s", given.label, title)
    return HandedIn(given.id, "refused", None, code, title)


def _fitting(numbers: list[Given], clock_at: ClockAt) -> list[Given]:
    """The first of them that go into one request: not too long, and by one clock."""
    size, by_a_known_clock = 0, clock_at(numbers[0].at) is not None
    for nth, one in enumerate(numbers):
        size += len(json.dumps(_told(one)))
        if nth and (size > MOST_BYTES or (clock_at(one.at) is not None) != by_a_known_clock):
            return numbers[:nth]
    return numbers


def _told(given: Given) -> Json:
    wish = given.wish
    return {
        "id": given.id,
        "token": given.token,
        "lease": given.lease,
        "business_day": given.business_day,
        "series": given.series,
        "number": given.number,
        "label": given.label,
        "at": given.at.isoformat(),
        **{name: wish[name] for name in ("priority", "party", "dossier_count") if wish.get(name) is not None},
        "language": wish.get("language") or "vi",
        "errands": wish["errands"],
        "print": given.print,
        "problem": given.problem,
    }
