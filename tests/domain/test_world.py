"""What is true on one day, from facts that are each true on some days."""

import sys
from collections import Counter
from datetime import date

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.domain.facts import Fact
from luot_server.domain.records import Level
from luot_server.domain.world import World

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def world() -> World:
    return World.of(shipped_facts(), DAY)


def _area(name: str, since: date, until: date | None = None) -> Fact:
    return Fact("area", "10000", since, until, {"name": {"vi": name, "en": name}, "level": "xa", "parent": None})


def test_the_newest_version_that_holds_wins_whatever_the_order() -> None:
    facts = [_area("new", date(2026, 1, 1)), _area("old", date(2022, 1, 1)), _area("next", date(2027, 1, 1))]
    for order in (facts, facts[::-1]):
        area = World.of(order, DAY).area("10000")
        assert area is not None
        assert area.name["vi"] == "new"


def test_the_last_day_counts() -> None:
    fact = _area("short", date(2026, 3, 1), DAY)
    assert World.of([fact], DAY).area("10000") is not None
    assert World.of([fact], date(2026, 3, 3)).area("10000") is None


def test_a_fact_that_ends_before_it_begins_cannot_be() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        _area("never", DAY, date(2026, 1, 1))
    with pytest.raises(ValueError, match="no kind of fact"):
        Fact("rumour", "x", DAY, None, {})


def test_a_code_that_was_given_anew_means_two_units(world: World) -> None:
    now, before = world.area("22015"), world.former_area("22015")
    assert now is not None
    assert before is not None
    assert (now.name["vi"], before.name["vi"]) == ("Phường Tuy Hòa", "Phường 1")
    then = World.of(shipped_facts(), date(2022, 9, 15)).area("22015")
    assert then is not None
    assert then.name["vi"] == "Phường 1"


def test_what_became_of_a_unit(world: World) -> None:
    assert world.became("22018") == ("22015",)
    assert world.became("22024") == ("22015", "22045")
    assert "22015" in world.became("555")  # a district: wherever its communes went
    assert world.became("99999") == ()


def test_the_province_has_its_rule_and_its_list_mode_by_day(world: World) -> None:
    settings = {day: World.of(shipped_facts(), day).province("66") for day in (date(2025, 12, 31), date(2026, 1, 1))}
    assert [it.list_mode for it in settings.values() if it] == [True, False]
    before = World.of(shipped_facts(), date(2022, 9, 15)).province("54")
    assert before is not None
    assert before.regime == "three_tier"
    assert world.province("54") is None


def test_a_procedure_answers_to_every_spelling(world: World) -> None:
    expected = world.procedure("1.001193")
    assert expected is not None
    for spelling in (" 1.001193", "1.001193.H15", "1.001193.01", "1.001193.000.00.00.H15.01"):
        assert world.procedure(spelling) is expected
    assert world.procedure(None) is None


def test_agencies_are_found_by_role_upwards(world: World) -> None:
    finance = world.agency_for("dang_ky_kinh_doanh", "24373")
    assert finance is not None
    assert finance.name["vi"] == "Sở Tài chính"
    branch = world.agency_for("land_branch", "24373")
    assert branch is not None
    assert branch.name["vi"].endswith("(khu vực Ea Kar)")
    identified = world.agency_identified("H15.50")
    assert identified is not None
    assert identified.id == "so-nong-nghiep-va-moi-truong"


def test_every_commune_has_its_committee_hall_police_and_land_branch(world: World) -> None:
    communes = [area for area in world.areas() if area.level is Level.COMMUNE]
    assert len(communes) == 102
    for area in communes:
        committee = world.agency_for("ubnd", area.code)
        assert committee is not None
        assert committee.level is Level.COMMUNE
        assert world.hall(f"DL-{area.code}") is not None
        assert world.agency_for("cong_an_xa", area.code) is not world.agency("cong-an-tinh")
        assert world.agency_for("land_branch", area.code) is not world.agency("van-phong-dang-ky-dat-dai")


def test_no_two_agencies_of_today_share_an_id() -> None:
    held = Counter(fact.key for fact in shipped_facts() if fact.kind == "agency" and fact.holds_on(DAY))
    assert max(held.values()) == 1


def test_a_world_cannot_be_changed(world: World) -> None:
    with pytest.raises(TypeError):
        world._procedures["1.001193"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        world.on = DAY  # type: ignore[misc]


def test_a_world_of_a_whole_registry_is_built_in_step_with_its_size() -> None:
    """Four times the facts, about four times the work: counted in calls, which a slow day does not change."""
    sample = next(fact for fact in shipped_facts() if fact.kind == "procedure")

    def calls(size: int) -> int:
        many = [Fact("procedure", f"9.{number:06d}", DAY, None, sample.data) for number in range(size)]
        made = 0

        def count(*_: object) -> None:
            nonlocal made
            made += 1

        sys.setprofile(count)
        try:
            World.of(many, DAY).find_procedures("khai sinh")
        finally:
            sys.setprofile(None)
        return made

    assert calls(1600) < 5 * calls(400)
