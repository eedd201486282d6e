"""Runs the players until SIGTERM: `python -m luot_server.demo.play --server URL --kiosk URL`."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from random import Random

import click

from luot_server.clock import ToldClock
from luot_server.demo.data_dir import DataDir
from luot_server.demo.hall import Person, demo_hall
from luot_server.demo.play.api import Api, signing_in
from luot_server.demo.play.citizens import Citizens
from luot_server.demo.play.clerks import Clerk
from luot_server.demo.play.later import Later
from luot_server.demo.play.pace import Pace, Stopped
from luot_server.demo.seed import Keys
from luot_server.domain.roles import Role
from luot_server.settings import from_env

log = logging.getLogger(__name__)

#: Up to this speed every citizen stands at the kiosk itself and gets paper; faster than that no printer prints.
PAPER_UP_TO = 120.0


@click.command()
@click.option("--server", required=True, help="Origin of the server.")
@click.option("--kiosk", required=True, help="Origin of the kiosk's page.")
@click.option("--seed", type=int, default=1)
def main(server: str, kiosk: str, seed: int) -> None:
    settings = from_env()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    keys = DataDir(settings.data_dir).keys()
    if keys is None:
        raise click.ClickException("there are no demo keys in the data directory; run luot demo --play")
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    clock = settings.clock()
    pace = Pace(clock, stopped)
    fast = clock.told(1.0).total_seconds() > PAPER_UP_TO
    began = clock.anchor_told if isinstance(clock, ToldClock) else clock.now()
    dice = f"{seed} {demo_hall().hours.local(began):%Y-%m-%d %H:%M}"
    for name, play in _players(f"{server}/api/v1", None if fast else kiosk, keys, pace, dice).items():
        threading.Thread(target=_until_stopped, args=(name, play, pace), name=name, daemon=True).start()
    while not stopped.wait(1.0):
        pass


def _players(api: str, kiosk: str | None, keys: Keys, pace: Pace, seed: str) -> dict[str, Callable[[], None]]:
    """Everybody, by name. ``seed`` holds the time of the start: a day that goes on does not repeat its people."""
    hall, later = demo_hall(), Later(pace)

    def dice(name: str) -> Random:
        return Random(f"{seed} {name}")

    def person(one: Person) -> Api:
        return Api(api, pace, signing_in(api, pace, one.user, keys.passwords[one.user]))

    guide = next(person(one) for one in hall.people if one.grant.role == Role.GUIDE)
    at_kiosk = Api(kiosk, pace) if kiosk else Api(api, pace, lambda: keys.tokens["play"])
    tickets = "/local/tickets" if kiosk else f"/halls/{hall.id}/tickets"
    citizens = Citizens(
        hall, pace, later, dice("citizens"), kiosk=at_kiosk, tickets=tickets, anyone=Api(api, pace), guide=guide
    )
    clerks = [one for one in hall.people if one.grant.role == Role.CLERK]
    return {
        "citizens": citizens.run,
        "later": later.run,
        **{one.user: Clerk(hall, one, pace, later, dice(one.user), api=person(one), guide=guide).run for one in clerks},
    }


def _until_stopped(name: str, play: Callable[[], None], pace: Pace) -> None:
    """A player who stumbles says so and goes on: the hall must not lose a clerk over one odd answer."""
    try:
        while True:
            try:
                play()
            except (KeyError, TypeError, ValueError, PermissionError):
                log.exception("%s stumbled", name)
                pace.wait_real(5.0)
    except Stopped:
        pass


if __name__ == "__main__":
    main()
