"""Hold the journal against the rows: what was changed by hand, and where."""

from __future__ import annotations

from pathlib import Path

import click

from luot_server.commands._store import data_option, opened
from luot_server.store import replay as replaying
from luot_server.store.journal import journals


@click.command()
@click.option("--verify", is_flag=True, help="Check every entry, and every row against the journal.")
@click.option("--export", "out", type=click.Path(dir_okay=False, writable=True, path_type=Path),
              help="Write the journal as JSON lines.")  # fmt: skip
@click.option("--rebuild", "lines", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Fill an empty database from an exported journal.")  # fmt: skip
@data_option
def replay(verify: bool, out: Path | None, lines: Path | None, data: Path | None) -> None:
    """Replay the journal: verify a database, write its journal to a file, or make a database from such a file.

    A verification only reads, and tells where history and rows disagree. Exit status 1: they do, or the database to
    fill is not empty.

    Example: luot replay --verify
    """
    if sum(map(bool, (verify, out, lines))) != 1:
        raise click.UsageError("choose one: --verify, --export FILE or --rebuild FILE")
    with opened(data) as store:
        if out is not None:
            with store.reading() as connection, out.open("w", encoding="utf-8") as file:
                click.echo(f"{replaying.export(connection, file)} entries written to {out}")
            return
        if lines is not None:
            with store.writing() as connection:
                if journals(connection):
                    raise click.ClickException("the database is not empty; give an empty one with --data")
                with lines.open(encoding="utf-8") as file:
                    report = replaying.rebuild(connection, file)
        else:
            with store.reading() as connection:
                report = replaying.verify(connection)
    for problem in report.problems:
        click.echo(problem, err=True)
    if not report.ok:
        raise SystemExit(1)
    click.echo(f"{report.entries} entries and {report.rows} rows agree" if verify else "the database is rebuilt")
