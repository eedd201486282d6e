"""Ten thousand phones reload: ``GET /turns/{token}`` of everybody who waits, while the hall goes on giving numbers.

The floor is a Flask request that does nothing. Sixty-four connections keep the server busy without a pause, so a
refresh waits behind sixty-three others: its latency is what a phone sees in the middle of the rush, not on a calm
morning. Every few hundred refreshes somebody takes a number, and the line must be prepared anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from . import machines
from .client import Client, request
from .machines import ERRANDS, Luot
from .rates import Tally
from .report import Figure, percentile

CONNECTIONS = 64
#: Refreshes between two numbers taken: at the pace aimed at, one a second.
BETWEEN = 330


def phones(folder: Path, client: Client, refreshes: int, waiting: int) -> Figure:
    """So many refreshes in one hall where so many wait; every answer must be a turn, every number a row."""
    with (
        machines.floor("http", str(folder / "floor-phones.sqlite3")) as floor,
        machines.luot(folder / "phones") as hall,
    ):
        addresses = _waiting(client, hall, waiting)
        nothing = [request("POST", "/noop", dict(ERRANDS[0]))] * refreshes
        noop, ours = Tally(), Tally()
        # Warm: connections made, statements compiled.
        client.ask(floor.port, CONNECTIONS, nothing[:CONNECTIONS])
        client.ask(hall.server.port, CONNECTIONS, [_refresh(one) for one in addresses[:CONNECTIONS]])
        before = floor.cpu()
        noop.add(client.ask(floor.port, CONNECTIONS, nothing), floor.cpu() - before, 200)
        asked = list(_rush(hall, addresses, refreshes))
        before = hall.server.cpu()
        told = client.ask(hall.server.port, CONNECTIONS, asked)
        ours.add(told, hall.server.cpu() - before, 200)
        counts = {
            "turns": told.counted(200),
            "refreshes": refreshes,
            "numbers": told.counted(201),
            "rows": hall.count("tickets") - waiting,
        }
    data: dict[str, Any] = {"ours": ours.data(), "noop": noop.data(), "counts": counts}
    data["ours"] |= {"p95_ms": round(percentile(told.latencies, 0.95) * 1000, 1), "seconds": round(told.seconds, 2)}
    return Figure(
        f"phones, {refreshes} refreshes, {waiting} waiting",
        data,
        ratio=round(data["ours"]["per_second"] / data["noop"]["per_second"], 3),
        true=counts["turns"] == refreshes and counts["numbers"] == counts["rows"] == len(asked) - refreshes,
    )


def _waiting(client: Client, hall: Luot, count: int) -> list[str]:
    """People who took a number; the address of each one's turn."""
    taken = client.ask(hall.server.port, 8, [hall.issue() for _ in range(count)], bodies=True)
    if taken.counted(201) != count:
        raise RuntimeError(f"numbers were refused: {taken.statuses}")
    tokens = [json.loads(body)["track_url"].rpartition("/")[2] for body in taken.bodies]
    return [f"/api/v1/turns/{token}" for token in tokens]


def _refresh(address: str) -> str:
    return request("GET", address)


def _rush(hall: Luot, addresses: list[str], refreshes: int) -> Iterator[str]:
    for number, address in enumerate(islice(cycle(addresses), refreshes), 1):
        yield _refresh(address)
        if number % BETWEEN == 0:
            yield hall.issue()
