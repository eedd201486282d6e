"""Try everything: a small real hall with its server, its kiosk and a printer that shows its paper."""

from __future__ import annotations

import signal
import threading
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from luot_server.clock import FASTEST
from luot_server.demo.data_dir import InUse
from luot_server.demo.hall import demo_hall
from luot_server.demo.household import DidNotStart
from luot_server.demo.run import Wish, run
from luot_server.messages import LANGUAGES, say

USUAL_DATA = Path("~/.local/share/luot-demo")
USUAL_PORT = 8080
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class _LocalTime(click.ParamType[datetime | None]):
    """A local time of the hall, or ``real`` (None)."""

    name = "LOCAL-ISO|real"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> datetime | None:
        if value == "real":
            return None
        hall = demo_hall()
        try:
            told = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a time; write it like 2026-11-23T08:00, or real", param, context)
        told = told if told.tzinfo else told.replace(tzinfo=ZoneInfo(hall.zone))
        if f"{told.astimezone(ZoneInfo(hall.zone)).date()}" < hall.valid_from:
            self.fail(f"the demo hall exists since {hall.valid_from}; choose a later day", param, context)
        return told


@click.command()
@click.option("--play", is_flag=True, help="Let citizens come and clerks work.")
@click.option("--speed", type=click.FloatRange(0, FASTEST, min_open=True), default=1.0,
              help="How fast the played day goes by.")  # fmt: skip
@click.option("--seed", type=int, default=1, help="Another number, another day's people.", show_default=True)
@click.option("--port", type=click.IntRange(0, 65_000), default=USUAL_PORT, show_default=True,
              help="First of four ports; the next free ones are taken; 0: any free ones.")  # fmt: skip
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default=USUAL_DATA, show_default=True,
              help="Where the hall lives; start again with the same directory and it goes on.")  # fmt: skip
@click.option("--ready-file", type=click.Path(dir_okay=False, path_type=Path), help="JSON, once everything answers.")
@click.option("--now", "told", type=_LocalTime(), help="Time at the start.  [default: 8:00 of a working day]")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Of what is printed here.")
@click.pass_context
def demo(
    context: click.Context,
    play: bool,
    speed: float,
    seed: int,
    port: int,
    data: Path,
    ready_file: Path | None,
    told: datetime | None,
    language: str,
) -> None:
    """Run a demo hall until Ctrl-C: nothing else is needed, no database, no printer.

    The hall's clock begins at 8:00 today, or on the next working day; a day that is still open in the data directory
    goes on. A played day ends in the evening: start again for the next one. Passwords and tokens are random, and kept
    in demo.json of the data directory. Exit status 0: stopped; 1: could not run.

    Example: luot demo --play --speed 20
    """
    if speed != 1 and not play:
        click.echo(say("demo.speed_needs_play", language), err=True)
        speed = 1.0
    real = told is None and context.get_parameter_source("told") is not click.core.ParameterSource.DEFAULT
    if real and speed != 1:
        raise click.UsageError("--now real runs at real speed; leave out --speed or give a time")
    stopped = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stopped.set())
    wish = Wish(data, port, play, speed, seed, told, real, ready_file, language)
    try:
        run(wish, stopped, click.echo)
    except InUse as problem:
        raise click.ClickException(f"another demo runs with {problem}; stop it, or choose another --data") from problem
    except DidNotStart as problem:
        why = f"{problem.name} did not start; {problem.log} says why\n{_end_of(problem.log)}"
        raise click.ClickException(why) from problem
    except OSError as problem:
        raise click.ClickException(f"cannot run here ({problem}); choose another --data or --port") from problem
    click.echo(say("demo.stopped", language))


def _end_of(log: Path) -> str:
    """The last lines of a log."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
    except FileNotFoundError:
        return ""
