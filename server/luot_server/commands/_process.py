"""How a long-running process begins: settings, then the async mode, then everything else."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from luot_server import runtime
from luot_server.settings import Settings, from_env


def begin(**given: str | int | Path | None) -> Settings:
    """Reads the settings (options win), patches the async mode and sets up the log."""
    settings = from_env(**given)
    try:
        runtime.patch(settings.async_mode)
    except ModuleNotFoundError as missing:
        extra = {"gevent": "gevent", "threading": "threads"}.get(settings.async_mode, "server")
        raise click.ClickException(
            f'{settings.async_mode} mode needs {missing.name}; run: pip install "luot[{extra}]"'
        ) from missing
    # The libraries' own news (each migration step, each ping) is wanted only when looking for a fault in them.
    logging.basicConfig(
        level="DEBUG" if settings.log_level == "debug" else "WARNING",
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("luot_server").setLevel(settings.log_level.upper())
    return settings


def refuse_if_behind(settings: Settings) -> None:
    """An embedded database is brought up to date; another one is its keeper's, and says what to run."""
    from luot_server.store import migrations

    if settings.embedded_database:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        migrations.upgrade(settings.database_url)
    elif not migrations.up_to_date(settings.database_url):
        raise click.ClickException("the database is of an older version; run: luot migrate")
