"""The kiosk's own web application: one page and the small local API behind it."""

import logging
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, Response, jsonify, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException

from luot_kiosk.book import SUBMIT
from luot_kiosk.client import Json, Refused, Unreachable
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.local_help import help_blueprint
from luot_kiosk.local_speech import speech_blueprint
from luot_kiosk.local_staff import staff_blueprint
from luot_kiosk.local_turns import turns_blueprint
from luot_kiosk.page import page_blueprint, script_in_use
from luot_kiosk.pictures import qr_png
from luot_kiosk.problems import asked_language as _language
from luot_kiosk.problems import problem as _problem

log = logging.getLogger(__name__)

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
LIKE_A_DOSSIER_CODE = re.compile(r"[A-Z\d.]+-\d{6}-\d{4,6}")
LIMIT = 40  # procedures in an answer of the book
MAX_BODY_BYTES = 64 * 1024
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Utf8Json(DefaultJSONProvider):
    ensure_ascii = False


def create_app(kiosk: Kiosk) -> Flask:
    """The application. It answers the device's own browser only, and never with a traceback."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.json = Utf8Json(app)
    app.register_blueprint(page_blueprint(kiosk))
    app.register_blueprint(local_blueprint(kiosk))
    app.register_blueprint(turns_blueprint(kiosk))
    app.register_blueprint(speech_blueprint())
    app.register_blueprint(staff_blueprint(kiosk))
    app.register_blueprint(help_blueprint(kiosk))
    app.before_request(_only_from_this_device)
    app.after_request(_protect)
    app.register_error_handler(Unreachable, _unreachable)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)
    return app


def local_blueprint(kiosk: Kiosk) -> Blueprint:
    """What the page asks of its own process. Everything about the hall is passed on from the server as it is."""
    local = Blueprint("local", __name__, url_prefix="/local")
    hall = f"/halls/{quote(kiosk.settings.hall)}"

    @local.get("/health")
    def health() -> Response:
        return jsonify({"online": kiosk.menu.view().online, "offline": kiosk.gives_alone()})

    @local.get("/menu")
    def menu() -> Response:
        """The last good menu (null if there never was one) and whether it is still live; the book's while alone."""
        menu = kiosk.alone.menu() if kiosk.gives_alone() else kiosk.menu.view().menu
        return jsonify(_condition(kiosk) | {"menu": menu})

    @local.get("/events")
    def events() -> Response:
        """What changes while a screen is shown: connection, printer, and the slips on their way to paper.

        `scan` is what a serial scanner has just read, told once and then forgotten.
        """
        prints = {job.id: {"state": job.state, "problem": job.problem} for job in kiosk.slips.jobs()}
        return jsonify(_condition(kiosk) | {"prints": prints, "script": script_in_use(), "scan": kiosk.scans.take()})

    @local.get("/procedures")
    def procedures() -> Response:
        asked = _asked("q", "field", "limit")
        return jsonify(
            kiosk.asked(
                lambda: kiosk.server.get(f"{hall}/procedures", asked, _language()),
                lambda book: book.found(asked.get("q", ""), asked.get("field"), _limit(asked)),
            )
        )

    @local.get("/procedures/<code>")
    def procedure(code: str) -> Response:
        return jsonify(
            kiosk.asked(
                lambda: kiosk.server.get(f"{hall}/procedures/{quote(code, safe='')}", language=_language()),
                lambda book: book.page(code),
            )
        )

    @local.get("/areas")
    def areas() -> Response:
        """Without the server none: the desk will ask."""
        asked = _asked("q", "limit")
        return jsonify(
            kiosk.asked(lambda: kiosk.server.get(f"{hall}/areas", asked, _language()), lambda book: {"items": []})
        )

    @local.get("/decisions")
    def decisions() -> Response:
        asked = _asked("procedure", "area", "purpose", "dossier")
        return jsonify(
            kiosk.asked(
                lambda: kiosk.server.get(f"{hall}/decisions", asked, _language()),
                lambda book: book.decision(asked.get("procedure"), asked.get("purpose", SUBMIT), asked.get("area")),
            )
        )

    @local.get("/dossiers/<code>")
    def dossier(code: str) -> tuple[Response, int] | Response:
        """What is known of a dossier by its code."""
        return known_of(code)

    @local.get("/dossiers")
    def scanned_dossier() -> tuple[Response, int] | Response:
        """The same for the first code in a scanned text."""
        return known_of(request.args.get("scan", ""))

    def known_of(text: str) -> tuple[Response, int] | Response:
        """Only what looks like a code goes on: somebody may have scanned a card, and addresses end up in logs."""
        codes = " ".join(LIKE_A_DOSSIER_CODE.findall(text.upper()))
        if not codes:
            return _problem(422, "dossier_code", "kiosk.error.dossier_code")
        return jsonify(kiosk.server.get(f"{hall}/dossiers", {"scan": codes}, _language()))

    @local.post("/cards")
    def card() -> tuple[Response, int] | Response:
        """What may be kept of a scanned ID card; the scan itself passes through and is kept nowhere."""
        body = request.get_json(silent=True)
        scan = body.get("scan") if isinstance(body, dict) else None
        if not isinstance(scan, str) or not scan:
            return _problem(400, "malformed", "kiosk.error.malformed")
        return jsonify(kiosk.server.card(kiosk.settings.hall, scan, _language()))

    @local.post("/tickets")
    def tickets() -> tuple[Response, int]:
        """A number, or the refusal of one with its referral; `print` is the id to look for in /local/events."""
        key = request.headers.get("Idempotency-Key", "")
        body = request.get_json(silent=True)
        if not key or len(key) > 200 or not isinstance(body, dict):
            return _problem(400, "malformed", "kiosk.error.malformed")
        answer = kiosk.numbers.take(body, key, _language())
        if answer.status in (401, 403):
            return _not_enrolled(answer.body)
        response = jsonify(answer.body)
        if answer.status >= 400:
            response.mimetype = "application/problem+json"
        return response, answer.status

    @local.get("/qr.png")
    def qr() -> tuple[Response, int] | Response:
        """The QR of an absolute address, for a number that could not be printed."""
        address = request.args.get("data", "")
        if len(address) > 500 or urlsplit(address).scheme not in ("http", "https"):
            return _problem(400, "malformed", "kiosk.error.malformed")
        return Response(qr_png(address), mimetype="image/png")

    return local


