"""Reads the registry's free-text names of deciding bodies, and what a field of work implies by default.

The registry's own vertical flag is not looked at: it is also set for ordinary provincial work. Whether a
service stands outside the people's committees follows from who is named as deciding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from luot_server.domain.records import Key, Level
from luot_server.domain.search import fold, slug
from luot_server.domain.world import World

_VERTICAL: Final = (
    (re.compile(r"cong an (cap )?xa|cong an xa"), "cong_an_xa"),
    (re.compile(r"cong an|canh sat|xuat nhap canh|phong thanh tra"), "cong_an_tinh"),
    (re.compile(r"\bthue\b"), "thue"),
    (re.compile(r"bao hiem xa hoi|\bbhxh\b"), "bhxh"),
    (re.compile(r"quan su|trung doan|bo quoc phong"), "quan_su"),
    (re.compile(r"kho bac|ngan hang nha nuoc|hai quan"), "nganh_doc_khac"),
)
"""What a body's folded name must hold to belong to a vertical service; the first that fits."""

_RESIDENCE: Final = Key.RESIDENCE.value
_BY_FIELD: Final = {
    "Hộ tịch": _RESIDENCE,
    "Nuôi con nuôi": _RESIDENCE,
    "Bảo trợ xã hội": _RESIDENCE,
    "Người có công": _RESIDENCE,
    "Trẻ em": _RESIDENCE,
    "Giảm nghèo": _RESIDENCE,
    "Nghĩa vụ quân sự": _RESIDENCE,
    "Đăng ký, quản lý cư trú": _RESIDENCE,
    "Đất đai": Key.PROPERTY.value,
    "Tài chính đất đai": Key.PROPERTY.value,
    "Hoạt động xây dựng": Key.PROPERTY.value,
    "Nhà ở và công sở": Key.PROPERTY.value,
    "Quy hoạch đô thị và nông thôn": Key.PROPERTY.value,
    "Đăng ký biện pháp bảo đảm": Key.PROPERTY.value,
    "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)": Key.BUSINESS.value,
    "Thành lập và hoạt động của tổ hợp tác": Key.BUSINESS.value,
    "Thành lập và hoạt động của tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã": Key.BUSINESS.value,
    "Thành lập và hoạt động của doanh nghiệp": Key.PROVINCE.value,
    "Thành lập và hoạt động doanh nghiệp xã hội": Key.PROVINCE.value,
    "Cấp, quản lý căn cước": Key.NATIONWIDE.value,
    "Định danh và xác thực điện tử": Key.NATIONWIDE.value,
}
"""Field of work → the fact that fixes the competent agency, unless somebody edits the procedure."""

_CERTIFIED: Final = re.compile(r"chung thuc (ban sao|chu ky)|ban sao .*chung thuc")


def vertical_of(agency_kind: str, scope: str, levels: Sequence[str]) -> str | None:
    """The vertical service that decides, or None.

    Where the list calls a procedure vertical, or nationwide by its text, one such body is enough; otherwise
    every body named must be one, because a committee that merely asks the police stays the one that decides.
    """
    named = [_service(body) for body in agency_kind.split(";") if body.strip()]
    services = [it for it in named if it]
    if not services or (scope == "province_default" and len(services) < len(named)):
        return None
    police = {"cong_an_xa", "cong_an_tinh"}
    if services[0] in police and police & set(services):
        near = "cong_an_xa" in services and Level.COMMUNE in levels
        return "cong_an_xa" if near or "cong_an_tinh" not in services else "cong_an_tinh"
    return services[0]


def key_of(field: str, name: str, scope: str, levels: Sequence[str], vertical: str | None) -> str:
    """The competence key a procedure begins with: by its text, by its field, else by who decides."""
    if scope == "nationwide_text":
        return Key.NATIONWIDE.value
    if slug(field) == slug("Chứng thực") and _CERTIFIED.search(fold(name)):
        return Key.RECEIVING_HALL.value
    if key := _KEYS.get(slug(field)):
        return key
    if set(levels) <= {Level.MINISTRY, Level.OTHER}:
        return Key.MINISTRY.value
    return _RESIDENCE if Level.COMMUNE in levels and not vertical else Key.PROVINCE.value


def authority_of(agency_kind: str, levels: Sequence[str], world: World) -> dict[str, Any]:
    """The provincial department the list names, as the role it has on that day; empty where it names none we know."""
    if Level.PROVINCE not in levels:
        return {}
    for body in agency_kind.split(";"):
        agency = world.agency(slug(_without_province(body)))
        if agency and agency.level is Level.PROVINCE and agency.roles:
            return {Level.PROVINCE.value: agency.roles[0]}
    return {}


def _service(body: str) -> str | None:
    folded = fold(body)
    return next((service for pattern, service in _VERTICAL if pattern.search(folded)), None)


def _without_province(body: str) -> str:
    """ "Sở Tài chính các tỉnh, thành phố" and "Sở Y tế tỉnh Đắk Lắk" name the department all the same."""
    return re.split(r"\s+(?:các\s+)?(?:tỉnh|thành phố)\b|\s+-\s+", body.strip(), maxsplit=1)[0]


_KEYS: Final = {slug(field): key for field, key in _BY_FIELD.items()}
