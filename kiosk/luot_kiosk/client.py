"""The server as the kiosk sees it: the published HTTP API, and nothing else.

ServerError
├── Unreachable   no usable answer: the request may or may not have been carried out
└── Refused       the server answered with a problem; repeating the request changes nothing
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests

from luot_kiosk import clock

CONNECT_SECONDS = 2.0
READ_SECONDS = 3.0  # a healthy hall answers in 10 ms; a lost answer is better asked for again than waited for
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 1.6
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})

Json = dict[str, Any]


class ServerError(Exception):
    """The server did not do what was asked."""


class Unreachable(ServerError):
    """Nobody answered, or what answered is no answer. Safe to ask again with the same Idempotency-Key.

    `status` is that of an answer which was none; None where nobody answered at all.
    """

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


class Refused(ServerError):
    """A refusal of the server, as its problem+json says it."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('title')}")
        self.status = status
        self.problem = problem


@dataclass(frozen=True)
class Call:
    """One request to the API: a path below /api/v1 and what goes with it."""

    method: str
    path: str
    params: Mapping[str, str] | None = None
    body: Json | None = None
    key: str | None = None  # Idempotency-Key
    language: str = "vi"


class Server:
    """The API with this device's token. Usable from any thread."""

    def __init__(
        self,
        origin: str,
        token: str,
        *,
        wait: Callable[[float], object] | None = None,
        renewed: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`renewed` tells the device's present token when the server does not know the one in use any more."""
        self._renewed = renewed
        self._root = f"{origin}/api/v1"
        self._token = token
        self._wait = wait or threading.Event().wait
        self._local = threading.local()  # a requests.Session is not safe to share between threads

    def fingerprint(self) -> str:
        """Tells this device's token from another one without giving it away."""
        return sha256(self._token.encode()).hexdigest()[:16]

    def menu(self, hall: str) -> Json:
        return self.once(Call("GET", f"/halls/{quote(hall)}/menu"))

    def get(self, path: str, params: Mapping[str, str] | None = None, language: str = "vi") -> Json:
        """A question to the API, asked again once when the answer was lost. Raises Unreachable or Refused."""
        return self.until(Call("GET", path, params=params, language=language), READ_SECONDS)

    def card(self, hall: str, scan: str, language: str) -> Json:
        """What may be kept of an ID card. Nothing is changed by it, so a lost answer is asked for again."""
        call = Call("POST", f"/halls/{quote(hall)}/cards", body={"scan": scan}, language=language)
        return self.until(call, READ_SECONDS)

    def issue(self, hall: str, body: Json, key: str, language: str, patience: float) -> Json:
        """A number, or the refusal of one, within `patience` seconds.

        The same key goes with every attempt, so a number whose answer was lost is answered again and never
        given twice. Raises Unreachable when the time is up: whether a number exists is then not known.
        """
        call = Call("POST", f"/halls/{quote(hall)}/tickets", body=body, key=key, language=language)
        return self.until(call, patience)

    def until(self, call: Call, patience: float) -> Json:
        """The answer to a call that may be repeated, trying for `patience` seconds."""
        deadline = clock.monotonic() + patience
        pause = FIRST_PAUSE
        while True:
            try:
                return self.once(call, read_seconds=min(READ_SECONDS, max(0.1, deadline - clock.monotonic())))
            except Unreachable:
                if clock.monotonic() + pause >= deadline:
                    raise
            self._wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def fresh(self, path: str, tag: str | None) -> tuple[Json, str] | None:
        """What stands at a path and the tag it goes by, or None where it still goes by `tag`. One attempt."""
        answer, response = self._send(Call("GET", path), READ_SECONDS, {"If-None-Match": tag} if tag else {})
        return None if response.status_code == HTTPStatus.NOT_MODIFIED else (answer, response.headers.get("ETag", ""))

    def once(self, call: Call, *, read_seconds: float = READ_SECONDS) -> Json:
        """One attempt. Raises Unreachable or Refused."""
        return self._send(call, read_seconds, {})[0]

    def _send(self, call: Call, read_seconds: float, more: Mapping[str, str]) -> tuple[Json, requests.Response]:
        token = self._token
        headers = {"Accept-Language": call.language, "Authorization": f"Bearer {token}", **more}
        if call.key:
            headers["Idempotency-Key"] = call.key
        try:
            response = self._session().request(
                call.method,
                self._root + call.path,
                params=call.params,
                json=call.body,
                headers=headers,
                timeout=(min(CONNECT_SECONDS, read_seconds), read_seconds),
                allow_redirects=False,  # a captive portal's redirect is not our server
            )
            answer = response.json() if response.content else {}
        except (requests.RequestException, ValueError) as error:
            raise Unreachable(f"{call.method} {call.path}: {type(error).__name__}") from error
        if response.status_code in TRY_AGAIN or not _is_ours(response.status_code, answer):
            raise Unreachable(f"{call.method} {call.path}: {response.status_code}", response.status_code)
        if response.status_code == HTTPStatus.UNAUTHORIZED and self._enrolled_anew(token):
            return self._send(call, read_seconds, more)
        if not response.ok:
            raise Refused(response.status_code, answer)
        return answer, response

    def _enrolled_anew(self, refused: str) -> bool:
        """Whether there is another token than the refused one; from now on it is used."""
        self._token = self._renewed() or self._token
        return self._token != refused

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # else a ~/.netrc entry would silently replace the device token
            self._local.session = session
        return session


def _is_ours(status: int, answer: Any) -> bool:
    """Whether our server said that. Its refusals have a code; a captive portal redirects, a proxy has its own words."""
    if not isinstance(answer, dict):
        return False
    if status >= HTTPStatus.BAD_REQUEST:
        return isinstance(answer.get("code"), str)
    return status < HTTPStatus.MULTIPLE_CHOICES or status == HTTPStatus.NOT_MODIFIED
