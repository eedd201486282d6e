"""After an invented person's card went through every door, nothing anywhere knows of them.

The real server and the real kiosk, each in a process of its own, both told to log all they can; a scanner on a serial
line; a printer that writes to a file. Then every byte that is left is read.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import tty
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import requests

from luot_server.clock import FixedClock, SystemClock
from luot_server.demo.hall import demo_hall
from luot_server.demo.prepared import prepared_store
from luot_server.domain.idcard import mark, parse
from luot_server.store import replay
from luot_server.store import tables as t
from luot_server.store.day_keys import key_of
from luot_server.store.store import Store
from luot_server.timers import Timers

DAY = date(2026, 11, 23)
MORNING = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
COMMAND = [sys.executable, "-c", "from luot_server.cli import main; main()"]

PERSON = "054190123456||CÔNG DÂN MẪU|01011990|Nữ|Hẻm Thử Nghiệm 7, Phường 2, Tuy Hòa, Phú Yên|15042021"
GARBLED = PERSON.replace("CÔNG DÂN MẪU", "C?NG D?N M?U").replace("Hẻm Thử", "H?m Th?") + "\r\n"
SCANS = {
    "good": PERSON,
    "garbled": GARBLED,
    "newer": f"{PERSON}|CHA MẪU|MẸ MẪU||",
    "cut off": PERSON[: PERSON.index("|Nữ")],
    "begun late": PERSON[1:],
    "no date": PERSON.replace("01011990", "31021990"),
    "health card": "DN4" + PERSON,
    "endless": PERSON * 40,
}

#: What must be nowhere: the number, the name, the birth, the address, as written and as programs rewrite it.
WORDS = ["054190123456", "54190123456", "CÔNG DÂN MẪU", "C?NG D?N M?U", "Hẻm Thử Nghiệm", "H?m Th? Nghiệm"]
WORDS += ["01/01/1990", "1990-01-01", "Phường 2, Tuy Hòa", PERSON]
DIGITS = [b"01011990", b"19900101"]  # may stand within a digest by chance


# ── looking for somebody ─────────────────────────────────────────────────────────────────────────


def told_of_them(content: bytes) -> list[str]:
    """The words found in ``content``: plain, without marks, escaped, in UTF-16, as hexadecimal digits or base64."""
    folded = plain(content.decode("utf-8", errors="ignore")).encode()
    found = [word for word in WORDS if plain(word).encode() in folded or any(it in content for it in forms(word))]
    return found + [it.decode() for it in DIGITS if re.search(rb"(?<![0-9a-f])" + it + rb"(?![0-9a-f])", content)]


def forms(word: str) -> Iterator[bytes]:
    for normal in ("NFC", "NFD"):
        raw = unicodedata.normalize(normal, word).encode()
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        # Wherever in a longer text it stands: the middle of each of the three alignments.
        yield from (base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3))
    yield word.encode("utf-16-le")
    yield json.dumps(word)[1:-1].encode()
    yield requests.utils.quote(word).encode()


def plain(text: str) -> str:
    """Lower case, without marks, blanks as one."""
    marks = "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(marks.replace("đ", "d").split())


@pytest.mark.parametrize(
    "hidden",
    [
        PERSON.encode(),
        PERSON.encode("utf-16-le"),
        b'{"scan": "' + json.dumps(PERSON).encode(),
        PERSON.encode().hex().encode(),
        *(base64.b64encode(b"x" * shift + PERSON.encode()) for shift in range(3)),
        b"cong dan  mau",
        requests.utils.quote(PERSON).encode(),
        b"born 01011990.",
        unicodedata.normalize("NFD", "Hẻm Thử Nghiệm").encode(),
    ],
)
def test_the_search_finds_who_is_there(hidden: bytes) -> None:
    assert told_of_them(b"\x00\xff" * 50 + hidden + b"\x00\x80" * 50)
    assert told_of_them(b"\x00\xff" * 50) == []


# ── the day ──────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Installation:
    """A server and a kiosk at work; ``answers`` is every body either of them gave away."""

    data: Path
    server: str
    kiosk: str
    line: int  # the scanner's end
    passwords: dict[str, str]
    slips: list[Any] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def at_kiosk(self, method: str, path: str, **how: Any) -> requests.Response:
        return self._ask(method, f"{self.kiosk}/local{path}", **how)

    def at_server(self, method: str, path: str, **how: Any) -> requests.Response:
        return self._ask(method, f"{self.server}/api/v1{path}", **how)

    def sign_in(self, role: str) -> dict[str, str]:
        user = next(one.user for one in demo_hall().people if one.grant.role == role)
        given = {"user": user, "password": self.passwords[user]}
        token = requests.post(f"{self.server}/api/v1/session", json=given, timeout=10).json()["token"]
        return {"Authorization": f"Bearer {token}"}

    def _ask(self, method: str, url: str, **how: Any) -> requests.Response:
        response = requests.request(method, url, timeout=15, **how)
        self.answers.append(response.content)
        return response


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    data = tmp_path_factory.mktemp("installation")
    store, keys = prepared_store(data / "luot.sqlite3", SystemClock())
    store.engine.dispose()
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    told = os.environ | {
        "LUOT_CLOCK": f"{MORNING.isoformat()}@{datetime.now(UTC).isoformat()}",
        "LUOT_LOG_LEVEL": "debug",
        "LUOT_DOSSIER_URL": "http://127.0.0.1:9/{code}",
        "LUOT_KIOSK_TOKEN": keys.tokens["kiosk"],
        "LUOT_KIOSK_HALL": demo_hall().id,
        "LUOT_KIOSK_PRINTER": f"file:{data / 'paper.bin'}",
        "LUOT_KIOSK_SCANNER": f"serial:{os.ttyname(theirs)}",
        "HOME": str(data),
    }
    serve = ["serve", "--port", "0", "--data", str(data), "--ready-file", str(data / "server.json")]
    with running(data, "server", serve, told) as server:
        kiosk = ["kiosk", "run", "--port", "0", "--verbose", "--ready-file", str(data / "kiosk.json")]
        with running(data, "kiosk", [*kiosk, "--server", server["server"]], told) as page:
            yield Installation(data, server["server"], page["url"], ours, keys.passwords)
    os.close(ours)
    os.close(theirs)


class running:
    """A process of ours, its log in a file; what its ready file said."""

    def __init__(self, data: Path, name: str, arguments: list[str], environ: dict[str, str]) -> None:
        self._log = (data / f"{name}.log").open("wb")
        self._ready = data / f"{name}.json"
        told = environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen([*COMMAND, *arguments], env=told, stdout=self._log, stderr=self._log)

    def __enter__(self) -> dict[str, str]:
        deadline = monotonic() + 30
        while not self._ready.exists():
            assert self._process.poll() is None, "it ended before it was ready"
            assert monotonic() < deadline, "it was not ready in 30 s"
            sleep(0.05)
        told: dict[str, str] = json.loads(self._ready.read_text())
        return told

    def __exit__(self, *problem: object) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._log.close()


@pytest.fixture(scope="module")
def key(installation: Installation) -> bytes:
    """The day's key, after a day in which the card went through every door and a number was called."""
    hall = f"/halls/{demo_hall().id}"
    guide, clerk = installation.sign_in("guide"), installation.sign_in("clerk")
    for language, scan in zip(cycle(("vi", "en")), SCANS.values(), strict=False):
        said = {"Accept-Language": language, "Idempotency-Key": f"key{len(installation.answers)}"}
        installation.at_kiosk("POST", "/cards", json={"scan": scan}, headers=said)
        installation.at_server("POST", f"{hall}/cards", json={"scan": scan}, headers=guide | said)
        installation.at_kiosk("GET", "/dossiers", params={"scan": scan}, headers=said)
        installation.at_server("GET", f"{hall}/dossiers", params={"scan": scan[:1500]}, headers=guide | said)
        wrong = {"purpose": "collect_result", "dossier": scan[:60]}
        installation.at_kiosk("POST", "/tickets", json=wrong, headers=said)
        installation.at_server("POST", f"{hall}/tickets", json=wrong, headers=guide | said)
        installation.at_server("POST", f"{hall}/tickets", json={"purpose": "advice", "mark": scan}, headers=guide)
    for code in ("H15.50-260804-0583", "054190123456"):
        installation.at_kiosk("GET", f"/dossiers/{code}")
        installation.at_server("GET", f"{hall}/dossiers/{code}", headers=guide)
    installation.at_server("POST", f"{hall}/cards", data=PERSON.encode(), headers=guide)  # no JSON at all
    take_and_call(installation, hall, clerk)
    with Store(f"sqlite:///{installation.data / 'luot.sqlite3'}", FixedClock(MORNING)).writing() as connection:
        return key_of(connection, demo_hall().id, DAY)


