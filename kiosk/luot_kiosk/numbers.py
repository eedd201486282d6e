"""Taking a number: one answer for each key, one slip for each answer."""

import json
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass

from luot_kiosk.client import Json, Refused, Server
from luot_kiosk.slips import Slips

REMEMBERED = 200  # answers; the page asks again only while the same citizen stands there
FINAL = frozenset({201, 409})  # anything else (a token being renewed, say) may be another answer next time


@dataclass(frozen=True)
class Answer:
    """What the page is told: the server's own answer without the slip, which is already with the printer."""

    status: int
    body: Json


class Numbers:
    """Takes numbers for the page. The page makes the key, so its double taps and retries are one request."""

    def __init__(self, server: Server, slips: Slips, hall: str, patience_seconds: float) -> None:
        self._server = server
        self._slips = slips
        self._hall = hall
        self._patience = patience_seconds
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
        try:
            answer, status = self._server.issue(self._hall, body, key, language, self._patience), 201
        except Refused as refusal:
            answer, status = refusal.problem, refusal.status
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
