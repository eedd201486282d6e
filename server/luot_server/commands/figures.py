"""Figures straight from the journal: how many errands were issued and served, by what."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from luot_server.boards.corrections import corrections_wire, folded
from luot_server.boards.throughput import throughput as counted
from luot_server.commands._store import data_option, opened, require_hall, table
from luot_server.domain.throughput import METRICS

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def figures() -> None:
    """Figures straight from the journal.

    Example: luot figures throughput --hall DL-22015 --by procedure
    """


@figures.command()
@click.option("--hall", required=True, help="The hall's id.")
@click.option("--from", "start", type=DAY, help="First business day.  [default: today in the hall]")
@click.option("--to", "end", type=DAY, help="Last business day, inclusive.  [default: today, or --from]")
@click.option("--by", default="procedure", show_default=True, help="One dimension, or two as procedure,hour.")
@click.option("--json", "form", flag_value="json", help="As JSON, like the API.")
@click.option("--csv", "form", flag_value="csv", help="As CSV in UTF-8.")
@data_option
def throughput(
    hall: str, start: datetime | None, end: datetime | None, by: str, form: str | None, data: Path | None
) -> None:
    """Count the errands of a hall: issued, served, dossiers, voided, no-shows, expired.

    Dimensions: procedure, field, agency, clerk, counter, purpose, channel, outcome, route, priority, hour, day.
    Exit status 1: no such hall, dimension, or range of days.

    Example: luot figures throughput --hall DL-22015 --from 2026-11-23 --to 2026-11-27 --by agency
    """
    with opened(data) as store:
        require_hall(store, hall)
        with store.viewing(hall) as view:
            found = counted(view, *_days(view.today, start, end), [part.strip() for part in by.split(",")])
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif form == "csv":
        _as_csv(found)
    else:
        _as_table(found)


@figures.command()
@click.option("--hall", required=True, help="The hall's id.")
@click.option("--from", "start", type=DAY, help="First business day.  [default: today in the hall]")
@click.option("--to", "end", type=DAY, help="Last business day, inclusive.  [default: today, or --from]")
@click.option("--json", "form", flag_value="json", help="As JSON, like the API.")
@click.option("--csv", "form", flag_value="csv", help="As CSV in UTF-8: one line for each errand and what it became.")
@data_option
def corrections(hall: str, start: datetime | None, end: datetime | None, form: str | None, data: Path | None) -> None:
    """Count, for each errand chosen at the kiosk, how often the desk made it another one.

    Exit status 1: no such hall, or range of days.

    Example: luot figures corrections --hall DL-22015 --from 2026-11-01 --to 2026-11-30
    """
    with opened(data) as store:
        require_hall(store, hall)
        with store.viewing(hall) as view:
            days = _days(view.today, start, end)
            found = corrections_wire(view, hall, days, folded(view, *days))
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif form == "csv":
        _corrections_as_csv(found)
    else:
        _corrections_as_table(found)


def _days(today: date, start: datetime | None, end: datetime | None) -> tuple[date, date]:
    first = _day(start, today)
    return first, _day(end, max(first, today) if start else first)


def _day(told: datetime | None, default: date) -> date:
    return told.date() if told else default


def _as_csv(found: dict[str, Any]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["key", "name", *METRICS])
    writer.writerows([row["key"], row["name"]["vi"], *(row[metric] for metric in METRICS)] for row in found["items"])


def _as_table(found: dict[str, Any]) -> None:
    click.echo(f"{found['hall']}  {found['from']} – {found['to']}")
    rows = [[row["key"], row["name"]["vi"], *(str(row[metric]) for metric in METRICS)] for row in found["items"]]
    total = ["total", "", *(str(found["totals"][metric]) for metric in METRICS)]
    for line in table([[",".join(found["by"]), "name", *METRICS], *rows, total]):
        click.echo(line)


def _corrections_as_csv(found: dict[str, Any]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["key", "name", "issued", "corrected", "share", "to_key", "to_name", "to_count"])
    for row in found["items"]:
        told = [row["key"], row["name"]["vi"], row["issued"], row["corrected"], row["share"]]
        targets = [[one["key"], one["name"]["vi"], one["count"]] for one in row["to"]] or [["", "", ""]]
        writer.writerows([*told, *target] for target in targets)


def _corrections_as_table(found: dict[str, Any]) -> None:
    click.echo(f"{found['hall']}  {found['from']} – {found['to']}")
    rows = [[row["key"], row["name"]["vi"], *_corrected(row), _most(row["to"])] for row in found["items"]]
    head = ["procedure|purpose", "name", "issued", "corrected", "share", "most often it was"]
    for line in table([head, *rows, ["total", "", *_corrected(found["totals"]), ""]]):
        click.echo(line)


def _corrected(counts: dict[str, Any]) -> list[str]:
    return [str(counts["issued"]), str(counts["corrected"]), f"{counts['share']:.0%}"]


def _most(targets: list[dict[str, Any]]) -> str:
    return f"{targets[0]['name']['vi']} ({targets[0]['count']})" if targets else ""
