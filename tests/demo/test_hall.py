"""The demo hall as decided in its files: nobody who gets a number waits for a counter that does not exist."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations, product
from pathlib import Path
from random import Random

import pytest

from luot_server.catalogue import shipped_facts
from luot_server.clock import FixedClock
from luot_server.demo.hall import demo_hall
from luot_server.demo.play.visits import mix
from luot_server.demo.prepared import prepared_store
from luot_server.demo.seed import seed, seeded_store
from luot_server.domain.calling import Need, can_serve
from luot_server.domain.hall import HallSettings
from luot_server.domain.roles import Role
from luot_server.domain.ticket import Purpose
from luot_server.domain.world import World
from luot_server.store import people
from luot_server.store import tables as t
from luot_server.store.replay import verify
from luot_server.store.store import Store

HALL = demo_hall()
TODAY = date(2026, 11, 23)
MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
WORLD = World.of(shipped_facts(), TODAY)
SETTINGS = HallSettings({"zone": HALL.zone}, HALL.settings)
WITH_PROCEDURE = (Purpose.SUBMIT, Purpose.SUPPLEMENT, Purpose.COLLECT_RESULT)
WITHOUT_PROCEDURE = (Purpose.ADVICE, Purpose.SUPPLEMENT, Purpose.COLLECT_RESULT)
ROUTES = ("here", "paper_handover", "assisted_online", "")  # the last: where the area is left to the desk


def needs() -> list[Need]:
    """Everything somebody can come for, a field that was imported yesterday and papers without a procedure included."""
    known = [(one.field, one.code) for one in WORLD.procedures() if one.everyday]
    listed = [
        Need(purpose, field, code, "some-agency", route)
        for (field, code), purpose, route in product([*known, ("imported-field", "9.999999")], WITH_PROCEDURE, ROUTES)
    ]
    return [*listed, *(Need(purpose, "", "", "", "here") for purpose in WITHOUT_PROCEDURE)]


def test_every_need_has_a_counter() -> None:
    left = [need for need in needs() if not any(can_serve(one, SETTINGS.skills[one], need) for one in HALL.counters)]
    assert left == []


@pytest.mark.parametrize("order", Random(7).sample(list(permutations(range(7))), 50))
def test_clerks_at_the_first_free_counter_open_all_of_them(order: tuple[int, ...]) -> None:
    clerks = [one for one in HALL.people if one.grant.role == Role.CLERK]
    taken: set[str] = set()
    for place in order:
        taken.add(next(one for one in clerks[place].counters if one not in taken))
    assert taken == set(HALL.counters)


def test_each_series_is_one_letter_and_every_field_has_one() -> None:
    letters = [one.letter for one in SETTINGS.series]
    assert len(set(letters)) == len(letters) == 9
    assert SETTINGS.series_for("advice", "") == "U"
    assert SETTINGS.series_for("collect_result", "dat-dai") == "X"
    assert SETTINGS.series_for("submit", "ho-tich") == "A"
    assert SETTINGS.series_for("submit", "ho-tich", "assisted_online") == "T"
    assert SETTINGS.series_for("submit", "imported-field") == letters[-1]


def test_the_files_speak_of_things_that_exist() -> None:
    assert all(WORLD.procedure(code) for code in [*HALL.settings["first"], *mix()["procedures"]])
    fields = {one for series in HALL.settings["series"] for one in series.get("fields", ())}
    fields |= {one for skills in HALL.settings["skills"].values() for one in skills[0].get("fields", ())}
    assert all(WORLD.field(one) for one in fields)
    assert set(HALL.settings["skills"]) == set(HALL.counters)
    assert all(one.weight >= 1 for one in SETTINGS.priority_classes.values())
    assert set(mix()["priorities"]) - {"none"} <= set(SETTINGS.priority_classes)
    place = WORLD.hall(HALL.id)
    assert place is not None
    assert (place.name, place.area) == (HALL.name, HALL.area)


def test_numbers_are_given_in_the_halls_hours() -> None:
    first_and_last = {"06:59": False, "07:00": True, "11:14": True, "11:15": False, "13:00": True, "17:00": False}
    given = {at: HALL.hours.gives_numbers(datetime.fromisoformat(f"2026-11-23T{at}:00+07:00")) for at in first_and_last}
    assert given == first_and_last


def test_seeding_is_the_same_every_time_and_again_changes_nothing(tmp_path: Path) -> None:
    one, keys = seeded_store(f"sqlite:///{tmp_path / 'one.sqlite3'}", FixedClock(MONDAY))
    other, _ = seeded_store(f"sqlite:///{tmp_path / 'other.sqlite3'}", FixedClock(MONDAY))
    assert heads(one) == heads(other)
    assert seed(one, keys) == keys
    assert heads(one) == heads(other)
    with one.reading() as connection:
        assert verify(connection).problems == []
    one.engine.dispose()
    other.engine.dispose()


def test_lost_keys_are_made_anew_and_the_old_ones_open_nothing(tmp_path: Path) -> None:
    store, lost = prepared_store(tmp_path / "hall.sqlite3", FixedClock(MONDAY))
    before = heads(store)
    found = seed(store, None)
    assert heads(store) == before
    with store.reading() as connection:
        account = people.account(connection, "quay1")
        assert people.password_fits(account, found.passwords["quay1"])
        assert not people.password_fits(account, lost.passwords["quay1"])
        assert people.identity_of(connection, lost.tokens["kiosk"], MONDAY) is None
        kiosk = people.identity_of(connection, found.tokens["kiosk"], MONDAY + timedelta(days=400))
    assert kiosk is not None
    assert kiosk.device_kind == "kiosk"
    store.engine.dispose()


def heads(store: Store) -> dict[str, str]:
    """The digest of each journal: equal journals, equal digests."""
    with store.reading() as connection:
        return {row.hall: row.digest for row in connection.execute(t.heads.select())}
