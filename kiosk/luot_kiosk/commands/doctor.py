"""`luot kiosk doctor`: is this device ready for tomorrow morning?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import click

from luot_kiosk import clock
from luot_kiosk.cli import device_options, printer_of, read_settings
from luot_kiosk.client import Json, Refused, Server, ServerError
from luot_kiosk.messages import say
from luot_kiosk.page import built_files
from luot_kiosk.printing.finding import attached
from luot_kiosk.scanner import SerialAddress, answers
from luot_kiosk.settings import KEYBOARD, Settings
from luot_kiosk.spool import Spool, SpoolError
from luot_kiosk.spool.store import others

CLOCK_MAY_DIFFER_SECONDS = 120


@dataclass(frozen=True)
class Finding:
    good: bool
    sentence: str


@click.command()
@device_options
def doctor(**options: str | None) -> None:
    """Check settings, server, token, page, printer and clock; exit status 1 when something is wrong.

    Example: LUOT_KIOSK_TOKEN=… luot kiosk doctor --server http://127.0.0.1:8080 --hall DL-22015 --printer tcp://10.0.0.9:9100
    """
    settings = read_settings(options)
    good = True
    for finding in examine(settings):
        click.echo(f"{'✓' if finding.good else '✗'} {finding.sentence}")
        good = good and finding.good
    if not good:
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    def finding(good: bool, key: str, **params: object) -> Finding:
        return Finding(good, say(key, settings.language, **params))

    menu = None
    try:
        menu = Server(settings.server, settings.token).menu(settings.hall)
        yield finding(True, "kiosk.doctor.server", server=settings.server, hall=settings.hall)
    except Refused as refusal:
        yield finding(False, "kiosk.doctor.refused", status=refusal.status, title=refusal.problem.get("title", ""))
    except ServerError:
        yield finding(False, "kiosk.doctor.unreachable", server=settings.server)
    if menu is not None:
        yield _clock(menu, finding)
    built = built_files() is not None
    yield finding(built, "kiosk.doctor.page" if built else "kiosk.not_built")
    yield from _spool(settings, finding)
    yield from _printer(settings, finding)
    if settings.scanner is not None and settings.scanner != KEYBOARD:
        reads = answers(SerialAddress.of(settings.scanner))
        yield finding(reads, "kiosk.doctor.scanner" if reads else "kiosk.doctor.scanner_bad", where=settings.scanner)


def _spool(settings: Settings, finding: Callable[..., Finding]) -> Iterator[Finding]:
    try:
        kept = Spool(settings.data, settings.hall)
    except SpoolError as error:
        yield finding(False, error.key, **error.params)
        return
    unsent = kept.count_unsent()
    kept.close()
    yield finding(not unsent, "kiosk.doctor.spool_unsent" if unsent else "kiosk.doctor.spool", n=unsent)
    for hall, left in others(settings.data, settings.hall):
        yield finding(False, "kiosk.doctor.spool_other", hall=hall, n=left)


def _clock(menu: Json, finding: Callable[..., Finding]) -> Finding:
    apart = abs((datetime.fromisoformat(menu["server_time"]) - clock.now()).total_seconds())
    good = apart <= CLOCK_MAY_DIFFER_SECONDS
    return finding(good, "kiosk.doctor.clock" if good else "kiosk.doctor.clock_wrong", seconds=round(apart))


def _printer(settings: Settings, finding: Callable[..., Finding]) -> Iterator[Finding]:
    """How the printer is; where there is none or it is not well, what is attached that might be it."""
    printer = printer_of(settings)
    if printer is None:
        yield finding(True, "kiosk.doctor.no_printer")
    else:
        status = printer.status()
        if status.prints:
            yield finding(True, "kiosk.doctor.printer", state=say(f"printing.state.{status.state}", settings.language))
            return
        if status.problem is None:  # a wire that only leads out, and nothing is wrong with it
            yield finding(True, "kiosk.doctor.printer_mute", where=settings.printer)
            return
        problem = say(f"printing.problem.{status.problem}", settings.language)
        yield finding(False, "kiosk.doctor.printer_bad", where=settings.printer, problem=problem)
    found = attached()
    for one in found:
        yield finding(True, "kiosk.doctor.attached", address=one.address, name=one.name or "?")
    if not found:
        yield finding(True, "kiosk.doctor.nothing_attached")
