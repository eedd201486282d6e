"""The columns each kind of list has, under every heading they are known by.

A heading is compared without case, diacritics and punctuation: "Mã thủ tục (*)" is "ma thu tuc". The English ids are
the national registry's own or ours; the others are what provinces write above their columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from luot_server.domain.search import slug


class Kind(StrEnum):
    """What a list is about."""

    PROCEDURES = "procedures"
    AREAS = "areas"
    AGENCIES = "agencies"
    LISTS = "lists"


@dataclass(frozen=True)
class Column:
    """One column. ``code``: its cells must be text, because a spreadsheet eats the zeros of a number."""

    id: str
    others: tuple[str, ...] = ()
    needed: bool = False
    code: bool = False

    @cached_property
    def headings(self) -> frozenset[str]:
        """The folded headings it is known by."""
        return frozenset(slug(heading) for heading in (self.id, *self.others))


@dataclass(frozen=True)
class Form:
    """One way a list may look. A kind may have several; the first whose needed columns are there is taken."""

    name: str
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """The column a heading stands for."""
        folded = slug(heading)
        return next((column for column in self.columns if folded in column.headings), None)

    def missing(self, found: Sequence[str]) -> list[str]:
        """Ids of needed columns that are not among ``found``."""
        return [column.id for column in self.columns if column.needed and column.id not in found]


_DATES: Final = (
    Column("valid_from", ("Hiệu lực từ", "Có hiệu lực từ", "Ngày hiệu lực", "Từ ngày")),
    Column("valid_to", ("Hiệu lực đến", "Hết hiệu lực", "Ngày hết hiệu lực", "Đến ngày")),
)

PROCEDURES: Final = Form(
    "procedures",
    (
        Column("code", ("Mã thủ tục", "Mã TTHC", "Mã thủ tục hành chính", "Mã số TTHC", "Mã số"), True, True),
        Column("name", ("Tên thủ tục", "Tên TTHC", "Tên thủ tục hành chính"), True),
        Column("field", ("Lĩnh vực",), True),
        Column("level", ("Cấp thực hiện", "Cấp giải quyết", "Cấp"), True),
        Column("agency_kind", ("Cơ quan thực hiện", "Cơ quan giải quyết"), True),
        Column("scope", ("Phạm vi", "Phạm vi tiếp nhận"), True),
        Column("processing_days", ("Thời hạn giải quyết", "Thời hạn", "Số ngày"), True),
        Column("processing_unit", ("Đơn vị thời hạn", "Đơn vị tính", "Đơn vị"), True),
        Column("promulgator", ("Cơ quan ban hành",)),
        Column("replaced_by", ("Thay thế bằng", "Được thay thế bởi", "Mã thay thế"), code=True),
        *_DATES,
    ),
)

AREAS: Final = Form(
    "areas",
    (
        Column("code", ("Mã đơn vị hành chính", "Mã ĐVHC", "Mã"), True),
        Column("name", ("Tên đơn vị hành chính", "Tên ĐVHC", "Tên"), True),
        Column("level", ("Cấp",), True),
        Column("parent", ("parent_code", "Mã cấp trên", "Trực thuộc", "Mã ĐVHC cấp trên"), True),
        Column("merged_into", ("Nhập vào", "Sáp nhập vào")),
        Column("merge", ("Cách nhập",)),
        *_DATES,
    ),
)

AREA_MAP: Final = Form(
    "area_map",
    (
        Column("old_code", ("old", "Mã cũ"), True),
        Column("new_code", ("new", "Mã mới"), True),
        Column("merge", ("Cách nhập",), True),
        *_DATES,
    ),
)

AGENCIES: Final = Form(
    "agencies",
    (
        Column("identifier", ("Mã định danh", "Mã định danh điện tử", "Mã cơ quan"), code=True),
        Column("name", ("Tên cơ quan", "Tên đơn vị"), True),
        Column("id"),
        Column("level", ("Cấp",)),
        Column("kind", ("Loại",)),
        Column("aliases", ("Tên gọi khác",)),
        Column("roles", ("Vai trò",)),
        Column("serves", ("Phụ trách địa bàn",)),
        Column("address", ("Địa chỉ",)),
        Column("hours", ("Giờ làm việc",)),
        Column("url", ("Trang thông tin", "Website")),
        *_DATES,
    ),
)

LISTS: Final = Form(
    "lists",
    (
        Column("province", ("Mã tỉnh", "Tỉnh"), True),
        Column("list", ("Danh mục", "Danh sách"), True),
        Column("code", ("Mã thủ tục", "Mã TTHC", "Mã thủ tục hành chính"), True, True),
        *_DATES,
    ),
)

FORMS: Final = {
    Kind.PROCEDURES: (PROCEDURES,),
    Kind.AREAS: (AREAS, AREA_MAP),
    Kind.AGENCIES: (AGENCIES,),
    Kind.LISTS: (LISTS,),
}
