"""Commit → the last of N screens: the call that is heard and the board that is seen, against plain broadcasting.

A clerk recalls; what the screens then got is told to as many by the floor, byte for byte. Both are timed by the same
process of screens. Ours begins at the commit, and has the journal to read and the boards to build and compare; the
floor has nothing to do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luot_server import settings
from luot_server.demo.hall import demo_hall
from luot_server.domain.happenings import TicketRecalled
from luot_server.store.ids import turn_token

from . import machines, marked
from .client import Client
from .machines import HALL, Luot, Process
from .rates import call_requests, take_seats, wait_in_line
from .report import Figure, median, percentile
from .screens import Screens

#: The hall board tells at most ten states a second; a round waits this long (s), so that each is told at once.
PAUSE = 0.15

#: Whom the floor tells what, by path: displays hear every call, a phone its own.
AUDIENCE = {"moment": ["/hall", "/turn"], "state": ["/hall"], "turn": ["/turn"]}


@dataclass(frozen=True)
class Crowd:
    """Who watches. ``phones`` have a number each; one of them is the one that is called."""

    displays: int
    phones: int = 0

    @property
    def sockets(self) -> int:
        return self.displays + self.phones

    @property
    def expected(self) -> dict[str, int]:
        """What one recall brings: the call and the board to each display, its call and its turn to one phone."""
        phone = min(self.phones, 1)
        told = {"moment": self.displays + phone, "state": self.displays, "turn": phone}
        return {kind: count for kind, count in told.items() if count}


@dataclass
class Round:
    """What one contestant's recalls took (s), from the commit to the last screen of each kind."""

    moment: list[float] = field(default_factory=list)
    state: list[float] = field(default_factory=list)
    turn: list[float] = field(default_factory=list)

    def add(self, last: dict[str, float], began: float) -> None:
        for kind, at in last.items():
            getattr(self, kind).append(at - began)

    @property
    def all(self) -> list[float]:
        """To the last of all screens, whatever it was that came last."""
        return [max(each) for each in zip(*(one for one in (self.moment, self.state, self.turn) if one), strict=True)]


def fanout(
    folder: Path, client: Client, crowds: Sequence[Crowd], *, rounds: int, burst: int, stalled: int
) -> list[Figure]:
    """One figure for each crowd, the later ones joining the former; then, with the largest, a burst of ``burst``
    recalls, and rounds beside ``stalled`` displays that read nothing."""
    with _contest(folder, client, max(crowd.phones for crowd in crowds)) as contest:
        figures = []
        for crowd in crowds:
            contest.gather(crowd)
            figures.append(contest.figure(rounds))
        return [*figures, contest.sustained(burst), contest.beside_stalled(rounds, stalled)]


