"""People type without marks, half words, slips, and the words of the street."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.catalogue import shipped_facts
from luot_server.domain import search
from luot_server.domain.facts import Fact
from luot_server.domain.misspelt import Vocabulary, one_slip
from luot_server.domain.world import World
from luot_server.messages import both

TODAY = date(2026, 3, 2)
WORLD = World.of(shipped_facts(), TODAY)
#: What people type → what has to be among the first three.
TABLE: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parents[1] / "data" / "search_queries.json").read_text(encoding="utf-8")
)

EVERY_ERRAND = pytest.mark.parametrize(("typed", "codes"), TABLE["procedures"].items(), ids=list(TABLE["procedures"]))
EVERY_AREA = pytest.mark.parametrize(("typed", "areas"), TABLE["areas"].items(), ids=list(TABLE["areas"]))


def listed(code: str, name: str, field: str = "ho-tich", **more: Any) -> Fact:
    """A procedure as the registry lists it: a long name and nothing people would say."""
    data = {"name": {"vi": name, "en": name}, "field": field, "levels": ["xa"], "competence_key": "residence", **more}
    return Fact("procedure", code, TODAY, None, data)


@EVERY_ERRAND
def test_what_people_type_finds_the_errand_among_the_first_three(typed: str, codes: list[str]) -> None:
    assert set(codes) <= {it.code for it in WORLD.find_procedures(typed, 3)}


@EVERY_AREA
def test_what_people_type_finds_the_area_among_the_first_three(typed: str, areas: list[str]) -> None:
    assert set(areas) <= {it.area for it in WORLD.find_areas(typed, 3)}


VARIANTS = [
    listed("1.900001", "Thủ tục đăng ký khai sinh có yếu tố nước ngoài"),
    listed("1.900002", "Thủ tục đăng ký khai sinh lưu động"),
    listed("1.900003", "Thủ tục đăng ký lại khai sinh"),
    listed("1.900004", "Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con có yếu tố nước ngoài"),
    listed("1.900005", "Đăng ký giấy chứng nhận quyền sử dụng đất của tổ chức khi sổ cũ đỏ rách", "dat-dai"),
    listed("1.900006", "Cấp giấy chứng nhận quyền sử dụng đất", "dat-dai"),
    listed("1.900007", "Xóa đăng ký thường trú", "dang-ky-quan-ly-cu-tru"),
]
AMONG_VARIANTS = World.of((*shipped_facts(), *VARIANTS), TODAY)


def test_the_plain_errand_comes_before_its_variants_and_the_shorter_of_them_first() -> None:
    found = [it.code for it in AMONG_VARIANTS.find_procedures("khai sinh")]
    variants = [code for code in found if code.startswith("1.9")]
    assert found[0] == "1.001193"
    assert found.index("2.000635") < found.index(variants[0])
    assert variants == ["1.900003", "1.900002", "1.900001", "1.900004"]


def test_who_types_the_variant_s_name_gets_the_variant() -> None:
    whole = "khai sinh kết hợp đăng ký nhận cha mẹ con có yếu tố nước ngoài"
    assert AMONG_VARIANTS.find_procedures(whole)[0].code == "1.900004"
    assert "1.900002" in [it.code for it in AMONG_VARIANTS.find_procedures("khai sinh lưu động", 2)]


def test_what_people_say_finds_names_that_do_not_say_it() -> None:
    found = [it.code for it in AMONG_VARIANTS.find_procedures("sổ đỏ")]
    assert "1.900006" in found
    assert found.index("1.115279") < found.index("1.900006")
    assert "1.900007" in [it.code for it in AMONG_VARIANTS.find_procedures("cắt khẩu")]


@pytest.mark.parametrize("typed", ["1.001193", "1.001193.H15", "1.001193.H", "1.001193.000.00.0"])
def test_a_code_finds_its_procedure_and_nothing_else(typed: str) -> None:
    assert [it.code for it in AMONG_VARIANTS.find_procedures(typed)] == ["1.001193"]


def test_a_longer_number_is_not_taken_for_a_code() -> None:
    assert WORLD.find_procedures("1.0011937") == []


# ── slips of the finger ──────────────────────────────────────────────────────────────────────────

letters = st.text("abcde", min_size=3, max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("khai", "khia", True),
        ("khai", "kha", True),
        ("khai", "khaii", True),
        ("khai", "khoi", True),
        ("khai", "khai", False),
        ("khai", "kiha", False),
        ("khai", "ahik", False),
        ("khai", "kh", False),
        ("aab", "aba", True),
    ],
)
def test_one_slip_is_one(one: str, other: str, is_one: bool) -> None:
    assert one_slip(one, other) is is_one
    assert one_slip(other, one) is is_one


@given(st.lists(letters, max_size=12), letters)
def test_a_vocabulary_finds_exactly_the_words_one_slip_away(known: list[str], typed: str) -> None:
    assert set(Vocabulary(set(known)).near(typed)) == {word for word in known if one_slip(word, typed)}


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    found = AMONG_VARIANTS.find_procedures(typed, 5)
    assert len(found) == len({it.code for it in found}) <= 5
    assert len(WORLD.find_areas(typed, 5)) <= 5


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("khai sinh", "1.001193"),
        ("KHAI SINH", "1.001193"),
        ("khai s", "1.001193"),
        ("sao y", "2.000815"),
        ("doc than", "1.004873"),
        ("độc thân", "1.004873"),
        ("sang ten", "1.115279"),
        ("tach thua", "1.115270"),
        ("bang lai", "3.000347"),
        ("can cuoc", "1.014063"),
        ("ho khau", "1.004222"),
        ("1.001193.H15", "1.001193"),
        ("birth", "1.001193"),
    ],
)
def test_the_first_hit(typed: str, code: str) -> None:
    assert WORLD.find_procedures(typed)[0].code == code


@pytest.mark.parametrize("typed", ["so do", "sổ đỏ", "SO DO"])
def test_the_red_book_finds_every_procedure_people_mean_by_it(typed: str) -> None:
    found = {procedure.code for procedure in WORLD.find_procedures(typed, 8)}
    assert {"1.115279", "1.115270", "1.115269", "1.115323"} <= found


def test_a_short_name_comes_before_an_official_one() -> None:
    found = [procedure.code for procedure in WORLD.find_procedures("khai sinh")]
    assert found.index("1.001193") < found.index("2.000635")


@pytest.mark.parametrize("typed", ["", "   ", "zzzz", "?!"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert WORLD.find_procedures(typed) == []


def test_a_limit_holds() -> None:
    assert len(WORLD.find_procedures("đăng ký", 3)) == 3
    assert WORLD.find_procedures("đăng ký", 0) == []


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("tuy hoa", "22015"),
        ("Tuy Hòa", "22015"),
        ("phường 9 cũ", "old:22024"),
        ("phuong 9", "old:22024"),
        ("hoà an", "old:22315"),
        ("ea kar", "24373"),
        ("buon ma thuot", "24133"),
    ],
)
def test_areas_of_today_and_of_before(typed: str, area: str) -> None:
    assert WORLD.find_areas(typed)[0].area == area


def test_a_former_area_says_what_it_is_now() -> None:
    split = WORLD.find_areas("phường 9 cũ")[0]
    assert split.name["vi"] == "Phường 9, thành phố Tuy Hòa"
    assert split.note is not None
    assert both(split.note)["vi"] == "Nay thuộc một trong các nơi: Phường Tuy Hòa, Phường Bình Kiến"
    assert WORLD.find_areas("tuy hoa")[0].note is None


def test_both_ways_of_placing_a_tone_are_one_spelling() -> None:
    assert search.same_spelling("Tuy Hoà") == search.same_spelling("TUY  HÒA")
    assert search.same_spelling("thuỷ") == search.same_spelling("thủy")
    assert search.same_spelling("quý") == search.same_spelling("quý")
    assert search.same_spelling("Hòa") != search.same_spelling("Hoa")
    assert search.same_spelling("hoàn") == "hoàn"
