"""The plug for a one-stop software that answers over HTTP."""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from .. import runtime
from ..domain.dossiers import NOTHING_KNOWN, Standing
from .in_time import InTime, InTimeSecure

log = logging.getLogger(__name__)

STEP: Final = 0.9  # seconds to connect, and for each piece of the answer
LARGEST: Final = 64 * 1024  # bytes; an honest answer has a few hundred
KEPT: Final = 30.0  # seconds an answer stands: the kiosk asks again when the number is taken
REST: Final = 15.0  # seconds in which a software that failed is not asked: the next citizen does not wait for it too
REMEMBERED: Final = 1_000  # answers


class Service:
    """``url`` holds ``{code}``; ``token``, where there is one, goes along as a bearer."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url
        self._headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        self._kept: OrderedDict[str, tuple[float, Standing]] = OrderedDict()
        self._failing = False
        self._rests_until = 0.0

    def find(self, code: str, /) -> Standing:
        now = time.monotonic()
        until, known = self._kept.get(code, (0.0, NOTHING_KNOWN))
        if now < until:
            return known
        if now < self._rests_until:
            return NOTHING_KNOWN
        # Off the hub, where it is one: a name that does not resolve would hold up everybody.
        found = runtime.run_blocking(_ask, self._url.replace("{code}", quote(code, safe="")), self._headers)
        self._notice(found)
        if not isinstance(found, Standing):
            return NOTHING_KNOWN
        self._kept[code] = (time.monotonic() + KEPT, found)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return found

    def _notice(self, found: Standing | str) -> None:
        """A change of condition is said once, and so is its end."""
        failed = isinstance(found, str)
        if failed:
            self._rests_until = time.monotonic() + REST
        if failed and not self._failing:
            log.warning("the one-stop software cannot be asked for dossiers: %s", found)
        elif self._failing and not failed:
            log.warning("the one-stop software answers for dossiers again")
        self._failing = failed


class _NoRedirect(HTTPRedirectHandler):
    """Whoever sends us elsewhere (a sign-in page, a captive portal) has not answered."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


#: From the standard library, for it logs nothing: the locks of a log are the hub's, and this runs beside it. Proxies of
#: the environment are for the internet; this is a neighbour.
_OPENER = build_opener(ProxyHandler({}), _NoRedirect, InTime, InTimeSecure)


def _ask(url: str, headers: Mapping[str, str]) -> Standing | str:
    """The standing, or why there is none. Runs in a real thread: no log, no lock, no database."""
    try:
        with _OPENER.open(Request(url, headers=dict(headers)), timeout=STEP) as response:
            return _understood(json.loads(_body(response)))
    except HTTPError as error:
        error.close()
        return NOTHING_KNOWN if error.code == HTTPStatus.NOT_FOUND else f"status {error.code}"
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        return type(error).__name__


def _body(response: HTTPResponse) -> bytes:
    body = b""
    while piece := response.read1(8192):
        body += piece
        if len(body) > LARGEST:
            raise ValueError("too long")
    return body


def _understood(answer: Any) -> Standing:
    if not isinstance(answer, dict):
        raise ValueError("no object")
    return Standing.read({name: value for name, value in answer.items() if isinstance(value, str)})
