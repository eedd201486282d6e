"""`luot demo`: a hall with its server, kiosk and printer, from an empty directory to links on the screen."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import exists, select

from luot_server.clock import Clock, FixedClock, SystemClock, ToldClock
from luot_server.demo import ports
from luot_server.demo.data_dir import DataDir
from luot_server.demo.hall import demo_hall
from luot_server.demo.household import Child, Household
from luot_server.demo.ready import Places, links, ready_data
from luot_server.demo.seed import Keys, seeded_store
from luot_server.demo.start import Past, starting_time
from luot_server.domain.ticket import OPEN
from luot_server.messages import say
from luot_server.settings import for_child
from luot_server.store import migrations
from luot_server.store import tables as t
from luot_server.store.store import Store
from luot_server.voice.making import INSTALL, program

#: Three seconds are usual. A machine with a lot to do may need ten times that; one that needs longer has a fault.
READY_WITHIN = 60.0
#: What starting takes. At speed 1 nobody minds it; at speed 600 it would be half the morning, so a fast clock is
#: set back by that much of its own time.
STARTS_IN = timedelta(seconds=3)

Say = Callable[[str], object]


@dataclass(frozen=True)
class Wish:
    """What the command line asks for. ``told`` is an aware instant or None; ``real``: the machine's clock."""

    data: Path
    port: int
    play: bool = False
    speed: float = 1.0
    seed: int = 1
    told: datetime | None = None
    real: bool = False
    ready_file: Path | None = None
    language: str = "vi"


def run(wish: Wish, stopped: threading.Event, echo: Say) -> None:
    """Runs until ``stopped``. Raises InUse, DidNotStart, or OSError for a directory or port that cannot be had."""
    directory = DataDir(wish.data)
    if wish.ready_file is not None:
        wish.ready_file.unlink(missing_ok=True)
    household = Household(directory.lock())
    try:
        echo(say("demo.preparing", wish.language))
        clock = begin(wish, directory, echo)
        keys = directory.keys()
        assert keys is not None
        places = _open_house(wish, directory, household, clock, keys, stopped)
        if not stopped.is_set():
            if wish.play:
                household.start(_players(wish, directory, places, clock))
            _announce(wish, places, keys, echo)
        household.keep(stopped.wait, echo)
    finally:
        household.stop()


def begin(wish: Wish, directory: DataDir, echo: Say) -> Clock:
    """The database brought up to date, the hall in it, its keys kept; and the clock everybody will go by."""
    migrations.upgrade(directory.database_url)
    store = Store(directory.database_url, SystemClock())
    try:
        past = past_of(store)
    finally:
        store.engine.dispose()
    real_now = SystemClock().now()
    hours = demo_hall().hours
    start = real_now if wish.real else starting_time(hours, real_now, past, wish.told)
    asked = real_now if wish.real else wish.told
    if past is not None and asked is not None and asked < past.last:
        echo(say("demo.not_back", wish.language, **_spoken(hours.local(past.last))))
    seeded, keys = seeded_store(directory.database_url, FixedClock(start), directory.keys())
    seeded.engine.dispose()
    directory.keep(keys)
    if wish.real:
        echo(say("demo.clock_real", wish.language))
        return SystemClock()
    echo(say("demo.clock", wish.language, **_spoken(hours.local(start))))
    return ToldClock(start, real_now_of(wish), wish.speed)


def past_of(store: Store) -> Past | None:
    """What is on record in the hall; None in a new database."""
    hall = demo_hall().id
    with store.reading() as connection:
        last = connection.scalar(select(t.heads.c.at).where(t.heads.c.hall == hall))
        if last is None:
            return None
        tickets, counters = t.tickets.c, t.counters.c
        day = demo_hall().hours.business_day(last).isoformat()
        open_ones = tickets.state.in_([str(state) for state in OPEN])
        left = exists().where(tickets.hall == hall, tickets.business_day == day, open_ones)
        came = exists().where(tickets.hall == hall)
        works = exists().where(counters.hall == hall, counters.state != "closed")
        row = connection.execute(select(left, came, works)).one()
    return Past(last, anybody_came=row[1] or row[2], left_open=row[0])


