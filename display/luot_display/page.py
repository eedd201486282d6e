"""The page shell: the first board inside the page, the bundle beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

HERE = Path(__file__).parent
BUILT = HERE / "static" / "built"
# Every address of a bundle or font carries a hash of its content, so a browser may keep it for a year.
A_YEAR = 31_536_000
# Older browsers do not count a WebSocket to the same host as 'self'. The media source is the announcement's sound.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

#: What the page is drawn from, `{board, screen, voice}`, by hall, screen (None: the hall's own) and what the address
#: wants tried beside what is saved (its query); None for a hall or screen that there is not.
Snapshot = Callable[[str, str | None, Mapping[str, str]], Mapping[str, Any] | None]


class _Pages(Blueprint):
    def get_send_file_max_age(self, filename: str | None) -> int:
        return A_YEAR


def blueprint(snapshot: Snapshot) -> Blueprint:
    """`/display/<hall>` and `/display/<hall>/<screen>`, and a 404 page for what `snapshot` does not know.

    `/display` alone is where a screen begins: it asks for the manager's code and goes where the manager hangs it.

    The board in a snapshot is the hall's as its live room would send it.
    """
    pages = _Pages(
        "display", __name__, template_folder="templates", static_folder=str(BUILT), static_url_path="/display/built"
    )

    @pages.get("/display/<hall>")
    @pages.get("/display/<hall>/<screen>")
    def show(hall: str, screen: str | None = None) -> Response:
        drawn = snapshot(hall, screen, request.args)
        page = "luot_display/missing.html" if drawn is None else "luot_display/display.html"
        shell = render_template(
            page, snapshot=drawn, hall=hall, screen=screen, built=_built(), vi=_messages("vi"), en=_messages("en")
        )
        return _answer(shell, 404 if drawn is None else 200)

    @pages.get("/display")
    def enrol() -> Response:
        shell = render_template("luot_display/enrol.html", built=_built(), vi=_messages("vi"), en=_messages("en"))
        return _answer(shell, 200)

    return pages


def _answer(shell: str, status: int) -> Response:
    response = make_response(shell, status)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["Cache-Control"] = "no-store"
    return response


def _built() -> dict[str, str]:
    """Bundle name to its address below the static folder; read each time, because a rebuild changes the hashes."""
    manifest = BUILT / "manifest.json"
    if not manifest.exists():
        raise FileNotFoundError(f"{manifest}: the pages are not built yet; `make setup` builds them.")
    built: dict[str, str] = json.loads(manifest.read_text("utf-8"))
    return built


def _messages(language: str) -> dict[str, str]:
    messages: dict[str, str] = json.loads((HERE / "messages" / language / "display.json").read_text("utf-8"))
    return messages
