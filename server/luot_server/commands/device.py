"""Kiosks, displays and programs: enrol them, with a token or by a one-time code; list them; retire them."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from luot_server.actions import device as actions
from luot_server.commands._store import data_option, opened, require_hall, table
from luot_server.domain.roles import DEVICES, Role
from luot_server.settings import from_env
from luot_server.store import enrolment
from luot_server.store import tables as t
from luot_server.store.ids import uuid7

KINDS = (str(Role.KIOSK), str(Role.DISPLAY), str(Role.INTEGRATION))


@click.group()
def device() -> None:
    """Kiosks, displays and programs of a hall, each with a token of its own.

    Example: luot device list
    """


@device.command()
@click.option("--hall", required=True, help="The hall's id.")
@click.option("--kind", type=click.Choice(KINDS), required=True)
@click.option("--name", required=True, help="What the hall calls it, such as “Kiosk 2”.")
@click.option("--scope", "scopes", multiple=True, help="What a program may do, such as journal; repeat it.")
@data_option
def enrol(hall: str, kind: str, name: str, scopes: tuple[str, ...], data: Path | None) -> None:
    """Enrol a device and print its token, alone on standard output and only this once: we keep a hash.

    Exit status 1: there is no such hall.

    Example: luot device enrol --hall DL-22015 --kind kiosk --name "Kiosk 2"
    """
    if scopes and kind != Role.INTEGRATION:
        raise click.UsageError("--scope is for programs: --kind integration")
    with opened(data) as store:
        require_hall(store, hall)
        with store.changing(t.SHARED, found=True) as shared:
            new = uuid7(shared.now)
            token = actions.enrol(shared, device=new, hall=hall, kind=kind, name=name, scopes=list(scopes))
    click.echo(f"{name} is {new}; its token, shown this once:", err=True)
    click.echo(token)


@device.command()
@click.option("--hall", required=True, help="The hall's id.")
@click.option("--kind", type=click.Choice([str(kind) for kind in DEVICES]), default=str(Role.KIOSK))
@click.option("--name", required=True, help="What the hall calls it, such as “Kiosk 2”.")
@data_option
def code(hall: str, kind: str, name: str, data: Path | None) -> None:
    """Print a one-time code, alone on standard output, to type at the device: luot kiosk enrol --server URL CODE.

    It is good for one device and one hour, and shown only this once: we keep a hash. Exit status 1: there is no such
    hall.

    Example: luot device code --hall DL-22015 --name "Kiosk 2"
    """
    with opened(data) as store:
        require_hall(store, hall)
        secret = from_env(data_dir=data).secret.encode()
        wanted = enrolment.Enrolment(hall, kind, name)
        with store.writing() as connection:
            given, expires_at = enrolment.give_code(connection, secret, wanted, store.clock.real_now())
    click.echo(f"{name}: good until {expires_at.astimezone():%H:%M}, once:", err=True)
    click.echo(f"{given[:4]}-{given[4:]}")


@device.command("list")
@data_option
def list_(data: Path | None) -> None:
    """List the devices in use.

    Example: luot device list
    """
    with opened(data) as store, store.reading() as connection:
        order = t.devices.c.hall, t.devices.c.kind, t.devices.c.name
        rows = connection.execute(select(t.devices).where(t.devices.c.active).order_by(*order)).all()
    lines = [[row.id, row.hall, row.kind, row.name, " ".join(row.scopes) or "-"] for row in rows]
    for line in table([["ID", "HALL", "KIND", "NAME", "SCOPES"], *lines]):
        click.echo(line)


@device.command()
@click.argument("device_id", metavar="ID")
@data_option
def retire(device_id: str, data: Path | None) -> None:
    """Retire a device: its token is worth nothing from now on.

    Example: luot device retire kiosk-1
    """
    with opened(data) as store, store.changing(t.SHARED, found=True) as shared:
        known = select(t.devices.c.active).where(t.devices.c.id == device_id)
        if not shared.connection.scalar(known):
            raise click.ClickException(f"no device {device_id} is in use; see: luot device list")
        actions.retire(shared, device_id)
    click.echo(f"{device_id} is retired")
