"""`/local/help`: the bell for somebody who stands at the kiosk and does not get on."""

import logging
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, jsonify

from luot_kiosk.client import READ_SECONDS, Call, ServerError
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.problems import asked_language, problem

log = logging.getLogger(__name__)


def help_blueprint(kiosk: Kiosk) -> Blueprint:
    bell = Blueprint("help", __name__, url_prefix="/local")

    @bell.post("/help")
    def ring() -> tuple[Response, int] | Response:
        """Ring for the guide. Whatever stands in the way, the citizen is sent to a person instead."""
        path = f"/halls/{quote(kiosk.settings.hall)}/help-calls"
        call = Call("POST", path, body={}, key=uuid4().hex, language=asked_language())
        try:
            kiosk.server.until(call, READ_SECONDS)
        except ServerError as error:
            log.warning("nobody could be called: %s", error)
            return problem(503, "help_unreachable", "kiosk.error.help_unreachable")
        return jsonify({"called": True})

    return bell
