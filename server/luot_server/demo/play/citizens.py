"""Citizens coming to the kiosk while numbers are given."""

from __future__ import annotations

import logging
from random import Random

from luot_server.demo.hall import DemoHall
from luot_server.demo.play.api import Answer, Api, Json
from luot_server.demo.play.later import Later
from luot_server.demo.play.pace import Pace
from luot_server.demo.play.visits import Visit, Visits, happens, mix, next_arrival

log = logging.getLogger(__name__)

#: Whoever opens the display wants to see a hall at work, not an empty one: so many stand at the door already.
AT_THE_DOOR = 16
DOOR_GAP = 0.2  # real seconds between two of them


class Citizens:
    """``kiosk`` takes the numbers (path ``tickets``); ``anyone`` and ``guide`` talk to the server itself."""

    def __init__(
        self,
        hall: DemoHall,
        pace: Pace,
        later: Later,
        rng: Random,
        *,
        kiosk: Api,
        tickets: str,
        anyone: Api,
        guide: Api,
    ) -> None:
        self._hall = hall
        self._pace = pace
        self._later = later
        self._rng = rng
        self._kiosk, self._tickets, self._anyone, self._guide = kiosk, tickets, anyone, guide

    def run(self) -> None:
        visits = Visits(self._rng, self._communes(), self._asking())
        for _ in range(AT_THE_DOOR - self._waiting()):
            if self._hall.hours.gives_numbers(self._pace.now()):
                self._come(visits.next(self._pace.now()))
            self._pace.wait_real(DOOR_GAP)
        while True:
            now = self._pace.now()
            if not self._hall.hours.gives_numbers(now):
                opens = self._hall.hours.next_numbers(now)
                self._pace.wait((opens - now).total_seconds() if opens else 3600)
                continue
            self._pace.wait(next_arrival(self._rng, self._hall.hours.local(now)))
            self._come(visits.next(self._pace.now()))

    def _come(self, visit: Visit) -> None:
        answer = self._ask(visit)
        if answer.status != 201:
            log.info("no number: %s", answer.code or answer.status)
            return
        ticket = str(answer.body["id"])
        if happens(self._rng, "presses_twice"):
            again = self._ask(visit)
            if again.status == 201:
                void = {"reason": mix()["words"]["twice"]}
                self._later.plan(90, lambda: self._guide.send("POST", f"/tickets/{again.body['id']}/voids", void))
        if happens(self._rng, "leaves"):
            turn = str(answer.body["track_url"]).rsplit("/", 1)[-1]
            self._later.plan(self._rng.uniform(600, 1800), lambda: self._anyone.send("DELETE", f"/turns/{turn}"))
        log.info("%s: %s", answer.body["label"], ticket)

    def _ask(self, visit: Visit) -> Answer:
        """The kiosk's answer; when it asks which of two communes, one of them is said."""
        answer = self._kiosk.send("POST", self._tickets, visit.body, visit.language)
        for _ in range(3):
            if answer.code != "area_needed":
                break
            asked = answer.body["decision"]["ask"]
            area = self._rng.choice(asked)["area"] if asked else self._hall.area
            visit = Visit(_living_in(visit.body, area), visit.language)
            answer = self._kiosk.send("POST", self._tickets, visit.body, visit.language)
        return answer

    def _waiting(self) -> int:
        board = self._anyone.send("GET", f"/halls/{self._hall.id}/board").body
        return sum(line["count"] for line in board.get("waiting", ()))

    def _communes(self) -> list[str]:
        items = self._anyone.send("GET", f"/halls/{self._hall.id}/areas?limit=200").body.get("items", [])
        return [one["area"] for one in items] or [self._hall.area]

    def _asking(self) -> frozenset[str]:
        items = self._anyone.send("GET", f"/halls/{self._hall.id}/procedures?limit=200").body.get("items", [])
        return frozenset(one["code"] for one in items if one.get("needs_area", True))


def _living_in(body: Json, area: str) -> Json:
    """The same request by somebody who lives in ``area``."""
    if "errands" not in body:
        return body | {"area": area}
    return body | {"errands": [one | {"area": area} if "area" in one else one for one in body["errands"]]}
