"""`/local/staff`: what the hall's own people may see and do at the kiosk, behind a short code.

The code keeps curious fingers out, no more: nothing personal lies behind it. Without one set there is no such screen.
"""

import hmac
import threading
from uuid import uuid4

from flask import Blueprint, Response, jsonify, request

from luot_kiosk import clock
from luot_kiosk.client import Json
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.listing import errand_of, list_slips
from luot_kiosk.messages import say
from luot_kiosk.printing.sample import sample_slip
from luot_kiosk.problems import asked_language, problem
from luot_kiosk.spool import Given

TRIES = 5  # wrong codes
PAUSE_SECONDS = 60.0  # after so many, no code is looked at for a while


def staff_blueprint(kiosk: Kiosk) -> Blueprint:
    staff = Blueprint("staff", __name__, url_prefix="/local/staff")
    door = _Door(kiosk.settings.staff_code)

    @staff.before_request
    def guarded() -> tuple[Response, int] | None:
        """The code goes with every request; nobody is signed in, so nobody can forget to sign out."""
        if door.opens(request.headers.get("X-Staff-Code", "")):
            return None
        return problem(403, "staff_code", "spool.error.too_often" if door.shut else "spool.error.code")

    @staff.get("")
    def numbers() -> Response:
        """Numbers not handed in, and those the server refused with its sentence."""
        language = asked_language()
        return jsonify({"items": [_told(one, language) for one in kiosk.spool.for_staff()]})

    @staff.post("/lists")
    def print_list() -> Response:
        """The same on paper, so that people can be called by hand."""
        now = kiosk.alone.now() or clock.now().astimezone()
        slips = list_slips(kiosk.spool.for_staff(), now, kiosk.settings.language)
        return jsonify(
            {"prints": [kiosk.slips.submit(f"list-{uuid4()}", None, slip, of_a_list=True).id for slip in slips]}
        )

    @staff.post("/tests")
    def print_test() -> Response:
        """A test slip; it takes no number."""
        language = kiosk.settings.language
        slip = sample_slip(lambda key, /, **params: say(key, language, **params), clock.now().astimezone())
        return jsonify({"prints": [kiosk.slips.submit(f"test-{uuid4()}", None, slip).id]})

    return staff


class _Door:
    """Compares codes, and stops comparing after too many wrong ones."""

    def __init__(self, code: str | None) -> None:
        self._code = code
        self._lock = threading.Lock()
        self._wrong = 0
        self._shut_until = 0.0

    @property
    def shut(self) -> bool:
        return clock.monotonic() < self._shut_until

    def opens(self, code: str) -> bool:
        with self._lock:
            if self._code is None or self.shut:
                return False
            if hmac.compare_digest(code.encode(), self._code.encode()):
                self._wrong = 0
                return True
            self._wrong += 1
            if self._wrong >= TRIES:
                self._wrong, self._shut_until = 0, clock.monotonic() + PAUSE_SECONDS
            return False


def _told(given: Given, language: str) -> Json:
    return {
        "label": given.label,
        "at": given.at.isoformat(),
        "errand": errand_of(given, language),
        "state": given.state,
        "title": given.title,
        "print": given.print,
    }
