"""What the invented hall lends, and how it takes numbers in: the server's own rules in a few lines."""

import uuid
from datetime import date, timedelta
from typing import Any

from tests.kiosk.answers import CLASSES, FIELDS, HALL, PROCEDURES, REFERRED, a_decision, a_menu, named

TODAY = date(2026, 11, 23)  # a Monday
MARK = 2


def a_book(now: str = "2026-11-23T08:00:00+07:00") -> dict[str, Any]:
    """Mondays to Wednesdays of that week, numbers from 7:30 and from 13:30."""
    menu = a_menu()
    return {
        "hall": menu["hall"],
        "position": 1,
        "server_time": now,
        "zone": "Asia/Ho_Chi_Minh",
        "mark": MARK,
        "days": [_day(TODAY + timedelta(days=later)) for later in range(3)],
        "hours": menu["hours"],
        "first": menu["first"],
        "fields": [{"id": field_id, "name": named(vi, en)} for field_id, vi, en in FIELDS],
        "procedures": [_procedure(one) for one in PROCEDURES],
        "purposes": menu["purposes"],
        "priority_classes": [{"id": code, "name": named(vi, en), "note": None} for code, vi, en, *_ in CLASSES],
        "notices": [],
        "series": {"advice": "G", "collect_result": "T", "supplement": "B"},
        "slips": {"vi": _paper("Số", "Chưa rõ thời gian chờ"), "en": _paper("Number", "The wait is not known")},
        "referrals": {"1.014063": {language: _referral() for language in ("vi", "en")}},
    }


def a_lease(first: int, count: int, day: str, track_url: str) -> dict[str, Any]:
    tickets = [str(uuid.uuid4()) for _ in range(count)]
    return {
        "lease": str(uuid.uuid4()),
        "mark": MARK,
        "business_day": day,
        "first": first,
        "last": first + count - 1,
        "given_at": "2026-11-23T07:00:00+07:00",
        "tickets": [{"id": one, "token": f"token-of-{one}", "track_url": f"{track_url}/{one}"} for one in tickets],
    }


def taken_in(one: dict[str, Any], known: dict[str, dict[str, Any]], online: dict[str, str]) -> dict[str, Any]:
    """One number of a hand-in; `known` are offline numbers by id, `online` labels by id."""
    item: dict[str, Any] = {"id": one["id"], "label": one["label"], "code": None, "title": None}
    if one["token"] != f"token-of-{one['id']}":
        return item | {
            "result": "refused",
            "label": None,
            "code": "number_not_lent",
            "title": "Số này không được giao.",
        }
    if one["id"] in known:
        return item | {"result": "known"}
    known[one["id"]] = one
    return item | {"result": "relabelled" if one["id"] in online else "issued"}


def _day(day: date) -> dict[str, Any]:
    takes = [("07:30", "11:00"), ("13:30", "17:00")]
    return {
        "business_day": day.isoformat(),
        "takes": [{"from": f"{day}T{begins}:00+07:00", "until": f"{day}T{ends}:00+07:00"} for begins, ends in takes],
    }


def _procedure(one: dict[str, Any]) -> dict[str, Any]:
    decision = REFERRED if one["code"] == "1.014063" else a_decision("ask" if one["needs_area"] else "yes")
    more = {"also": ["sổ đỏ", "sang tên"] if one["code"] == "1.115279" else [], "everyday": True, "stations": []}
    inside = {"papers": [named("Tờ khai theo mẫu", "The form")], "processing": {"days": 1, "unit": "working_day"}}
    return one | more | inside | {"notices": [], "series": "A", "decision": decision}


def _paper(number: str, unknown: str) -> dict[str, Any]:
    return {
        "width_mm": 80,
        "head": [
            {"kind": "text", "text": HALL},
            {"kind": "text", "text": number},
            {"kind": "number", "text": "{label}"},
        ],
        "priority": [{"kind": "text", "text": "{priority}"}],
        "errand": [{"kind": "text", "text": "{purpose}: {procedure} ({code})"}],
        "errand_unnamed": [{"kind": "text", "text": "{purpose}"}],
        "tail": [
            {"kind": "text", "text": f"{unknown} {{time}} {{date}}"},
            {"kind": "qr", "data": "{track_url}", "caption": ""},
            {"kind": "cut"},
        ],
    }


def _referral() -> dict[str, Any]:
    return {"width_mm": 80, "blocks": [{"kind": "text", "text": "Công an phường, {time} {date}"}, {"kind": "cut"}]}
