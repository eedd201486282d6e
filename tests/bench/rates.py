"""How many a second: tickets against Flask alone and Flask with one insert; calls against the same insert."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from luot_server.actions import citizen
from luot_server.actions.citizen import ErrandRequest, TicketRequest
from luot_server.demo.hall import demo_hall
from luot_server.store.ids import uuid7
from luot_server.store.journal import Actor
from luot_server.store.store import Store

from . import machines
from .client import Asked, Client, request
from .machines import ERRANDS, HALL, Luot, Process
from .report import Figure, median, percentile

#: What is asked for, and by whom it is answered, by name.
Contest = dict[str, Callable[[int], Asked]]


@dataclass(frozen=True)
class Size:
    """How long a run is. Many short rounds in turn: whatever else the machine does falls on everybody."""

    rounds: int
    each: int  # requests of one contestant in one round


@dataclass
class Tally:
    """What one contestant did in all rounds."""

    per_second: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    acknowledged: int = 0
    asked: int = 0
    cpu: float = 0.0

    def add(self, asked: Asked, cpu: float, status: int) -> None:
        self.per_second.append(len(asked.statuses) / asked.seconds)
        self.latencies += asked.latencies
        self.acknowledged += asked.counted(status)
        self.asked += len(asked.statuses)
        self.cpu += cpu

    def data(self) -> dict[str, Any]:
        return {
            "per_second": round(median(self.per_second), 1),
            "p50_ms": round(median(self.latencies) * 1000, 2),
            "p99_ms": round(percentile(self.latencies, 0.99) * 1000, 2),
            "cpu_ms": round(self.cpu / self.asked * 1000, 2),
            "acknowledged": self.acknowledged,
            "asked": self.asked,
        }


def tickets(folder: Path, client: Client, connections: int, size: Size) -> Figure:
    """Tickets over HTTP, no-op and one insert, in turn; afterwards rows, journal and answers must be as many."""
    floor_file = folder / f"floor-{connections}.sqlite3"
    noop, insert, ours = Tally(), Tally(), Tally()
    with machines.floor("http", str(floor_file)) as floor, machines.luot(folder / f"tickets-{connections}") as hall:
        before = hall.server.memory()
        # Warm: connections made, statements compiled.
        _floor(client, floor, connections)(connections)
        _inserts(client, floor, connections)(connections)
        warm = max(20, connections)
        _tickets(client, hall, connections)(warm)
        for _ in range(size.rounds):
            _round(noop, floor, 200, _floor(client, floor, connections), size.each)
            _round(insert, floor, 201, _inserts(client, floor, connections), size.each)
            _round(ours, hall.server, 201, _tickets(client, hall, connections), size.each)
        counts = {
            "acknowledged": ours.acknowledged + warm,
            "rows": hall.count("tickets"),
            "journal": hall.count("journal", "kind = 'ticket_issued'"),
            "floor_acknowledged": insert.acknowledged + connections,
            "floor_rows": machines.counted(floor_file, "tickets"),
        }
        memory = {"begin": before, "end": hall.server.memory()}
    return Figure(
        f"tickets, {connections} connections",
        {"ours": ours.data(), "insert": insert.data(), "noop": noop.data(), "counts": counts, "memory": memory},
        ratio=round(median(_ratios(ours, insert)), 3),
        true=counts["acknowledged"] == counts["rows"] == counts["journal"]
        and counts["floor_acknowledged"] == counts["floor_rows"]
        and ours.acknowledged == ours.asked,
    )


def calls(folder: Path, client: Client, size: Size) -> Figure:
    """``POST calls`` of seven counters at once, against as many inserts; what frees the counters is not timed."""
    counters = list(demo_hall().counters)
    ours, insert = Tally(), Tally()
    wanted = (size.rounds + 1) * len(counters)
    with (
        machines.floor("http", str(folder / "floor-calls.sqlite3")) as floor,
        machines.luot(folder / "calls", prepare=lambda store: wait_in_line(store, wanted)) as hall,
    ):
        seats = take_seats(client, hall, counters)
        for number in range(size.rounds + 1):
            called = client.ask(hall.server.port, len(counters), call_requests(hall, seats), bodies=True)
            missed = [
                hall.post(f"/api/v1/tickets/{ticket}/no-shows", {}, token) for ticket, token in _called(called, seats)
            ]
            if number:  # the first round warms
                ours.add(called, 0.0, 201)
            cleared = client.ask(hall.server.port, len(counters), missed)
            if cleared.counted(200) != len(missed):
                raise RuntimeError(f"a counter was not freed: {cleared.statuses}")
            _round(insert, floor, 201, _inserts(client, floor, len(counters)), len(counters))
        counts = {
            "acknowledged": ours.acknowledged + len(counters),
            "journal": hall.count("journal", "kind = 'ticket_called'"),
            "rows": hall.count("tickets", "times_called = 1"),
        }
    data = {name: tally.data() for name, tally in (("ours", ours), ("insert", insert))}
    data["ours"].pop("cpu_ms")
    return Figure(
        f"calls, {len(counters)} counters",
        {**data, "counts": counts},
        ratio=round(median(_ratios(ours, insert)), 3),
        true=counts["acknowledged"] == counts["journal"] == counts["rows"] and ours.acknowledged == ours.asked,
    )


def wait_in_line(store: Store, count: int) -> None:
    """People who take a number before anybody measures, in one transaction: enough for ``count`` calls.

    Up to three counters share a field, so each field gets its three sevenths of all calls, and somewhat more.
    """
    with store.changing(HALL, Actor("kiosk", "kiosk-programs")) as changing:
        for errand in islice(cycle((*ERRANDS, {"purpose": "advice"})), count * 3):
            asked = ErrandRequest(errand["purpose"], errand.get("procedure"), errand.get("area"))
            citizen.issue(changing, TicketRequest([asked], "kiosk"), lambda: uuid7(changing.now))


def take_seats(client: Client, hall: Luot, counters: Sequence[str]) -> list[tuple[str, str]]:
    """A clerk at each counter; (counter, token)."""
    seats = []
    for counter, person in zip(counters, demo_hall().people, strict=False):
        signing_in = {"user": person.user, "password": hall.keys.passwords[person.user]}
        signed_in = client.ask(hall.server.port, 1, [request("POST", "/api/v1/session", signing_in)], bodies=True)
        token: str = json.loads(signed_in.bodies[0])["token"]
        shift = request("PUT", f"/api/v1/counters/{counter}/shift", {}, {"Authorization": f"Bearer {token}"})
        if client.ask(hall.server.port, 1, [shift]).statuses != [200]:
            raise RuntimeError(f"{person.user} could not open {counter}")
        seats.append((counter, token))
    return seats


def call_requests(hall: Luot, seats: Sequence[tuple[str, str]]) -> list[str]:
    return [hall.post(f"/api/v1/counters/{counter}/calls", {}, token) for counter, token in seats]


def _called(called: Asked, seats: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(ticket, token of the clerk who called it)."""
    tokens = dict(seats)
    tickets = [json.loads(body) for body, status in zip(called.bodies, called.statuses, strict=True) if status == 201]
    return [(one["id"], tokens[one["counter"]["id"]]) for one in tickets]


def _tickets(client: Client, hall: Luot, connections: int) -> Callable[[int], Asked]:
    return lambda count: client.ask(hall.server.port, connections, [hall.issue() for _ in range(count)])


def _inserts(client: Client, floor: Process, connections: int) -> Callable[[int], Asked]:
    bodies = cycle(ERRANDS)
    return lambda count: client.ask(
        floor.port, connections, [request("POST", "/insert", dict(next(bodies))) for _ in range(count)]
    )


def _floor(client: Client, floor: Process, connections: int) -> Callable[[int], Asked]:
    bodies = cycle(ERRANDS)
    return lambda count: client.ask(
        floor.port, connections, [request("POST", "/noop", dict(next(bodies))) for _ in range(count)]
    )


def _round(tally: Tally, server: Process, status: int, ask: Callable[[int], Asked], count: int) -> None:
    before = server.cpu()
    asked = ask(count)
    tally.add(asked, server.cpu() - before, status)


def _ratios(ours: Tally, floor: Tally) -> list[float]:
    return [mine / theirs for mine, theirs in zip(ours.per_second, floor.per_second, strict=False)]