def _condition(kiosk: Kiosk) -> Json:
    """`offline`: the server is away and the kiosk gives numbers by itself. Neither it nor `online`: nobody does."""
    view, alone = kiosk.menu.view(), kiosk.gives_alone()
    now = kiosk.alone.now() if alone else None
    return {
        "online": view.online and not alone,
        "offline": alone,
        "since": view.since.isoformat(),
        "refused": view.refused,
        "version": kiosk.alone.version() if alone else view.version,
        "server_time": now.isoformat() if now else (view.menu or {}).get("server_time"),
        "printer": kiosk.slips.condition(),
    }


def _limit(asked: Mapping[str, str]) -> int:
    text = asked.get("limit", "")
    return int(text) if text.isdecimal() else LIMIT


def _asked(*names: str) -> Mapping[str, str]:
    """The named query parameters that were really sent; no other goes on to the server."""
    return {name: request.args[name] for name in names if request.args.get(name)}


def _only_from_this_device() -> tuple[Response, int] | None:
    """No page of another origin may use this one, nor a name that was rebound to the loopback address."""
    host = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    if host not in LOOPBACK_NAMES or (origin is not None and urlsplit(origin).netloc != request.host):
        return _problem(403, "not_this_device", "kiosk.error.not_this_device")
    return None


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.path.startswith("/local/") or request.path == "/":
        response.headers["Cache-Control"] = "no-store"
    return response


def _unreachable(error: Unreachable) -> tuple[Response, int]:
    log.warning("no answer from the server: %s", error)
    return _problem(503, "unreachable", "kiosk.error.unreachable")


def _refused(refusal: Refused) -> tuple[Response, int]:
    if refusal.status in (401, 403):
        return _not_enrolled(refusal.problem)
    response = jsonify(refusal.problem)
    response.mimetype = "application/problem+json"
    return response, refusal.status


def _not_enrolled(problem: Json) -> tuple[Response, int]:
    """The server does not know this device: nothing a citizen can mend, so 401 is not passed on to the page."""
    log.error("the server refuses this kiosk: %s", problem.get("code"))
    return _problem(502, "not_enrolled", "kiosk.error.not_enrolled")


def _http_error(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 500
    return _problem(status, "not_found" if status == 404 else "malformed", "kiosk.error.malformed")


def _fault(error: Exception) -> tuple[Response, int]:
    log.error("a request failed", exc_info=error)
    return _problem(500, "fault", "kiosk.error.fault")
