"""`luot kiosk …`: everything a kiosk device needs, without the server's packages."""

import logging
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luot_kiosk.messages import say
from luot_kiosk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from luot_kiosk.printing import Printer

ELSEWHERE = {
    "doctor": ("luot_kiosk.commands.doctor", "doctor"),
    "enrol": ("luot_kiosk.commands.enrol", "enrol"),
    "print-sample": ("luot_kiosk.commands.print_sample", "print_sample"),
    "spool": ("luot_kiosk.commands.spool", "spool"),
    "paper": ("luot_kiosk.commands.paper", "paper"),
}


class _WrongSettings(click.ClickException):
    exit_code = 2


class _Lazy(click.Group):
    """Imports a command only when it is asked for, so that `--help` starts at once."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), *ELSEWHERE])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in ELSEWHERE:
            module, attribute = ELSEWHERE[name]
            command: click.Command = getattr(import_module(module), attribute)
            return command
        return super().get_command(context, name)


@click.group(cls=_Lazy)
def kiosk() -> None:
    """The kiosk device: take numbers, print slips, look for trouble.

    Example: LUOT_KIOSK_TOKEN=… luot kiosk run --server https://mot-cua.example --hall DL-22015 --printer tcp://10.0.0.9:9100
    """


def device_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that stand for the device's settings; the token comes from the environment only, for a
    command line is readable by every program of the machine."""
    for name, help_text in (
        ("data", "Folder of the numbers given without the server."),
        ("language", "Language at rest: vi or en."),
        ("idle-seconds", "Seconds without a touch before the page asks whether anybody is there."),
        ("port", "Port of the page on 127.0.0.1; 0 takes a free one."),
        ("scanner", "keyboard, serial:DEVICE[:BAUD] or none."),
        ("printer", "tcp://HOST:PORT, usb:…, serial:…, cups:…, file:… or none."),
        ("hall", "The hall's id."),
        ("server", "Origin of the server, for example https://mot-cua.example."),
    ):
        command = click.option(f"--{name}", help=help_text)(command)
    return command


@kiosk.command()
@device_options
@click.option("--ready-file", type=click.Path(dir_okay=False, path_type=Path), help="Written once the page answers.")
@click.option("--verbose", is_flag=True, help="Also log what goes well.")
def run(ready_file: Path | None, verbose: bool, **options: str | None) -> None:
    """Run the kiosk until it is stopped.

    Every option has an environment variable, LUOT_KIOSK_SERVER, …_HALL, …_PRINTER, …_PORT; the device token is
    LUOT_KIOSK_TOKEN.

    Example: LUOT_KIOSK_TOKEN=… luot kiosk run --server http://127.0.0.1:8080 --hall DL-22015 --printer none
    """
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    settings = read_settings(options)
    from luot_kiosk.serve import run as serve
    from luot_kiosk.spool import SpoolError

    try:
        serve(settings, printer_of(settings), ready_file)
    except SpoolError as error:
        raise click.ClickException(say(error.key, settings.language, **error.params)) from error
    except OSError as error:
        raise click.ClickException(say("kiosk.port_taken", settings.language, port=settings.port, why=error)) from error


def printer_of(settings: Settings) -> "Printer | None":
    """The device's printer, not yet spoken to; None where it has none."""
    if settings.printer is None:
        return None
    from luot_kiosk.printing import BadPrinterUrl, open_printer

    try:
        return open_printer(settings.printer)
    except BadPrinterUrl as error:
        raise _WrongSettings(say("kiosk.bad_printer", settings.language, value=settings.printer)) from error


def read_settings(options: dict[str, str | None]) -> Settings:
    """The settings, or one message that names everything to correct (exit status 2)."""
    try:
        return Settings.from_env(options)
    except SettingsError as error:
        lines = [f"  • {say(problem.key, error.language, **problem.params)}" for problem in error.problems]
        raise _WrongSettings("\n".join([say("kiosk.settings.title", error.language), *lines])) from error
