"""A file in a request: as the body itself, or as the part ``file`` of a form.

Only a route that says so takes one, up to its own size; everywhere else a body is a small JSON object.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, TypeVar

from flask import current_app, g, request

from ..domain.errors import Invalid
from ..store.canonical import canonical

V = TypeVar("V", bound=Callable[..., Any])

PART: Final = "file"
_AROUND = 64 * 1024  # bytes of a form that are not the file


def takes_file(largest: int) -> Callable[[V], V]:
    """Let this view's request be a file of up to ``largest`` bytes."""

    def declare(view: V) -> V:
        view.largest_file = largest  # type: ignore[attr-defined]
        return view

    return declare


def largest_file() -> int | None:
    """Bytes of the file this request's route takes; None: it takes none."""
    largest: int | None = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_file", None)
    return largest


def expect_file(largest: int) -> None:
    """Let the body be as large as the file and the form around it; nothing is read yet, nobody was admitted yet."""
    request.max_content_length = largest + _AROUND


def given_file() -> bytes:
    """The file's bytes. Raises Invalid ``file_needed`` for a form without one.

    The Idempotency-Key compares requests by the file's digest and by the query.
    """
    if request.mimetype == "multipart/form-data":
        part = request.files.get(PART)
        if part is None:
            raise Invalid("file_needed", field=PART)
        raw: bytes = part.read()
    else:
        raw = request.get_data()
    g.body_told = canonical({"sha256": sha256(raw).hexdigest(), "query": request.args.to_dict()})
    return raw
