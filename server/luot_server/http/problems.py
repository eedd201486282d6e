"""Every refusal in one form: ``application/problem+json`` (RFC 9457), in the reader's language, never a traceback."""

import json
import logging
from typing import Any

from apiflask import APIFlask, HTTPError
from flask import Response, request
from werkzeug.exceptions import HTTPException

from ..boards.wire import decision_wire
from ..domain import errors as e
from ..messages import LANGUAGES, say
from .pages import error_page, logged_path

log = logging.getLogger(__name__)

STATUS: dict[type[e.Refusal], int] = {
    e.Malformed: 400,
    e.NotSignedIn: 401,
    e.Forbidden: 403,
    e.Unknown: 404,
    e.Conflict: 409,
    e.TooLarge: 413,
    e.Invalid: 422,
    e.TooMany: 429,
    e.Unavailable: 503,
}

#: What the framework itself refuses, by status.
_PLAIN = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "malformed",
    429: "too_many",
}


def status_of(refusal: e.Refusal) -> int:
    """The HTTP status of a refusal, by its place in the tree of errors."""
    return next(STATUS[cls] for cls in type(refusal).__mro__ if cls in STATUS)


def language() -> str:
    """The reader's language: what the browser prefers, Vietnamese by default."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def problem_of(refusal: e.Refusal, **more: Any) -> dict[str, Any]:
    """The body of a refusal. ``detail`` is the sentence with what to do; ``code`` is stable."""
    # messages: error.* problem.*
    lang = language()
    status = status_of(refusal)
    body: dict[str, Any] = {
        "type": f"/docs/errors#{refusal.code}",
        "title": say(f"problem.{status}", lang),
        "status": status,
        "detail": sentence_of(refusal, lang),
        "code": refusal.code,
    }
    if refusal.actions is not None:
        body["actions"] = refusal.actions
    if "field" in refusal.params:
        body["field"] = refusal.params["field"]
    if isinstance(refusal, e.CompetenceRefusal):
        body["decision"] = decision_wire(refusal.decision)
        body["errand"] = refusal.errand
        body["slip"] = refusal.slip
    return {**body, **more}


def sentence_of(refusal: e.Refusal, lang: str) -> str:
    """What the refusal says to whoever asked, and what to do now."""
    return say(f"error.{refusal.sentence}", lang, **_spoken(refusal, lang))


def problem_response(body: dict[str, Any]) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False),
        status=body["status"],
        content_type="application/problem+json; charset=utf-8",
    )


def install(app: APIFlask) -> None:
    """Answer every error of ``app`` as a problem; pages answer theirs themselves."""

    @app.errorhandler(e.Refusal)
    def refused(refusal: e.Refusal) -> Response:
        return problem_response(problem_of(refusal))

    @app.error_processor
    def framework(error: HTTPError) -> Any:
        if error.status_code == 422:
            return problem_response(_field_problem(error))
        return problem_response(_plain_problem(error.status_code))

    @app.errorhandler(HTTPException)
    def plain(error: HTTPException) -> Any:
        return _plain(error.code or 500)

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        log.exception("a request failed: %s %s", request.method, logged_path())
        return _plain(500)


def _plain(status: int) -> Response:
    """A page for a person who opened an address in a browser, a problem for a program."""
    wants_page = request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
    if wants_page and not request.path.startswith("/api/"):
        return error_page(status)
    return problem_response(_plain_problem(status))


def _plain_problem(status: int) -> dict[str, Any]:
    code = _PLAIN.get(status, "internal" if status >= 500 else "malformed")
    lang = language()
    return {
        "type": f"/docs/errors#{code}",
        "title": say(f"problem.{status}" if status in _TITLED else "problem.other", lang),
        "status": status,
        "detail": say(f"error.{code}", lang),
        "code": code,
    }


_TITLED = {400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503}


def _field_problem(error: HTTPError) -> dict[str, Any]:
    """A body or query whose fields do not fit the schema: names each field and what is wrong with it."""
    lang = language()
    by_location = error.detail if isinstance(error.detail, dict) else {}
    fields = {name: reasons for fields in by_location.values() for name, reasons in fields.items()}
    named = ", ".join(fields) or "?"
    return {
        "type": "/docs/errors#field_invalid",
        "title": say("problem.422", lang),
        "status": 422,
        "detail": say("error.field_invalid", lang, fields=named),
        "code": "field_invalid",
        "field": next(iter(fields), None),
        "fields": fields,
    }


def _spoken(refusal: e.Refusal, lang: str) -> dict[str, Any]:
    """The sentence's values; states and moves are said in words, not in code."""
    params = dict(refusal.params)
    if isinstance(refusal, e.MoveNotAllowed):
        params["state"] = say(f"ticket.state.{params['state']}", lang)  # messages: ticket.state.*
        params["action"] = say(f"ticket.action.{params['action']}", lang)  # messages: ticket.action.*
        params["allowed"] = ", ".join(say(f"ticket.action.{one}", lang) for one in refusal.actions or ()) or "—"
    if isinstance(refusal, e.CompetenceRefusal):
        decision = refusal.decision
        params["reason"] = say(decision.reason.key, lang, **decision.reason.params)
    return params
