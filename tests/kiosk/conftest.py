"""A small hall server on the loopback address: real HTTP, the published shapes, and faults on demand.

The kiosk is tested against it because a test must be able to lose an answer on the wire or take the
server away, which the real one does not do when asked.
"""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from luot_kiosk.settings import Settings

Fault = Literal["drop", "503", "lose"]  # before doing it; an error status; after doing it
TOKEN = "device-token"
HALL = "DL-22015"


def named(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


WARD = {"id": "xa:22015", "name": named("UBND phường Tuy Hòa", "People's Committee of Tuy Hòa Ward")}
EXPECTED = {
    "low_minutes": 10,
    "high_minutes": 20,
    "low_at": "2026-11-23T08:10:00+07:00",
    "high_at": "2026-11-23T08:20:00+07:00",
}
SLIP = {
    "width_mm": 80,
    "blocks": [{"kind": "text", "text": "Phường Tuy Hòa"}, {"kind": "number", "text": "A012"}, {"kind": "cut"}],
}


def procedure(code: str, vi: str, en: str, known_as: str, field_id: str, question: str | None) -> dict[str, Any]:
    return {
        "code": code,
        "name": named(vi, en),
        "short_name": named(known_as, en),
        "field": field_id,
        "needs_area": question is not None,
        "area_question": named(question, "Which area does it concern?") if question else None,
    }


LIVES = "Cha hoặc mẹ thường trú, tạm trú ở đâu?"
LAND = "Thửa đất ở đâu?"
PROCEDURES = [
    procedure("2.000815", "Chứng thực bản sao từ bản chính", "Certified copies", "Sao y bản chính", "chung-thuc", None),
    procedure("1.001193", "Đăng ký khai sinh", "Birth registration", "Khai sinh", "ho-tich", LIVES),
    procedure("2.000884", "Chứng thực chữ ký", "Signature certification", "Chứng thực chữ ký", "chung-thuc", None),
    procedure("1.115279", "Đăng ký biến động đất đai", "Change of land title", "Sang tên sổ đỏ", "dat-dai", LAND),
    procedure("1.004873", "Xác nhận tình trạng hôn nhân", "Marital status", "Độc thân", "ho-tich", LIVES),
    procedure("1.001612", "Thành lập hộ kinh doanh", "Household business", "Hộ kinh doanh", "kinh-doanh", LAND),
    procedure("1.000894", "Đăng ký kết hôn", "Marriage registration", "Kết hôn", "ho-tich", LIVES),
    procedure("1.014063", "Đổi thẻ căn cước", "Identity card renewal", "Đổi căn cước", "cu-tru", None),
]
FIELDS = [
    ("ho-tich", "Hộ tịch", "Civil status"),
    ("chung-thuc", "Chứng thực", "Certification"),
    ("dat-dai", "Đất đai, xây dựng", "Land and construction"),
    ("kinh-doanh", "Hộ kinh doanh", "Business"),
    ("cu-tru", "Cư trú, căn cước", "Residence and identity"),
    ("xa-hoi", "Người có công, bảo trợ xã hội", "Social protection"),
]
AREAS: list[dict[str, Any]] = [
    {"area": "22015", "name": named("Phường Tuy Hòa", "Tuy Hòa Ward"), "note": None},
    {"area": "22045", "name": named("Phường Bình Kiến", "Bình Kiến Ward"), "note": None},
    {
        "area": "old:22024",
        "name": named("Phường 9 (cũ)", "Ward 9 (former)"),
        "note": named("Nay thuộc nhiều đơn vị", "Now split between several"),
    },
]
DETAILS = {
    "papers": [
        named("Tờ khai theo mẫu", "The form, filled in"),
        named("Thẻ căn cước hoặc giấy tờ tùy thân", "Identity card"),
        named("Giấy chứng sinh (bản chính)", "Birth notice (original)"),
    ],
    "processing": {"days": 1, "unit": "working_day"},
    "notices": [named("Nhận sau 15 giờ: trả kết quả ngày làm việc tiếp theo.", "After 15:00: the next working day.")],
    "waiting": 4,
    "ahead": 4,
    "expected": EXPECTED,
}
CLASSES = [
    ("elderly", "Người cao tuổi", "Elderly", "Từ đủ 75 tuổi", "75 and over"),
    ("disabled", "Người khuyết tật", "Person with a disability", "", ""),
    ("pregnant", "Phụ nữ mang thai", "Pregnant", "", ""),
    ("merit", "Người có công với cách mạng", "Person of merit", "", ""),
    ("small_children", "Người có con nhỏ đi cùng", "With small children", "Dưới 36 tháng", "Under 36 months"),
    ("seriously_ill", "Người ốm nặng", "Seriously ill", "", ""),
]


def area_name(area: dict[str, Any]) -> str:
    return str(area["name"]["vi"]).casefold()


def a_menu() -> dict[str, Any]:
    return {
        "hall": {
            "id": HALL,
            "name": named("Trung tâm Phục vụ hành chính công phường Tuy Hòa", "Tuy Hòa Ward Public Service Centre"),
            "address": named("Phường Tuy Hòa, tỉnh Đắk Lắk", "Tuy Hòa Ward, Đắk Lắk"),
        },
        "position": 1,
        "server_time": "2026-11-23T08:00:00+07:00",
        "open": True,
        "closed_reason": None,
        "next_open": None,
        "first": [one["code"] for one in PROCEDURES],
        "fields": [
            {"id": field_id, "name": named(vi, en), "open": True, "waiting": 4, "ahead": 4, "expected": EXPECTED}
            for field_id, vi, en in FIELDS
        ],
        "procedures": PROCEDURES,
        "purposes": [
            {"id": "submit", "name": named("Nộp hồ sơ", "Submit")},
            {"id": "supplement", "name": named("Bổ sung hồ sơ", "Supplement")},
            {"id": "collect_result", "name": named("Nhận kết quả", "Collect a result")},
            {"id": "advice", "name": named("Hướng dẫn", "Advice")},
        ],
        "priority_classes": [
            {"id": code, "name": named(vi, en), "note": named(note_vi, note_en) if note_vi else None}
            for code, vi, en, note_vi, note_en in CLASSES
        ],
        "hours": [
            {"opens": "07:30", "closes": "11:30", "last_ticket": "11:00"},
            {"opens": "13:30", "closes": "17:30", "last_ticket": "17:00"},
        ],
        "notices": [],
    }


def a_decision(accept: str, **more: Any) -> dict[str, Any]:
    return {
        "accept": accept,
        "route": "here" if accept.startswith("yes") else None,
        "competent": WARD if accept.startswith("yes") else None,
        "with": [],
        "handover_to": None,
        "refer_to": [],
        "ask": [],
        "reason": named("Trung tâm nhận hồ sơ của phường.", "The centre receives the ward's dossiers."),
        "article": None,
    } | more


REFERRED = a_decision(
    "refer",
    refer_to=[
        {
            "ref": "land_branch:22015",
            "name": named("Công an phường Tuy Hòa", "Tuy Hòa Ward Police"),
            "address": named("Phường Tuy Hòa, tỉnh Đắk Lắk", "Tuy Hòa Ward, Đắk Lắk"),
            "hours": named("Thứ Hai đến thứ Sáu, 7:30–11:30", "Monday to Friday, 7:30–11:30"),
            "url": None,
        },
        {"ref": "portal", "name": named("Nộp trực tuyến", "Online"), "url": "https://dichvucong.gov.vn"},
    ],
    reason=named("Cơ quan này không có quầy tại đây.", "This agency has no counter here."),
)
SPLIT = a_decision(
    "ask",
    ask=[
        {"area": "22015", "name": named("Phường Tuy Hòa", "Tuy Hòa Ward")},
        {"area": "22045", "name": named("Phường Bình Kiến", "Bình Kiến Ward")},
    ],
    reason=named("Phường 9 trước đây nay thuộc hai phường.", "The former Ward 9 is now part of two wards."),
)


@dataclass
class HallServer:
    """What the server holds and how it shall misbehave. `url` is set while it listens."""

    menu: dict[str, Any] = field(default_factory=a_menu)
    decisions: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)  # (procedure, area)
    faults: deque[Fault] = field(default_factory=deque)  # for the next requests that change something
    track_url: str = "https://mot-cua.example/t/abc"
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)  # by Idempotency-Key
    attempts: list[str] = field(default_factory=list)  # the keys of all POSTs, in order
    prints: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
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
        if made is None and area is None and any(one["code"] == code and one["needs_area"] for one in PROCEDURES):
            return a_decision("ask")
        return made or a_decision("yes")

    def issue(self, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not self.menu["open"]:
            return 409, {"code": "hall_closed", "title": "Đã hết giờ lấy số hôm nay.", "status": 409}
        decision = self.decide(body.get("procedure"), body.get("area"))
        if decision["accept"] == "refer":
            return 409, {"code": "referred", "title": "Mời đến nơi khác.", "decision": decision, "slip": SLIP}
        if decision["accept"] == "ask" and body.get("area") != "later":
            return 409, {"code": "area_needed", "title": "Cần biết địa bàn.", "decision": decision, "slip": SLIP}
        if key not in self.tickets:
            number = len(self.tickets) + 12
            known = next((one for one in PROCEDURES if one["code"] == body.get("procedure")), None)
            self.tickets[key] = {
                "id": f"ticket-{number}",
                "hall": HALL,
                "label": f"A{number:03d}",
                "state": "waiting",
                "procedure": {"code": known["code"], "name": known["name"]} if known else None,
                "purpose": body["purpose"],
                "agency": WARD,
                "decision": decision,
                "ahead": 4,
                "expected": EXPECTED,
                "issued_at": "2026-11-23T08:00:00+07:00",
                "track_url": self.track_url,
                "slip": SLIP,
            }
        return 201, self.tickets[key]


def handler_of(hall: HallServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self._refused():
                return
            url = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            _, _, path = unquote(url.path).partition(f"/api/v1/halls/{HALL}/")
            self._answer(*self._question(path, asked))

        def do_POST(self) -> None:
            if self._refused():
                return
            key, body = self.headers.get("Idempotency-Key", ""), self._body()
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

        def _question(self, path: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
            match path.split("/"):
                case ["menu"]:
                    return 200, hall.menu
                case ["procedures"]:
                    wanted, where = asked.get("q", "").casefold(), asked.get("field")
                    found = [one for one in PROCEDURES if wanted in one["short_name"]["vi"].casefold()]
                    return 200, {"items": [one for one in found if where in (None, one["field"])], "next": None}
                case ["procedures", code]:
                    for one in PROCEDURES:
                        if one["code"] == code:
                            return 200, one | DETAILS
                case ["areas"]:
                    wanted = asked.get("q", "").casefold()
                    return 200, {"items": [one for one in AREAS if wanted in area_name(one)], "next": None}
                case ["decisions"]:
                    return 200, hall.decide(asked.get("procedure"), asked.get("area"))
            return 404, {"code": "unknown", "title": "Không có thủ tục này."}

        def _refused(self) -> bool:
            if self.headers.get("Authorization") == f"Bearer {TOKEN}":
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


@pytest.fixture
def hall() -> Iterator[HallServer]:
    server = HallServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(hall: HallServer) -> Settings:
    return Settings(
        server=hall.url, token=TOKEN, hall=HALL, printer=None, port=0, menu_seconds=0.05, patience_seconds=2.0
    )


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Waits until something holds, at most five seconds."""

    def wait(holds: Callable[[], bool]) -> None:
        pause, deadline = threading.Event(), monotonic() + 5
        while not holds():
            assert monotonic() < deadline, "it never came to hold"
            pause.wait(0.01)

    return wait
