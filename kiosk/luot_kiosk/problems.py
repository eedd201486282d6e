"""A refusal of the kiosk's own process, in the shape and the language in which the server refuses."""

from typing import Any

from flask import Response, jsonify, request

from luot_kiosk.messages import LANGUAGES, say


def asked_language() -> str:
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def problem(status: int, code: str, message: str, **values: str) -> tuple[Response, int]:
    """problem+json whose title is the sentence `message`; `code` is what the page may decide by."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": say(message, asked_language(), **values),
        "status": status,
        "code": code,
    }
    response = jsonify(body)
    response.mimetype = "application/problem+json"
    return response, status
