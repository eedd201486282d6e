"""`luot kiosk spool`: the numbers given without the server, for a screen, a file or the paper."""

import click

from luot_kiosk import clock
from luot_kiosk.cli import device_options, printer_of, read_settings
from luot_kiosk.listing import lines, list_slips
from luot_kiosk.messages import say
from luot_kiosk.settings import Settings
from luot_kiosk.spool import Given, Spool, SpoolError
from luot_slip import draw


@click.group()
def spool() -> None:
    """Numbers given while the server was away and not handed in yet.

    Example: luot kiosk spool list
    """


@spool.command("list")
@device_options
def list_numbers(**options: str | None) -> None:
    """Write them, one a line: label, time, errand, what is wrong.

    Example: LUOT_KIOSK_TOKEN=… luot kiosk spool list --server http://127.0.0.1:8080 --hall DL-22015 --printer none
    """
    settings = read_settings(options)
    numbers = _numbers(settings)
    for line in lines(numbers, settings.language):
        click.echo(line)
    click.echo(say("spool.count", settings.language, n=len(numbers)), err=True)


@spool.command("print")
@device_options
def print_numbers(**options: str | None) -> None:
    """Print the list, so that people can be called by hand; exit status 1 when it could not be printed.

    Example: LUOT_KIOSK_TOKEN=… luot kiosk spool print --server http://127.0.0.1:8080 --hall DL-22015 --printer tcp://10.0.0.9:9100
    """
    settings = read_settings(options)
    printer = printer_of(settings)
    if printer is None:
        raise click.ClickException(say("spool.no_printer", settings.language))
    for slip in list_slips(_numbers(settings), clock.now().astimezone(), settings.language):
        result = printer.print(draw(slip))
        if result.result == "failed":
            raise click.ClickException(say("spool.not_printed", settings.language, problem=result.problem or ""))


def _numbers(settings: Settings) -> list[Given]:
    try:
        kept = Spool(settings.data, settings.hall)
    except SpoolError as error:
        raise click.ClickException(say(error.key, settings.language, **error.params)) from error
    try:
        return kept.for_staff()
    finally:
        kept.close()
