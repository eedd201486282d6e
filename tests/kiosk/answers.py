"""What the invented hall answers, in the published shapes."""

from typing import Any

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
        "open": True,
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


def a_turn(label: str, state: str = "waiting", **more: Any) -> dict[str, Any]:
    """The view of whoever holds that number; ``more`` replaces members."""
    may = {"waiting": ["leave", "add_errand"], "no_show": ["rejoin"], "called": ["add_errand"]}
    first = PROCEDURES[0]
    errand = {"procedure": {"code": first["code"], "name": first["short_name"]}, "purpose": "submit", "state": "open"}
    return {
        "board": "turn",
        "hall": HALL,
        "hall_name": named("Trung tâm phường Tuy Hòa", "Tuy Hòa Ward Centre"),
        "label": label,
        "state": state,
        "ahead": 3 if state == "waiting" else None,
        "expected": EXPECTED if state == "waiting" else None,
        "counter": {"id": f"{HALL}.3", "number": 3} if state == "called" else None,
        "errands": [errand],
        "may": may.get(state, []),
        "business_day": "2026-11-23",
        "server_time": "2026-11-23T08:00:00+07:00",
    } | more


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
    article="Điều 8 Nghị định 118/2025/NĐ-CP",
)
HANDED_OVER = a_decision(
    "yes_handover",
    route="paper_handover",
    competent={"id": "xa:24373", "name": named("UBND xã Ea Kar", "People's Committee of Ea Kar")},
    reason=named("Nơi đây tiếp nhận và chuyển hồ sơ.", "Received here and sent on."),
)
UNKNOWN_CODE = a_decision("no", reason=named("Danh mục chưa có thủ tục này.", "The catalogue lacks it."))
SPLIT = a_decision(
    "ask",
    ask=[
        {"area": "22015", "name": named("Phường Tuy Hòa", "Tuy Hòa Ward")},
        {"area": "22045", "name": named("Phường Bình Kiến", "Bình Kiến Ward")},
    ],
    reason=named("Phường 9 trước đây nay thuộc hai phường.", "The former Ward 9 is now part of two wards."),
)


def a_standing(dossier: str, status: str, sentence: tuple[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """What the hall knows of a dossier."""
    return {
        "dossier": dossier,
        "agency": None,
        "received_on": None,
        "procedure": None,
        "status": status,
        "ready_on": None,
        "at": None,
        "sentence": named(*sentence) if sentence else None,
    } | more


CARD = {"mark": "5e" * 32, "age_band": "75_over", "area": AREAS[0], "priority": "elderly"}
