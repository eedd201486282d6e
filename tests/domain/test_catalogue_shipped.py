"""The everyday procedures as shipped: told in full, told apart, and each with somebody who decides."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.domain.codes import procedure_key
from luot_server.domain.competence import Question, decide
from luot_server.domain.records import HallPlace, Procedure
from luot_server.domain.world import World

TODAY, THREE_TIERS = date(2026, 3, 2), date(2022, 9, 15)
WORLD = World.of(shipped_facts(), TODAY)
FORMER = World.of(shipped_facts(), THREE_TIERS)
PROCEDURES = list(WORLD.procedures())
COMMONEST = """
    1.001193 1.000894 1.000656 1.004873 2.000635 2.000748 2.000815 2.000884 2.001035 2.000908 1.001612 2.001199
    1.001776 1.014027 1.001699 1.001731 1.014028 1.010833 1.010803 1.013225 1.115279 1.115270 1.115269 1.115323
    1.012812 1.004222 1.004194 1.014063 3.000333 3.000347
"""
"""Those a hall is asked for every day, whatever else is shipped."""
HALLS_2022 = (
    {"id": "PY-TT", "kind": "tt_tinh", "area": "54"},
    {"id": "PY-H555", "kind": "mc_huyen", "area": "555", "shared_commune": ["22015"]},
    {"id": "PY-X22024", "kind": "mc_xa", "area": "22024"},
)


def everybody(one: Procedure) -> str:
    return one.code


each = pytest.mark.parametrize("procedure", PROCEDURES, ids=everybody)


def test_there_are_enough_of_them_over_enough_fields() -> None:
    assert len(PROCEDURES) >= 60
    assert all(one.everyday for one in PROCEDURES)
    assert len({one.field for one in PROCEDURES}) >= 12
    assert [code for code in COMMONEST.split() if WORLD.procedure(code) is None] == []


@each
def test_a_procedure_is_told_in_full_in_both_languages(procedure: Procedure) -> None:
    told = [procedure.name, procedure.short_name, *procedure.papers, *procedure.notices]
    assert all(names["vi"].strip() and names["en"].strip() for names in told)
    assert procedure.papers
    assert procedure.code == procedure_key(procedure.code)
    assert WORLD.field(procedure.field) is not None
    assert 5 <= procedure.typical_minutes <= 30
    assert procedure.processing.days is not None or "processing" in procedure.to_confirm


@each
def test_what_a_citizen_reads_is_short_and_in_our_own_words(procedure: Procedure) -> None:
    assert all(len(name) <= 34 for name in procedure.short_name.values())
    assert all(len(line) <= 80 for paper in procedure.papers for line in paper.values())
    assert all(len(line) <= 90 for notice in procedure.notices for line in notice.values())
    assert len(procedure.papers) <= 5


@each
def test_people_find_it_by_what_they_call_it(procedure: Procedure) -> None:
    assert (
        len(procedure.search_words) >= 5
    )  # a kiosk shows the first four: Vietnamese ones, in words fit to be read aloud
    assert all(word == word.strip() != "" for word in procedure.search_words)
    assert len(set(procedure.search_words)) == len(procedure.search_words)
    assert procedure.code in [one.code for one in WORLD.find_procedures(procedure.short_name["vi"], 3)]


@each
def test_an_area_is_asked_for_where_the_key_needs_one_and_only_there(procedure: Procedure) -> None:
    assert procedure.needs_area == (procedure.area_question is not None)
    assert procedure.needs_area or not procedure.area_questions
    assert len(procedure.area_questions) != 1
    assert len({it.id for it in procedure.area_questions}) == len(procedure.area_questions)


@each
def test_what_nobody_has_confirmed_is_named_by_its_field(procedure: Procedure) -> None:
    assert set(procedure.to_confirm) <= set(procedure.to_data()) - {"to_confirm", "name", "code"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_two_are_called_the_same(language: str) -> None:
    assert repeated(one.short_name[language] for one in PROCEDURES) == []
    assert repeated(one.area_question[language] for one in PROCEDURES if one.area_question) == []


def test_every_text_is_spelt_with_whole_letters() -> None:
    assert [text for text in texts([one.to_data() for one in PROCEDURES]) if text != nfc(text)] == []


def test_a_file_holds_one_field_and_no_word_the_record_does_not_know() -> None:
    known = {*PROCEDURES[0].to_data(), "code", "valid_from", "earlier"}
    for file in (files("luot_server.catalogue") / "data" / "procedures").iterdir():
        rows = json.loads(file.read_text(encoding="utf-8"))
        assert {f"{row['field']}.json" for row in rows} == {file.name}
        assert {key for row in rows for key in (*row, *row.get("earlier", ()))} <= known


@each
@pytest.mark.parametrize("area", ["22015", "24373"])
def test_somebody_decides_today(procedure: Procedure, area: str) -> None:
    hall = WORLD.hall("DL-22015")
    assert hall is not None
    settled(procedure, area, hall, WORLD)


@pytest.mark.parametrize("procedure", list(FORMER.procedures()), ids=everybody)
@pytest.mark.parametrize("area", ["22015", "22024", "22225"])
def test_somebody_decided_under_three_tiers(procedure: Procedure, area: str) -> None:
    for described in HALLS_2022:
        id = str(described["id"])
        settled(procedure, area, HallPlace.read(id, {**described, "name": id}), FORMER)


def test_several_decide_where_one_visit_settles_birth_residence_and_health_card() -> None:
    hall = WORLD.hall("DL-22015")
    assert hall is not None
    decision = decide(Question("2.000986", "submit", "22015", None, TODAY), hall, WORLD)
    assert decision.competent is not None
    assert decision.competent.id == "ubnd-phuong-tuy-hoa"
    assert [one.id for one in decision.with_] == ["cong-an-phuong-tuy-hoa", "bhxh-tinh"]


def settled(procedure: Procedure, area: str, hall: HallPlace, world: World) -> None:
    """An agency is named; where any police station of the country will do, a place to go to is enough."""
    decision = decide(Question(procedure.code, "submit", area, None, world.on), hall, world)
    assert decision.accept in ("yes", "yes_handover", "refer"), decision.reason
    assert decision.competent or decision.refer_to
    assert decision.competent or procedure.vertical


def repeated(values: Iterator[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def texts(data: Any) -> Iterator[str]:
    """Every string within."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from (text for value in data.values() for text in texts(value))
    elif isinstance(data, list):
        yield from (text for value in data for text in texts(value))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
