"""`luot kiosk print-sample`: does this printer print?"""

from functools import partial
from typing import NoReturn

import click

from luot_kiosk import clock
from luot_kiosk.messages import LANGUAGES, say
from luot_kiosk.printing import BadPrinterUrl, PrintResult, open_printer
from luot_kiosk.printing.sample import sample_slip
from luot_slip import draw

EXIT = {"printed": 0, "failed": 1, "unknown": 3}


@click.command("print-sample")
@click.option(
    "--printer",
    "url",
    envvar="LUOT_KIOSK_PRINTER",
    help="tcp://HOST:PORT, usb:VENDOR:PRODUCT, serial:DEVICE, cups:QUEUE or file:PATH.",
)
@click.option("--width", "width_mm", type=click.Choice(["80", "58"]), default="80", help="Width of the paper in mm.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Language of slip and messages.")
def print_sample(url: str | None, width_mm: str, language: str) -> None:
    """Print a sample slip; needs no server.

    Exit status 0: printed, and the printer said so; 1: not printed; 3: sent, but the printer's status is unknown.

    Example: luot kiosk print-sample --printer tcp://192.168.1.50:9100
    """
    speak = partial(_say, language)
    if not url:
        _refuse(speak("printing.no_address"))
    try:
        printer = open_printer(url)
    except BadPrinterUrl:
        _refuse(speak("printing.bad_url", value=url))
    result = printer.print(draw(sample_slip(speak, clock.now().astimezone(), int(width_mm))))
    click.echo(_sentence(result, language), err=result.result == "failed")
    raise SystemExit(EXIT[result.result])


def _sentence(result: PrintResult, language: str) -> str:
    if result.result == "printed":
        return say("printing.done", language, state=say(f"printing.state.{result.status.state}", language))
    problem = say(f"printing.problem.{result.problem}", language)
    return say(f"printing.{result.result}", language, problem=problem)


def _say(language: str, key: str, /, **params: object) -> str:
    return say(key, language, **params)


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(1)
