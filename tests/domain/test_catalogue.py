"""What the product ships, on the days that matter."""

from datetime import date

from luot_server.catalogue import shipped_facts
from luot_server.domain.records import Level
from luot_server.domain.world import World

WORLD = World.of(shipped_facts(), date(2026, 3, 2))


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


def test_who_looked_after_people_of_merit_before_the_merger_is_not_who_does_today() -> None:
    before = World.of(shipped_facts(), date(2022, 9, 15)).procedure("1.010801")
    now = WORLD.procedure("1.010801")
    assert before is not None
    assert now is not None
    assert before.authority == {Level.PROVINCE: "lao_dong"}
    assert now.authority == {}
