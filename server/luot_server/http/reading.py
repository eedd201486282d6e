"""What cannot be read is refused at the door, before any route asks what it means.

A body is a JSON object, or nothing, which is the empty object; a route that takes a file says so. Characters that no
database keeps and no screen shows (NUL, half a surrogate pair) and numbers that are none (NaN, infinity) are valid for
some JSON readers and a failure three layers further down; here they are a 400 like any other nonsense.
"""

import math
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import Flask, Request, request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import BaseConverter

from ..domain.errors import Malformed
from .files import expect_file, largest_file

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


class JsonRequest(Request):
    """A request whose missing body is the empty object."""

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        if not self.get_data():
            return {}
        raise Malformed("malformed") from e


class _Readable(BaseConverter):
    regex = "[^/\0]+"
    part_isolating = True


def readable_paths(app: Flask) -> None:
    """No address of ours has a NUL in it. Call it before any route is registered."""
    app.url_map.converters["default"] = _Readable


def install(app: Flask, prefix: str) -> None:
    """Guard what is asked below ``prefix``, and what a page's address and forms say."""
    app.request_class = JsonRequest

    @app.before_request
    def readable() -> None:
        of_api = request.path.startswith(prefix)
        told = chain(*request.args.listvalues(), *(() if of_api else request.form.listvalues()))
        if any(map(_UNSPEAKABLE.search, told)):
            raise Malformed("unreadable") if of_api else BadRequest  # which a browser shows as a page
        if of_api and request.method in UNSAFE:
            if largest := largest_file():
                expect_file(largest)
            else:
                _read_body()


def _read_body() -> None:
    try:
        body = request.get_json(force=True)
    except RecursionError as error:
        raise Malformed("malformed") from error
    if not isinstance(body, dict):
        raise Malformed("malformed")
    for value in _leaves(body):
        if isinstance(value, str) and _UNSPEAKABLE.search(value):
            raise Malformed("unreadable")
        if isinstance(value, float) and not math.isfinite(value):
            raise Malformed("unreadable")


def _leaves(value: Any) -> Iterator[Any]:
    """Every key and every plain value inside a JSON value."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield key
            yield from _leaves(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _leaves(inside)
    else:
        yield value
