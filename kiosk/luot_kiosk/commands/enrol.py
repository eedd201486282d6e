"""`luot kiosk enrol`: make this device known to its hall with the one-time code a manager read out."""

from pathlib import Path

import click

from luot_kiosk import enrolment
from luot_kiosk.client import Call, Refused, Server, ServerError
from luot_kiosk.messages import LANGUAGES, say
from luot_kiosk.settings import origin_of, state_folder


@click.command()
@click.argument("code")
@click.option("--server", required=True, help="Origin of the server, for example https://mot-cua.example.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="LUOT_KIOSK_DATA",
    help="The kiosk's data folder, also LUOT_KIOSK_DATA.",
)
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], envvar="LUOT_KIOSK_LANGUAGE")
def enrol(code: str, server: str, data: Path | None, language: str) -> None:
    """Enrol this device with the one-time CODE of the manager's page, and keep its token in the data folder.

    A kiosk that is running already takes the new token up by itself. Exit status 1: the server refused the code or did
    not answer; a code is used up only by success.

    Example: luot kiosk enrol --server https://mot-cua.example ACDE-7934
    """
    origin = origin_of(server)
    if origin is None:
        raise click.BadParameter(say("kiosk.enrol.server", language, value=server), param_hint="--server")
    try:
        told = Server(origin, "").once(Call("POST", "/devices/enrolments", body={"code": code}, language=language))
    except Refused as refusal:
        raise click.ClickException(str(refusal.problem.get("title", refusal))) from refusal
    except ServerError as error:
        raise click.ClickException(say("kiosk.doctor.unreachable", language, server=origin)) from error
    if told["kind"] != "kiosk":
        raise click.ClickException(say("kiosk.enrol.not_a_kiosk", language, name=told["name"]))
    folder = data or state_folder()
    try:
        path = enrolment.keep(folder, enrolment.Enrolment(origin, told["hall"], told["token"]))
    except OSError as error:
        raise click.ClickException(say("kiosk.enrol.unwritable", language, path=folder, why=error)) from error
    click.echo(say("kiosk.enrol.done", language, name=told["name"], hall=told["hall"], path=path))
