"""What the product ships."""

from datetime import date

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.domain.records import Level, Procedure
from luot_server.domain.world import World

WORLD = World.of(shipped_facts(), date(2026, 3, 2))
PROCEDURES = list(WORLD.procedures())


def test_thirty_everyday_procedures_are_shipped() -> None:
    assert len(PROCEDURES) == 30
    assert all(procedure.everyday for procedure in PROCEDURES)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)
def test_a_shipped_procedure_is_told_in_full_in_both_languages(procedure: Procedure) -> None:
    told = [procedure.name, procedure.short_name, *procedure.papers, *procedure.notices]
    assert all(names["vi"].strip() and names["en"].strip() for names in told)
    assert len(procedure.short_name["vi"]) <= 40
    assert len(procedure.papers) >= 1
    assert len(procedure.search_words) >= 3
    assert procedure.processing.days is not None
    assert procedure.needs_area == (procedure.area_question is not None)
    assert WORLD.field(procedure.field) is not None
    assert 5 <= procedure.typical_minutes <= 30


def test_every_fact_reads_on_every_day_that_matters() -> None:
    for day in (date(2022, 9, 15), date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1), date(2030, 1, 1)):
        world = World.of(shipped_facts(), day)
        assert list(world.procedures())
        assert list(world.areas())


def test_what_changed_its_level_with_the_merger_did() -> None:
    before = World.of(shipped_facts(), date(2025, 6, 30)).procedure("1.001612")
    now = WORLD.procedure("1.001612")
    assert before is not None
    assert now is not None
    assert before.levels == {Level.DISTRICT}
    assert now.levels == {Level.MINISTRY, Level.COMMUNE}
