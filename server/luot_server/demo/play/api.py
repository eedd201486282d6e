"""The server as a player sees it: one request, one answer, asked again with the same key while the line is down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import requests

from luot_server.demo.play.pace import Pace

Json = dict[str, Any]

TIMEOUT_SECONDS = 15.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0  # real seconds before asking again
#: Answers that say nothing about the request: the same key may be used again.
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json

    @property
    def ok(self) -> bool:
        return self.status < 300

    @property
    def code(self) -> str:
        """Of a refusal; empty otherwise."""
        return "" if self.ok else str(self.body.get("code", ""))


class Api:
    """One player's connection. ``token`` is asked for when there is none yet, or when the last one has run out."""

    def __init__(self, base: str, pace: Pace, token: Callable[[], str] | None = None) -> None:
        self._base = base
        self._pace = pace
        self._token = token
        self._session = requests.Session()

    def send(self, method: str, path: str, body: Json | None = None, language: str = "vi") -> Answer:
        """The answer, however long it takes. Raises Stopped when the play ends first."""
        key, pause = str(uuid4()), FIRST_PAUSE
        while True:
            answer = self._once(method, path, body, {"Idempotency-Key": key, "Accept-Language": language})
            if answer is not None and answer.status == 401 and self._token is not None:
                self._session.headers.pop("Authorization", None)
            elif answer is not None and answer.status not in TRY_AGAIN:
                return answer
            self._pace.wait_real(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _once(self, method: str, path: str, body: Json | None, headers: dict[str, str]) -> Answer | None:
        try:
            if self._token is not None and "Authorization" not in self._session.headers:
                self._session.headers["Authorization"] = f"Bearer {self._token()}"
            answered = self._session.request(
                method, self._base + path, json=body, headers=headers, timeout=TIMEOUT_SECONDS
            )
            return Answer(answered.status_code, answered.json() if answered.content else {})
        except (requests.RequestException, ValueError):
            return None


def signing_in(base: str, pace: Pace, user: str, password: str) -> Callable[[], str]:
    """A token by user and password. A browser's cookies are left behind: they would ask for proof of their page."""

    def sign_in() -> str:
        answer = Api(base, pace).send("POST", "/session", {"user": user, "password": password})
        if not answer.ok:
            raise PermissionError(f"{user} may not sign in: {answer.code}")
        return str(answer.body["token"])

    return sign_in
