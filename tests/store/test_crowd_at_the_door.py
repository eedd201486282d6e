"""Eight kiosks at once, each with a memory of its own: no quota, no capacity and nobody's one visit is exceeded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from luot_server.actions import citizen, manager
from luot_server.actions.citizen import ErrandRequest, TicketRequest
from luot_server.domain.errors import Conflict
from luot_server.store import tables as t
from luot_server.store.store import Store
from tests.halls import COPY, HALL, LAND, Hall, new_ids

KIOSKS = 8
EACH = 3


def knock(stores: list[Store], errand: ErrandRequest, mark: str | None = None) -> list[str]:
    """Every kiosk asks EACH times, all set off together; what each was told: "given", or a refusal's code."""
    together = Barrier(KIOSKS)

    def kiosk(store: Store) -> list[str]:
        together.wait()
        return [one_number(store) for _ in range(EACH)]

    def one_number(store: Store) -> str:
        try:
            with store.changing(HALL) as changing:
                citizen.issue(changing, TicketRequest([errand], "kiosk", mark=mark), new_ids(store.clock))
        except Conflict as refused:
            return refused.code
        return "given"

    with ThreadPoolExecutor(KIOSKS) as kiosks:
        return [told for kiosk_told in kiosks.map(kiosk, stores) for told in kiosk_told]


def test_a_crowd_gets_what_there_is_and_not_one_more(hall: Hall) -> None:
    hall.act(manager.change_setting, "quotas", {"chung-thuc": 7}, "2026-11-23")
    hall.act(manager.change_setting, "capacity", {"tickets": 12}, "2026-11-23")
    hall.act(manager.change_setting, "visits", {"max": 1}, "2026-11-23")
    stores = [Store(hall.url, hall.clock) for _ in range(KIOSKS)]
    asked = KIOSKS * EACH
    for told, given, code in (
        (knock(stores, LAND, mark="a" * 64), 1, "visit_taken"),
        (knock(stores, COPY), 7, "quota_used"),
        (knock(stores, LAND), 4, "capacity_used"),
    ):
        assert {one: told.count(one) for one in set(told)} == {"given": given, code: asked - given}
    for store in stores:
        store.engine.dispose()
    labels = [row["label"] for row in hall.rows(t.tickets)]
    assert sorted(labels) == [*(f"B{n:03}" for n in range(1, 8)), *(f"S{n:03}" for n in range(1, 6))]
    assert hall.verify().problems == []
