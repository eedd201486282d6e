"""An ID card: what is read of it, what is refused, and what may be offered."""

from contextlib import suppress
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luot_server.catalogue import shipped_facts
from luot_server.domain.hall import PriorityClass
from luot_server.domain.idcard import Card, CardError, age, age_band, mark, parse, suggested
from luot_server.domain.residence import proposed
from luot_server.domain.world import World

NUMBER = "054190123456"  # invented, as everything else on this card
CARD = f"{NUMBER}||CÔNG DÂN MẪU|01011990|Nữ|Phường 2, Tuy Hòa, Phú Yên|15042021"
TODAY = date(2026, 11, 23)


def test_the_three_fields_that_are_looked_at() -> None:
    assert parse(CARD) == Card(NUMBER, date(1990, 1, 1), "Phường 2, Tuy Hòa, Phú Yên")


@pytest.mark.parametrize(
    "scan",
    [
        f"{CARD}\r\n",
        f"\n {CARD}",
        CARD.replace("CÔNG DÂN MẪU|", "CÔNG DÂN\r\n MẪU|"),
        CARD.replace("||", "|123456789|"),
        CARD.replace("01011990", "01/01/1990"),
        f"{CARD}|NGUYỄN VĂN MẪU|TRẦN THỊ MẪU||6801",  # cards since July 2024 carry more
        f"{CARD}{CARD}",  # held a moment too long
        f"{CARD}\r\n{CARD}\r\n",
        CARD.replace("CÔNG DÂN MẪU", "C?NG D?N M?U").replace("Nữ", "N?"),
    ],
)
def test_forms_that_scanners_give_are_the_same_card(scan: str) -> None:
    card = parse(scan)
    assert (card.number, card.born) == (NUMBER, date(1990, 1, 1))


@pytest.mark.parametrize("birth", ["31021990", "00001990", "1990", "", "??", "1990-01-01", "1/1/1990", "０1011990"])
def test_a_birth_that_cannot_be_is_none_and_the_card_still_read(birth: str) -> None:
    card = parse(CARD.replace("01011990", birth))
    assert card.number == NUMBER
    assert age_band(age(card.born, TODAY)) is None


@pytest.mark.parametrize(
    "scan",
    [
        "",
        "|",
        "||||||||",
        "khai sinh",
        "H15.50-260804-0583",
        NUMBER,
        f"{NUMBER}||CÔNG DÂN MẪU|01011990|Nữ",  # one field short
        CARD[1:],
        f"1{CARD}",
        CARD.replace(NUMBER, "05419012345６"),
    ],
)
def test_what_is_no_card_is_unreadable(scan: str) -> None:
    with pytest.raises(CardError) as wrong:
        parse(scan)
    assert wrong.value.code == "card_unreadable"


@pytest.mark.parametrize("number", ["DN4540123456789", "gd4540123456789", "5412345678", "HC454A123456789"])
def test_a_health_card_is_told_from_a_broken_scan(number: str) -> None:
    with pytest.raises(CardError) as wrong:
        parse(f"{number}|43c3b46e67|01/01/1990|2|5068c6b0e1bb9d6e672032|54-001|01/01/2026|-|01/01/2026$")
    assert wrong.value.code == "card_is_health_card"


def test_neither_a_card_nor_its_error_shows_what_was_scanned() -> None:
    assert repr(parse(CARD)) == "Card()"
    with pytest.raises(CardError) as wrong:
        parse(CARD[3:])
    assert str(wrong.value) == "card_unreadable"


@given(st.text(max_size=80) | st.lists(st.text(max_size=14), min_size=5, max_size=9).map("|".join))
def test_no_text_breaks_the_parser(text: str) -> None:
    with suppress(CardError):
        parse(text)
    with suppress(CardError):
        parse(f"{NUMBER}|{text}")


# ── age ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("born", "years", "band"),
    [
        (date(2026, 11, 23), 0, "under_18"),
        (date(2008, 11, 24), 17, "under_18"),
        (date(2008, 11, 23), 18, "18_59"),
        (date(1966, 11, 24), 59, "18_59"),
        (date(1966, 11, 23), 60, "60_74"),
        (date(1951, 11, 24), 74, "60_74"),
        (date(1951, 11, 23), 75, "75_over"),
        (date(1900, 1, 1), 126, "75_over"),
        (date(1890, 1, 1), None, None),
        (date(2026, 11, 24), None, None),
        (None, None, None),
    ],
)
def test_a_band_begins_on_the_birthday(born: date | None, years: int | None, band: str | None) -> None:
    assert age(born, TODAY) == years
    assert age_band(years) == band


