"""A morning in the hall, over real connections, with the kiosk's own client: what happened is what the figures say."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from luot_kiosk.kiosk import Kiosk
from luot_kiosk.numbers import Answer, Numbers
from luot_kiosk.settings import Settings
from luot_server.clock import FixedClock
from luot_server.store import replay
from tests.halls import HALL, MONDAY
from tests.http.client import API
from tests.http.conftest import MakePlace, Place
from tests.http.words import ADVICE, BIRTH, COPY, LAND, RESIDENCE, Json

EARLY = MONDAY - timedelta(hours=1, minutes=10)  # 6:50; numbers are given from 7:00, counters open at 7:30
CLERKS = {1: "quay1", 2: "quay2", 3: "quay3", 4: "quay4", 5: "quay5", 6: "quay6", 7: "quay7"}


@dataclass
class Morning:
    """The hall from outside: an address, a kiosk, people with tokens, and what we ourselves saw happen."""

    place: Place
    url: str
    numbers: Numbers
    saw: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: int = 0

    def ask(self, who: str, method: str, path: str, body: Json | None = None) -> requests.Response:
        token = self.place.cast.tokens.get(who)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, f"{self.url}{API}{path}", json=body, headers=headers, timeout=10)

    def done(self, who: str, method: str, path: str, body: Json | None = None) -> Any:
        answer = self.ask(who, method, path, body)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def press(self, body: Json, key: str) -> Answer:
        return self.numbers.take(body, key, "vi")

    def take(self, body: Json, **more: Any) -> Json:
        """A citizen at the kiosk gets a number."""
        self.keys += 1
        answer = self.press({**body, **more}, f"key {self.keys}")
        assert answer.status == 201, answer.body
        self.note_issued(answer.body)
        return answer.body

    def note_issued(self, ticket: Json) -> None:
        self.saw.update((_code(errand), "issued") for errand in ticket["errands"])

    def end(self, ticket: Json, how: str) -> None:
        self.saw.update((_code(errand), how) for errand in ticket["errands"] if errand["state"] == "open")

    def call(self, number: int) -> Json | None:
        ticket: Json | None = self.done(CLERKS[number], "POST", f"/counters/{HALL}.{number}/calls", {})
        return ticket

    def serve(self, number: int, count: int = 1, result: str = "accepted") -> Json | None:
        """Call, start, five minutes, and every errand this counter can finish."""
        ticket = self.call(number)
        if ticket is None:
            return None
        clerk, where = CLERKS[number], f"/tickets/{ticket['id']}"
        now: Json = self.done(clerk, "POST", f"{where}/starts")
        while now["state"] == "serving":
            self.place.clock.advance(timedelta(minutes=5))
            self.saw[_code(now), "served"] += 1
            self.saw[_code(now), "dossiers"] += count
            now = self.done(clerk, "PUT", f"{where}/outcome", {"result": result, "count": count})
        return now


def _code(errand: Json) -> str:
    return str(errand["procedure"]["code"]) if errand["procedure"] else "none"


@pytest.fixture
def morning(make_place: MakePlace, tmp_path: Path) -> Iterator[Morning]:
    place = make_place(FixedClock(EARLY))
    server = make_server("127.0.0.1", 0, place.client.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    url = f"http://127.0.0.1:{server.server_port}"
    token = place.cast.tokens["kiosk"]
    kiosk = Kiosk(Settings(server=url, token=token, hall=HALL, printer=None, port=0, data=tmp_path), None)
    kiosk.slips.start()
    yield Morning(place, url, kiosk.numbers)
    kiosk.slips.stop()
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_morning_in_the_hall(morning: Morning) -> None:
    clock = morning.place.clock
    early = morning.press(COPY, "too early")
    assert (early.status, early.body["code"]) == (409, "hall_closed")

    clock.set(MONDAY - timedelta(minutes=55))  # 7:05: the rush, four hands on the screens
    with ThreadPoolExecutor(4) as hands:
        rush = list(hands.map(lambda n: morning.press([COPY, BIRTH, LAND][n % 3], f"rush {n}"), range(24)))
    assert {answer.status for answer in rush} == {201}
    assert len({answer.body["label"] for answer in rush}) == 24
    for answer in rush:
        morning.note_issued(answer.body)
    twice = [morning.press(COPY, "double tap") for _ in range(2)]
    assert twice[0] == twice[1]
    morning.note_issued(twice[0].body)
    sent_on = morning.press(RESIDENCE, "to the police")
    assert (sent_on.status, sent_on.body["code"]) == (409, "referred")
    guidance = morning.take(ADVICE)
    elderly = morning.take(COPY, priority="elderly")
    several = morning.take({"errands": [BIRTH, LAND]})
    impatient = morning.take(LAND)
    morning.done("nobody", "DELETE", f"/turns/{impatient['track_url'].rpartition('/')[2]}")
    morning.end(impatient, "cancelled")
    mistaken = morning.take(COPY)
    morning.done("guide", "POST", f"/tickets/{mistaken['id']}/voids", {"reason": "pressed by a child"})
    morning.end(mistaken, "voided")

    clock.set(MONDAY - timedelta(minutes=30))  # 7:30: the counters open
    for number in (1, 3, 4, 5):
        morning.done(CLERKS[number], "PUT", f"/counters/{HALL}.{number}/shift", {})
    first = morning.call(4)
    assert first is not None
    assert first["id"] == elderly["id"]
    clerk, absent = CLERKS[4], f"/tickets/{elderly['id']}"
    morning.done(clerk, "POST", f"{absent}/recalls")
    morning.done(clerk, "POST", f"{absent}/no-shows")
    morning.done("guide", "POST", f"{absent}/requeues")  # was in the corridor
    back = morning.serve(4, count=2)
    assert back is not None
    assert back["id"] == elderly["id"]
    lost = morning.call(3)
    assert lost is not None
    morning.done(CLERKS[3], "POST", f"/tickets/{lost['id']}/no-shows")
    morning.end(lost, "no_show")
    assert morning.serve(1, count=0, result="advised") is not None

    while any(morning.serve(number) for number in (3, 4, 5)):
        pass
    for ticket in (guidance, several, elderly):
        assert morning.done("guide", "GET", f"/tickets/{ticket['id']}")["state"] == "served"
    late = morning.take(BIRTH)
    for number in (1, 3, 4, 5):
        morning.done(CLERKS[number], "DELETE", f"/counters/{HALL}.{number}/shift")
    assert morning.done("nobody", "GET", f"/halls/{HALL}/board")["waiting"][0]["count"] == 1

    clock.set(MONDAY + timedelta(days=1))  # the night timer closes what was left open
    morning.place.client.services.timers.tick()
    morning.end(late, "expired")
    _figures_are_what_happened(morning)
    with morning.place.client.services.store.reading() as connection:
        assert replay.verify(connection).ok


def _figures_are_what_happened(morning: Morning) -> None:
    asked = f"/figures/throughput?hall={HALL}&from=2026-11-23&to=2026-11-23"
    by_procedure = morning.done("manager", "GET", f"{asked}&by=procedure")
    counted = {
        (row["key"], metric): row[metric]
        for row in by_procedure["rows"]
        for metric in ("issued", "served", "dossiers", "voided", "no_show", "expired", "cancelled")
        if row[metric]
    }
    assert counted == {what: count for what, count in morning.saw.items() if count}
    totals = by_procedure["totals"]
    assert totals["issued"] == sum(totals[end] for end in ("served", "voided", "no_show", "expired", "cancelled"))
    for by in ("agency", "counter", "clerk", "hour", "outcome", "purpose", "channel", "route", "field", "counter,hour"):
        told = morning.done("supervisor", "GET", f"{asked}&by={by}")
        assert told["totals"] == totals, by
        assert all(row["key"].count(",") == by.count(",") and row["name"]["vi"] for row in told["rows"])
    assert morning.done("manager", "GET", "/figures/throughput")["totals"]["issued"] == 0  # today is Tuesday
    entries: list[Json] = []
    after: int | None = 0
    while after is not None:
        page = morning.done("integration", "GET", f"/halls/{HALL}/journal?after={after}&limit=50")
        entries += page["items"]
        after = page["next"]
    assert [entry["position"] for entry in entries] == list(range(1, len(entries) + 1))
    assert Counter(entry["kind"] for entry in entries)["errand_finished"] == totals["served"]
