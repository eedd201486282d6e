"""One `luot demo` with all its processes, spoken to as programs outside speak to it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import requests
from PIL import Image

Json = dict[str, Any]

READY_WITHIN = 90.0  # seconds; a machine busy with other tests is slow, not wrong
ANSWER_WITHIN = 30.0

COPY: Json = {"procedure": "2.000815", "purpose": "submit"}
BIRTH: Json = {"procedure": "1.001193", "purpose": "submit", "area": "22015"}
LAND: Json = {"procedure": "1.115279", "purpose": "submit", "area": "22015"}
PENSION: Json = {"procedure": "1.014027", "purpose": "submit", "area": "22015"}
ADVICE: Json = {"purpose": "advice"}


@dataclass
class Demo:
    """The running hall: ``facts`` is its ready file. Every answer that is not a success fails the test."""

    facts: Json
    tokens: dict[str, str] = field(default_factory=dict)
    line: requests.Session = field(default_factory=requests.Session)

    @property
    def hall(self) -> str:
        return str(self.facts["hall"])

    @property
    def server(self) -> str:
        return str(self.facts["server"])

    def password(self, user: str) -> str:
        return next(str(one["password"]) for one in self.facts["staff"] if one["user"] == user)

    def ask(self, method: str, path: str, who: str = "kiosk", body: Json | None = None) -> Any:
        """One request of a device or of somebody on the staff; the answer's JSON."""
        answer = self.line.request(
            method,
            f"{self.server}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {self._token(who)}"},
            timeout=ANSWER_WITHIN,
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def issue(self, body: Json, **more: Any) -> Json:
        ticket: Json = self.ask("POST", f"/halls/{self.hall}/tickets", body={**body, **more})
        return ticket

    def ticket(self, label: str) -> Json:
        """The newest ticket of that label."""
        found: list[Json] = self.ask("GET", f"/halls/{self.hall}/tickets?label={label}", "huongdan")["items"]
        return found[0]

    def entries(self, kind: str, after: int = 0) -> list[Json]:
        page = self.ask("GET", f"/halls/{self.hall}/journal?after={after}&limit=1000", "quanly")
        return [entry for entry in page["items"] if entry["kind"] == kind]

    @property
    def position(self) -> int:
        return int(self.ask("GET", f"/halls/{self.hall}/board")["position"])

    def clerk(self, number: int) -> Clerk:
        """The clerk whose counter that is, with the counter open."""
        clerk = Clerk(self, f"quay{number}", f"{self.hall}.{number}")
        self.ask("PUT", f"/counters/{clerk.counter}/shift", clerk.user, {})
        return clerk

    # ── the paper ──

    def papers(self) -> int:
        """The number of the last sheet that was cut off; 0 before the first."""
        sheets = requests.get(f"{self.facts['paper']}/papers.json", timeout=ANSWER_WITHIN).json()["papers"]
        return max((int(sheet["number"]) for sheet in sheets if sheet["cut"]), default=0)

    def paper(self, number: int) -> Image.Image:
        answer = requests.get(f"{self.facts['paper']}/papers/{number}.png", timeout=ANSWER_WITHIN)
        assert answer.ok
        return Image.open(BytesIO(answer.content))

    def printer(self, condition: str) -> None:
        answer = requests.post(f"{self.facts['paper']}/condition", json={"condition": condition}, timeout=ANSWER_WITHIN)
        assert answer.ok, answer.text

    # ── between two stories ──

    def clear(self) -> None:
        """Nobody waits, nobody is called, no counter is open, the printer prints."""
        self.printer("ok")
        for counter in self.facts["counters"]:
            desk = self.ask("GET", f"/halls/{self.hall}/desk?counter={counter}", "quanly")
            present = [desk["current"]] if desk["current"] else []
            for ticket in [*present, *desk["waiting"], *desk["parked"]]:
                self.ask("POST", f"/tickets/{ticket['id']}/voids", "huongdan", {"reason": "another story begins"})
            if desk["counter"]["state"] != "closed":
                self.ask("DELETE", f"/counters/{counter}/shift", desk["counter"]["clerk"]["id"])

    def _token(self, who: str) -> str:
        if who in self.facts["tokens"]:
            return str(self.facts["tokens"][who])
        if who not in self.tokens:
            name_and_password = {"user": who, "password": self.password(who)}
            answer = requests.post(f"{self.server}/api/v1/session", json=name_and_password, timeout=ANSWER_WITHIN)
            assert answer.ok, answer.text
            self.tokens[who] = answer.json()["token"]
        return self.tokens[who]


@dataclass(frozen=True)
class Clerk:
    """Somebody at an open counter."""

    demo: Demo
    user: str
    counter: str

    def call(self, ticket: Json | None = None) -> Json:
        """The next number, or this one out of order."""
        body = {"ticket": ticket["id"], "reason": "the story needs it"} if ticket else {}
        called: Json = self.demo.ask("POST", f"/counters/{self.counter}/calls", self.user, body)
        return called

    def do(self, ticket: Json, what: str) -> Json:
        """``what``: recalls, starts, no-shows, …"""
        answer: Json = self.demo.ask("POST", f"/tickets/{ticket['id']}/{what}", self.user, {})
        return answer

    def serve(self, ticket: Json, *dossiers: str) -> None:
        """Call, start and finish it."""
        self.call(ticket)
        self.do(ticket, "starts")
        outcome = {"result": "accepted", "dossiers": list(dossiers)}
        self.demo.ask("PUT", f"/tickets/{ticket['id']}/outcome", self.user, outcome)


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Demo]:
    """A demo of its own in ``folder``, stopped at the end with all its processes."""
    ready = folder / "ready.json"
    command = [sys.executable, "-m", "luot_server.cli", "demo", "--port", "0", "--data", str(folder / "data")]
    process = subprocess.Popen([*command, "--ready-file", str(ready), *options], stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: ready.exists() or process.poll() is not None, READY_WITHIN, "the demo did not get ready")
        assert ready.exists(), "the demo ended before it was ready"
        yield Demo(json.loads(ready.read_text("utf-8")))
    finally:
        process.terminate()
        process.wait(20)


def wait_until(true: Callable[[], object], seconds: float, otherwise: str) -> None:
    """Looks again and again, for what no page can be asked to wait for."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)
