"""Who comes, and what for: drawn from the mix of an ordinary day, ``data/play.json``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from luot_server.catalogue import shipped_facts

Json = dict[str, Any]

#: Spread of service times around the typical one, as the standard deviation of their logarithm.
SPREAD = 0.4


@cache
def mix() -> Json:
    read: Json = json.loads((files("luot_server.demo") / "data" / "play.json").read_text(encoding="utf-8"))
    return read


def drawn(rng: Random, weights: Mapping[str, float]) -> str:
    """One of the names, as likely as its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def happens(rng: Random, what: str) -> bool:
    """Whether one of the day's small mishaps befalls this citizen."""
    share: float = mix()["share"][what]
    return rng.random() < share


def next_arrival(rng: Random, local: datetime) -> float:
    """Seconds until the next citizen comes, at this local hour."""
    per_hour = mix()["arrivals_per_hour"].get(str(local.hour), 6)
    return rng.expovariate(per_hour / 3600)


@dataclass(frozen=True)
class Visit:
    """What a citizen asks the kiosk for."""

    body: Json
    language: str


class Visits:
    """``communes`` are the province's, the hall's own first; ``asking`` the procedures that need an area."""

    def __init__(self, rng: Random, communes: Sequence[str], asking: frozenset[str]) -> None:
        self._rng = rng
        self._communes = communes
        self._asking = asking

    def next(self, at: datetime) -> Visit:
        language = drawn(self._rng, mix()["languages"])
        body: Json = {"language": language}
        priority = drawn(self._rng, mix()["priorities"])
        if priority != "none":
            body["priority"] = priority
        count = int(drawn(self._rng, mix()["errands"]))
        errands = [self._errand(at) for _ in range(count)]
        return Visit(body | (errands[0] if count == 1 else {"errands": errands}), language)

    def _errand(self, at: datetime) -> Json:
        purpose = drawn(self._rng, mix()["purposes"])
        if purpose == "advice":
            return {"purpose": purpose}
        procedure = drawn(self._rng, mix()["procedures"])
        if purpose != "submit":
            return {"purpose": purpose, "procedure": procedure, "dossier": dossier(self._rng, at)}
        area = {"area": self._area()} if procedure in self._asking else {}
        return {"purpose": purpose, "procedure": procedure} | area

    def _area(self) -> str:
        where = drawn(self._rng, mix()["areas"])
        if where == "own":
            return self._communes[0]
        if where == "province":
            return self._rng.choice(self._communes[1:] or self._communes)
        return where if where == "later" else str(self._rng.choice(mix()[where]))


def dossier(rng: Random, at: datetime) -> str:
    """An invented dossier code of the hall's province, handed in on the day of ``at``."""
    return f"H15.999-{at:%y%m%d}-{rng.randrange(1_000_000):06d}"


def service_seconds(rng: Random, errand: Json) -> float:
    """How long an errand takes at the counter: lognormal around what is typical for it."""
    minutes = mix()["minutes"].get(errand["purpose"]) or _typical().get(errand["procedure"] or "", 8)
    return 60 * minutes * 0.85 * math.exp(rng.gauss(0, SPREAD))


@cache
def _typical() -> dict[str, float]:
    return {fact.key: fact.data["typical_minutes"] for fact in shipped_facts() if fact.kind == "procedure"}
