"""A small hall server on the loopback address: real HTTP, the published shapes, and faults on demand.

The kiosk is tested against it because a test must be able to lose an answer on the wire or take the
server away, which the real one does not do when asked.
"""

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from tests.kiosk.answers import (
    AREAS,
    DETAILS,
    EXPECTED,
    HALL,
    PROCEDURES,
    REFERRED,
    SLIP,
    SPLIT,
    a_decision,
    a_menu,
    a_standing,
    area_name,
)
from tests.kiosk.heard import Heard
from tests.kiosk.lending import a_lease, taken_in

Fault = Literal["drop", "503", "lose"]  # before doing it; an error status; after doing it
TOKEN = "device-token"
TURNS = "/api/v1/turns/"


@dataclass
class HallServer:
    """What the server holds and how it shall misbehave. `url` is set while it listens."""

    menu: dict[str, Any] = field(default_factory=a_menu)
    decisions: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)  # (procedure, area)
    faults: deque[Fault] = field(default_factory=deque)  # for the next requests that change something
    standings: dict[str, dict[str, Any]] = field(default_factory=dict)  # by dossier code
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)  # by the text of the scan
    details: dict[str, Any] = field(default_factory=lambda: DETAILS)  # of whichever procedure
    uncovered: dict[str, str] | None = None
    track_url: str = "https://mot-cua.example/t/abc"
    turns: dict[str, dict[str, Any]] = field(default_factory=dict)  # by token
    refusals: deque[dict[str, Any]] = field(default_factory=deque)  # for the next requests for a number or an errand
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)  # by Idempotency-Key
    attempts: list[str] = field(default_factory=list)  # the keys of all POSTs, in order
    wanted: list[dict[str, Any]] = field(default_factory=list)  # the bodies of requests for a number
    asked: list[str] = field(default_factory=list)  # the paths of all questions, below the hall, with their queries
    prints: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    book: dict[str, Any] | None = None  # None: this hall lends nothing
    lease_size: int = 40
    lent: dict[str, str] = field(default_factory=dict)  # days by the keys under which a lease was asked for
    handed_in: dict[str, dict[str, Any]] = field(default_factory=dict)  # numbers a kiosk gave by itself, by id
    hand_ins: list[list[str]] = field(default_factory=list)  # the labels of each request, also of lost ones
    hand_in_faults: deque[Fault] = field(default_factory=deque)
    heard: Heard = field(default_factory=lambda: Heard(TOKEN))
    url: str = ""

    def __post_init__(self) -> None:
        self.changed = threading.Condition()
        self._http: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.decisions.setdefault(("1.014063", ""), REFERRED)
        self.decisions.setdefault(("1.115279", "old:22024"), SPLIT)

    def start(self, port: int = 0) -> None:
        self._http = ThreadingHTTPServer(("127.0.0.1", port), handler_of(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Stop listening; returns the port, to come back on."""
        assert self._http is not None
        assert self._thread is not None
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        return int(self._http.server_port)

    def wait_for(self, what: Callable[[], bool], seconds: float = 5.0) -> bool:
        with self.changed:
            return self.changed.wait_for(what, timeout=seconds)

    def decide(self, code: str | None, area: str | None) -> dict[str, Any]:
        made = self.decisions.get((code or "", area or ""))
        needed = any(one["code"] == code and one["needs_area"] for one in PROCEDURES)
        if made is None and needed and area in (None, "later"):
            return a_decision("ask")
        return made or a_decision("yes")

    def standing(self, code: str) -> tuple[int, dict[str, Any]]:
        return 200, self.standings.get(code) or a_standing(code, "unknown")

    def card(self, scan: str) -> tuple[int, dict[str, Any]]:
        known = self.cards.get(scan)
        return (200, known) if known else (422, {"code": "card_unreadable", "title": "Chưa đọc được thẻ."})

    def lease(self, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        day = body["business_day"]
        of_day = sum(other == day for other in self.lent.values())
        self.lent.setdefault(key, day)
        return 201, a_lease(1 + of_day * self.lease_size, self.lease_size, day, self.track_url)

    def hand_in(self, numbers: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        online = {one["id"]: one["label"] for one in self.tickets.values()}
        return 200, {"items": [taken_in(one, self.handed_in, online) for one in numbers]}

    def issue(self, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.wanted.append(body)
        if self.refusals:
            return 409, self.refusals.popleft()
        if not self.menu["open"]:
            return 409, {"code": "hall_closed", "title": "Đã hết giờ lấy số hôm nay.", "status": 409}
        decision = self.decide(body.get("procedure"), body.get("area"))
        if decision["accept"] == "refer":
            return 409, {"code": "referred", "title": "Mời đến nơi khác.", "decision": decision, "slip": SLIP}
        if decision["accept"] == "no" and body["purpose"] != "advice":
            return 409, {"code": "guidance", "title": "Mời đến quầy hướng dẫn.", "decision": decision, "slip": SLIP}
        if decision["accept"] == "ask" and body.get("area") != "later":
            return 409, {"code": "area_needed", "title": "Cần biết địa bàn.", "decision": decision, "slip": SLIP}
        if key not in self.tickets:
            number = len(self.tickets) + 12
            known = next((one for one in PROCEDURES if one["code"] == body.get("procedure")), None)
            self.tickets[key] = {
                "id": body["lent"].removeprefix("token-of-") if "lent" in body else f"ticket-{number}",
                "hall": HALL,
                "label": f"A{number:03d}",
                "state": "waiting",
                "procedure": {"code": known["code"], "name": known["name"]} if known else None,
                "purpose": body["purpose"],
                "agency": decision["competent"],
                "decision": decision,
                "ahead": 4,
                "expected": EXPECTED,
                "issued_at": "2026-11-23T08:00:00+07:00",
                "track_url": self.track_url,
                "uncovered": self.uncovered,
                "slip": SLIP,
            }
        return 201, self.tickets[key]

    def turn(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """``path``: TOKEN, TOKEN/rejoins or TOKEN/errands."""
        token, _, what = path.partition("/")
        turn = self.turns.get(token)
        if turn is None:
            return 404, {"code": "turn_unknown", "title": "Không có lượt này."}
        if what == "errands" and self.refusals:
            return 409, self.refusals.popleft()
        match method, what:
            case "DELETE", "":
                turn |= {"state": "cancelled", "may": []}
            case "POST", "rejoins":
                turn |= {"state": "waiting", "ahead": 0, "may": ["leave", "add_errand"]}
            case "POST", "errands":
                self.wanted.append(body)
                known = next(one for one in PROCEDURES if one["code"] == body["procedure"])
                errand = {"procedure": {"code": known["code"], "name": known["short_name"]}, "state": "open"}
                turn["errands"].append(errand | {"purpose": body["purpose"]})
        return 200, turn


def handler_of(hall: HallServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self._refused():
                return
            if told := hall.heard.get(self.path):
                return self._answer(*told)
            url = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            if url.path.startswith(TURNS):
                return self._answer(*hall.turn("GET", url.path.removeprefix(TURNS), {}))
            _, _, path = unquote(url.path).partition(f"/api/v1/halls/{HALL}/")
            hall.asked.append(f"{path}?{url.query}")
            self._answer(*self._question(path, asked))

        def do_POST(self) -> None:
            if self._refused():
                return
            key, body = self.headers.get("Idempotency-Key", ""), self._body()
            if told := hall.heard.post(self.path, body):
                return self._answer(*told)
            if self.path.endswith("/cards"):
                hall.asked.append("cards")
                return self._answer(*hall.card(body["scan"]))
            if self.path.endswith("/leases"):
                return self._answer(*(hall.lease(key, body) if hall.book else (404, {"code": "unknown"})))
            if self.path.endswith("/hand-ins"):
                return self._taken_in(body["tickets"])
            if self.path.endswith("/help-calls"):
                return self._answer(201, {"id": "call-1", "called_at": "2026-11-23T08:00:00+07:00"})
            if self.path.startswith(TURNS):
                return self._answer(*hall.turn("POST", self.path.removeprefix(TURNS), body))
            with hall.changed:
                hall.attempts.append(key)
                hall.changed.notify_all()
            fault = hall.faults.popleft() if hall.faults else None
            if fault == "drop":
                return self._cut()
            if fault == "503":
                return self._answer(503, {"code": "busy", "title": "Máy chủ đang bận."})
            answer = hall.issue(key, body)
            if fault == "lose":
                return self._cut()
            self._answer(*answer)

        def do_DELETE(self) -> None:
            if not self._refused():
                self._answer(*hall.turn("DELETE", self.path.removeprefix(TURNS), {}))

        def do_PUT(self) -> None:
            if self._refused():
                return
            body = self._body()
            if hall.faults:
                fault = hall.faults.popleft()
                return self._cut() if fault == "drop" else self._answer(503, {})
            self._answer(200, {})
            with hall.changed:
                if self.path.endswith("/print"):
                    hall.prints.append((self.path.split("/")[-2], body))
                else:
                    hall.conditions.append(body["printer"])
                hall.changed.notify_all()

        def _taken_in(self, numbers: list[dict[str, Any]]) -> None:
            fault = hall.hand_in_faults.popleft() if hall.hand_in_faults else None
            with hall.changed:
                hall.hand_ins.append([one["label"] for one in numbers])
                answer = (503, {}) if fault == "503" else hall.hand_in(numbers)
                hall.changed.notify_all()
            if fault == "lose":
                return self._cut()
            self._answer(*answer)

        def _question(self, path: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
            match path.split("/"):
                case ["book"] if hall.book:
                    return 200, hall.book
                case ["menu"]:
                    return 200, hall.menu
                case ["procedures"]:
                    wanted, where = asked.get("q", "").casefold(), asked.get("field")
                    found = [one for one in PROCEDURES if wanted in one["short_name"]["vi"].casefold()]
                    return 200, {"items": [one for one in found if where in (None, one["field"])], "next": None}
                case ["procedures", code]:
                    for one in PROCEDURES:
                        if one["code"] == code:
                            return 200, one | hall.details
                case ["areas"]:
                    wanted = asked.get("q", "").casefold()
                    return 200, {"items": [one for one in AREAS if wanted in area_name(one)], "next": None}
                case ["dossiers"]:
                    return hall.standing(asked["scan"])
                case ["decisions"]:
                    return 200, hall.decide(asked.get("procedure"), asked.get("area"))
            return 404, {"code": "unknown", "title": "Không có thủ tục này."}

        def _refused(self) -> bool:
            anyone = self.path.endswith("/devices/enrolments")
            if anyone or self.headers.get("Authorization") == f"Bearer {hall.heard.token}":
                return False
            self._answer(401, {"code": "unauthorised", "title": "Thiết bị chưa được cấp quyền."})
            return True

        def _body(self) -> dict[str, Any]:
            body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            return body

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def _cut(self) -> None:
            self.close_connection = True
            self.connection.close()

        def finish(self) -> None:
            if not self.close_connection or self.connection.fileno() != -1:
                super().finish()

        def log_message(self, format: str, *args: Any) -> None:
            return

    return Handler
