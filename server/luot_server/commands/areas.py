"""Import administrative units, and which old unit became which new one."""

from __future__ import annotations

from typing import Any

import click

from luot_server.catalogue.importing import Kind
from luot_server.commands._importing import import_options, run_import


@click.group()
def areas() -> None:
    """Import administrative units, and which old unit became which new one.

    Example: luot areas import areas.csv --from 2025-07-01 --dry-run
    """


@areas.command("import")
@import_options
def import_(**options: Any) -> None:
    """Import the units in FILE, or the map of old to new units: CSV in UTF-8, or an Excel workbook (.xlsx).

    All of it or nothing: each problem is named by its line. A unit that ended says so in valid_to, and where it went
    in merged_into.

    Exit status: 0 imported (or checked), 1 the list has problems.

    Example: luot areas import areas.csv --from 2025-07-01 --dry-run
    """
    run_import(Kind.AREAS, **options)
