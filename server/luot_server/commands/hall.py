"""The halls of this installation, and what is set in one."""

from __future__ import annotations

import json
from pathlib import Path

import click
from sqlalchemy import select

from luot_server.commands._store import data_option, opened, require_hall, table
from luot_server.store import tables as t


@click.group()
def hall() -> None:
    """The halls of this installation.

    Example: luot hall list
    """


@hall.command("list")
@data_option
def list_(data: Path | None) -> None:
    """List the halls.

    Example: luot hall list
    """
    with opened(data) as store, store.reading() as connection:
        rows = connection.execute(select(t.halls).order_by(t.halls.c.id)).all()
    for line in table([["ID", "AREA", "NAME"], *([row.id, row.area, row.name["vi"]] for row in rows)]):
        click.echo(line)


@hall.command()
@click.argument("hall_id", metavar="HALL")
@data_option
def show(hall_id: str, data: Path | None) -> None:
    """Print a hall's counters and today's settings as JSON.

    Exit status 1: there is no such hall.

    Example: luot hall show DL-22015
    """
    with opened(data) as store:
        require_hall(store, hall_id)
        with store.viewing(hall_id) as view:
            columns = t.counters.c.id, t.counters.c.number, t.counters.c.name
            rows = view.connection.execute(select(*columns).where(t.counters.c.hall == hall_id).order_by(columns[1]))
            shown = {
                "id": view.id,
                "name": view.hall["name"],
                "address": view.hall["address"],
                "area": view.hall["area"],
                "zone": view.hall["zone"],
                "on": view.day,
                "counters": [t.plain(row) for row in rows],
                "settings": dict(view.settings.values),
            }
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
