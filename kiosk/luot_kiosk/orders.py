"""Slips that staff send to this kiosk's printer: each is printed once, also when the kiosk restarts in between.

Which orders were begun is on disk before anything goes to the printer. One that was begun by an earlier run is not
printed again: nobody knows whether it came out, and that is what the server is told.
"""

import json
import logging
import os
import threading
from pathlib import Path

from luot_kiosk.client import Call, Json, Server
from luot_kiosk.regular import Regular
from luot_kiosk.reports import Reporter
from luot_kiosk.slips import Job, Slips

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0  # somebody stands there and waits
REMEMBERED = 200  # the server forgets an order once its result has arrived
FILE = "orders.json"
INTERRUPTED: Json = {"result": "unknown", "problem": "interrupted"}
LATE: Json = {"result": "failed", "problem": "late"}
_MARK = "order "  # of our jobs among those of the page, whose ids the page makes


class Orders:
    def __init__(
        self, server: Server, slips: Slips, reporter: Reporter, folder: Path, seconds: float = LOOK_SECONDS
    ) -> None:
        self._server = server
        self._slips = slips
        self._reporter = reporter
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._begun: dict[str, Json | None] = self._kept()  # order → what became of it, None while that is not known
        self._seen: set[str] = set()  # by this run
        self._regular = Regular("orders", seconds, self.look)

    def start(self) -> None:
        self._regular.start()

    def stop(self) -> None:
        self._regular.stop()

    def look(self) -> None:
        """See what is ordered. Raises ServerError, or OSError where it cannot be written down."""
        for one in self._server.once(Call("GET", "/devices/self/jobs"))["items"]:
            if one["job"] not in self._seen:
                self._take(one["job"], one["ticket"], one["slip"], late=one.get("late") is True)
                self._seen.add(one["job"])

    def settled(self, job: Job) -> bool:
        """What became of a slip; False when it is not one of ours."""
        if not job.id.startswith(_MARK) or job.ticket is None:
            return False
        order = job.id.removeprefix(_MARK)
        result: Json = {"result": job.state} | ({"problem": job.problem} if job.problem else {})
        try:
            self._keep(order, result)
        except OSError:  # the server learns it all the same; only after a restart would it be told "unknown"
            log.exception("the end of order %s could not be written down", order)
        self._reporter.order_settled(order, job.ticket, result)
        return True

    def _take(self, order: str, ticket: str, slip: Json, *, late: bool) -> None:
        if order in self._begun:
            self._reporter.order_settled(order, ticket, self._begun[order] or INTERRUPTED)
            return
        if late:  # the kiosk was away: whoever ordered it has found another way, and it would come out for nobody
            self._reporter.order_settled(order, ticket, LATE)
            return
        self._keep(order, None)
        self._slips.submit(_MARK + order, ticket, slip)

    def _kept(self) -> dict[str, Json | None]:
        try:
            begun: dict[str, Json | None] = dict(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except (OSError, TypeError, ValueError):
            log.exception("what was ordered before this start cannot be read")
            return {}
        return begun

    def _keep(self, order: str, result: Json | None) -> None:
        with self._lock:  # the slips' own thread settles while this one looks
            begun = {**self._begun, order: result}
            begun = dict(list(begun.items())[-REMEMBERED:])
            draft = self._path.with_name(FILE + ".part")
            with draft.open("w", encoding="utf-8") as file:
                json.dump(begun, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
            self._begun = begun