def test_who_was_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_the_class_that_begins_at_the_age_is_suggested() -> None:
    classes = [
        PriorityClass(name, {}, {}, 1, begins) for name, begins in (("old", 75), ("elderly", 60), ("merit", None))
    ]
    assert [suggested(classes, years) for years in (None, 0, 59, 60, 74, 75)] == [
        None, None, None, "elderly", "elderly", "old",
    ]  # fmt: skip


def test_a_mark_is_of_one_person_and_one_day() -> None:
    card, key = parse(CARD), b"k" * 32
    assert len(mark(key, card)) == 64
    assert mark(key, card) == mark(key, parse(CARD.replace("Nữ", "")))
    assert mark(key, card) != mark(b"K" * 32, card)
    assert mark(key, card) != mark(key, parse(CARD.replace("054190", "054191")))


# ── residence ────────────────────────────────────────────────────────────────────────────────────


@cache
def world() -> World:
    return World.of(shipped_facts(), TODAY)


@pytest.mark.parametrize(
    ("residence", "area"),
    [
        ("Phường 2, Tuy Hòa, Phú Yên", "old:22018"),
        ("Tổ 5, Khu phố Mẫu, P.2, TP Tuy Hoà, tỉnh Phú Yên", "old:22018"),
        ("PHUONG 2, TUY HOA, PHU YEN", "old:22018"),
        ("Phuwowngf 2, Tuy Hoaf, Phus Yeen", "old:22018"),
        ("Ph??ng 2, Tuy H?a, Ph? Y?n", "old:22018"),
        ("Ph\ufffd\ufffdng 2, Tuy H\ufffda, Ph\ufffd Y\ufffdn", "old:22018"),
        ("Phường 2, Tuy Hòa, Phú Yên".encode().decode("latin-1"), "old:22018"),
        ("Phường 9, Tuy Hòa, Phú Yên", "old:22024"),  # split between two: which one is asked later
        ("Hòa An, Phú Hòa, Phú Yên", "old:22315"),  # another Xã Hòa An lay in another district
        ("Cư Ni, Ea Kar, Đắk Lắk", "old:24397"),
        ("Thôn 3, Xã Ea Kar, Đắk Lắk", "24373"),
        ("Phường Tuy Hòa, Đắk Lắk", "22015"),
        ("Tuy Hòa, Đắk Lắk", "22015"),
    ],
)
def test_a_residence_that_names_one_area(residence: str, area: str) -> None:
    hit = proposed(residence, world())
    assert hit is not None
    assert hit.area == area


@pytest.mark.parametrize(
    "residence",
    [
        "",
        ",,",
        "Phú Yên",
        "Phường 2, Phú Yên",  # the town is missing
        "Phường 2, Hà Nội",
        "Xã Hòa An, Phú Yên",
        "Thôn 3, Ea Kar, Đắk Lắk",  # the district of before, or the commune of today
        "Phường 99, Tuy Hòa, Phú Yên",
        "Phường ?, Tuy Hòa, Phú Yên",
        "?, ?, ?",
        "(((, [[[, \\",
    ],
)
def test_a_residence_that_names_none_or_several_proposes_nothing(residence: str) -> None:
    assert proposed(residence, world()) is None


def test_every_commune_is_proposed_from_its_own_address() -> None:
    """Strict agreement keeps those apart that share a name; none may be taken for another."""
    wrong = []
    for unit in world().areas():
        if unit.level == "xa":
            above = world().area(unit.parent or "")
            assert above is not None
            hit = proposed(f"Số 1, {unit.name['vi']}, {above.name['vi']}", world())
            if hit is None or hit.area != unit.code:
                wrong.append((unit.code, hit))
    assert wrong == []


@settings(max_examples=30)
@given(st.text(alphabet="PhườngTuyHòa2, ?\ufffd|.", max_size=40))
def test_no_residence_breaks_the_search(residence: str) -> None:
    proposed(residence, world())
