"""What people say, and the words of the law that mean it.

A name in the registry says "giấy chứng nhận quyền sử dụng đất"; nobody comes for one, everybody comes for the red
book. The everyday errands carry their own search words; this list is what finds the other fifteen hundred. It speaks
of words only: which procedure is meant stays open.
"""

from __future__ import annotations

from typing import Final

SAID_OF_ERRANDS: Final = {
    # papers
    "sổ đỏ": "giấy chứng nhận quyền sử dụng đất",
    "sổ hồng": "giấy chứng nhận quyền sử dụng đất",
    "bìa đỏ": "giấy chứng nhận quyền sử dụng đất",
    "qsdđ": "quyền sử dụng đất",
    "cccd": "căn cước",
    "cmnd": "căn cước",
    "chứng minh thư": "căn cước",
    "chứng minh nhân dân": "căn cước",
    "thẻ căn cước công dân": "căn cước",
    "hộ khẩu": "thường trú",
    "gplx": "giấy phép lái xe",
    "bằng lái": "giấy phép lái xe",
    "bằng lái xe": "giấy phép lái xe",
    "gpxd": "giấy phép xây dựng",
    "phép xây nhà": "giấy phép xây dựng",
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "giấy chứng tử": "khai tử",
    "giấy báo tử": "khai tử",
    "giấy độc thân": "tình trạng hôn nhân",
    "độc thân": "tình trạng hôn nhân",
    "hôn thú": "kết hôn",
    "sơ yếu lý lịch": "chứng thực chữ ký",
    "xin việc": "lý lịch tư pháp",
    # what one does
    "sao y": "chứng thực bản sao",
    "công chứng": "chứng thực",
    "photo": "bản sao",
    "sang tên": "biến động chuyển nhượng quyền sử dụng đất",
    "mua bán đất": "chuyển nhượng quyền sử dụng đất",
    "tách sổ": "tách thửa",
    "chia đất": "tách thửa",
    "nhập khẩu": "thường trú",
    "cắt khẩu": "xóa đăng ký thường trú",
    "đổi tên": "thay đổi cải chính hộ tịch",
    "cưới": "kết hôn",
    "đám cưới": "kết hôn",
    "đám ma": "mai táng",
    "chôn cất": "mai táng",
    "mở quán": "hộ kinh doanh",
    "mở tiệm": "hộ kinh doanh",
    "buôn bán": "hộ kinh doanh",
    "mở công ty": "thành lập công ty",
    "xây nhà": "giấy phép xây dựng nhà ở",
    "con nuôi": "nuôi con nuôi",
    "người già": "người cao tuổi",
    "tàn tật": "khuyết tật",
    "nhận cha con": "nhận cha mẹ con",
    "đi nước ngoài": "hộ chiếu",
    "passport": "hộ chiếu",
    "visa": "thị thực",
    # English, for names that have none
    "birth": "khai sinh",
    "marriage": "kết hôn",
    "death": "khai tử",
    "land": "đất đai",
    "passports": "hộ chiếu",
    "pension": "hưu trí",
}
"""Phrase → the words of official names that stand for it, both as written; the index folds them."""

SAID_OF_AREAS: Final = {
    "p": "phường",
    "x": "xã",
    "tt": "thị trấn",
    "tx": "thị xã",
    "tp": "thành phố",
    "h": "huyện",
    "bmt": "buôn ma thuột",
    "buôn mê thuột": "buôn ma thuột",
    "ban mê thuột": "buôn ma thuột",
    "trước đây": "cũ",
    "old": "cũ",
}
"""How addresses are shortened, and how a town is called that is spelt otherwise on the map."""
