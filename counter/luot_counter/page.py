"""The page shell. It holds nothing but the hall: who may see more is asked once the clerk has signed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, render_template

HERE = Path(__file__).parent
BUILT = HERE / "static" / "built"
# Every address of a bundle or font carries a hash of its content, so a browser may keep it for a year.
A_YEAR = 31_536_000
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class _Pages(Blueprint):
    def get_send_file_max_age(self, filename: str | None) -> int:
        return A_YEAR


def blueprint(hall_of: Callable[[str], Mapping[str, Any] | None]) -> Blueprint:
    """`/counter/<hall>`: the desk page of one hall, and a 404 page for a hall `hall_of` does not know.

    `hall_of` gives `{id, name: {vi, en}}`.
    """
    pages = _Pages(
        "counter", __name__, template_folder="templates", static_folder=str(BUILT), static_url_path="/counter/built"
    )

    @pages.get("/counter/<hall>")
    def show(hall: str) -> Response:
        known = hall_of(hall)
        page = "luot_counter/missing.html" if known is None else "luot_counter/desk.html"
        place = None if known is None else {"id": known["id"], "name": known["name"]}
        shell = render_template(page, place=place, hall=hall, built=_built(), vi=_messages("vi"), en=_messages("en"))
        response = make_response(shell, 404 if known is None else 200)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Cache-Control"] = "no-store"
        return response

    return pages


def _built() -> dict[str, str]:
    """Bundle name to its address below the static folder; read each time, because a rebuild changes the hashes."""
    manifest = BUILT / "manifest.json"
    if not manifest.exists():
        raise FileNotFoundError(f"{manifest}: the pages are not built yet; `make setup` builds them.")
    built: dict[str, str] = json.loads(manifest.read_text("utf-8"))
    return built


def _messages(language: str) -> dict[str, str]:
    messages: dict[str, str] = json.loads((HERE / "messages" / language / "desk.json").read_text("utf-8"))
    return messages
