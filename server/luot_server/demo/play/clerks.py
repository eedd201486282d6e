"""A clerk's day: open a counter, call, serve, finish; lunch; home when the last citizen has gone."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from random import Random

from luot_server.demo.hall import DemoHall, Person
from luot_server.demo.play.api import Answer, Api, Json
from luot_server.demo.play.later import Later
from luot_server.demo.play.pace import Pace
from luot_server.demo.play.visits import dossier, drawn, happens, mix, service_seconds

log = logging.getLogger(__name__)

LOOK_EVERY = 5  # seconds between two looks for the next citizen
WALK = (8, 30)  # seconds from the chime to the chair
FIRST_WALK = (4, 9)  # of the first citizen of a shift, who stands in front of the counter


class Clerk:
    """One clerk at one counter at a time; what it does not know the desk tells, so a new start loses nothing."""

    def __init__(
        self, hall: DemoHall, person: Person, pace: Pace, later: Later, rng: Random, *, api: Api, guide: Api
    ) -> None:
        self._hall = hall
        self._person = person
        self._pace = pace
        self._later = later
        self._rng = rng
        self._api, self._guide = api, guide
        self._parked_until: dict[str, datetime] = {}
        self._first = True
        self._unsure = True

    def run(self) -> None:
        while True:
            self._wait_for_work()
            counter = self._open_counter()
            if counter is None:
                self._pace.look_again(120)
            else:
                self._work(counter)

    # ── the shift ────────────────────────────────────────────────────────────────────────────────

    def _in_service(self) -> bool:
        local = self._hall.hours.local(self._pace.now())
        return any(part.opens <= local.time() < part.closes for part in self._hall.hours.of_day(local.date()))

    def _wait_for_work(self) -> None:
        """Until the counters open; somebody left over from a restart in the evening is served first."""
        if self._in_service() or self._somebody_sits_here():
            return
        while not self._in_service():
            self._pace.look_again(60)

    def _somebody_sits_here(self) -> bool:
        return any(self._desk(counter).get("current") for counter in self._person.counters if self._mine(counter))

    def _mine(self, counter: str) -> bool:
        clerk = self._desk(counter).get("counter", {}).get("clerk")
        return bool(clerk) and clerk["id"] == self._person.user

    def _open_counter(self) -> str | None:
        """The counter this clerk still has, else the first free one of those that are the clerk's."""
        ordered = sorted(self._person.counters, key=lambda counter: not self._mine(counter))
        return next((one for one in ordered if self._api.send("PUT", f"/counters/{one}/shift", {}).ok), None)

    def _work(self, counter: str) -> None:
        """Until the counter is closed: by this clerk after the last citizen, or by somebody else."""
        self._first = self._unsure = True
        while True:
            current = self._where_we_were(counter) or self._back_from_the_form()
            if current is None:
                called = self._api.send("POST", f"/counters/{counter}/calls", {})
                if called.code == "counter_closed" and not self._reopen(counter):
                    return
                if called.status == 204 and not self._in_service() and not self._parked_until:
                    self._api.send("DELETE", f"/counters/{counter}/shift")
                    return
                current = self._answered(called) if called.status != 204 else None
            if current is None:
                self._pace.look_again(LOOK_EVERY)
                continue
            self._attend(current)
            self._between(counter)

    def _where_we_were(self, counter: str) -> Json | None:
        """Who sits here, asked of the desk only where it may be somebody this clerk does not know of."""
        if not self._unsure:
            return None
        desk, self._unsure = self._desk(counter), False
        for parked in desk.get("parked", []):
            self._parked_until.setdefault(parked["id"], self._pace.now())
        current: Json | None = desk.get("current")
        return current

    def _back_from_the_form(self) -> Json | None:
        """A parked citizen whose form is filled in; one parked before a restart is ready by now."""
        now = self._pace.now()
        ready = next((ticket for ticket, until in self._parked_until.items() if until <= now), None)
        if ready is None:
            return None
        del self._parked_until[ready]
        return self._answered(self._api.send("DELETE", f"/tickets/{ready}/parks"))

    def _reopen(self, counter: str) -> bool:
        """After a pause, somebody's close of the day, or a start anew."""
        self._api.send("DELETE", f"/counters/{counter}/pauses")
        return self._in_service() and self._api.send("PUT", f"/counters/{counter}/shift", {}).ok

    def _between(self, counter: str) -> None:
        self._first = False
        self._pace.wait(self._rng.uniform(5, 20))
        if happens(self._rng, "break") and self._in_service():
            self._api.send("POST", f"/counters/{counter}/pauses", {"reason": mix()["words"]["break"]})
            self._pace.wait(self._rng.uniform(180, 420))
            self._api.send("DELETE", f"/counters/{counter}/pauses")

    # ── one citizen ──────────────────────────────────────────────────────────────────────────────

    def _attend(self, ticket: Json) -> None:
        """From called to gone. A refusal means somebody else acted on the ticket: the desk knows how it stands."""
        now: Json | None = ticket
        if ticket["state"] == "called":
            now = self._await(ticket)
        while now is not None and now["state"] == "serving":
            now = self._serve(now)

    def _await(self, ticket: Json) -> Json | None:
        path = f"/tickets/{ticket['id']}"
        if happens(self._rng, "does_not_come"):
            for seconds in (35, 30):
                self._pace.wait(seconds)
                self._api.send("POST", f"{path}/recalls", {})
            self._pace.wait(25)
            missed = self._api.send("POST", f"{path}/no-shows", {})
            if missed.ok and happens(self._rng, "comes_back"):
                self._later.plan(self._rng.uniform(180, 600), lambda: self._guide.send("POST", f"{path}/requeues", {}))
            return None
        self._pace.wait(self._rng.uniform(*(FIRST_WALK if self._first else WALK)))
        return self._answered(self._api.send("POST", f"{path}/starts", {}))

    def _serve(self, ticket: Json) -> Json | None:
        errand = next(one for one in ticket["errands"] if one["state"] == "open")
        code = (errand["procedure"] or {}).get("code")
        takes = service_seconds(self._rng, {"purpose": errand["purpose"], "procedure": code})
        if happens(self._rng, "parked"):
            self._pace.wait(takes / 3)
            self._parked_until[ticket["id"]] = self._pace.now() + timedelta(seconds=self._rng.uniform(180, 600))
            self._api.send("POST", f"/tickets/{ticket['id']}/parks", {"reason": mix()["words"]["form"]})
            return None
        self._pace.wait(takes)
        return self._answered(self._api.send("PUT", f"/tickets/{ticket['id']}/outcome", self._outcome(errand)))

    def _outcome(self, errand: Json) -> Json:
        result = drawn(self._rng, mix()["results"][errand["purpose"]])
        outcome: Json = {"result": result, "errand": errand["id"]}
        if result in ("accepted", "result_returned"):
            outcome["dossiers"] = [dossier(self._rng, self._hall.hours.local(self._pace.now()))]
        if result == "supplement":
            outcome["missing"] = [mix()["words"]["missing"]]
        return outcome

    def _desk(self, counter: str) -> Json:
        return self._api.send("GET", f"/halls/{self._hall.id}/desk?counter={counter}").body

    def _answered(self, answer: Answer) -> Json | None:
        if answer.ok:
            return answer.body
        log.info("%s: %s", self._person.user, answer.code)
        self._unsure = True
        return None