class _Contest:
    """Ours and the floor, with the same screens before both."""

    def __init__(
        self, data: Path, client: Client, screens: Screens, hall: Luot, floor: Process, token: str, numbers: list[str]
    ) -> None:
        self._data = data
        self._client = client
        self._screens = screens
        self._hall = hall
        self._floor = floor
        self._recall = f"/api/v1/tickets/{numbers[0]}/recalls"
        self._token = token
        self._numbers = numbers
        self._crowd = Crowd(0)
        self._before = (hall.server.memory(), 0)

    def gather(self, crowd: Crowd) -> None:
        """Until this crowd is there. Phones come last: those that are there already stay."""
        self._before = (self._hall.server.memory(), self._crowd.sockets)
        displays = crowd.displays - self._crowd.displays
        secret = settings.kept_secret(self._data).encode()
        turns = [turn_token(secret, one) for one in self._numbers[self._crowd.phones : crowd.phones]]
        self._screens.open("ours", self._hall.server.port, displays, turns)
        self._screens.open("floor", self._floor.port, displays, turns)
        self._crowd = crowd

    def figure(self, rounds: int) -> Figure:
        ours, floors, told, acknowledged = self._rounds(rounds)
        memory, sockets = self._before
        each = (self._hall.server.memory() - memory) / (self._crowd.sockets - sockets) / 1024
        return Figure(
            f"commit to the last of {self._crowd.sockets} {'screens' if self._crowd.phones else 'displays'}",
            {
                **_milliseconds("", ours),
                **_milliseconds("floor_", floors),
                "moment_ratio": _ratio(ours.moment, floors.moment),
                "last_ratio": _ratio(ours.all, floors.all),
                "last_p99_ratio": round(percentile(ours.all, 0.99) / percentile(floors.all, 0.99), 3),
                "bytes": {kind: len(text.encode()) for kind, text in told.items()},
                "kib_each": round(each, 1),
                "recalls": acknowledged,
            },
            ratio=_ratio(ours.state, floors.state),
            true=acknowledged == rounds + 2,
        )

    def sustained(self, burst: int) -> Figure:
        """Many changes at once, made by another process as a command or a second server makes them: how many messages
        a second reach the screens while there are more to tell."""
        expected = {"moment": burst * self._crowd.expected["moment"]}
        rates: dict[str, list[float]] = {"ours": [], "floor": []}
        text = ""
        for _ in range(3):
            self._screens.listen("ours", expected)
            store = self._hall.store()
            with store.changing(HALL) as changing:
                counter = changing.ticket(self._numbers[0])["counter"]
                for _ in range(burst):
                    changing.record(TicketRecalled(ticket=self._numbers[0], counter=counter))
            store.engine.dispose()
            heard = self._screens.heard("ours")
            rates["ours"].append(_rate(heard))
            text = heard["texts"]["moment"]
            self._screens.listen("floor", expected)
            self._tell({"moment": text}, burst)
            rates["floor"].append(_rate(self._screens.heard("floor")))
        per_second = {name: round(median(all_)) for name, all_ in rates.items()}
        return Figure(
            f"sustained, {self._crowd.sockets} sockets",
            {"per_second": per_second, "burst": burst},
            ratio=round(median(rates["ours"]) / median(rates["floor"]), 3),
            true=True,
        )

    def beside_stalled(self, rounds: int, stalled: int) -> Figure:
        """The same rounds while some displays read nothing; the floor has none."""
        before = self._hall.server.memory()
        self._screens.stall(self._hall.server.port, stalled)
        ours, floors, _, acknowledged = self._rounds(rounds)
        grown = (self._hall.server.memory() - before) / 1024 / stalled
        return Figure(
            f"beside {stalled} stalled displays",
            {
                **_milliseconds("", ours),
                **_milliseconds("floor_", floors),
                "last_ratio": _ratio(ours.all, floors.all),
                "last_p99_ratio": round(percentile(ours.all, 0.99) / percentile(floors.all, 0.99), 3),
                "kib_each": round(grown, 1),
            },
            ratio=_ratio(ours.state, floors.state),
            true=acknowledged == rounds + 2,
        )

    def _rounds(self, rounds: int) -> tuple[Round, Round, dict[str, str], int]:
        ours, floors, acknowledged = Round(), Round(), 0
        told: dict[str, str] = {}
        for number in range(rounds + 2):  # two to warm
            time.sleep(PAUSE)
            self._screens.listen("ours", self._crowd.expected)
            recall = self._hall.post(self._recall, {}, self._token)
            acknowledged += self._client.ask(self._hall.server.port, 1, [recall]).counted(200)
            heard = self._screens.heard("ours")
            committed = marked.newest(self._data)
            told = heard["texts"]
            self._screens.listen("floor", self._crowd.expected)
            began = self._tell(told)
            theirs = self._screens.heard("floor")
            if number >= 2:
                ours.add(heard["last"], committed)
                floors.add(theirs["last"], began)
        return ours, floors, told, acknowledged

    def _tell(self, texts: dict[str, str], times: int = 1) -> float:
        """The floor tells these; when it began (s, monotonic)."""
        process = self._floor.process
        assert process.stdin is not None
        assert process.stdout is not None
        job = {"told": [{"to": AUDIENCE[kind], "text": text} for kind, text in texts.items()], "times": times}
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        return float(json.loads(process.stdout.readline())["began"])


@contextmanager
def _contest(folder: Path, client: Client, phones: int) -> Iterator[_Contest]:
    """A hall with a line, one number called, and nobody watching yet."""
    screens = Screens()
    with (
        machines.floor("broadcast") as floor,
        machines.luot(
            folder / "fanout",
            prepare=lambda store: wait_in_line(store, 21 + phones // 3),
            module=("tests.bench.marked",),
        ) as hall,
    ):
        seats = take_seats(client, hall, list(demo_hall().counters)[:1])
        called = client.ask(hall.server.port, 1, call_requests(hall, seats), bodies=True)
        first: str = json.loads(called.bodies[0])["id"]
        waits = hall.ids("tickets", "state = 'waiting'")
        yield _Contest(folder / "fanout", client, screens, hall, floor, seats[0][1], [first, *waits])
    screens.close()


def _rate(heard: dict[str, Any]) -> float:
    """Messages a second, from the first to the last."""
    took: float = heard["last"]["moment"] - heard["first"]["moment"]
    return float(heard["count"] / took)


def _ratio(ours: Sequence[float], floors: Sequence[float]) -> float:
    """Of the medians: single rounds on a busy machine differ by more than the two do."""
    return round(median(ours) / median(floors), 3)


def _milliseconds(whose: str, took: Round) -> dict[str, dict[str, float]]:
    kinds = {"moment": took.moment, "board": took.state, "turn": took.turn, "last": took.all}
    return {
        f"{whose}{kind}": {
            "p50_ms": round(median(values) * 1000, 2),
            "p99_ms": round(percentile(values, 0.99) * 1000, 2),
        }
        for kind, values in kinds.items()
        if values
    }
