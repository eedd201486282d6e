"""Import lists of procedures, agencies and published lists into the shared catalogue."""

from __future__ import annotations

from typing import Any

import click

from luot_server.catalogue.importing import Kind
from luot_server.commands._importing import import_options, run_import


@click.group()
def catalogue() -> None:
    """Import lists of procedures, agencies and published lists into the shared catalogue.

    Example: luot catalogue import procedures.csv --dry-run
    """


@catalogue.command("import")
@import_options
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in Kind]), default=str(Kind.PROCEDURES), show_default=True
)
def import_(kind: str, **options: Any) -> None:
    """Import the list in FILE: CSV in UTF-8, or an Excel workbook (.xlsx).

    All of it or nothing: each problem is named by its line. Short names, search words, papers and routes of
    procedures the catalogue already holds are kept. Nothing ends unless a row says so, or the list is complete.

    Exit status: 0 imported (or checked), 1 the list has problems.

    Example: luot catalogue import procedures.xlsx --from 2026-04-01 --dry-run
    """
    run_import(Kind(kind), **options)
