"""What importing commands share: read the file, show what it would change, record it as whoever runs the command."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from luot_server.actions.catalogue import import_list, known_facts, legal_today
from luot_server.catalogue.importing import LARGEST_FILE, YEARS, Change, Difference, How, Kind, compare, read_sheet
from luot_server.commands._store import data_option, opened
from luot_server.messages import LANGUAGES, say
from luot_server.store import tables as t
from luot_server.store.journal import Actor
from luot_server.store.store import Store

SHOWN: Final = 50
"""Changes that are printed one by one unless all are asked for."""

F = TypeVar("F", bound=Callable[..., Any])


def import_options(command: F) -> F:
    """The file and the options every import has."""
    for option in reversed(
        (
            click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
            click.option("--dry-run", is_flag=True, help="Show what would change; import nothing."),
            click.option(
                "--from",
                "valid_from",
                type=click.DateTime(["%Y-%m-%d"]),
                help="First day it holds, where a row does not say.  [default: today]",
            ),
            click.option("--complete", is_flag=True, help="The list is complete: what it lacks ends the day before."),
            click.option("--all", "every", is_flag=True, help=f"Print every change, not only the first {SHOWN}."),
            data_option,
            click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True),
        )
    ):
        command = option(command)
    return command


def run_import(
    kind: Kind,
    *,
    file: Path,
    dry_run: bool,
    valid_from: datetime | None,
    complete: bool,
    every: bool,
    data: Path | None,
    lang: str,
) -> None:
    """Import FILE and end the command: exit status 0 imported or checked, 1 the list has problems."""
    if valid_from and valid_from.year not in YEARS:
        raise click.BadParameter(f"{valid_from.year} is no year a list speaks of", param_hint="--from")
    with opened(data) as store:
        since = valid_from.date() if valid_from else legal_today(store)
        difference = import_file(store, kind, _content(file), since, complete=complete, dry_run=dry_run)
        for line in report(difference, dry_run=dry_run, lang=lang, shown=None if every else SHOWN):
            click.echo(line)
    raise SystemExit(0 if difference.ok else 1)


def import_file(
    store: Store, kind: Kind, raw: bytes, since: date, *, complete: bool = False, dry_run: bool = False
) -> Difference:
    """Compare the list with the catalogue and, unless it is a ``dry_run``, record what changed in one transaction."""
    sheet = read_sheet(kind, raw)
    if dry_run or sheet.problems:
        with store.reading() as connection:
            return compare(sheet, known_facts(store, connection), since, complete=complete)
    with store.changing(t.SHARED, _operator(), found=True) as shared:
        return import_list(shared, sheet, since, complete=complete)


def report(
    difference: Difference, *, dry_run: bool = False, lang: str = LANGUAGES[0], shown: int | None = SHOWN
) -> Iterator[str]:
    """The lines to print: where the heading was, counts, every change, every problem by its line, what was done."""
    if difference.heading:
        sheet = f" ({difference.title})" if difference.title else ""
        yield say("catalogue.heading", lang, line=difference.heading, sheet=sheet)
    counts = {how.value: difference.count(how) for how in How}
    yield say("catalogue.counts", lang, rows=difference.rows, unchanged=difference.unchanged, **counts)
    changes = [*chain(difference.changes, difference.also)]
    for change in changes[:shown]:
        yield f"  {_told(change, lang)}"
    if shown is not None and len(changes) > shown:
        yield "  " + say("catalogue.more", lang, count=len(changes) - shown)
    if not difference.ok:
        yield say("catalogue.refused", lang, count=len(difference.problems))
        for problem in difference.problems:
            yield f"  {problem.code}: {say(problem.text.key, lang, **problem.text.params)}"
    elif dry_run:
        yield say("catalogue.dry_run", lang)
    else:
        yield say("catalogue.imported" if difference.facts else "catalogue.nothing_new", lang)


def _told(change: Change, lang: str) -> str:
    """ "line 7: changed 1.001193 Khai sinh: processing: 1 working_day → 2 working_day"."""
    # messages: catalogue.how.*
    where = say("catalogue.line", lang, line=change.line) if change.line else say("catalogue.left_out", lang)
    name = "" if change.name == change.key else f" {_short(change.name)}"
    head = f"{where} {say(f'catalogue.how.{change.how}', lang)} {change.key}{name}"
    if change.how is How.ADDED:
        return head
    return f"{head}: " + "; ".join(
        f"{column}: {_short(change.before.get(column, '')) or '–'} → {_short(after) or '–'}"
        for column, after in change.after.items()
    )


def _short(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _content(file: Path) -> bytes:
    """No more than shows that the file is too large."""
    with file.open("rb") as opened_file:
        return opened_file.read(LARGEST_FILE + 1)


def _operator() -> Actor:
    """Who runs the command, by the name the operating system knows."""
    try:
        return Actor("operator", pwd.getpwuid(os.getuid()).pw_name)
    except KeyError:
        return Actor("operator", str(os.getuid()))
