"""Commit → the last of N displays: the call that is heard and the board that is seen, against plain broadcasting.

A clerk recalls; what one display then got is told to as many displays by the floor, byte for byte. Both are timed by
the same process of displays. Ours begins at the commit, and has the journal to read and the board to build; the floor
has nothing to do.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Sequence
from pathlib import Path

from luot_server.demo.hall import demo_hall

from . import machines, marked
from .client import Client
from .machines import Luot, Process
from .rates import call_requests, take_seats, wait_in_line
from .report import Figure, median, percentile
from .screens import Screens

#: The hall board tells at most ten states a second; a round waits this long (s), so that each is told at once.
PAUSE = 0.15


def fanout(folder: Path, client: Client, counts: Sequence[int], rounds: int) -> list[Figure]:
    """One figure for each number of displays; the later ones are added to the former."""
    figures = []
    screens = Screens()
    serving = ("tests.bench.marked",)
    with (
        machines.floor("broadcast") as floor,
        machines.luot(folder / "fanout", prepare=lambda store: wait_in_line(store, 21), module=serving) as hall,
    ):
        seats = take_seats(client, hall, list(demo_hall().counters)[:1])
        called = client.ask(hall.server.port, 1, call_requests(hall, seats), bodies=True)
        recall = f"/api/v1/tickets/{json.loads(called.bodies[0])['id']}/recalls"
        open_ = 0
        for count in counts:
            screens.open("ours", hall.server.port, count - open_)
            screens.open("floor", floor.port, count - open_)
            open_ = count
            figures.append(_figure(folder / "fanout", client, screens, hall, floor, recall, seats[0][1], count, rounds))
    screens.close()
    return figures


def _figure(
    data: Path,
    client: Client,
    screens: Screens,
    hall: Luot,
    floor: Process,
    recall: str,
    token: str,
    count: int,
    rounds: int,
) -> Figure:
    took: dict[str, list[float]] = {name: [] for name in ("moment", "board", "floor_moment", "floor_board")}
    acknowledged = 0
    for number in range(rounds + 2):  # two to warm
        time.sleep(PAUSE)
        screens.listen("ours")
        acknowledged += client.ask(hall.server.port, 1, [hall.post(recall, {}, token)]).counted(200)
        ours = screens.heard()
        committed = marked.newest(data)
        screens.listen("floor")
        began = _broadcast(floor, ours["texts"])
        theirs = screens.heard()
        if number >= 2:
            took["moment"].append(ours["moment"] - committed)
            took["board"].append(ours["state"] - committed)
            took["floor_moment"].append(theirs["moment"] - began)
            took["floor_board"].append(theirs["state"] - began)
    size = sum(len(text.encode()) for text in ours["texts"])
    about = {"bytes": size, "memory": hall.server.memory(), "recalls": acknowledged}
    return Figure(
        f"commit to the last of {count} displays",
        {
            **{name: _milliseconds(values) for name, values in took.items()},
            "moment_ratio": _ratio(took["moment"], took["floor_moment"]),
            **about,
        },
        ratio=_ratio(took["board"], took["floor_board"]),
        true=acknowledged == rounds + 2,
    )


def _broadcast(floor: Process, texts: Sequence[str]) -> float:
    """The floor tells these; when it began (s, monotonic)."""
    process = floor.process
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(" ".join(base64.b64encode(text.encode()).decode() for text in texts) + "\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def _ratio(ours: Sequence[float], floors: Sequence[float]) -> float:
    """Of the medians: single rounds on a busy machine differ by more than the two do."""
    return round(median(ours) / median(floors), 3)


def _milliseconds(values: Sequence[float]) -> dict[str, float]:
    return {"p50_ms": round(median(values) * 1000, 2), "p99_ms": round(percentile(values, 0.99) * 1000, 2)}
