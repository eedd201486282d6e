"""Bring the database up to this release, data and all."""

from __future__ import annotations

from pathlib import Path

import click

from luot_server.commands._process import begin
from luot_server.commands._store import data_option


@click.command()
@data_option
def migrate(data: Path | None) -> None:
    """Bring the database of LUOT_DATABASE_URL to the schema of this release; nothing when it is there already.

    Take a backup first: it goes forward only. Exit status 0: up to date; 1: it could not be reached or changed.

    Example: luot migrate
    """
    settings = begin(data_dir=data, async_mode="threading")
    from sqlalchemy.exc import SQLAlchemyError

    from luot_server.store import migrations

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        if migrations.up_to_date(settings.database_url):
            click.echo("the database is up to date")
            return
        click.echo("migrating …")
        migrations.upgrade(settings.database_url)
    except SQLAlchemyError as problem:
        said = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]
        raise click.ClickException(f"the database cannot be migrated ({said}); check LUOT_DATABASE_URL") from problem
    click.echo("the database is up to date now")
