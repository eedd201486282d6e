"""What the hall server of the kiosk's tests hears of devices, and what it has for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Answer = tuple[int, dict[str, Any]]


@dataclass
class Heard:
    """``token`` is the one the server knows; another is 401. ``codes`` are one-time codes, each with what it enrols."""

    token: str
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    beats: list[dict[str, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)  # waiting to be printed
    lease_needed: bool = False
    knows_devices: bool = True  # False: a server of an older version
    rings: int = 0
    looks: int = 0  # for orders

    def get(self, path: str) -> Answer | None:
        """None for what is no matter of a device's life."""
        if not path.endswith("/devices/self/jobs"):
            return None
        self.looks += 1
        return (200, {"items": self.orders}) if self.knows_devices else (404, {"code": "not_found"})

    def post(self, path: str, body: dict[str, Any]) -> Answer | None:
        if not path.endswith(("/devices/self/beats", "/help-calls", "/devices/enrolments")):
            return None
        if not self.knows_devices:
            return 404, {"code": "not_found"}
        if path.endswith("/beats"):
            self.beats.append(body)
            return 200, {"server_time": body["clock"], "lease_needed": self.lease_needed}
        if path.endswith("/help-calls"):
            self.rings += 1
            return 201, {"id": "call", "name": "Máy 1", "called_at": "2026-11-23T08:00:00+07:00"}
        enrolled = self.codes.pop(body["code"], None)
        return (201, enrolled) if enrolled else (422, {"code": "enrolment_code", "title": "Mã ghi danh không đúng."})
