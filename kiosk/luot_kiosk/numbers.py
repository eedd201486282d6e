"""Taking a number: one answer for each key, one slip for each answer.

The server is asked first, for an id it has lent. When it does not answer, the kiosk gives a number of its own under
that very id: should the lost request have arrived all the same, both are one visit.
"""

import json
import logging
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass

from luot_kiosk import clock
from luot_kiosk.alone import Alone
from luot_kiosk.client import Json, Refused, Server, Unreachable
from luot_kiosk.menu import MenuKeeper
from luot_kiosk.slips import Slips
from luot_kiosk.spool import Lent, SpoolError

log = logging.getLogger(__name__)

REMEMBERED = 200  # answers; the page asks again only while the same citizen stands there
BEFORE_ALONE_SECONDS = 5.0  # for the server, where a number can be had without it; the paper needs a second or two
NOT_LENT = "lent_unknown"  # the server's secret or this device is another: its leases are worth nothing
FINAL = frozenset({201, 409})  # anything else (a token being renewed, say) may be another answer next time


@dataclass(frozen=True)
class Answer:
    """What the page is told: the server's own answer without the slip, which is already with the printer."""

    status: int
    body: Json


class Numbers:
    """Takes numbers for the page. The page makes the key, so its double taps and retries are one request."""

    def __init__(
        self, server: Server, slips: Slips, hall: str, patience_seconds: float, menu: MenuKeeper, alone: Alone
    ) -> None:
        self._server = server
        self._slips = slips
        self._hall = hall
        self._patience = patience_seconds
        self._menu = menu
        self._alone = alone
        self._lost_at: float | None = None  # when a request last went unanswered; monotonic seconds
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Future[Answer]] = OrderedDict()

    def take(self, body: Json, key: str, language: str) -> Answer:
        """The number or the refusal. Raises Unreachable when nobody answered in time; the key may be used again."""
        name = json.dumps([key, body], sort_keys=True)  # the same key with another body is the server's to refuse
        answer, mine = self._slot(name)
        if not mine:
            return answer.result()
        try:
            given = self._ask(body, key, language)
        except BaseException as error:
            self._forget(name)
            answer.set_exception(error)
        else:
            if given.status not in FINAL:
                self._forget(name)
            answer.set_result(given)
        return answer.result()

    def _slot(self, name: str) -> tuple[Future[Answer], bool]:
        with self._lock:
            known = self._answers.get(name)
            if known is not None:
                return known, False
            fresh = self._answers[name] = Future()
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
            return fresh, True

    def _forget(self, name: str) -> None:
        with self._lock:
            self._answers.pop(name, None)

    def _ask(self, body: Json, key: str, language: str) -> Answer:
        before, lent = self._kept(key, language)
        if before is not None:
            return Answer(201, self._print(before, key))
        if self.away() and (self._alone.ready() or lent):
            return self._by_itself(body, key, lent, language)
        sent = body if lent is None else body | {"lent": lent.token}
        patience = self._patience if lent is None else min(self._patience, BEFORE_ALONE_SECONDS)
        try:
            answer, status = self._server.issue(self._hall, sent, key, language, patience), 201
        except Refused as refusal:
            if lent is not None and refusal.problem.get("code") == NOT_LENT:
                self._alone.spool.disown(key)
                return self._ask(body, key, language)
            answer, status = refusal.problem, refusal.status
        except Unreachable:
            self._lost_at = clock.monotonic()
            if not self._alone.day_known():
                raise
            return self._by_itself(body, key, lent, language)
        if answer.get("id"):
            self._begin_slip(answer["id"])
        return Answer(status, self._print(answer, key))

    def _kept(self, key: str, language: str) -> tuple[Json | None, Lent | None]:
        """What the spool has for this request: its answer of before, else a lent id.

        With a full or broken disk neither; the server may still be asked.
        """
        try:
            before = self._alone.answered(key, language)
            return before, self._alone.lend(key) if before is None else None
        except SpoolError as error:
            log.error("the spool cannot be used, numbers come from the server only: %s", error)
            return None, None

    def _begin_slip(self, ticket: str) -> None:
        try:
            self._alone.spool.prints(ticket)
        except SpoolError as error:
            log.error("the slip of %s is printed unrecorded: %s", ticket, error)

    def away(self) -> bool:
        """Whether the server is known to be away: it has not been heard since it was missed."""
        view = self._menu.view()
        if view.refused is not None:
            return False
        return (view.missed and not view.online) or (
            self._lost_at is not None and (view.heard_at or 0.0) < self._lost_at
        )

    def _by_itself(self, body: Json, key: str, lent: Lent | None, language: str) -> Answer:
        """A number of the kiosk's own. A request that went out without a lent id has none: it may exist already."""
        if lent is None and self._alone.ready():
            raise Unreachable("the request went out without a lent id")
        try:
            status, answer = self._alone.take(body, key, lent, language)
        except SpoolError as error:  # no paper for a number that would not survive a power cut
            log.error("a number cannot be kept, so none is given: %s", error)
            raise Unreachable("the number could not be kept") from error
        return Answer(status, self._print(answer, key))

    def _print(self, answer: Json, key: str) -> Json:
        """The answer with its slip replaced by the print job's id (null: there is nothing to print)."""
        slip = answer.get("slip")
        rest = {name: value for name, value in answer.items() if name != "slip"}
        if not slip:
            return rest | {"print": None}
        ticket = answer.get("id")
        job = self._slips.submit(ticket or key, ticket, slip)
        return rest | {"print": job.id}
