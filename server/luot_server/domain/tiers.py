"""The tiers of government, and the kinds of place in which they receive."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Who may decide: the tiers of government a procedure is settled at."""

    MINISTRY = "bo"
    PROVINCE = "tinh"
    DISTRICT = "huyen"  # gone since 1/7/2025
    COMMUNE = "xa"
    OTHER = "khac"  # notaries, embassies: no rule looks at it


class HallKind(StrEnum):
    """What sort of place a hall is; the values are the official short forms."""

    PROVINCE = "tt_tinh"
    PROVINCE_BRANCH = "chi_nhanh"
    COMMUNE = "tt_xa"
    COMMUNE_POINT = "diem_tiep_nhan"
    LAND_OFFICE = "vpdk"
    POLICE = "cong_an"
    MINISTRY = "mc_bo"
    POST = "post"
    DISTRICT_2022 = "mc_huyen"
    COMMUNE_2022 = "mc_xa"
