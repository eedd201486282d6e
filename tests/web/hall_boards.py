"""Boards of halls of every size, and the screens they are shown on: what the display's page is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

AT = "2026-11-23T08:21:30.000+07:00"
LONG_AGO = "2026-11-23T08:14:00.000+07:00"
NAME = {
    "vi": "Trung tâm Phục vụ hành chính công phường Tuy Hòa",
    "en": "Public administration centre, Tuy Hoa ward",
}
LONG_FIELD = {"vi": "Lao động, người có công, bảo trợ xã hội", "en": "Labour, merit and social support"}
FIELDS = [
    {"vi": "Hộ tịch", "en": "Civil status"},
    {"vi": "Chứng thực", "en": "Certification"},
    {"vi": "Đất đai", "en": "Land"},
    LONG_FIELD,
    {"vi": "Hộ kinh doanh", "en": "Household businesses"},
    {"vi": "Xây dựng", "en": "Building"},
]
NOTICES = [
    {"vi": "Hồ sơ nhận sau 15 giờ được trả vào ngày làm việc sau.", "en": "After 3 pm: the next working day."},
    {"vi": "Chiều nay quầy Đất đai ngừng nhận lúc 16:30.", "en": "This afternoon Land closes at 4:30 pm."},
    {"vi": "Lấy số miễn phí.", "en": "Numbers are free of charge."},
]
MISSED = ["A003", "B001", "C007", "D002", "A005", "H011", "A006", "B009"]


def board(
    counters: int = 7,
    label: str = "A012",
    fields: int = 4,
    position: int = 40,
    waiting_names: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A hall in full swing: every counter open and serving, every field with somebody waiting."""
    places = [{"id": f"DL-22015.{n}", "number": n} for n in range(1, counters + 1)]
    expected = {"low_minutes": 25, "high_minutes": 40, "low_at": AT, "high_at": AT}
    # The last call is at the last counter: if any were not shown, it would be this one.
    labels = [label, "D004", "H021", "A011", "C003"]
    called = list(zip(labels, reversed(places), strict=False))
    at = {place["id"]: it for it, place in called}
    return {
        "board": "hall",
        "hall": "DL-22015",
        "hall_name": NAME,
        "position": position,
        "server_time": AT,
        "calls": [call(it, place, priority=n == 1) for n, (it, place) in enumerate(called)],
        "counters": [{**it, "state": "open", "label": at.get(it["id"], f"B{104 + it['number']}")} for it in places],
        "waiting": [
            {"field": str(n), "name": waiting_names or FIELDS[n % len(FIELDS)], "count": 12 + n, "expected": expected}
            for n in range(fields)
        ],
        "missed": [],
        "hours": [{"opens": "07:30", "closes": "11:30", "first_ticket": "07:15", "last_ticket": "11:00"}],
        "notices": [],
        "arrangement": "a1",
        "version": "0.1.0",
        **more,
    }


def call(label: str, counter: Mapping[str, Any], *, at: str = LONG_AGO, **more: Any) -> dict[str, Any]:
    counter = {"id": counter["id"], "number": counter["number"]}
    usual = {"ticket": label, "times": 1, "state": "called", "priority": False}
    return {**usual, "label": label, "counter": counter, "called_at": at, **more}


def full(**more: Any) -> dict[str, Any]:
    """A hall of eight in which no two counters are alike, and everything there is to tell is told."""
    hall = board(counters=8, fields=12, missed=MISSED, notices=NOTICES, **more)
    for number, (state, label) in enumerate([("closed", None), ("paused", None), ("open", None)]):
        hall["counters"][number].update(state=state, label=label)
    first, second, *rest = hall["calls"]
    hall["calls"] = [
        {**first, "called_at": AT, "times": 2, "priority": True},
        {**second, "called_at": AT},
        *rest,
    ]
    return hall


def before_opening(counters: int) -> dict[str, Any]:
    """Before the first call of a day."""
    hall = board(counters=counters, fields=0, calls=[])
    for counter in hall["counters"]:
        counter.update(state="closed", label=None)
    return hall


def screen(layout: str = "calls", **more: Any) -> dict[str, Any]:
    whole = {"id": None, "name": None, "zone": None, "counter": None, "images": [], "preview": False}
    return {**whole, "layout": layout, "speaks": True, **more}


VOICE = {"languages": ["vi", "en"], "times": 2, "chime": True, "packs": {"vi": None, "en": None}}