def take_and_call(installation: Installation, hall: str, clerk: dict[str, str]) -> None:
    card = installation.at_kiosk("POST", "/cards", json={"scan": PERSON}).json()
    assert (card["age_band"], card["area"]["area"]) == ("18_59", "old:22018")
    wanted = {
        "procedure": "1.001193", "purpose": "submit", "area": card["area"]["area"],
        "mark": card["mark"], "age_band": card["age_band"],
    }  # fmt: skip
    taken = installation.at_kiosk("POST", "/tickets", json=wanted, headers={"Idempotency-Key": "carded"})
    assert taken.status_code == 201
    ticket = taken.json()["id"]
    reprint = installation.at_server("POST", f"/tickets/{ticket}/reprints", headers=clerk)
    installation.slips.append(reprint.json()["slip"])
    for number in (2, 3, 7):
        counter = f"/counters/{demo_hall().id}.{number}"
        if installation.at_server("PUT", f"{counter}/shift", json={}, headers=clerk).status_code == 200:
            installation.at_server("POST", f"{counter}/calls", json={"ticket": ticket, "reason": "thử"}, headers=clerk)
    os.write(installation.line, PERSON.encode() + b"\r")
    deadline = monotonic() + 10
    while requests.get(f"{installation.kiosk}/local/events", timeout=10).json()["scan"] != PERSON:
        assert monotonic() < deadline, "the scanner was not heard"
        sleep(0.05)
    while installation.at_kiosk("GET", "/events").json()["prints"].get(ticket, {}).get("state") in (
        None, "waiting", "printing",
    ):  # fmt: skip
        assert monotonic() < deadline, "the slip was not printed"
        sleep(0.05)


