"""Fields and procedures stand in the order people need: the hall's commonest errands first, then by name."""

from tests.halls import HALL
from tests.http.conftest import Place
from tests.http.words import answered


def test_fields_of_the_commonest_errands_come_first_then_by_name(place: Place) -> None:
    menu = answered(place.as_("kiosk").get(f"/halls/{HALL}/menu"), 200)
    field_of = {one["code"]: one["field"] for one in menu["procedures"]}
    common = list(dict.fromkeys(field_of[code] for code in menu["first"]))
    assert [one["id"] for one in menu["fields"]][: len(common)] == common
    others = [one["name"]["vi"] for one in menu["fields"] if one["id"] not in common]
    known = ["Bảo hiểm y tế", "Căn cước", "Cư trú", "Đăng ký xe", "Định danh điện tử", "Mầm non", "Xây dựng"]
    assert [name for name in others if name in known] == known


def test_procedures_of_a_field_begin_with_the_commonest(place: Place) -> None:
    first = answered(place.as_("kiosk").get(f"/halls/{HALL}/menu"), 200)["first"]
    items = answered(place.as_("nobody").get(f"/halls/{HALL}/procedures?field=ho-tich&limit=40"), 200)["items"]
    common = [code for code in first if code in {one["code"] for one in items}]
    assert common
    assert [one["code"] for one in items][: len(common)] == common
    names = [one["short_name"]["vi"] for one in items[len(common) :]]
    known = ["Cải chính hộ tịch", "Đăng ký giám hộ", "Đăng ký kết hôn", "Khai sinh cho người lớn", "Nhận cha, mẹ, con"]
    assert [name for name in names if name in known] == known
