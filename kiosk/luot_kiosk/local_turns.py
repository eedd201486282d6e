"""A slip in somebody's hand: the one held to the scanner, and the one that did not come out of the printer.

What was scanned stands in bodies alone, never in an address, a log or an error: a slip's token opens its turn, and
what somebody holds to the scanner by mistake may be an identity card.
"""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, request

from luot_kiosk.client import READ_SECONDS, Call, Json, Refused, Unreachable
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.problems import asked_language, problem

LONGEST = 600  # characters: an address with a token has about 100
TOKEN = re.compile(r"(?:^|/t/)([A-Za-z0-9_.~-]{16,200})(?:[/?#].*)?$")
UNKNOWN = frozenset({404, 405})
ERRAND = ("procedure", "purpose", "area", "dossier")


def turns_blueprint(kiosk: Kiosk) -> Blueprint:
    """The routes below /turns take ``{scan}`` and answer with the turn, or with one sentence that says what to do."""
    turns = Blueprint("turns", __name__, url_prefix="/local")

    @turns.post("/turns")
    def look() -> tuple[Response, int]:
        """Where the holder of the slip stands."""
        return _answered(kiosk, "GET", "")

    @turns.post("/turns/rejoins")
    def rejoin() -> tuple[Response, int]:
        """Wait again after a missed call."""
        return _answered(kiosk, "POST", "/rejoins", {})

    @turns.post("/turns/leaves")
    def leave() -> tuple[Response, int]:
        """Leave the line; the page has asked whether it is meant."""
        return _answered(kiosk, "DELETE", "")

    @turns.post("/turns/errands")
    def add_errand() -> tuple[Response, int]:
        """One thing more; ``print`` is the referral's job when it is refused."""
        errand = {name: value for name, value in _body().items() if name in ERRAND}
        return _answered(kiosk, "POST", "/errands", errand)

    @turns.post("/slips/<job>/prints")
    def print_again(job: str) -> tuple[Response, int] | Response:
        """A slip that did not come out, once more; one that did, or that nobody is sure of, is not doubled."""
        known = kiosk.slips.again(job)
        if known is None:
            return problem(404, "not_found", "kiosk.error.malformed")
        return jsonify({"state": known.state})

    return turns


def _answered(kiosk: Kiosk, method: str, path: str, body: Json | None = None) -> tuple[Response, int]:
    token = _token(_body().get("scan"))
    if token is None:
        return problem(422, "not_a_slip", "kiosk.error.not_a_slip")
    key = request.headers.get("Idempotency-Key") or None
    call = Call(method, f"/turns/{token}{path}", body=body, key=key, language=asked_language())
    try:
        turn = kiosk.server.until(call, READ_SECONDS if method == "GET" else kiosk.settings.patience_seconds)
    except Unreachable:
        raise Unreachable("turn") from None  # without the path, which holds the token
    except Refused as refusal:
        return _refused(kiosk, refusal, key or token)
    if turn.get("hall") != kiosk.settings.hall:
        return problem(409, "slip_elsewhere", "kiosk.error.slip_elsewhere", hall=_in(turn.get("hall_name")))
    if turn.get("business_day") and turn["business_day"] != str(turn.get("server_time"))[:10]:
        return problem(409, "slip_of_another_day", "kiosk.error.slip_of_another_day")
    return jsonify(turn), 200


def _refused(kiosk: Kiosk, refusal: Refused, name: str) -> tuple[Response, int]:
    """The server's own sentence; a referral goes to the printer like any other."""
    if refusal.status in UNKNOWN:
        return problem(422, "not_a_slip", "kiosk.error.not_a_slip")
    if refusal.status in (401, 403):
        return problem(502, "not_enrolled", "kiosk.error.not_enrolled")
    body = {key: value for key, value in refusal.problem.items() if key != "slip"}
    slip = refusal.problem.get("slip")
    job = kiosk.slips.submit(f"refused-{name}", None, slip) if slip else None
    response = jsonify(body | {"print": job.id if job else None})
    response.mimetype = "application/problem+json"
    return response, refusal.status


def _token(scan: Any) -> str | None:
    """The token in a scanned slip; None for whatever else was held to the scanner."""
    if not isinstance(scan, str) or len(scan) > LONGEST:
        return None
    found = TOKEN.search(scan.strip())
    return found.group(1) if found else None


def _body() -> Json:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _in(name: Any) -> str:
    return str(name.get(asked_language()) or name.get("vi") or "") if isinstance(name, dict) else str(name or "")
