"""Tell the screens of several server processes, through Redis."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from luot_server.commands._process import begin, refuse_if_behind
from luot_server.settings import ASYNC_MODES


@click.command()
@click.option("--redis", "redis_url", help="Redis address.  [default: LUOT_REDIS_URL]")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data directory.")
@click.option("--mode", type=click.Choice(ASYNC_MODES), help="Async mode.  [default: threading]")
def relay(redis_url: str | None, data: Path | None, mode: str | None) -> None:
    """Tell the screens of every server process that shares one Redis; run one relay, beside any number of servers.

    A single server needs none: it tells its own screens. Where it was stopped, it goes on from its cursor.

    Example: luot relay --redis redis://127.0.0.1:6379/0
    """
    # It waits on a database and a Redis and serves nobody, so threads will do whatever mode the servers run in.
    settings = begin(redis_url=redis_url, data_dir=data, async_mode=mode or "threading")
    if settings.redis_url is None:
        raise click.ClickException("no Redis to tell through; set LUOT_REDIS_URL, or leave this to luot serve")
    refuse_if_behind(settings)
    from luot_server.app import create_app

    live = create_app(settings).extensions["luot"].live
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: live.relay.stop())
    click.echo("Lượt: relay")
    live.run_relay()
