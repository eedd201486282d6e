"""Run the server: the API, the pages, and the screens' live line."""

from __future__ import annotations

import json
from pathlib import Path

import click

from luot_server import runtime
from luot_server.commands._process import begin, refuse_if_behind
from luot_server.settings import ASYNC_MODES, Settings, for_child


@click.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", help="Port; 0 takes a free one.  [default: 8080]")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data directory.")
@click.option("--mode", type=click.Choice(ASYNC_MODES), help="Async mode.  [default: eventlet]")
@click.option("--ready-file", type=click.Path(dir_okay=False, path_type=Path), help="Written once it answers.")
def serve(host: str | None, port: str | None, data: Path | None, mode: str | None, ready_file: Path | None) -> None:
    """Run the server until SIGTERM or Ctrl-C.

    Settings come from LUOT_… variables (LUOT_DATABASE_URL, LUOT_PUBLIC_URL, LUOT_REDIS_URL …); options win over
    them. Put a reverse proxy in front for TLS. An embedded SQLite database is created and brought up to date; any
    other is not touched: run luot migrate first.

    Example: luot serve --port 8080
    """
    run(begin(host=host, port=port, data_dir=data, async_mode=mode), ready_file)


def run(settings: Settings, ready_file: Path | None = None) -> None:
    """Serves with these settings; :func:`luot_server.runtime.patch` has been called."""
    # Here, not above: everything else may be imported only once the mode is patched.
    from luot_server.app import create_app
    from luot_server.voice.background import Maker

    refuse_if_behind(settings)
    try:
        listener = runtime.listen(settings.host, settings.port)
    except OSError as problem:
        raise click.ClickException(
            f"cannot listen on {settings.host}:{settings.port} ({problem.strerror}); "
            "stop what listens there or choose another --port"
        ) from problem
    app = create_app(settings)
    services = app.extensions["luot"]
    maker = Maker(services.store.voice, for_child(data_dir=str(settings.data_dir)))
    url = address(settings.host, listener.getsockname()[1])

    def ready() -> None:
        if ready_file is not None:
            write_whole(ready_file, json.dumps({"server": url}))
        click.echo(f"Lượt: {url}")

    def stop() -> None:
        maker.stop()
        services.timers.stop()
        services.live.stop()

    services.live.start()
    services.timers.start()
    maker.start()
    runtime.serve(app, listener, on_ready=ready, on_stop=stop)


def address(host: str, port: int) -> str:
    """Where to reach it from this machine; a listener on every address is reached on the loopback."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def write_whole(path: Path, text: str) -> None:
    """Under another name first: whoever waits for the file never reads half of it."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