def test_nothing_that_is_left_tells_of_them(installation: Installation, key: bytes) -> None:
    journal = io.StringIO()
    store = Store(f"sqlite:///{installation.data / 'luot.sqlite3'}", FixedClock(MORNING))
    with store.reading() as connection:
        replay.export(connection, journal)
        tickets = connection.execute(t.tickets.select()).all()
        kept = connection.execute(t.kept_answers.select()).all()
    store.engine.dispose()
    left = {str(file.relative_to(installation.data)): file for file in installation.data.rglob("*") if file.is_file()}
    assert {"luot.sqlite3", "luot.sqlite3-wal", "server.log", "kiosk.log", "paper.bin"} <= left.keys()
    contents = {name: file.read_bytes() for name, file in left.items()} | {
        "journal": journal.getvalue().encode(),
        "kept answers": repr(kept).encode(),
        "slips": json.dumps(installation.slips, ensure_ascii=False).encode(),
        "answers": b"\n".join(installation.answers),
    }
    assert {name: found for name, content in contents.items() if (found := told_of_them(content))} == {}

    marks = [one.mark for one in tickets if one.mark]
    assert marks == [mark(key, parse(PERSON))], "all that is left, and it is really theirs"
    for name in ("slips", "kept answers", "paper.bin", "server.log", "kiosk.log"):
        secrets = (marks[0].encode(), key, key.hex().encode(), base64.b64encode(key))
        assert [one for one in secrets if one in contents[name]] == [], name


def test_the_logs_and_the_paper_are_really_those(installation: Installation, key: bytes) -> None:
    assert "the one-stop software cannot be asked" in (installation.data / "server.log").read_text(errors="replace")
    assert "luot_kiosk.serve: kiosk at" in (installation.data / "kiosk.log").read_text(errors="replace")
    assert (installation.data / "paper.bin").stat().st_size > 1000


def test_after_the_day_its_key_is_in_no_byte_of_the_database(installation: Installation, key: bytes) -> None:
    """On a copy: a midnight that the running server has not seen yet."""
    copy = installation.data.parent / f"{installation.data.name}-night"
    copy.mkdir()
    for name in ("luot.sqlite3", "luot.sqlite3-wal"):
        (copy / name).write_bytes((installation.data / name).read_bytes())
    assert any(key in file.read_bytes() for file in copy.iterdir()), "it was there by day"
    clock = FixedClock(MORNING + timedelta(days=1))
    store = Store(f"sqlite:///{copy / 'luot.sqlite3'}", clock)
    Timers(store, clock).tick()
    assert {file.name: key in file.read_bytes() for file in copy.iterdir() if not file.name.endswith("-shm")} == {
        "luot.sqlite3": False,
        "luot.sqlite3-wal": False,
    }
    store.engine.dispose()
