"""``create_app``: the one place where everything meets."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any

from apiflask import APIFlask
from flask import Flask, Request, Response, g, request
from sqlalchemy import select

import luot_counter
import luot_display

from . import live, runtime, timers
from .actions.device import hear_displays
from .boards.hall import hall_board
from .boards.moment import call_of
from .boards.screens import screen_of
from .boards.voice import voice_of
from .domain.errors import Unknown
from .domain.roles import Role
from .http import headers, openapi, problems, reading
from .http.access import COOKIE
from .http.boards import live_boards
from .http.docs import docs
from .http.operations import Metrics, operations
from .http.pages import pages
from .http.rating_page import rating_page
from .http.routes import (
    cards,
    catalogue,
    citizens,
    desk,
    devices,
    dossiers,
    feedback,
    figures,
    guide,
    handovers,
    help,
    lending,
    media,
    paper,
    session,
    turns,
    voice,
)
from .http.routes import settings as hall_settings
from .http.services import Services
from .http.turn_forms import turn_forms
from .http.turns import act_by_page, turn_by_token
from .live import Door, Journal, Known
from .lookup import lookup_of
from .messages import say
from .settings import Settings
from .store import tables as t
from .store.ids import token_hash
from .store.journal import Entry, entries_after
from .store.people import good_tokens, identity_of
from .store.store import Store
from .voice.made import Made

#: Beyond any honest request; a body larger than this is 413.
LARGEST_BODY = 64 * 1024

API = "/api/v1"


def create_app(settings: Settings) -> Flask:
    """The server of one installation. ``runtime.patch`` has been called; the schema is up to date."""
    clock = settings.clock()
    store = Store(settings.database_url, clock, sleep=runtime.sleep)
    store.voice = Made(settings.voice_folder)
    app = _flask(settings)
    metrics = Metrics()
    _api(app)
    app.register_blueprint(operations(store, settings, metrics))
    _count_requests(app, metrics)
    reading.install(app, API)
    _pages(app, store)
    telling = live.build(
        app,
        boards=live_boards(app),
        door=_door(store),
        journal=_journal(store),
        clock=clock,
        say=lambda key, lang: say(key, lang),
        data_dir=settings.data_dir,
        redis_url=settings.redis_url,
    )
    store.on_commit.append(telling.wake)
    app.extensions["luot"] = Services(
        store=store,
        clock=clock,
        secret=settings.secret.encode(),
        public_url=settings.public_url,
        live=telling,
        timers=timers.Timers(store, clock),
        dossiers=lookup_of(settings, clock),
    )
    return app


def _flask(settings: Settings) -> APIFlask:
    app = APIFlask(
        __name__,
        title="Lượt",
        version="1",
        spec_path=f"{API}/openapi.json",
        docs_path=None,
        static_folder=None,  # type: ignore[arg-type]
    )
    app.secret_key = settings.secret
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SESSION_COOKIE_HTTPONLY=True,
        OPENAPI_VERSION="3.1.0",
        AUTO_404_RESPONSE=False,
        VALIDATION_ERROR_STATUS_CODE=422,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    reading.readable_paths(app)
    problems.install(app)
    headers.install(app, API)
    openapi.install(app)
    return app


def _api(app: APIFlask) -> None:
    for part in (
        session,
        citizens,
        dossiers,
        cards,
        desk,
        paper,
        guide,
        figures,
        feedback,
        handovers,
        devices,
        help,
        lending,
        media,
        catalogue,
        turns,
        hall_settings,
        voice,
    ):
        app.register_blueprint(part.bp, url_prefix=API)


def _pages(app: Flask, store: Store) -> None:
    def display(hall: str, screen: str | None, tried: Mapping[str, str]) -> dict[str, Any] | None:
        try:
            with store.viewing(hall) as view:
                shown = screen_of(view, screen, tried)
                return {"board": hall_board(view), "screen": shown, "voice": voice_of(view)} if shown else None
        except Unknown:
            return None

    def halls() -> list[dict[str, Any]]:
        with store.reading() as connection:
            rows = connection.execute(select(t.halls.c.id, t.halls.c.name).order_by(t.halls.c.id)).all()
        return [{"id": row.id, "name": row.name} for row in rows]

    def hall_of(hall: str) -> dict[str, Any] | None:
        return next((one for one in halls() if one["id"] == hall), None)

    app.register_blueprint(luot_display.blueprint(display))
    app.register_blueprint(luot_counter.blueprint(hall_of))
    app.register_blueprint(docs())
    app.register_blueprint(rating_page())
    app.register_blueprint(pages(halls=halls, hall_of=hall_of))
    app.register_blueprint(turn_forms(turn_by_token, act_by_page))


def _door(store: Store) -> Door:
    """Who listens: by the token of the handshake, else by the browser's cookie. Sockets change nothing, so no CSRF."""

    def identify(request: Request, token: str | None) -> Known | None:
        given = token or request.cookies.get(COOKIE)
        if not given:
            return None
        with store.reading() as connection:
            identity = identity_of(connection, given, store.clock.real_now())
        if identity is None:
            return None
        display = identity.id if identity.device_kind == Role.DISPLAY else None
        return Known(identity, token_hash(given), display, identity.grants[0].place if display else None)

    def still_good(tokens: Collection[str]) -> Collection[str]:
        with store.reading() as connection:
            return good_tokens(connection, tokens, store.clock.real_now())

    return Door(identify, still_good, lambda displays: hear_displays(store, displays))


def _journal(store: Store) -> Journal:
    def entries(hall: str, after: int, limit: int) -> list[Any]:
        with store.reading() as connection:
            return list(entries_after(connection, hall, after, limit))

    def heads() -> dict[str, int]:
        with store.reading() as connection:
            rows = connection.execute(select(t.heads.c.hall, t.heads.c.position)).all()
        return {row.hall: row.position for row in rows}

    def describe(entry: Entry) -> dict[str, Any] | None:
        with store.reading() as connection:
            return call_of(connection, entry)

    return Journal(entries=entries, heads=heads, describe=describe)


def _count_requests(app: Flask, metrics: Metrics) -> None:
    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        metrics.requests.labels(route, request.method, str(response.status_code)).inc()
        metrics.seconds.labels(route).observe(time.perf_counter() - g.began)
        return response
