"""The pages people open in a browser: `/`, `/guide/<hall>` and `/manager/<hall>`; a turn's own are in turn_forms.py.

Each is rendered whole, so that it is right without script; a script, where there is one, starts from the snapshot
embedded in the page and follows from there. This module knows no store: it is given functions that answer with the
contract's objects.

Nothing here needs a sign-in. Whoever holds a turn's token holds the turn, so pages are neither cached nor named to
other sites. The language is `?lang=vi|en`, kept in links and never in a cookie.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from luot_server.domain.errors import TooMany
from luot_server.http.turn_page import name_in
from luot_server.messages import LANGUAGES, say

log = logging.getLogger(__name__)

PACKAGE = Path(__file__).parent.parent
BUILT = PACKAGE / "static" / "built"

# Every bundle's address carries a hash of its content, and every font's name does.
A_YEAR = 31_536_000

# Nothing is inline, nothing comes from elsewhere, nobody may frame it. Older phones do not count a socket to the same
# host as 'self'.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self' ws: wss:",
        "frame-src 'self'",  # the manager sees a screen as it would hang
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

# status → (what happened, what to do); any other status is told as "something has gone wrong".
ERRORS = {
    400: ("pages.error.bad_request", "pages.error.bad_request_next"),
    403: ("pages.error.forbidden", "pages.error.forbidden_next"),
    404: ("pages.error.not_found", "pages.error.not_found_next"),
    405: ("pages.error.bad_request", "pages.error.bad_request_next"),
    429: ("pages.error.busy", "pages.error.busy_next"),
}
BROKEN = ("pages.error.broken", "pages.error.broken_next")
NO_HALL = ("pages.no_hall", "pages.no_hall_next")


class _Pages(Blueprint):
    def get_send_file_max_age(self, filename: str | None) -> int:
        return A_YEAR


def pages(
    *, halls: Callable[[], Sequence[Mapping[str, Any]]], hall_of: Callable[[str], Mapping[str, Any] | None]
) -> Blueprint:
    """The blueprint; `halls()` and `hall_of(id)` give `{id, name}`."""
    blueprint = _Pages(
        "pages",
        __name__,
        template_folder=str(PACKAGE / "templates"),
        static_folder=str(BUILT),
        static_url_path="/pages/built",
    )
    like_a_page(blueprint)

    @blueprint.get("/")
    def index() -> Response:
        return page("index.html", halls=halls())

    @blueprint.get("/manager/<hall>")
    def manager(hall: str) -> Response:
        found = hall_of(hall)
        if not found:
            return error_page(404, NO_HALL)
        return page("manager.html", hall=found, snapshot={"hall": found})

    @blueprint.get("/guide/<hall>")
    def guide(hall: str) -> Response:
        found = hall_of(hall)
        if not found:
            return error_page(404, NO_HALL)
        return page("guide.html", hall=found, snapshot={"hall": found})

    return blueprint


def like_a_page(blueprint: Blueprint) -> None:
    """What fails in it is told to a person, not to a program; what it answers is guarded."""
    blueprint.after_request(guarded)

    @blueprint.errorhandler(HTTPException)
    def refused(refusal: HTTPException) -> Response:
        return error_page(refusal.code or 500)

    @blueprint.errorhandler(TooMany)
    def too_often(refusal: TooMany) -> Response:
        return error_page(429)

    @blueprint.errorhandler(Exception)
    def broken(problem: Exception) -> Response:
        log.error("a page failed: %s %s", request.method, logged_path(), exc_info=problem)
        return error_page(500)


def logged_path() -> str:
    """The address asked for, as a log may have it: a turn's token opens the turn to whoever reads it."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(token, "…") if token else request.path


def error_page(status: int, words: tuple[str, str] | None = None) -> Response:
    """A page for a failed request, in both languages, saying what to do next; for the app's error handlers too."""
    happened, next_step = words or ERRORS.get(status, BROKEN)
    return guarded(page("error.html", status=status, happened=happened, next_step=next_step, code=status))


def page(template: str, *, status: int = 200, lang: str | None = None, **context: Any) -> Response:
    lang = lang or language()
    return make_response(
        render_template(
            template,
            lang=lang,
            other_lang="en" if lang == "vi" else "vi",
            t=partial(say, lang=lang),
            say=say,
            name=partial(name_in, lang=lang),
            asset=asset,
            **context,
        ),
        status,
    )


def language(turn: Mapping[str, Any] | None = None) -> str:
    """The language asked for in the address, else the one the ticket was taken in, else Vietnamese."""
    for choice in (request.args.get("lang"), (turn or {}).get("language")):
        if choice in LANGUAGES:
            return str(choice)
    return LANGUAGES[0]


def asset(name: str) -> str:
    """The address of a built bundle, with its hash, so that a browser may keep it and still gets the next one."""
    return url_for("pages.static", filename="") + bundles().get(name, name)


def bundles() -> Mapping[str, str]:
    """What the build made, read each time because a rebuild changes it; unbuilt pages still read well, unstyled."""
    manifest = BUILT / "manifest.json"
    found: Mapping[str, str] = json.loads(manifest.read_text("utf-8")) if manifest.exists() else {}
    return found


def guarded(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "no-store")
    return response
