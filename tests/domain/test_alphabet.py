"""Names stand in the order of a Vietnamese dictionary, whatever Unicode makes of their letters."""

import unicodedata
from typing import Literal

import pytest

from luot_server.domain.alphabet import alphabetical

ORDERED = [
    *("60 tuổi", "ba", "ba mẹ", "bà", "bà mẹ", "bả", "bã", "bá", "bạ", "bác", "Bảo hiểm y tế", "Bảo trợ xã hội"),
    *("Căn cước", "Cấp đổi sổ đỏ", "Cấp lại sổ đỏ", "Chứng thực", "Cư trú", "Dân tộc", "Đăng ký xe", "Đất đai"),
    *("em", "êm", "Mầm non", "Nuôi con nuôi", "o", "ô", "ơ", "Trẻ em", "Xây dựng", "Y tế"),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_stand_as_in_a_dictionary(form: Literal["NFC", "NFD"]) -> None:
    by_hand = [unicodedata.normalize(form, name) for name in ORDERED]
    by_code_point = sorted(by_hand)
    assert by_code_point != by_hand
    assert sorted(by_code_point, key=alphabetical) == by_hand
