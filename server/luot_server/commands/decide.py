"""``luot decide FILE``: decides worked cases and says which do not hold."""

from __future__ import annotations

import json
from pathlib import Path

import click

from luot_server.catalogue.cases import CaseError, check


@click.command(epilog="Example: luot decide tests/data/competence_cases.json")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def decide(file: Path) -> None:
    """Decide the competence cases of FILE with the shipped catalogue and compare with what they state.

    A case nobody can decide (an unknown regime, a hall without a kind) is named with what to put right, and does
    not hold.

    Exit status: 0 when every case holds, 1 when one does not, 2 when the file cannot be read.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as wrong:  # not UTF-8, not JSON, a number too long, too deep
        raise click.UsageError(f"{file} is no JSON in UTF-8 ({wrong}); save it again as UTF-8 JSON.") from wrong
    if not isinstance(document, dict):
        raise click.UsageError(f'{file} holds no object; it needs {{"halls_2025": {{…}}, "tests": [{{…}}]}}.')
    held = total = 0
    try:
        for _, differences in check(document):
            total += 1
            held += not differences
            for difference in differences:
                # JSON may hold half a character ("\ud800"), which can be read and not written
                click.echo(str(difference).encode(errors="backslashreplace"))
    except CaseError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    click.echo(f"{held} of {total} cases hold")
    raise SystemExit(0 if held == total else 1)