def real_now_of(wish: Wish) -> datetime:
    """The real instant at which the clock shows its start."""
    now = SystemClock().real_now()
    return now if wish.speed == 1 else now + STARTS_IN


def _open_house(
    wish: Wish, directory: DataDir, household: Household, clock: Clock, keys: Keys, stopped: threading.Event
) -> Places:
    """Server, kiosk and printer, side by side."""
    server_port, kiosk_port, paper_port, printer_port = ports.choose(wish.port, 4)
    host = ports.HOST
    places = Places(
        f"http://{host}:{server_port}",
        f"http://{host}:{kiosk_port}",
        f"http://{host}:{paper_port}",
        f"tcp://{host}:{printer_port}",
    )
    server = _child(
        directory,
        "server",
        ["luot_server.cli", "serve", "--host", host, "--port", str(server_port)],
        _told(directory, clock) | {"public_url": places.server, "redis_url": ""},
    )
    listen = ["--listen", f"{host}:{printer_port}", "--web", f"{host}:{paper_port}", "--language", wish.language]
    paper = _child(directory, "paper", ["luot_server.cli", "kiosk", "paper", *listen], {})
    kiosk = _child(
        directory,
        "kiosk",
        ["luot_server.cli", "kiosk", "run", "--port", str(kiosk_port)],
        {
            "kiosk_server": places.server,
            "kiosk_hall": demo_hall().id,
            "kiosk_token": keys.tokens["device_kiosk"],
            "kiosk_printer": places.printer,
            "kiosk_scanner": "keyboard",
            "kiosk_menu_seconds": "0.5",
            "kiosk_data": str(directory.path / "kiosk"),
            "kiosk_now": str(clock) if isinstance(clock, ToldClock) else "",
        },
    )
    kiosk.answers = lambda: _online(places.kiosk)
    everybody = [server, kiosk, paper]
    for child in everybody:
        household.start(child)
    household.wait_ready(everybody, READY_WITHIN, stopped.wait)
    return places


def _online(kiosk: str) -> bool:
    """Whether the kiosk has the server's menu: it starts beside the server, so at first it may not."""
    with contextlib.suppress(OSError, ValueError), urlopen(f"{kiosk}/local/health", timeout=5) as answer:
        return json.load(answer)["online"] is True
    return False


def _players(wish: Wish, directory: DataDir, places: Places, clock: Clock) -> Child:
    arguments = ["luot_server.demo.play", "--server", places.server, "--kiosk", places.kiosk, "--seed", str(wish.seed)]
    return _child(directory, "play", arguments, _told(directory, clock), answers=False)


def _told(directory: DataDir, clock: Clock) -> dict[str, str]:
    """The settings that every process of the server's own kind shares."""
    return {
        "data_dir": str(directory.path),
        "database_url": directory.database_url,
        "secret": "",
        "clock": str(clock) if isinstance(clock, ToldClock) else "",
    }


def _child(directory: DataDir, name: str, arguments: list[str], told: dict[str, str], *, answers: bool = True) -> Child:
    ready_file = directory.path / f"{name}.ready.json" if answers else None
    if ready_file is not None:
        arguments = [*arguments, "--ready-file", str(ready_file)]
    return Child(name, arguments, for_child(**told), directory.log(name), ready_file)


def _announce(wish: Wish, places: Places, keys: Keys, echo: Say) -> None:
    if wish.ready_file is not None:
        wish.ready_file.parent.mkdir(parents=True, exist_ok=True)
        draft = wish.ready_file.with_name(f".{wish.ready_file.name}.new")
        draft.write_text(json.dumps(ready_data(places, keys), ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(wish.ready_file)
    for line in links(places, keys, wish.language):
        echo(line)
    if program() is None:
        echo(say("voice.not_installed", wish.language, install=INSTALL))


def _spoken(local: datetime) -> dict[str, str]:
    return {"time": f"{local:%H:%M}", "date": f"{local:%d/%m/%Y}"}
