"""`luot kiosk paper`: a printer without a printer."""

import json
import signal
import socket
from pathlib import Path
from types import FrameType

import click
from waitress.server import create_server

from luot_kiosk.messages import LANGUAGES, say
from luot_kiosk.paper import PaperPrinter
from luot_kiosk.paper.web import create_app

THREADS = 8  # a page asks for all its pictures at once
Address = tuple[str, int]


class _HostAndPort(click.ParamType[Address]):
    """HOST:PORT; port 0 takes a free one."""

    name = "host:port"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> Address:
        host, _, port = str(value).rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65_535:
            self.fail(say("paper.bad_address", LANGUAGES[0], value=value), param, context)
        return host.strip("[]"), int(port)


@click.command()
@click.option("--listen", type=_HostAndPort(), default="127.0.0.1:9100", help="Where slips are sent to.")
@click.option("--web", type=_HostAndPort(), default="127.0.0.1:0", help="Where the paper is seen.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Language of the page.")
@click.option("--ready-file", type=click.Path(dir_okay=False, path_type=Path), help="Written once both answer.")
def paper(listen: Address, web: Address, language: str, ready_file: Path | None) -> None:
    """Run a printer that shows its paper in the browser.

    It understands ESC/POS as receipt printers do, from any software, and its page can put it out of paper.

    Example: luot kiosk paper --listen 127.0.0.1:9100 --web 127.0.0.1:8091
    """
    try:
        printer = PaperPrinter(*listen)
    except OSError as cause:
        raise click.ClickException(say("paper.taken", language, value=_text(listen), why=cause.strerror)) from cause
    try:
        window = socket.create_server(web)
    except OSError as cause:
        printer.stop()
        raise click.ClickException(say("paper.taken", language, value=_text(web), why=cause.strerror)) from cause
    server = create_server(create_app(printer, language), sockets=[window], threads=THREADS, ident=None)
    page = f"http://{_text(window.getsockname()[:2])}"
    signal.signal(signal.SIGTERM, _stop)
    with printer:
        if ready_file:
            _announce(ready_file, {"printer": printer.url, "page": page})
        click.echo(say("paper.listening", language, printer=printer.url, page=page))
        try:
            server.run()  # returns on SystemExit and KeyboardInterrupt
        finally:
            server.close()


def _announce(ready_file: Path, where: dict[str, str]) -> None:
    """The file appears whole or not at all."""
    draft = ready_file.with_name(ready_file.name + ".part")
    draft.write_text(json.dumps(where) + "\n", encoding="utf-8")
    draft.replace(ready_file)


def _text(address: Address) -> str:
    return f"{address[0]}:{address[1]}"


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
