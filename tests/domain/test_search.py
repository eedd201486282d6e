"""People type without marks, half words, and the words of the street."""

from datetime import date

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.domain import search
from luot_server.domain.world import World
from luot_server.messages import both

WORLD = World.of(shipped_facts(), date(2026, 3, 2))


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
